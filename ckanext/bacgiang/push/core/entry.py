"""Where a dataset stands with one receiving portal, and how that changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from ckanext.bacgiang.push.core.exchange import Copy
from ckanext.bacgiang.push.core.pace import retry_delay


class Delivery(StrEnum):
    """State of a dataset × portal.

    ``PENDING``: no copy is known there. ``UNKNOWN``: a write was begun and its end never seen; the
    portal has to be looked at. ``SYNCED``: the copy holds the payload of ``fingerprint``.
    ``WITHDRAWN``: the copy was taken away. ``PARKED``: refused, until something changes.
    """

    PENDING = "pending"
    UNKNOWN = "unknown"
    SYNCED = "synced"
    WITHDRAWN = "withdrawn"
    PARKED = "parked"


class Intent(StrEnum):
    """What a step does on the receiving portal."""

    CREATE = "create"
    UPDATE = "update"
    WITHDRAW = "withdraw"


class Trouble(StrEnum):
    """Why a dataset could not be dealt with."""

    INVALID = "invalid"
    MARKER_GONE = "marker_gone"
    NO_RIGHT = "no_right"
    RESOURCE_TAKEN = "resource_taken"
    ANSWER_LOST = "answer_lost"
    CHANGED_THERE = "changed_there"


@dataclass(frozen=True, slots=True)
class Outline:
    """What the receiver answered last about a copy: keys of extras and resources, in its order.

    ``own_resource_ids`` are those of the resources that came from us. Before any answer, the
    resources alone, as they were sent.
    """

    extra_keys: tuple[str, ...] = ()
    resource_ids: tuple[str, ...] = ()
    own_resource_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """The ledger's row for one dataset and one portal.

    ``fingerprint`` is what the copy is known to hold, ``offered`` what was sent last;
    ``begun_at`` when a create or update was last begun. ``gone_at`` is set when a person purged
    the dataset here, until it is delivered again. A lease lets one run alone write; ``revision``
    counts the changes of the row.
    """

    source_id: str
    title: str
    state: Delivery = Delivery.PENDING
    intent: Intent | None = None
    fingerprint: str = ""
    offered: str = ""
    remote_id: str = ""
    remote_name: str = ""
    outline: Outline = Outline()
    trouble: Trouble | None = None
    detail: str = ""
    failures: int = 0
    retry_at: datetime | None = None
    begun_at: datetime | None = None
    synced_at: datetime | None = None
    withdrawn_at: datetime | None = None
    gone_at: datetime | None = None
    lease_owner: str = ""
    lease_until: datetime | None = None
    revision: int = 0

    @property
    def maybe_public(self) -> bool:
        """Whether a copy stands, or may stand, on the portal."""
        return self.state in (Delivery.SYNCED, Delivery.UNKNOWN) or (
            self.state is Delivery.PARKED and bool(self.remote_id)
        )

    def leased(self, now: datetime) -> bool:
        """Return whether some run holds the row at ``now``."""
        return self.lease_until is not None and self.lease_until > now


@dataclass(frozen=True, slots=True)
class Begun:
    """A run takes the row and is about to write; from here a crash leaves the end unknown.

    ``name`` and ``resource_ids`` are where a copy would be found that is about to be created.
    """

    intent: Intent
    title: str
    offered: str
    name: str
    resource_ids: tuple[str, ...]
    owner: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Delivered:
    """The copy is known to hold the payload of ``fingerprint``."""

    copy: Copy
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Gone:
    """No copy is public any more."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The portal will not do it for this dataset as things are."""

    trouble: Trouble
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Lost:
    """A write was sent and how it ended could not be found out."""

    trouble: Trouble = Trouble.ANSWER_LOST
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Untouched:
    """Nothing was carried out; the row is again what it was ``before``."""

    before: Entry


@dataclass(frozen=True, slots=True)
class Purged:
    """A person purged the dataset here for good."""


Event = Begun | Delivered | Gone | Refused | Lost | Untouched | Purged

REFUSED_AGAIN = timedelta(days=1)
"""A refused payload is offered again after this, for the portal's rules may have changed."""

WITHDRAW_AGAIN = timedelta(hours=1)
"""A refused withdrawal is tried again after this: what is closed here must not stay open there."""


def advance(entry: Entry, event: Event, now: datetime) -> Entry:
    """Return the row after ``event``; its revision is one higher, its lease gone but for Begun."""
    changed = replace(entry, revision=entry.revision + 1)
    if isinstance(event, Begun):
        return _begun(changed, event, now)
    if isinstance(event, Purged):
        return replace(changed, gone_at=entry.gone_at or now)
    if isinstance(event, Untouched):
        return replace(event.before, revision=changed.revision, lease_owner="", lease_until=None)
    return _ended(replace(changed, lease_owner="", lease_until=None), event, now)


def _begun(entry: Entry, event: Begun, now: datetime) -> Entry:
    taken = replace(
        entry,
        state=Delivery.UNKNOWN,
        intent=event.intent,
        title=event.title,
        lease_owner=event.owner,
        lease_until=event.until,
    )
    if event.intent is Intent.WITHDRAW:
        return taken  # where the copy would be found stays as it is known
    return replace(
        taken,
        offered=event.offered,
        remote_name=entry.remote_name or event.name,
        outline=entry.outline if entry.remote_id else _sent(event.resource_ids),
        begun_at=now,
    )


def _sent(resource_ids: tuple[str, ...]) -> Outline:
    return Outline((), resource_ids, resource_ids)


def _ended(entry: Entry, event: Delivered | Gone | Refused | Lost, now: datetime) -> Entry:
    if isinstance(event, (Refused, Lost)):
        return _failed(entry, event, now)
    clear = replace(
        entry, intent=None, offered="", trouble=None, detail="", failures=0, retry_at=None
    )
    if isinstance(event, Gone):
        return replace(clear, state=Delivery.WITHDRAWN, fingerprint="", withdrawn_at=now)
    copy = event.copy
    return replace(
        clear,
        state=Delivery.SYNCED,
        fingerprint=event.fingerprint,
        remote_id=copy.id,
        remote_name=copy.name,
        outline=Outline(
            tuple(key for key, _ in copy.extras), copy.resource_ids, copy.own_resource_ids
        ),
        synced_at=now,
        withdrawn_at=None,
        gone_at=None,
    )


def _failed(entry: Entry, event: Refused | Lost, now: datetime) -> Entry:
    failures = entry.failures + 1
    told = replace(entry, trouble=event.trouble, detail=event.detail, failures=failures)
    if isinstance(event, Lost):
        delay = retry_delay(failures)
        return replace(told, state=Delivery.UNKNOWN, retry_at=now + delay if delay else None)
    wait = WITHDRAW_AGAIN if entry.intent is Intent.WITHDRAW else REFUSED_AGAIN
    return replace(told, state=Delivery.PARKED, retry_at=now + wait)
