"""The search filters by the state of the last check, and a check indexes what changed alone."""

from __future__ import annotations

from datetime import timedelta

import pysolr
import pytest
from bs4 import BeautifulSoup
from ckan.lib import search
from ckan.lib.search.common import make_connection

from ckanext.bacgiang import clock
from ckanext.bacgiang.cadence import indexing

OLD = b"ma,ten\n07210,A\n"


@pytest.fixture
def indexed(clean_index, portal):
    """The portal with an empty index that shows what it holds, as soon as this is called."""
    return search.commit


def facet(portal) -> dict[str, int]:
    """Return how many entries the visitor's search page counts under each state."""
    page = BeautifulSoup(portal.visitor.page("/dataset/"), "html.parser")
    (found,) = page.select('nav[aria-label*="Tình trạng cập nhật"]') or [None]
    return {
        line.select_one(".item-label").get_text(strip=True): int(
            line.select_one(".item-count").get_text(strip=True)
        )
        for line in (found.select("li") if found else ())
    }


def versions() -> dict[str, int]:
    """Return the number that Solr gives a document each time it is written, by package."""
    return {doc["id"]: doc["_version_"] for doc in make_connection().search("*:*", rows=50)}


def test_a_check_on_a_later_day_moves_what_changed_and_leaves_the_rest(
    portal, indexed, monkeypatch
):
    today, now = clock.today(), clock.now()
    late = portal.publish(today - timedelta(days=70), files=(OLD,), title="Sắp quá hạn")
    portal.publish(today - timedelta(days=5), files=(OLD,), title="Mới")
    portal.lose_jobs()
    indexed()
    assert facet(portal) == {}
    assert portal.check()["reindexed"] == 2
    assert facet(portal) == {"Còn hạn": 2}
    assert portal.check()["reindexed"] == 0
    before = versions()
    with monkeypatch.context() as later:
        later.setattr(clock, "now", lambda: now + timedelta(days=30))
        later.setattr(clock, "today", lambda: today + timedelta(days=30))
        assert portal.check()["reindexed"] == 1
    assert facet(portal) == {"Quá hạn": 1, "Còn hạn": 1}
    assert {name for name, number in versions().items() if number != before[name]} == {late["id"]}
    asked = {"fq": f"{indexing.FIELD}:overdue"}
    assert [one["id"] for one in portal.visitor("package_search", **asked)["results"]] == [
        late["id"]
    ]


def test_a_question_about_another_day_moves_nothing(portal, indexed):
    portal.publish("2026-11-01", files=(OLD,))
    indexed()
    portal.check()
    assert portal.check(as_of="2027-06-01")["reindexed"] == 0
    assert facet(portal) == {"Còn hạn": 1}


def test_new_data_shows_in_the_filter_as_soon_as_it_was_looked_at(portal, indexed):
    dataset = portal.publish(clock.today() - timedelta(days=120), files=(OLD,))
    indexed()
    portal.check()
    assert facet(portal) == {"Quá hạn": 1}
    portal.tell(dataset, str(clock.today() - timedelta(days=20)))
    assert facet(portal) == {"Đã cập nhật": 1}


def test_what_the_index_got_wrong_the_next_check_puts_right(portal, indexed, monkeypatch):
    dataset = portal.publish("2026-11-01", files=(OLD,))
    portal.check()
    with monkeypatch.context() as wrong:
        wrong.setattr(indexing, "states", lambda *_: {dataset["id"]: "overdue"})
        search.rebuild(dataset["id"])
    indexed()
    assert facet(portal) == {"Quá hạn": 1}
    assert portal.check()["reindexed"] == 1
    assert facet(portal) == {"Còn hạn": 1}


def test_a_search_server_that_fails_does_not_stop_the_check(portal, indexed, monkeypatch):
    portal.publish("2026-11-01", files=(OLD,))
    indexed()

    def broken(*_args, **_kwargs):
        raise pysolr.SolrError("no answer")

    with monkeypatch.context() as down:
        down.setattr(pysolr.Solr, "search", broken)
        report = portal.check()
    assert (report["checked"], report["reindexed"]) == (1, 0)
    assert report["index_problem"] == "no answer"
    assert portal.check()["reindexed"] == 1
