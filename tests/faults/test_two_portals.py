"""Copies on a real second CKAN: made, changed, taken back, and nothing else touched."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ckanext.bacgiang.push.targets import ckan

Make = Callable[..., dict[str, Any]]


def test_a_dataset_arrives_whole_and_a_second_run_asks_nothing(
    publish: Make, push: Make, receiver: Any, proxy: Any
) -> None:
    dataset = publish()
    report = push()
    assert (report["created"], report["failed"], report["remote_calls"]) == (1, 0, 1)
    copy = receiver.copy(dataset)
    assert copy["title"] == dataset["title"]
    assert copy["organization"]["name"] == receiver.organization
    assert {tag["name"] for tag in copy["tags"]} == {"y tế", "khám bệnh"}
    [resource] = copy["resources"]
    assert (resource["url"], resource["name"]) == ("https://example.com/a.csv", "Số liệu 2025")
    assert receiver.extras(copy)["guid"].endswith(f"/dataset/{dataset['id']}")
    again = push()
    assert (again["unchanged"], again["remote_calls"], again["created"]) == (1, 0, 0)
    assert proxy.actions() == ["package_create"]


def test_a_change_takes_one_request_and_keeps_what_people_added_there(
    publish: Make, act: Any, push: Make, receiver: Any, proxy: Any
) -> None:
    dataset = publish()
    push()
    before = receiver.copy(dataset)
    proxy.seen.clear()
    act("package_patch", id=dataset["id"], notes="Mô tả mới", temporal_start="2020")
    report = push()
    assert (report["updated"], report["remote_calls"]) == (1, 1)
    copy = receiver.copy(dataset)
    assert copy["notes"] == "Mô tả mới"
    assert receiver.extras(copy)["temporal_start"] == "2020"
    assert [row["id"] for row in copy["resources"]] == [row["id"] for row in before["resources"]]

    extras = [*copy["extras"], {"key": "a-curator", "value": "x"}, {"key": "zz", "value": "y"}]
    theirs = {"name": "theirs", "url": "https://example.com/theirs"}
    receiver.call(
        "package_patch", id=copy["id"], extras=extras, resources=[theirs, *copy["resources"]]
    )
    for title in ("Tên mới", "Tên mới nữa"):
        act("package_patch", id=dataset["id"], title=title)
        report = push()
        assert (report["updated"], report["failed"]) == (1, 0)
        copy = receiver.copy(dataset)
        assert copy["title"] == title
        assert receiver.extras(copy)["a-curator"] == "x"
        assert receiver.extras(copy)["zz"] == "y"
        assert {row["name"] for row in copy["resources"]} == {"theirs", "Số liệu 2025"}


def test_files_come_go_and_change_places_under_ids_that_stay(
    publish: Make, act: Any, push: Make, receiver: Any
) -> None:
    one, two, three = (
        {"url": f"https://example.com/{n}.csv", "name": f"Tệp {n}", "format": "CSV"}
        for n in (1, 2, 3)
    )
    dataset = publish(resources=[one, two])
    push()
    ids = {row["name"]: row["id"] for row in receiver.copy(dataset)["resources"]}
    first, second = act("package_show", id=dataset["id"])["resources"]
    act("package_patch", id=dataset["id"], resources=[second, three, first])
    report = push()
    assert (report["updated"], report["failed"]) == (1, 0)
    rows = receiver.copy(dataset)["resources"]
    assert [row["name"] for row in rows] == ["Tệp 2", "Tệp 3", "Tệp 1"]
    assert rows[0]["id"] == ids["Tệp 2"]
    assert rows[2]["id"] == ids["Tệp 1"]
    kept = act("package_show", id=dataset["id"])["resources"][:1]
    act("package_patch", id=dataset["id"], resources=kept)
    push()
    rows = receiver.copy(dataset)["resources"]
    assert [row["name"] for row in rows] == ["Tệp 2"]
    assert push()["remote_calls"] == 0


@pytest.mark.parametrize(
    "closing", [{"private": True}, {"data_class": "internal", "private": True}, {"state": "draft"}]
)
def test_what_is_closed_here_is_closed_there_at_the_next_run_and_opens_again(
    publish: Make, act: Any, push: Make, receiver: Any, closing: dict[str, Any]
) -> None:
    dataset = publish()
    push()
    copy = receiver.copy(dataset)
    act("package_patch", id=dataset["id"], **closing)
    report = push()
    assert (report["withdrawn"], report["failed"]) == (1, 0)
    assert receiver.call("package_show", id=copy["id"])["state"] == "deleted"
    assert push()["remote_calls"] == 0
    opening = {"private": False, "data_class": "open", "state": "active"}
    act("package_patch", id=dataset["id"], **opening)
    report = push()
    assert (report["created"], report["failed"]) == (1, 0)
    back = receiver.copy(dataset)
    assert (back["id"], back["state"]) == (copy["id"], "active")
    assert push()["remote_calls"] == 0


def test_deleted_and_purged_datasets_are_withdrawn(
    publish: Make, act: Any, push: Make, receiver: Any
) -> None:
    deleted, purged = publish(), publish()
    push()
    copies = [receiver.copy(one)["id"] for one in (deleted, purged)]
    act("package_delete", id=deleted["id"])
    act("dataset_purge", id=purged["id"])
    report = push()
    assert (report["withdrawn"], report["failed"]) == (2, 0)
    states = [receiver.call("package_show", id=one)["state"] for one in copies]
    assert states == ["deleted", "deleted"]


def test_a_copy_already_gone_over_there_counts_as_withdrawn(
    publish: Make, act: Any, push: Make, receiver: Any
) -> None:
    dataset = publish()
    push()
    receiver.call("package_delete", id=receiver.copy(dataset)["id"])
    act("package_patch", id=dataset["id"], private=True)
    report = push()
    assert (report["withdrawn"], report["failed"]) == (1, 0)


def test_a_strangers_dataset_of_the_same_name_is_not_touched(
    publish: Make, act: Any, push: Make, receiver: Any
) -> None:
    dataset = publish()
    stranger = receiver.call(
        "package_create",
        name=dataset["name"],
        title="Của người khác",
        owner_org=receiver.organization,
        extras=[{"key": "note", "value": "theirs"}],
    )
    report = push()
    assert (report["created"], report["failed"]) == (1, 0)
    assert receiver.call("package_show", id=stranger["id"]) == stranger
    copy = receiver.copy(dataset)
    assert copy["name"].startswith(f"{dataset['name']}-")
    act("package_patch", id=dataset["id"], private=True)
    assert push()["withdrawn"] == 1
    assert receiver.call("package_show", id=stranger["id"]) == stranger


def test_a_copy_that_lost_its_marker_is_left_alone(
    publish: Make, act: Any, push: Make, receiver: Any
) -> None:
    dataset = publish()
    push()
    copy = receiver.copy(dataset)
    taken = receiver.call("package_patch", id=copy["id"], extras=[], title="Nay là của họ")
    act("package_patch", id=dataset["id"], title="Tên mới")
    report = push()
    assert (report["updated"], report["failed"]) == (0, 1)
    assert report["errors"][0]["trouble"] == "marker_gone"
    act("package_patch", id=dataset["id"], private=True)
    assert push()["withdrawn"] == 0
    assert receiver.call("package_show", id=copy["id"]) == taken


def test_a_dataset_the_portal_refuses_does_not_stop_the_others(
    publish: Make, push: Make, receiver: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The receiver has a field called like one of our extras: it refuses such an extra."""
    good = [publish() for _ in range(3)]
    bad = publish(legal_basis="QĐ 47/2022/QĐ-UBND")
    plain = ckan._extras

    def colliding(pairs: Any) -> Any:
        rows = plain(pairs)
        return [{**row, "key": "notes"} if row["key"] == "legal_basis" else row for row in rows]

    monkeypatch.setattr(ckan, "_extras", colliding)
    report = push()
    assert (report["created"], report["failed"]) == (3, 1)
    assert report["errors"][0]["id"] == bad["id"]
    assert report["errors"][0]["trouble"] == "invalid"
    assert all(receiver.copies(one) for one in good)
    again = push()
    assert (again["remote_calls"], again["refused"]) == (0, 1)


