"""Events of an earlier record: attributed, shown as such, brought once."""

from __future__ import annotations

from datetime import timedelta

from ckanext.bacgiang import clock

OLD = b"ma,ten\n07210,A\n"
LINK = {"name": "Số liệu", "url": "https://example.vn/so-lieu.csv"}


def test_an_earlier_update_meets_its_window_and_is_shown_with_its_source(portal):
    dataset = portal.publish("2025-11-30", files=(OLD,))
    assert portal.tell(dataset, "2026-02-15") == {"imported": 1, "known_already": 0}
    found = portal.verdict(dataset, as_of="2026-02-20")
    assert found["state"] == "updated"
    assert found["sentence"] == (
        "Đã cập nhật ngày 15/02/2026 cho kỳ 1 (Quy chế kèm QĐ 47/2022/QĐ-UBND Điều 13 khoản 2); "
        "theo nguồn: Cổng cũ; lần cập nhật tiếp theo trước hết ngày 01/06/2026"
    )
    assert found["windows"][0]["source"] == "Cổng cũ"
    assert found["events"][0]["source"] == "Cổng cũ"


def test_bringing_the_same_events_again_changes_nothing(portal):
    dataset = portal.publish("2025-11-30", files=(OLD,))
    portal.tell(dataset, "2026-02-15", "2026-05-10T02:00:00Z")
    before = portal.ledger()
    # The same instants, written in other ways.
    again = portal.tell(dataset, "2026-02-14T17:00:00", "2026-05-10T09:00:00+07:00")
    assert again == {"imported": 0, "known_already": 2}
    assert portal.ledger() == before


def test_the_order_in_which_events_are_brought_does_not_matter(portal):
    days = ["2026-03-01", "2026-01-05", "2026-06-20"]
    windows = []
    for number, order in enumerate((days, days[::-1])):
        dataset = portal.publish("2025-11-30", files=(OLD,), title=f"Danh sách {number}")
        for day in order:
            portal.tell(dataset, day)
        windows.append([window["met_on"] for window in portal.verdict(dataset)["windows"]])
    assert windows == [["2026-01-05", "2026-03-01", "2026-06-20", None]] * 2


def test_links_with_an_earlier_record_are_judged_by_it_until_the_day_it_was_brought(portal):
    told = portal.publish("2026-02-01", resources=[LINK])
    silent = portal.publish("2026-02-01", resources=[LINK], title="Danh sách trường học")
    portal.check()
    portal.tell(told, "2026-03-01")
    assert portal.verdict(told)["state"] == "overdue"
    assert [window["outcome"] for window in portal.verdict(told)["windows"]][:3] == [
        "updated",
        "missed",
        "missed",
    ]
    found = portal.verdict(silent)
    assert (found["state"], found["reason"]) == ("unverifiable", "only_links")
    assert "liên kết ra ngoài" in found["sentence"]


def test_an_event_that_is_not_understood_is_named_and_none_is_added(portal):
    dataset = portal.publish("2025-11-30", files=(OLD,))
    good = {
        "dataset_id": dataset["id"],
        "observed_at": "2026-02-15",
        "kind": "supplemented",
        "source": "Cổng cũ",
    }
    for over, complaint in (
        ({"kind": "baseline"}, "kind phải là"),
        ({"source": " "}, "nguồn (source)"),
        ({"source": "x" * 201}, "nguồn (source)"),
        ({"observed_at": "15/02/2026"}, "observed_at phải là"),
        ({"observed_at": None}, "observed_at phải là"),
        ({"dataset_id": "khong-co"}, "không có tập dữ liệu nào có mã khong-co"),
        ({"dataset_id": 7}, "thiếu dataset_id"),
    ):
        error = portal.operator(
            "bacgiang_cadence_evidence_import", events=[good, {**good, **over}], status=409
        )
        assert complaint in error["events"][0]
    assert [row for row in portal.ledger()["event"] if row.source] == []


def test_events_to_come_and_what_is_no_list_are_refused(portal):
    dataset = portal.publish(files=(OLD,))
    tomorrow = str(clock.today() + timedelta(days=1))
    good = {"dataset_id": dataset["id"], "kind": "supplemented", "source": "Cổng cũ"}
    for events in ([{**good, "observed_at": tomorrow}], {}, "x", [7], [good] * 10_001):
        portal.operator("bacgiang_cadence_evidence_import", events=events, status=409)
