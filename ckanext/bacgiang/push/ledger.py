"""The ledger in PostgreSQL: what is known of every copy, and who may write about it now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects.postgresql import insert

from ckanext.bacgiang.push.core.entry import (
    Delivery,
    Entry,
    Intent,
    Outline,
    Purged,
    Trouble,
    advance,
)
from ckanext.bacgiang.push.tables import AttemptRow, EntryRow, RunRow

_COLUMNS = [getattr(EntryRow, column.name) for column in fields(Entry)]
_PRUNED_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Attempt:
    """One exchange as it is kept; ``detail`` is safe text."""

    run_id: str
    intent: Intent
    outcome: str
    trouble: Trouble | None
    detail: str
    calls: int
    began_at: datetime
    ended_at: datetime


def entries(target: str, ids: Collection[str] | None = None) -> list[Entry]:
    """Return the rows of a portal, limited to the datasets of ``ids`` where given."""
    statement = sa.select(*_COLUMNS).where(EntryRow.target == target)
    if ids is not None:
        statement = statement.where(EntryRow.source_id.in_(list(ids)))
    return [_entry(row) for row in model.Session.execute(statement)]


def of_dataset(source_id: str) -> list[tuple[str, Entry]]:
    """Return the portals that know the dataset, with their rows, by the portal's name."""
    statement = sa.select(EntryRow.target, *_COLUMNS).where(EntryRow.source_id == source_id)
    rows = model.Session.execute(statement.order_by(EntryRow.target))
    return [(row.target, _entry(row)) for row in rows]


def take(target: str, entry: Entry, now: datetime) -> bool:
    """Write ``entry``, which carries a lease, and commit; return whether this run got it.

    It did not where the row has changed since the revision before, or another's lease still runs.
    """
    values = _values(entry)
    if entry.revision == 1:
        added = insert(EntryRow).values(target=target, **values)
        statement: Any = added.on_conflict_do_nothing().returning(EntryRow.revision)
    else:
        free = sa.or_(EntryRow.lease_until.is_(None), EntryRow.lease_until <= now)
        statement = _update(target, entry).where(free).values(**values)
        statement = statement.returning(EntryRow.revision)
    got = model.Session.execute(statement).first() is not None
    model.Session.commit()
    return got


def finish(target: str, entry: Entry, owner: str, attempt: Attempt) -> bool:
    """Write how an exchange ended, with the attempt, and commit.

    Return False where the lease was lost meanwhile: then the attempt alone is kept.
    """
    mine = _update(target, entry).where(EntryRow.lease_owner == owner)
    statement = mine.values(**_values(entry)).returning(EntryRow.revision)
    kept = model.Session.execute(statement).first() is not None
    values = asdict(attempt)
    row = AttemptRow(target=target, source_id=entry.source_id, **values)
    model.Session.add(row)
    model.Session.commit()
    return kept


def purged(source_id: str, now: datetime) -> None:
    """Note on every portal's row that a person purged the dataset; the caller commits."""
    for target, entry in of_dataset(source_id):
        after = advance(entry, Purged(), now)
        model.Session.execute(_update(target, after).values(**_values(after)))


def begin_run(run_id: str, target: str, now: datetime) -> None:
    """Note that a run has begun, and commit."""
    model.Session.add(RunRow(id=run_id, target=target, began_at=now, report={}))
    model.Session.commit()


def end_run(run_id: str, report: dict[str, Any], now: datetime) -> None:
    """Note how a run has ended, and commit."""
    statement = sa.update(RunRow).where(RunRow.id == run_id)
    model.Session.execute(statement.values(ended_at=now, report=report))
    model.Session.commit()


def last_run(target: str) -> RunRow | None:
    """Return the newest run of a portal."""
    statement = sa.select(RunRow).where(RunRow.target == target)
    return model.Session.scalars(statement.order_by(RunRow.began_at.desc()).limit(1)).first()


def counts(target: str) -> dict[Delivery, int]:
    """Return how many datasets are in each state with a portal."""
    statement = sa.select(EntryRow.state, sa.func.count()).where(EntryRow.target == target)
    found = dict(model.Session.execute(statement.group_by(EntryRow.state)).tuples().all())
    return {state: found.get(state.value, 0) for state in Delivery}


def troubled(target: str, most: int) -> list[Entry]:
    """Return at most ``most`` rows with a trouble, the latest begun first."""
    statement = sa.select(*_COLUMNS).where(EntryRow.target == target, EntryRow.trouble.is_not(None))
    statement = statement.order_by(EntryRow.begun_at.desc().nulls_last(), EntryRow.source_id)
    return [_entry(row) for row in model.Session.execute(statement.limit(most))]


def prune(now: datetime, days: int) -> None:
    """Remove attempts and runs that ended more than ``days`` days ago, and commit."""
    before = now - timedelta(days=days)
    old = sa.select(AttemptRow.id).where(AttemptRow.ended_at < before).limit(_PRUNED_AT_ONCE)
    while True:
        gone = model.Session.execute(
            sa.delete(AttemptRow).where(AttemptRow.id.in_(old)).returning(AttemptRow.id)
        ).all()
        model.Session.execute(sa.delete(RunRow).where(RunRow.began_at < before))
        model.Session.commit()
        if len(gone) < _PRUNED_AT_ONCE:
            return


def _update(target: str, entry: Entry) -> sa.Update:
    return sa.update(EntryRow).where(
        EntryRow.target == target,
        EntryRow.source_id == entry.source_id,
        EntryRow.revision == entry.revision - 1,
    )


def _values(entry: Entry) -> dict[str, Any]:
    return asdict(entry)


def _entry(row: Any) -> Entry:
    values = {column.name: getattr(row, column.name) for column in fields(Entry)}
    outline = {key: tuple(held) for key, held in (values.pop("outline") or {}).items()}
    entry = Entry(outline=Outline(**outline), **values)
    return replace(
        entry,
        state=Delivery(entry.state),
        intent=Intent(entry.intent) if entry.intent else None,
        trouble=Trouble(entry.trouble) if entry.trouble else None,
    )