def test_one_note_of_a_curator_between_our_own_survives(
    publish: Make, act: Any, push: Make, receiver: Any
) -> None:
    """Its key comes before the last of ours, so that only the whole list tells that it is new."""
    dataset = publish()
    push()
    copy = receiver.copy(dataset)
    noted = [*copy["extras"], {"key": "a-curator", "value": "x"}]
    receiver.call("package_patch", id=copy["id"], extras=noted)
    act("package_patch", id=dataset["id"], title="Tên mới")
    assert push()["updated"] == 1
    copy = receiver.copy(dataset)
    assert copy["title"] == "Tên mới"
    assert receiver.extras(copy)["a-curator"] == "x"


def test_a_copy_marked_as_anothers_over_there_is_left_alone(
    publish: Make, act: Any, push: Make, receiver: Any
) -> None:
    """The keys of the mark are all there; its values are not ours."""
    dataset = publish()
    push()
    copy = receiver.copy(dataset)
    changed = [
        {**extra, "value": "langson"} if extra["key"] == "bacgiang_portal" else extra
        for extra in copy["extras"]
    ]
    theirs = receiver.call("package_patch", id=copy["id"], extras=changed)
    act("package_patch", id=dataset["id"], title="Tên mới")
    report = push()
    assert (report["updated"], report["errors"][0]["trouble"]) == (0, "marker_gone")
    assert receiver.call("package_show", id=copy["id"]) == theirs
