"""``ckan bacgiang push …``: what would go out, sending it, how it stands."""

from __future__ import annotations

import sys
from typing import Any

import ckan.plugins.toolkit as tk
import click

from ckanext.bacgiang.cli import bacgiang
from ckanext.bacgiang.language import in_portal_language
from ckanext.bacgiang.push import printing

SOME_FAILED, PORTAL_UNUSABLE, WITHDRAWALS_HELD = 1, 2, 3
"""Exit codes beside 0; a portal that cannot be used outweighs held withdrawals, they failures."""

_target = click.option("--target", "targets", multiple=True, metavar="CỔNG", help="Cổng nhận.")
_json = click.option(
    "--json", "as_json", is_flag=True, help="In kết quả dạng JSON, mỗi cổng một dòng."
)


@bacgiang.group("push", short_help="Đưa dữ liệu mở lên cổng dữ liệu quốc gia")
def push() -> None:
    """Giữ cho bản sao trên các cổng nhận đúng như dữ liệu mở đang công bố ở đây."""


@push.command("plan", short_help="Xem trước những gì sẽ gửi")
@_target
@_json
def plan(targets: tuple[str, ...], as_json: bool) -> None:
    """Liệt kê tập dữ liệu sẽ tạo, cập nhật, gỡ hoặc không gửi kèm lý do. Không gọi cổng nhận.

    Mã thoát: 0; 2 cấu hình sai; 3 việc gỡ vượt mức, chờ phê duyệt.
    """
    code = 0
    for name in _names(targets):
        found = _ask("bacgiang_push_plan", {"target": name}, as_json)
        if found is None:
            code = _worse(code, PORTAL_UNUSABLE)
            continue
        if as_json:
            printing.as_json(found)
        else:
            printing.plan(found)
        code = _worse(code, WITHDRAWALS_HELD if found["held"] else 0)
    sys.exit(code)


@push.command("apply", short_help="Gửi những gì đã thay đổi")
@_target
@_json
@click.option("--dry-run", is_flag=True, help="Chỉ xem trước, như lệnh plan.")
@click.option(
    "--approve-withdrawals", is_flag=True, help="Cho gỡ cả khi số bản sao cần gỡ vượt mức."
)
@click.pass_context
def apply(
    ctx: click.Context,
    targets: tuple[str, ...],
    as_json: bool,
    dry_run: bool,
    approve_withdrawals: bool,
) -> None:
    """Tạo, cập nhật, gỡ bản sao trên cổng nhận. Chạy lại khi không có gì đổi thì không gọi gì.

    Mã thoát: 0 mọi việc xong; 1 có tập dữ liệu không gửi được; 2 không làm việc được với cổng nhận
    hoặc cấu hình sai; 3 việc gỡ vượt mức, chờ phê duyệt bằng --approve-withdrawals.
    """
    if dry_run:
        ctx.invoke(plan, targets=targets, as_json=as_json)
    code = 0
    for name in _names(targets):
        data = {"target": name, "approve_withdrawals": approve_withdrawals}
        report = _ask("bacgiang_push_apply", data, as_json)
        if report is None:
            code = _worse(code, PORTAL_UNUSABLE)
            continue
        if as_json:
            printing.as_json(report)
        else:
            printing.report(report)
        code = _worse(code, _code(report))
    sys.exit(code)


@push.command("status", short_help="Tình trạng các bản sao")
@_target
@_json
def status(targets: tuple[str, ...], as_json: bool) -> None:
    """Cho biết số bản sao theo tình trạng, lần gửi gần nhất và những tập dữ liệu gặp trở ngại."""
    code = 0
    for name in _names(targets):
        found = _ask("bacgiang_push_status", {"target": name}, as_json)
        if found is None:
            code = _worse(code, PORTAL_UNUSABLE)
        elif as_json:
            printing.as_json(found)
        else:
            printing.status(found)
    sys.exit(code)


def _names(targets: tuple[str, ...]) -> list[str]:
    names = list(targets) or list(tk.config["ckanext.bacgiang.push.targets"])
    if not names:
        with in_portal_language():
            message = tk._("No receiving portal is configured; see {option}")
            click.secho(message.format(option="ckanext.bacgiang.push.targets"), fg="red", err=True)
        sys.exit(PORTAL_UNUSABLE)
    return names


def _ask(action: str, data: dict[str, Any], as_json: bool) -> dict[str, Any] | None:
    """Return what the action returns to the site's own user; None after telling what is wrong."""
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    bar = printing.Bar() if action == "bacgiang_push_apply" and sys.stderr.isatty() else None
    context: Any = {"user": user, "bacgiang_progress": bar.show} if bar else {"user": user}
    try:
        return tk.get_action(action)(context, data)
    except tk.ValidationError as error:
        why = [str(message) for found in error.error_dict.values() for message in found]
    finally:
        if bar:
            bar.end()
    if as_json:
        errors = [{"id": None, "title": data["target"], "message": message} for message in why]
        printing.as_json({"target": data["target"], "errors": errors})
    click.secho(f"{data['target']}: {'; '.join(why)}", fg="red", err=True)
    return None


def _code(report: dict[str, Any]) -> int:
    if report["stopped"]:
        return PORTAL_UNUSABLE
    if report["held"]:
        return WITHDRAWALS_HELD
    return SOME_FAILED if report["failed"] or report["refused"] else 0


def _worse(one: int, other: int) -> int:
    order = (0, SOME_FAILED, WITHDRAWALS_HELD, PORTAL_UNUSABLE)
    return max(one, other, key=order.index)
