"""``ckan bacgiang cadence …``: the nightly check, an explanation, an agency's list."""

from __future__ import annotations

import json
import sys
from typing import Any

import ckan.plugins.toolkit as tk
import click
from sqlalchemy.exc import SQLAlchemyError

from ckanext.bacgiang.cadence import wording
from ckanext.bacgiang.cadence.core.verdict import State
from ckanext.bacgiang.cadence.helpers import bacgiang_cadence_day as day_text
from ckanext.bacgiang.cadence.helpers import bacgiang_cadence_moment as moment
from ckanext.bacgiang.cli import bacgiang
from ckanext.bacgiang.language import in_portal_language

OVERDUE, COULD_NOT_CHECK = 1, 2
"""Exit codes beside 0; that something could not be looked into outweighs that something is late."""


@bacgiang.group("cadence", short_help="Nhịp cập nhật dữ liệu mở")
def cadence() -> None:
    """Kiểm tra nhịp cập nhật dữ liệu mở (Quy chế Điều 13 khoản 2)."""


@cadence.command("check", short_help="Kiểm tra toàn bộ tập dữ liệu mở")
@click.option(
    "--as-of", metavar="NGÀY", help="Kết luận tính đến ngày này (2026-03-31); sổ không đổi."
)
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
@click.option("--fail-overdue", is_flag=True, help="Mã thoát 1 khi có tập dữ liệu quá hạn.")
def check(as_of: str | None, as_json: bool, fail_overdue: bool) -> None:
    """Xem lại các tệp đã lưu, xét từng tập dữ liệu và ghi sổ.

    Mã thoát: 0 đã kiểm tra; 1 có quá hạn (khi dùng --fail-overdue); 2 không kiểm tra được.
    """
    report = _ask("bacgiang_cadence_check", as_of=as_of)
    if as_json:
        _print_json(report)
    else:
        _print_report(report)
    if report["could_not_check"]:
        sys.exit(COULD_NOT_CHECK)
    if fail_overdue and report["verdicts"][State.OVERDUE]:
        sys.exit(OVERDUE)


@cadence.command("explain", short_help="Giải thích kết luận về một tập dữ liệu")
@click.argument("dataset", metavar="TẬP_DỮ_LIỆU")
@click.option("--as-of", metavar="NGÀY", help="Kết luận tính đến ngày này (2026-03-31).")
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
def explain(dataset: str, as_of: str | None, as_json: bool) -> None:
    """Nêu kết luận, các kỳ và từng lần thay đổi nội dung của TẬP_DỮ_LIỆU (tên hoặc mã)."""
    found = _ask("bacgiang_cadence_show", id=dataset, as_of=as_of)
    if as_json:
        _print_json(found)
        return
    click.echo(f"{found['title']} ({found['name']})\n{found['sentence']}")
    with in_portal_language():
        _table(
            (tk._("Term"), tk._("Last day"), tk._("Result"), tk._("Updated on")),
            (
                (str(w["number"]), w["due"], w["label"], day_text(w["met_on"]))
                for w in found["windows"]
            ),
        )
        _table(
            (tk._("Seen on"), tk._("What was seen"), tk._("Recorded by")),
            map(_seen, found["events"]),
        )


@cadence.command("list", short_help="Liệt kê tập dữ liệu theo trạng thái")
@click.option("--organization", metavar="CƠ_QUAN", help="Chỉ của cơ quan này (tên hoặc mã).")
@click.option("--state", type=click.Choice([str(state) for state in State]), help="Trạng thái.")
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
def list_(organization: str | None, state: str | None, as_json: bool) -> None:
    """Liệt kê tập dữ liệu mở, gấp nhất trước."""
    results: list[dict[str, Any]] = []
    while True:
        page = _ask(
            "bacgiang_cadence_list",
            organization=organization,
            state=state,
            limit=200,
            offset=len(results),
        )
        results += page["results"]
        if not page["results"] or len(results) >= page["count"]:
            break
    if as_json:
        _print_json({**page, "results": results})
        return
    with in_portal_language():
        head = (tk._("State"), tk._("Last day"), tk._("Days late"), tk._("Dataset"))
        _table(head, map(_line, results))


def _seen(event: dict[str, Any]) -> tuple[str, str, str]:
    return moment(event["observed_at"]), event["label"], event["source"] or tk._("this portal")


def _line(row: dict[str, Any]) -> tuple[str, str, str, str]:
    late = str(row["days_late"] or "")
    return row["label"], day_text(row["due"]), late, f"{row['title']} ({row['name']})"


def _ask(action: str, **data: Any) -> dict[str, Any]:
    """Return what the action returns to the site's own user; end with a clear line if it fails."""
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    given = {name: value for name, value in data.items() if value is not None}
    try:
        with in_portal_language():
            return tk.get_action(action)({"user": user}, given)
    except tk.ValidationError as error:
        why = "; ".join(str(m) for found in error.error_dict.values() for m in found)
    except (tk.ObjectNotFound, tk.NotAuthorized) as error:
        why = str(error)
    except SQLAlchemyError as error:
        with in_portal_language():
            why = tk._("The database does not answer: {why}").format(why=error)
    click.secho(why, fg="red", err=True)
    sys.exit(COULD_NOT_CHECK)


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def _print_report(report: dict[str, Any]) -> None:
    with in_portal_language():
        head = tk._("Update of open data on {day}: {number} datasets checked, {changed} changed")
        click.echo(
            head.format(
                day=day_text(report["as_of"]), number=report["checked"], changed=report["changed"]
            )
        )
        numbers = {**report["verdicts"], **report["non_verdicts"]}
        rows = ((wording.state_label(State(name)), str(n)) for name, n in numbers.items())
        _table((tk._("State"), tk._("Number")), rows)
        if report["index_problem"]:
            message = tk._("The search shows earlier states until the next check: {why}")
            click.secho(message.format(why=report["index_problem"]), fg="red", err=True)
        for problem in report["problems"]:
            message = tk._("Could not read a file of dataset {id}: {why}").format(**problem)
            click.secho(message, fg="red", err=True)


def _table(head: tuple[str, ...], rows: Any) -> None:
    lines = [head, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    click.echo()
    for line in lines:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        click.echo("  ".join(cells).rstrip())
