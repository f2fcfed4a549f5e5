"""What has to be done on a portal: a comparison of what ought to be there and the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ckanext.bacgiang.catalogue.publishing import Barrier
from ckanext.bacgiang.push.core.entry import Delivery, Entry, Intent
from ckanext.bacgiang.push.core.payload import Payload


class Kind(StrEnum):
    """What a step is."""

    CREATE = "create"
    UPDATE = "update"
    WITHDRAW = "withdraw"
    BLOCKED = "blocked"
    NOTHING = "nothing"


class Hold(StrEnum):
    """Why a dataset is left alone for now, or withdrawn, where no barrier says so."""

    REFUSED = "refused"
    WAITING = "waiting"
    IN_PROGRESS = "in_progress"
    ABSENT = "absent"
    PURGED = "purged"


Reason = Barrier | Hold

INTENTS = {
    Kind.CREATE: Intent.CREATE,
    Kind.UPDATE: Intent.UPDATE,
    Kind.WITHDRAW: Intent.WITHDRAW,
}
"""The steps that write, and what they intend."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A dataset of the catalogue: the copy it ought to have, or why it may have none."""

    payload: Payload
    barriers: tuple[Barrier, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One dataset's turn. ``entry`` is its ledger row as read, a fresh one where there is none;
    ``payload`` comes with what is to be created or updated."""

    kind: Kind
    source_id: str
    title: str
    entry: Entry
    payload: Payload | None = None
    reasons: tuple[Reason, ...] = ()


def plan(desired: Iterable[Wish], ledger: Iterable[Entry], now: datetime) -> Iterator[Step]:
    """Yield one step for each dataset wished for, then those the catalogue no longer knows.

    A dataset that is merely absent is never withdrawn; one that still exists but may not be open,
    or that a person purged, is. Holds the ledger in memory, takes the wishes one by one.
    """
    entries = {entry.source_id: entry for entry in ledger}
    for wish in desired:
        payload = wish.payload
        entry = entries.pop(payload.source_id, None)
        entry = entry or Entry(source_id=payload.source_id, title=payload.title)
        yield _closed(wish, entry, now) if wish.barriers else _open(payload, entry, now)
    for entry in entries.values():
        if entry.maybe_public:
            yield _vanished(entry, now)


def _open(payload: Payload, entry: Entry, now: datetime) -> Step:
    fingerprint = payload.fingerprint()
    kind = Kind.UPDATE if entry.remote_id and entry.maybe_public else Kind.CREATE
    step = Step(kind, entry.source_id, payload.title, entry, payload)
    if entry.leased(now):
        return _blocked(step, Hold.IN_PROGRESS)
    if entry.state is Delivery.SYNCED and entry.fingerprint == fingerprint:
        return Step(Kind.NOTHING, entry.source_id, payload.title, entry)
    waits = entry.retry_at is not None and entry.retry_at > now
    refused = entry.state is Delivery.PARKED and entry.intent is not Intent.WITHDRAW
    if refused and entry.offered == fingerprint and waits:
        return _blocked(step, Hold.REFUSED)
    if entry.state is Delivery.UNKNOWN and waits:
        return _blocked(step, Hold.WAITING)
    return step


def _closed(wish: Wish, entry: Entry, now: datetime) -> Step:
    step = Step(Kind.BLOCKED, entry.source_id, wish.payload.title, entry, reasons=wish.barriers)
    return _withdrawal(step, now) if entry.maybe_public else step


def _vanished(entry: Entry, now: datetime) -> Step:
    reason = Hold.PURGED if entry.gone_at else Hold.ABSENT
    step = Step(Kind.BLOCKED, entry.source_id, entry.title, entry, reasons=(reason,))
    return _withdrawal(step, now) if entry.gone_at else step


def _withdrawal(step: Step, now: datetime) -> Step:
    entry = step.entry
    if entry.leased(now):
        return _blocked(step, Hold.IN_PROGRESS)
    waits = entry.retry_at is not None and entry.retry_at > now
    if waits and entry.intent is Intent.WITHDRAW:
        held = Hold.REFUSED if entry.state is Delivery.PARKED else Hold.WAITING
        return _blocked(step, held, *step.reasons)
    return Step(Kind.WITHDRAW, step.source_id, step.title, entry, reasons=step.reasons)


def _blocked(step: Step, *reasons: Reason) -> Step:
    return Step(Kind.BLOCKED, step.source_id, step.title, step.entry, reasons=reasons)
