"""The day of the data is one everywhere: content moves it, a mere edit never does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from ckan.tests.helpers import call_action

from ckanext.bacgiang import clock
from ckanext.bacgiang.catalogue import read
from ckanext.bacgiang.push import settings
from ckanext.bacgiang.push.core.mapping import payload

OLD = b"ma,ten\n07210,A\n"
NEW = b"ma,ten\n07210,B\n07228,C\n"
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< >>\nendobj\n"
STATED = "2026-01-15"

SHARES_PORTAL = True


@pytest.fixture
def dataset(portal):
    """A dataset published ten days ago, whose data is stated to be months old."""
    made = portal.publish(files=(OLD,), modified=STATED)
    assert made["modified"] == STATED
    return made


@pytest.fixture
def today():
    return clock.today().isoformat()


def _show(portal, dataset):
    return portal.operator("package_show", id=dataset["id"])


def _days(portal, dataset):
    """Return the day as each place shows it, in ISO."""
    name = dataset["name"]
    shown = _show(portal, dataset)
    page = portal.visitor.page(f"/dataset/{name}")
    file_page = portal.visitor.page(f"/dataset/{name}/resource/{shown['resources'][0]['id']}")
    (record,) = read.datasets(ids=[shown["id"]])
    copy = payload(record, settings.origin())
    rdf = portal.visitor.page(f"/dataset/{name}.ttl")
    index = call_action("package_search", fq=f"id:{shown['id']}")["results"][0]
    day = clock.today().strftime("%d/%m/%Y")
    return {
        "entry": shown["modified"],
        "file": shown["resources"][0]["modified"],
        "page": day in page and "15/01/2026" not in page,
        "citation": f"cập nhật ngày {day}" in page,
        "file page": day in file_page and "15/01/2026" not in file_page,
        "copy": dict(copy.extras)["modified"],
        "copy of the file": copy.resources[0].modified,
        "dct:modified": rdf.count(clock.today().isoformat()) >= 2 and STATED not in rdf,
        "index": index["modified"],
    }


def test_new_bytes_move_the_day_in_every_place(portal, dataset, today, ckan_config, monkeypatch):
    monkeypatch.setitem(ckan_config, "ckan.search.solr_commit", True)
    portal.editor("resource_patch", id=dataset["resources"][0]["id"], file=NEW)
    assert _days(portal, dataset) == {
        "entry": today,
        "file": today,
        "page": True,
        "citation": True,
        "file page": True,
        "copy": today,
        "copy of the file": today,
        "dct:modified": True,
        "index": today,
    }


def test_a_further_file_with_new_data_moves_the_day(portal, dataset, today):
    portal.editor("resource_create", package_id=dataset["id"], name="Quý II", file=NEW)
    assert _show(portal, dataset)["modified"] == today


@pytest.mark.parametrize(
    "how",
    [
        {"name": "Hướng dẫn", "file": PDF, "file_name": "huong-dan.pdf"},
        {"name": "Bản sao", "file": OLD},
    ],
    ids=["a document", "the same content"],
)
def test_what_is_no_new_data_leaves_the_day(portal, dataset, how):
    portal.editor("resource_create", package_id=dataset["id"], **how)
    assert _show(portal, dataset)["modified"] == STATED


def test_no_edit_moves_the_day(portal, dataset):
    file = dataset["resources"][0]["id"]
    portal.editor("package_patch", id=dataset["id"], notes="Mô tả mới")
    portal.editor("resource_patch", id=file, name="Tên khác")
    portal.editor("resource_patch", id=file, file=OLD)
    portal.editor("resource_patch", id=file, last_modified="2026-11-24T10:00:00", size=5)
    portal.editor("resource_patch", id=file, content_changed="2026-11-24")
    shown = _show(portal, dataset)
    assert shown["modified"] == STATED
    assert not shown["resources"][0].get("modified")
    assert not shown["resources"][0].get("content_changed")


def test_a_day_stated_is_never_older_than_the_content(portal, dataset, today):
    file = dataset["resources"][0]["id"]
    portal.editor("resource_patch", id=file, file=NEW, modified="2026-02-01")
    portal.editor("package_patch", id=dataset["id"], modified="01/02/2026")
    portal.editor("resource_patch", id=file, modified="01/02/2026", content_changed="2026-02-01")
    shown = _show(portal, dataset)
    assert (shown["modified"], shown["resources"][0]["modified"]) == (today, today)


def test_the_day_stays_stated_while_nothing_was_public_before(portal):
    draft = portal.publish(files=(OLD,), state="draft", modified=STATED)
    file = draft["resources"][0]["id"]
    portal.forget(draft, "issued")
    portal.editor("resource_patch", id=file, file=NEW)
    assert _show(portal, draft)["modified"] == STATED


def test_a_day_may_be_stated_earlier_or_later_as_long_as_content_does_not_speak(portal, dataset):
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    for day in (yesterday, "2026-01-02"):
        assert portal.editor("package_patch", id=dataset["id"], modified=day)["modified"] == day


def test_the_page_of_a_link_says_the_stated_day_or_none(portal):
    links = [
        {"name": "Không rõ ngày", "url": "https://example.vn/a.csv"},
        {"name": "Có ngày", "url": "https://example.vn/b.csv", "modified": "2026-03-31"},
    ]
    dataset = portal.publish(resources=links)
    pages = [
        portal.visitor.page(f"/dataset/{dataset['name']}/resource/{file['id']}")
        for file in dataset["resources"]
    ]
    assert "Dữ liệu cập nhật gần nhất" not in pages[0]
    assert "Dữ liệu cập nhật gần nhất" in pages[1]
    assert "31/03/2026" in pages[1]


def test_a_day_stated_as_unknown_gives_way_to_new_content(portal, today):
    dataset = portal.publish(files=(OLD,), modified=None, modified_unknown="true")
    file = dataset["resources"][0]["id"]
    assert dataset["modified_unknown"] == "true"
    portal.editor("resource_patch", id=file, name="Tên khác")
    assert not _show(portal, dataset).get("modified")
    portal.editor("resource_patch", id=file, file=NEW)
    shown = _show(portal, dataset)
    assert (shown["modified"], shown.get("modified_unknown") or "") == (today, "")
    again = portal.editor("package_patch", id=dataset["id"], modified="", modified_unknown="true")
    assert (again["modified"], again.get("modified_unknown") or "") == (today, "")
