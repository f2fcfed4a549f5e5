"""``ckan bacgiang approval …``: what waits, who did what, letters still owed."""

from __future__ import annotations

import json
import sys
from typing import Any

import ckan.plugins.toolkit as tk
import click

from ckanext.bacgiang.approval.helpers import bacgiang_approval_moment as moment
from ckanext.bacgiang.cli import bacgiang
from ckanext.bacgiang.language import in_portal_language

NO_SENDER = 3
"""Exit code where the portal has no mail server or no sender."""

_json = click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")


@bacgiang.group("approval", short_help="Phê duyệt việc công bố")
def approval() -> None:
    """Mục chờ duyệt, nhật ký phê duyệt, thư báo còn nợ."""


@approval.command("pending", short_help="Các mục đang chờ duyệt")
@_json
def pending(as_json: bool) -> None:
    """Liệt kê mục đang chờ duyệt, chờ lâu nhất trước. Mã thoát: 0."""
    rows: list[dict[str, Any]] = []
    with in_portal_language():
        while True:
            asked = {"limit": 100, "offset": len(rows)}
            found = _ask("bacgiang_approval_pending", asked)
            rows += found["results"]
            if not found["results"]:
                break
        if as_json:
            click.echo(json.dumps(rows, ensure_ascii=False))
            return
        for row in rows:
            click.echo(f"{moment(row['since'])}  {row['agency_title']}  {row['title']}")
        click.echo(tk._("Waiting for approval: {count}").format(count=len(rows)))


@approval.command("history", short_help="Nhật ký phê duyệt của một mục")
@click.argument("entry")
@_json
def history(entry: str, as_json: bool) -> None:
    """In từng bước của mục ENTRY (tên hoặc mã). Mã thoát: 0; 1 không có mục này."""
    with in_portal_language():
        try:
            found = _ask("bacgiang_approval_show", {"id": entry})
        except (tk.ObjectNotFound, tk.ValidationError):
            click.echo(tk._("Dataset not found"), err=True)
            sys.exit(1)
        if as_json:
            click.echo(json.dumps(found, ensure_ascii=False))
            return
        click.echo(found["label"])
        for row in found["history"]:
            reason = f": {row['reason']}" if row["reason"] else ""
            click.echo(f"{moment(row['at'])}  {row['label']}  {row['by']}{reason}")


@approval.command("mail", short_help="Gửi thư báo còn nợ")
@click.option("--dry-run", is_flag=True, help="Chỉ đếm thư còn nợ, không gửi.")
@_json
def mail(dry_run: bool, as_json: bool) -> None:
    """Gửi những thư báo chưa gửi được.

    Mã thoát: 0; 1 có thư vẫn chưa gửi được; 3 chưa cấu hình máy chủ thư hoặc người gửi.
    """
    with in_portal_language():
        try:
            done = _ask("bacgiang_approval_mail", {"dry_run": dry_run})
        except tk.ValidationError as error:
            for message in error.error_dict["settings"]:
                click.echo(message, err=True)
            sys.exit(NO_SENDER)
        if as_json:
            click.echo(json.dumps(done))
        else:
            text = tk._("Letters owed: {owed}; sent: {sent}; failed: {failed}")
            click.echo(text.format(**done))
    sys.exit(1 if done["failed"] else 0)


def _ask(action: str, data: dict[str, Any]) -> Any:
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    return tk.get_action(action)({"user": user, "ignore_auth": True}, data)
