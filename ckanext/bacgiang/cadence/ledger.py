"""Reads and writes the ledger, set by set: a fixed number of statements for a batch of datasets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects.postgresql import insert

from ckanext.bacgiang.cadence.core.events import COUNTING, Event, EventKind
from ckanext.bacgiang.cadence.core.verdict import Outcome, State
from ckanext.bacgiang.cadence.core.windows import Window
from ckanext.bacgiang.cadence.tables import EventRow, ObligationRow, WindowRow
from ckanext.bacgiang.law.terms import LEGAL_ZONE, local_day

Outlook = tuple[tuple[date, State], ...]

_BLIND = {Outcome.MISSED: False, Outcome.UNVERIFIABLE: True}


@dataclass(frozen=True, slots=True)
class Kept:
    """An obligation as the ledger keeps it; ``windows`` by number, with how they stood."""

    id: int
    package_id: str
    rule_id: str
    values: Mapping[str, Any]
    windows: dict[int, dict[str, Any]] = field(default_factory=dict)

    @property
    def outlook(self) -> Outlook:
        """From which day on which state holds, as stored."""
        states = map(State, self.values["outlook_state"])
        return tuple(zip(self.values["outlook_from"], states, strict=True))

    def plain_windows(self) -> tuple[Window, ...]:
        """Return the windows as the judgement takes them, oldest first."""
        return tuple(
            Window(
                row["number"],
                row["months"],
                row["opens"],
                row["nominal_end"],
                row["deadline"],
                row["latest"],
                _BLIND.get(Outcome(row["outcome"])),
            )
            for _, row in sorted(self.windows.items())
        )


@dataclass(frozen=True, slots=True)
class LastSeen:
    """The content a resource had when it was last looked at."""

    sha256: str
    stamp: str


@dataclass(frozen=True, slots=True)
class History:
    """The events of a dataset that may meet a window, and the day an earlier record was told."""

    events: tuple[Event, ...] = ()
    covered_until: date | None = None


OBLIGATION_COLUMNS = tuple(
    column.key for column in sa.inspect(ObligationRow).column_attrs if column.key != "id"
)
WINDOW_COLUMNS = tuple(
    column.key for column in sa.inspect(WindowRow).column_attrs if column.key != "id"
)


def obligations(
    rule_id: str,
    *,
    ids: Collection[str] | None = None,
    after: str = "",
    until: str | None = None,
    lock: bool = False,
) -> dict[str, Kept]:
    """Return the obligations under a rule by package id, with their windows.

    Of the packages ``ids``, or of those after ``after`` up to and including ``until`` (None: to
    the end), in the database's order. Takes two statements.
    """
    where = [ObligationRow.rule_id == rule_id, ObligationRow.package_id > after]
    if ids is not None:
        where.append(ObligationRow.package_id.in_(list(ids)))
    if until is not None:
        where.append(ObligationRow.package_id <= until)
    columns = [getattr(ObligationRow, name) for name in ("id", *OBLIGATION_COLUMNS)]
    statement = sa.select(*columns).where(*where).order_by(ObligationRow.package_id)
    if lock:
        statement = statement.with_for_update()
    rows = model.Session.execute(statement).mappings()
    found = {row["id"]: Kept(row["id"], row["package_id"], rule_id, dict(row)) for row in rows}
    if found:
        windows = sa.select(*(getattr(WindowRow, name) for name in WINDOW_COLUMNS))
        windows = windows.where(WindowRow.obligation_id.in_(list(found)))
        for window in model.Session.execute(windows).mappings():
            found[window["obligation_id"]].windows[window["number"]] = dict(window)
    return {kept.package_id: kept for kept in found.values()}


def histories(package_ids: Collection[str], documents: Collection[str] = ()) -> dict[str, History]:
    """Return the counting events of the packages, one a day at most. Takes two statements.

    What was seen of ``documents``, ids of files that stand beside the data, counts no more,
    whatever was thought of them at the time.
    """
    event = EventRow
    first_of_day = (
        sa.select(event.package_id, event.id, event.kind, event.observed_at, event.source)
        .where(event.package_id.in_(list(package_ids)), event.kind.in_([*map(str, COUNTING)]))
        .where(event.resource_id.not_in(list(documents)))
        .distinct(event.package_id, _day_of(event.observed_at))
        .order_by(event.package_id, _day_of(event.observed_at), event.observed_at, event.id)
    )
    events: dict[str, list[Event]] = defaultdict(list)
    for row in model.Session.execute(first_of_day):
        events[row.package_id].append(
            Event(row.id, EventKind(row.kind), row.observed_at, row.source)
        )
    told = (
        sa.select(event.package_id, sa.func.max(event.recorded_at))
        .where(event.package_id.in_(list(package_ids)), event.source != "")
        .group_by(event.package_id)
    )
    covered = {package: local_day(at) for package, at in model.Session.execute(told)}
    return {
        package: History(tuple(events[package]), covered.get(package)) for package in package_ids
    }


def _day_of(instant: Any) -> Any:
    return sa.cast(sa.func.timezone(str(LEGAL_ZONE), instant), sa.Date)


def last_seen(package_ids: Collection[str]) -> dict[tuple[str, str], LastSeen]:
    """Return what each resource last held, by package and resource id. Takes one statement."""
    event = EventRow
    statement = (
        sa.select(event.package_id, event.resource_id, event.sha256, event.stamp)
        .where(event.package_id.in_(list(package_ids)), event.sha256 != "")
        .distinct(event.package_id, event.resource_id)
        .order_by(event.package_id, event.resource_id, event.id.desc())
    )
    return {
        (row.package_id, row.resource_id): LastSeen(row.sha256, row.stamp)
        for row in model.Session.execute(statement)
    }


def hashes(package_ids: Collection[str]) -> dict[str, set[str]]:
    """Return every content hash that each package ever had. Takes one statement."""
    statement = (
        sa.select(EventRow.package_id, EventRow.sha256)
        .where(EventRow.package_id.in_(list(package_ids)), EventRow.sha256 != "")
        .distinct()
    )
    found: dict[str, set[str]] = defaultdict(set)
    for package, sha256 in model.Session.execute(statement):
        found[package].add(sha256)
    return found


def all_events(package_id: str, limit: int) -> Sequence[Any]:
    """Return the latest ``limit`` rows of a package's events, newest first."""
    statement = (
        sa.select(EventRow)
        .where(EventRow.package_id == package_id)
        .order_by(EventRow.observed_at.desc(), EventRow.id.desc())
        .limit(limit)
    )
    return model.Session.execute(statement).scalars().all()


