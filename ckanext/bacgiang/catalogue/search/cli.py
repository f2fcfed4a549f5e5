"""``ckan bacgiang search``."""

from __future__ import annotations

import json
import sys

import ckan.plugins.toolkit as tk
import click

from ckanext.bacgiang.cli import bacgiang
from ckanext.bacgiang.language import in_portal_language

__all__ = ["search"]


@bacgiang.group("search", short_help="Tìm kiếm")
def search() -> None:
    """Tìm kiếm trong danh mục."""


@search.command("status", short_help="Tình trạng chỉ mục tìm kiếm")
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
def status(as_json: bool) -> None:
    """Cho biết Solr dùng lược đồ nào, danh mục đã được lập chỉ mục đủ chưa.

    Mã thoát 0 khi mọi mục đã được lập chỉ mục bằng phiên bản này và tệp từ đồng nghĩa dùng được;
    1 khi chưa.
    """
    found = tk.get_action("bacgiang_search_status")({"ignore_auth": True}, {})
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        with in_portal_language():
            for line in tk.h.bacgiang_search_status_lines(found):
                click.echo(line)
    sys.exit(0 if found["complete"] and not found["synonyms_error"] else 1)
