"""``ckan bacgiang demo``: load the demonstration province, take it away again."""

from __future__ import annotations

import json as json_format
from typing import Any

import ckan.plugins.toolkit as tk
import click
from ckan.types import Context

from ckanext.bacgiang.cli import bacgiang
from ckanext.bacgiang.language import in_portal_language

__all__ = ["bacgiang"]


@bacgiang.group(short_help="Tỉnh trình diễn: nạp và gỡ dữ liệu mẫu")
def demo() -> None:
    """Nạp tỉnh trình diễn (tên bảng, tệp thật; mô tả giả định) và gỡ đi khi không cần nữa."""


@demo.command("load")
@click.option("--as-of", metavar="NGÀY", help="Ngày nạp, dạng 2026-12-31; mặc định là hôm nay.")
@click.option("--limit", type=click.IntRange(1), help="Chỉ nạp mẫu, mỗi loại chừng này mục.")
@click.option("--json", is_flag=True, help="In kết quả dạng JSON.")
def load(as_of: str | None, limit: int | None, json: bool) -> None:
    """Nạp dữ liệu trình diễn; chạy lại không thay đổi gì thêm."""
    with in_portal_language():
        given = {"as_of": as_of, "limit": limit}
        result = _run("bacgiang_demo_load", given, tk._("Loading the demonstration"))
        if json:
            click.echo(json_format.dumps(result, ensure_ascii=False))
            return
        _print_entries(result["entries"])
        click.echo(
            tk._("created {created}, changed {changed}, unchanged {unchanged}").format(**result)
        )
        if result["evidence"] is None:
            click.echo(tk._("The cadence is switched off: past updates were left out."))
        else:
            click.echo(tk._("past updates told to the cadence: {evidence}").format(**result))
        click.echo(tk._("{seconds} seconds").format(**result))


@demo.command("clear")
@click.option("--yes", is_flag=True, help="Không hỏi lại.")
@click.option("--dry-run", is_flag=True, help="Chỉ cho biết sẽ gỡ những gì.")
@click.option("--json", is_flag=True, help="In kết quả dạng JSON.")
def clear(yes: bool, dry_run: bool, json: bool) -> None:
    """Gỡ hẳn dữ liệu trình diễn đã nạp; không động tới mục do người dùng tạo."""
    with in_portal_language():
        result = _run("bacgiang_demo_clear", {"dry_run": True}, "")
        if not dry_run and any(result["entries"].values()):
            if not yes:
                _print_entries(result["entries"])
                click.confirm(tk._("Remove these entries for good?"), abort=True, err=True)
            result = _run("bacgiang_demo_clear", {}, tk._("Removing the demonstration"))
        if json:
            click.echo(json_format.dumps(result, ensure_ascii=False))
            return
        _print_entries(result["entries"])
        for title in result["kept"]:
            click.echo(tk._("kept, other entries belong to it: {title}").format(title=title))
        click.echo(tk._("Nothing was removed.") if dry_run else tk._("Removed."))


def _run(action: str, data_dict: dict[str, Any], label: str) -> dict[str, Any]:
    """Return what the action says, with a progress bar on stderr; end with 1 where it refuses."""
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    stream = click.get_text_stream("stderr")
    try:
        with click.progressbar(length=1, label=label, file=stream, hidden=not label) as bar:

            def total(number: int) -> None:
                bar.length = number

            context = {
                "user": user,
                "ignore_auth": True,
                "progress": bar.update,
                "total": total,
            }
            result: dict[str, Any] = tk.get_action(action)(Context(**context), data_dict)
    except tk.ValidationError as refused:
        messages = [str(word) for words in refused.error_dict.values() for word in _flat(words)]
        click.secho(" ".join(messages), fg="red", err=True)
        raise click.exceptions.Exit(1) from None
    return result


def _flat(words: Any) -> list[Any]:
    return words if isinstance(words, list) else [words]


def _print_entries(entries: dict[str, int]) -> None:
    titles = {
        "organization": tk._("agencies"),
        "dataset": tk._("open data"),
        "shared_database": tk._("shared databases"),
        "data_service": tk._("data services"),
    }
    for kind, number in entries.items():
        click.echo(f"{titles[kind]}: {number}")