def append(events: Sequence[Mapping[str, Any]]) -> list[str]:
    """Add events; return the keys of those that were not recorded before."""
    if not events:
        return []
    statement = insert(EventRow).values(list(events))
    statement = statement.on_conflict_do_nothing(index_elements=["key"])
    return list(model.Session.execute(statement.returning(EventRow.key)).scalars())


def save_obligations(rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Add or change obligations; return their ids by package. An anchor once set stays."""
    if not rows:
        return {}
    statement = insert(ObligationRow).values(list(rows))
    fixed = ("package_id", "rule_id", "anchor", "watched_since")
    changed = {
        name: statement.excluded[name]
        for name in statement.excluded.keys()  # noqa: SIM118 - a collection of columns, no dict
        if name not in ("id", *fixed)
    }
    table = ObligationRow.__table__.c
    for name in ("anchor", "watched_since"):
        changed[name] = sa.func.coalesce(table[name], statement.excluded[name])
    statement = statement.on_conflict_do_update(
        index_elements=["package_id", "rule_id"], set_=changed
    )
    returned = statement.returning(ObligationRow.package_id, ObligationRow.id)
    return {row.package_id: row.id for row in model.Session.execute(returned)}


def save_windows(rows: Iterable[Mapping[str, Any]]) -> None:
    """Add windows, or change how they stand. Bounds of a window kept before stay as they were."""
    rows = list(rows)
    if not rows:
        return
    statement = insert(WindowRow).values(rows)
    changing = ("deadline", "latest", "outcome", "event_id", "rule_version")
    statement = statement.on_conflict_do_update(
        index_elements=["obligation_id", "number"],
        set_={name: statement.excluded[name] for name in changing},
    )
    model.Session.execute(statement)
