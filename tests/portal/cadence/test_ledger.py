"""The check and its ledger: what it keeps, what it never changes, and what survives."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from ckan import model
from ckan.lib import search
from ckan.tests.helpers import call_action

from ckanext.bacgiang import clock
from ckanext.bacgiang.cadence import check

OLD = b"ma,ten\n07210,A\n"
NEW = b"ma,ten\n07210,B\n"
LINK = {"name": "Số liệu", "url": "https://example.vn/so-lieu.csv"}


def test_every_state_is_found_and_verdicts_stand_apart_from_what_is_none(portal):
    today = clock.today()
    for title, days, fields in (
        ("Mới công bố", 5, {}),
        ("Sắp đến hạn", 85, {}),
        ("Quá hạn", 120, {}),
        ("Đã cập nhật", 120, {}),
        ("Chưa có số thứ tự", 120, {}),
        ("Có điều kiện", 120, {"data_class": "conditional_open"}),
    ):
        made = portal.publish(today - timedelta(days=days), files=(OLD,), title=title, **fields)
        if title == "Chưa có số thứ tự":
            portal.forget(made, "list_item")
        if title == "Đã cập nhật":
            portal.tell(made, str(today - timedelta(days=20)))
    portal.publish(files=(OLD,), title="Chưa công bố", state="draft")
    portal.publish(today - timedelta(days=120), resources=[LINK], title="Chỉ có liên kết")
    report = portal.check()
    assert report["verdicts"] == {
        "updated": 1,
        "on_time": 1,
        "due_soon": 1,
        "overdue": 1,
        "unpublished": 1,
    }
    assert report["non_verdicts"] == {"not_bound": 2, "unverifiable": 1, "calendar_unknown": 0}
    assert (report["checked"], report["could_not_check"]) == (8, 0)
    assert (report["rule"], report["as_of"]) == ("qd47-13.2", today.isoformat())


def test_a_second_check_changes_nothing(portal):
    portal.publish("2026-02-01", files=(OLD, NEW))
    portal.publish("2025-11-30", files=(OLD,), title="Danh sách trường học")
    portal.lose_jobs()
    assert portal.check()["changed"] == 2
    before = portal.ledger()
    assert portal.check()["changed"] == 0
    assert portal.ledger() == before


def test_another_day_than_today_is_a_question_and_leaves_the_ledger_as_it_is(portal):
    dataset = portal.publish("2025-11-30", files=(OLD,))
    portal.check()
    before = portal.ledger()
    states = {
        day: next(state for state, n in portal.check(as_of=day)["verdicts"].items() if n)
        for day in ("2025-11-29", "2025-11-30", "2026-02-14", "2026-03-02", "2026-03-03")
    }
    assert states == {
        "2025-11-29": "unpublished",
        "2025-11-30": "on_time",
        "2026-02-14": "due_soon",
        "2026-03-02": "due_soon",
        "2026-03-03": "overdue",
    }
    assert portal.ledger() == before
    assert portal.verdict(dataset, as_of="2026-03-03")["sentence"].startswith(
        "Quá hạn từ ngày 03/03/2026: kỳ 1 không có dữ liệu mới"
    )


def test_a_day_that_is_none_is_refused(portal):
    for day in ("hôm nay", "2026-02-30"):
        assert "as_of" in portal.operator("bacgiang_cadence_check", as_of=day, status=409)


def test_before_the_rule_was_in_force_nobody_is_bound(portal):
    portal.publish("2026-02-01", files=(OLD,))
    report = portal.check(as_of="2022-11-14")
    assert report["rule"] is None
    assert report["non_verdicts"]["not_bound"] == report["checked"] == 1


def test_first_publication_never_moves(portal):
    dataset = portal.publish("2026-02-01", files=(OLD,))
    portal.check()
    package = model.Package.get(dataset["id"])
    package.extras = {**package.extras, "issued": "2026-11-01"}
    model.Session.commit()
    portal.operator("package_patch", id=dataset["id"], private=True)
    portal.check()
    portal.operator("package_patch", id=dataset["id"], private=False)
    portal.check()
    found = portal.verdict(dataset)
    assert (found["anchor"], found["state"]) == ("2026-02-01", "overdue")
    statement = sa.text("UPDATE bacgiang_cadence_obligation SET anchor = '2026-11-01'")
    with pytest.raises(sa.exc.InternalError, match="never moves"):
        model.Session.execute(statement)
    model.Session.rollback()


def test_the_tables_are_as_the_migrations_make_them(portal):
    def ours(item, name, kind, *_):
        return kind != "table" or name.startswith("bacgiang_cadence")

    with model.meta.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours})
        assert compare_metadata(context, model.meta.metadata) == []


def test_an_event_is_never_rewritten(portal):
    portal.publish(files=(OLD,))
    portal.check()
    with pytest.raises(sa.exc.InternalError, match="is a fact"):
        model.Session.execute(sa.text("UPDATE bacgiang_cadence_event SET kind = 'supplemented'"))
    model.Session.rollback()


def test_a_dataset_taken_out_of_public_view_is_unpublished_and_its_terms_run_on(portal):
    dataset = portal.publish("2026-02-01", files=(OLD,))
    portal.check()
    portal.operator("package_patch", id=dataset["id"], private=True)
    report = portal.check()
    assert report["verdicts"]["unpublished"] == report["changed"] == 1
    found = portal.verdict(dataset)
    assert (found["state"], found["reason"]) == ("unpublished", "withdrawn")
    assert [window["outcome"] for window in found["windows"]] == [
        "missed",
        "missed",
        "missed",
        "open",
    ]


def test_the_ledger_survives_a_purge_and_a_system_administrator_can_still_read_it(portal):
    dataset = portal.publish("2026-02-01", files=(OLD,))
    portal.tell(dataset, "2026-03-01")
    portal.check()
    before = portal.ledger()
    portal.operator("dataset_purge", id=dataset["id"])
    assert portal.check()["checked"] == 0
    after = portal.ledger()
    assert (after["window"], after["event"]) == (before["window"], before["event"])
    assert [row.reason for row in after["obligation"]] == ["removed"]
    assert portal.operator("bacgiang_cadence_list")["count"] == 0
    found = portal.verdict(dataset)
    assert (found["state"], found["reason"]) == ("not_bound", "removed")
    assert found["windows"][0]["met_on"] == "2026-03-01"
    portal.editor("bacgiang_cadence_show", id=dataset["id"], status=403)
    portal.visitor("bacgiang_cadence_show", id=dataset["id"], status=403)


def test_a_purged_dataset_that_comes_back_under_its_id_keeps_its_first_day(portal):
    dataset = portal.publish("2026-02-01", files=(OLD,))
    portal.check()
    portal.operator("dataset_purge", id=dataset["id"])
    portal.check()
    portal.publish("2026-11-01", files=(OLD,), id=dataset["id"])
    portal.check()
    assert portal.verdict(dataset)["anchor"] == "2026-02-01"


def test_a_dataset_that_is_deleted_is_counted_no_more_and_kept_in_the_ledger(portal):
    dataset = portal.publish("2026-02-01", files=(OLD,))
    portal.check()
    portal.operator("package_delete", id=dataset["id"])
    assert portal.check()["checked"] == 0
    assert portal.ledger()["obligation"][0].reason == "removed"


def test_a_monthly_promise_is_judged_monthly_and_a_yearly_one_by_the_rule(portal):
    frequency = "http://publications.europa.eu/resource/authority/frequency/"
    monthly = portal.publish("2026-06-15", files=(OLD,), frequency=frequency + "MONTHLY")
    yearly = portal.publish(
        "2026-06-15", files=(OLD,), frequency=frequency + "ANNUAL", title="Hằng năm"
    )
    portal.check()
    ends = {
        name: [window["nominal_end"] for window in portal.verdict(made)["windows"][:2]]
        for name, made in (("monthly", monthly), ("yearly", yearly))
    }
    assert ends == {
        "monthly": ["2026-07-15", "2026-08-15"],
        "yearly": ["2026-09-15", "2026-12-15"],
    }


def test_a_second_check_at_the_same_time_says_so(portal):
    with check._alone():
        error = portal.operator("bacgiang_cadence_check", status=409)
    assert error["check"] == ["Một lượt kiểm tra khác đang chạy; hãy đợi lượt đó kết thúc"]
    portal.check()


def test_the_number_of_statements_does_not_grow_with_the_catalogue(portal):
    portal.publish("2026-02-01", files=(OLD,))
    _settle(portal)
    few = _statements(portal, 1)
    for number in range(4):
        portal.publish("2026-02-01", files=(OLD,), title=f"Danh sách số {number}")
    _settle(portal)
    assert _statements(portal, 5) == few


def test_a_catalogue_of_several_batches_is_checked_whole(portal, monkeypatch):
    for number in range(5):
        portal.publish("2026-02-01", resources=[LINK], title=f"Danh sách số {number}")
    monkeypatch.setattr(check, "BATCH", 2)
    report = portal.check()
    assert (report["checked"], report["changed"]) == (5, 5)
    assert len(portal.ledger()["obligation"]) == 5
    assert portal.check()["changed"] == 0


def _settle(portal):
    """Have every entry in the index with its state, so that the next check finds nothing to do."""
    search.commit()
    portal.check()


def _statements(portal, expected):
    seen = []

    def note(conn, cursor, statement, *_):
        if "bacgiang_cadence" in statement or "FROM package" in statement:
            seen.append(statement)

    engine = model.meta.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        report = call_action("bacgiang_cadence_check", context={"user": portal.operator.name})
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
    assert report["checked"] == expected
    return len(seen)
