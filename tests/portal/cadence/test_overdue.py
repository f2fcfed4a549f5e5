"""Lists of what is overdue name the day that was missed and how long ago, the longest first."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from ckan.cli.cli import ckan as ckan_command

from ckanext.bacgiang import clock

OLD = b"ma,ten\n07210,A\n"


@pytest.fixture
def late(portal):
    """Three overdue datasets whose order by title, by id and by lateness differ."""
    made = {}
    for title, days in (("A mới trễ", 120), ("B trễ lâu nhất", 420), ("C trễ lâu", 230)):
        day = clock.today() - timedelta(days=days)
        made[title] = portal.publish(day, files=(OLD,), title=title)
    portal.tell(made["C trễ lâu"], str(clock.today() - timedelta(days=140)))
    portal.check()
    return made


def _shown(day):
    return f"{date.fromisoformat(day):%d/%m/%Y}"


def test_the_api_lists_the_missed_day_and_the_days_late_longest_first(portal, late):
    rows = portal.editor("bacgiang_cadence_list", organization="so-y-te")["results"]
    assert {row["state"] for row in rows} == {"overdue"}
    today = clock.today()
    for row in rows:
        missed = date.fromisoformat(row["due"])
        assert missed < today <= date.fromisoformat(row["next_due"])
        assert row["days_late"] == (today - missed).days
        since = f"{missed + timedelta(days=1):%d/%m/%Y}"
        assert row["sentence"].startswith(f"Quá hạn từ ngày {since}")
    lateness = [row["days_late"] for row in rows]
    assert lateness == sorted(lateness, reverse=True)
    assert rows[0]["title"] == "B trễ lâu nhất"


def test_the_order_is_the_same_page_by_page(portal, late):
    whole = portal.editor("bacgiang_cadence_list", organization="so-y-te")["results"]
    parts = [
        portal.editor("bacgiang_cadence_list", organization="so-y-te", limit=1, offset=at)
        for at in range(3)
    ]
    assert [part["results"][0]["id"] for part in parts] == [row["id"] for row in whole]


def test_the_page_and_the_command_show_the_same(portal, late, cli):
    rows = portal.editor("bacgiang_cadence_list", organization="so-y-te")["results"]
    page = BeautifulSoup(portal.editor.page("/co-quan/so-y-te/cap-nhat"), "html.parser")
    lines = page.select("section.bacgiang-cadence-list tbody tr")
    printed = cli.invoke(ckan_command, ["bacgiang", "cadence", "list"]).stdout.splitlines()
    table = [line for line in printed if line.startswith("Quá hạn")]
    for row, line, text in zip(rows, lines, table, strict=True):
        cell = " ".join(line.select("td")[1].get_text().split())
        assert cell == f"{_shown(row['due'])} trễ {row['days_late']} ngày"
        assert text.split()[2:4] == [_shown(row["due"]), str(row["days_late"])]
        assert row["title"] in text


def test_days_late_grow_between_checks(portal, late, monkeypatch):
    before = portal.editor("bacgiang_cadence_list", organization="so-y-te")["results"][0]
    moment = clock.now() + timedelta(days=10)
    monkeypatch.setattr(clock, "now", lambda: moment)
    monkeypatch.setattr(clock, "today", lambda: moment.astimezone(clock.PORTAL_ZONE).date())
    after = portal.editor("bacgiang_cadence_list", organization="so-y-te")["results"][0]
    assert (after["id"], after["due"]) == (before["id"], before["due"])
    assert after["days_late"] == before["days_late"] + 10


def test_what_is_not_overdue_shows_the_day_to_come(portal):
    dataset = portal.publish(files=(OLD,))
    found = portal.verdict(dataset)
    assert (found["state"], found["days_late"]) == ("on_time", 0)
    assert found["due"] == found["next_due"] > clock.today().isoformat()


@pytest.mark.parametrize("day", ["9999-12-31", "9990-01-01", "0001-01-01", "2015-01-01"])
def test_a_day_out_of_reach_is_refused_with_one_line(portal, day):
    dataset = portal.publish(files=(OLD,))
    error = portal.visitor("bacgiang_cadence_show", id=dataset["id"], as_of=day, status=409)
    assert error["as_of"][0].startswith("Chỉ hỏi được về ngày từ ")
    assert "as_of" in portal.operator("bacgiang_cadence_check", as_of=day, status=409)


def test_the_days_at_the_edge_of_reach_are_answered(portal):
    dataset = portal.publish(files=(OLD,))
    today = clock.today()
    first = today.replace(year=today.year - 10) if (today.month, today.day) != (2, 29) else today
    for day in (first, today + timedelta(days=729)):
        assert portal.visitor("bacgiang_cadence_show", id=dataset["id"], as_of=str(day))["state"]
