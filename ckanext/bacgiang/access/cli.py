"""``ckan bacgiang doctor``: which settings weaken the portal, and what to do."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

import ckan.plugins.toolkit as tk
import click

from ckanext.bacgiang.access import (
    settings,
    site_checks,  # noqa: F401 (its checks are run)
)
from ckanext.bacgiang.cli import bacgiang
from ckanext.bacgiang.language import in_portal_language

__all__ = ["doctor"]

WEAK = 3
"""Exit code where a setting weakens the portal."""


@bacgiang.command("doctor", short_help="Thiết lập nào làm yếu cổng")
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
def doctor(as_json: bool) -> None:
    """Kiểm tra các thiết lập an toàn, nói từng thiết lập làm yếu cổng và cách sửa.

    Mã thoát: 0 không có gì yếu; 3 có thiết lập làm yếu cổng.
    """
    with in_portal_language():
        found = settings.weaknesses(tk.config)
        if as_json:
            click.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False))
        else:
            for one in found:
                click.echo(f"{one.setting} = {one.value}\n  {one.allows}\n  → {one.remedy}")
            click.echo(tk._("Settings that weaken the portal: {count}").format(count=len(found)))
    sys.exit(WEAK if found else 0)
