"""The ledger in PostgreSQL: one row a dataset and portal, written by one run at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model

from ckanext.bacgiang import clock
from ckanext.bacgiang.push import ledger
from ckanext.bacgiang.push.core.entry import (
    Begun,
    Delivered,
    Delivery,
    Entry,
    Intent,
    Lost,
    Outline,
    Trouble,
    advance,
)
from ckanext.bacgiang.push.core.exchange import Copy
from ckanext.bacgiang.push.tables import AttemptRow, RunRow

pytestmark = pytest.mark.usefixtures("province")
Make = Callable[..., dict[str, Any]]


def begun(entry: Entry, owner: str, now: Any) -> Entry:
    until = now + timedelta(minutes=10)
    event = Begun(Intent.CREATE, "Đất đai", "1-ab", "dat-dai", ("r1", "r2"), owner, until)
    return advance(entry, event, now)


def attempt(run_id: str, now: Any) -> ledger.Attempt:
    return ledger.Attempt(run_id, Intent.CREATE, "delivered", None, "", 1, now, now)


def test_a_row_comes_back_as_it_was_written() -> None:
    now = clock.now()
    entry = begun(Entry("d1", "Đất đai"), "run-1", now)
    assert ledger.take("national", entry, now)
    assert ledger.entries("national") == [entry]
    copy = Copy("remote", "dat-dai", True, (("guid", "x"), ("ab", "y")), ("r1", "r2"), ("r1",))
    done = advance(entry, Delivered(copy, "1-ab"), now)
    assert ledger.finish("national", done, "run-1", attempt("run-1", now))
    [read] = ledger.entries("national", ["d1"])
    assert read == done
    assert read.outline == Outline(("guid", "ab"), ("r1", "r2"), ("r1",))
    assert ledger.entries("other") == []


def test_two_runs_never_hold_one_row() -> None:
    now = clock.now()
    fresh = Entry("d1", "")
    first, second = begun(fresh, "run-1", now), begun(fresh, "run-2", now)
    assert ledger.take("national", first, now)
    assert not ledger.take("national", second, now)
    # Nor does one that read the row while it was held and comes back with the next revision.
    assert not ledger.take("national", begun(first, "run-2", now), now)
    later = now + timedelta(minutes=11)
    assert ledger.take("national", begun(first, "run-2", later), later)


def test_a_run_that_lost_its_lease_cannot_overwrite_what_the_next_one_wrote() -> None:
    now = clock.now()
    first = begun(Entry("d1", ""), "run-1", now)
    ledger.take("national", first, now)
    later = now + timedelta(minutes=11)
    second = begun(first, "run-2", later)
    ledger.take("national", second, later)
    late = advance(first, Lost(), later)
    assert not ledger.finish("national", late, "run-1", attempt("run-1", now))
    assert ledger.entries("national") == [second]
    assert model.Session.scalar(sa.select(sa.func.count()).select_from(AttemptRow)) == 1


def test_rows_survive_the_purge_of_their_dataset(publish: Make, push: Make, act: Any) -> None:
    dataset = publish()
    push()
    act("dataset_purge", id=dataset["id"])
    [entry] = ledger.entries("national")
    assert (entry.source_id, entry.state) == (dataset["id"], Delivery.SYNCED)
    assert entry.gone_at is not None


def test_a_row_removed_by_sql_leaves_its_copy_alone(
    publish: Make, push: Make, receiver: Any
) -> None:
    """No person deleted it: a broken database, a restore, a wrong filter."""
    datasets = [publish() for _ in range(4)]
    push()
    ids = [dataset["id"] for dataset in datasets]
    for table, column in (("package_tag", "package_id"), ("resource", "package_id")):
        model.Session.execute(
            sa.text(f"DELETE FROM {table} WHERE {column} = ANY(:ids)"), {"ids": ids}
        )
    model.Session.execute(sa.text("DELETE FROM package WHERE id = ANY(:ids)"), {"ids": ids})
    model.Session.commit()
    receiver.requests.clear()
    report = push(approved=True)
    assert (report["withdrawn"], report["blocked"], report["remote_calls"]) == (0, 4, 0)
    assert receiver.public() == 4


def test_history_is_kept_for_its_time_and_the_ledger_for_good(
    publish: Make, push: Make, ckan_config: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish()
    push()
    monkeypatch.setitem(ckan_config, "ckanext.bacgiang.push.history_days", 30)
    push(now=clock.now() + timedelta(days=29))
    assert model.Session.scalar(sa.select(sa.func.count()).select_from(AttemptRow)) == 1
    push(now=clock.now() + timedelta(days=31))
    assert model.Session.scalar(sa.select(sa.func.count()).select_from(AttemptRow)) == 0
    assert model.Session.scalar(sa.select(sa.func.count()).select_from(RunRow)) == 2
    assert [entry.state for entry in ledger.entries("national")] == [Delivery.SYNCED]


def test_troubled_rows_and_numbers_are_told_by_the_status(
    publish: Make, push: Make, act: Any
) -> None:
    dataset = publish()
    push()
    now = clock.now()
    [entry] = ledger.entries("national")
    taken = begun(entry, "run-9", now)
    ledger.take("national", taken, now)
    lost = advance(taken, Lost(Trouble.ANSWER_LOST, "504 text/html"), now)
    ledger.finish("national", lost, "run-9", attempt("run-9", now))
    status = act("bacgiang_push_status", target="national")
    assert status["states"] == {
        "pending": 0,
        "unknown": 1,
        "synced": 0,
        "withdrawn": 0,
        "parked": 0,
    }
    [trouble] = status["troubles"]
    assert (trouble["id"], trouble["trouble"]) == (dataset["id"], "answer_lost")
    assert "504 text/html" in trouble["message"]
    assert status["last_run"]["report"]["created"] == 1
