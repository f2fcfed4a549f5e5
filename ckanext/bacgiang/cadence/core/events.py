"""What happened to the content of a dataset, and which of it counts as an update.

No date that a publisher can write is evidence; only content is, and what an earlier portal
recorded, under its name.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from ckanext.bacgiang.law.terms import local_day


class EventKind(StrEnum):
    """What an observation of content says."""

    BASELINE = "baseline"
    CONTENT_CHANGED = "content_changed"
    SUPPLEMENTED = "supplemented"
    REPEATED = "repeated"
    UNCHANGED = "unchanged"
    DOCUMENT = "document"


COUNTING = frozenset({EventKind.CONTENT_CHANGED, EventKind.SUPPLEMENTED})
"""Kinds that are an update or supplement in the sense of Regulation Art. 13.2."""


@dataclass(frozen=True, slots=True)
class Event:
    """One observation, at an aware instant. ``id`` is its number in the ledger.

    ``source`` names the earlier record an event was imported from; it is empty for what the
    portal saw itself.
    """

    id: int
    kind: EventKind
    observed_at: datetime
    source: str = ""

    @property
    def day(self) -> date:
        """The civil day of the observation in the law's zone."""
        return local_day(self.observed_at)


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger holds of a dataset's content when a file is looked at.

    ``seen`` are the hashes of every content the dataset ever had, ``before`` the hash that the
    resource had last (None for one not seen yet). ``anchor`` is the day of first publication,
    None before it. ``watched`` says that the dataset was looked at before this time.
    ``is_document`` says that the file stands beside the data and is none itself.
    """

    seen: Collection[str]
    before: str | None
    anchor: date | None
    watched: bool
    is_document: bool = False


def kind_of(sha256: str, observed_at: datetime, known: Known) -> EventKind:
    """Return what the content ``sha256``, stored at ``observed_at``, says about its dataset.

    A document beside the data is never an update. Content the dataset has had before is never one
    either, whichever resource brings it and whatever stood there in between. New content is none
    before or on the day of first publication, nor where the dataset is looked at for the first time
    and nothing can be compared.
    """
    if known.is_document:
        return EventKind.DOCUMENT
    if sha256 == known.before:
        return EventKind.UNCHANGED
    if sha256 in known.seen:
        return EventKind.REPEATED
    published = known.anchor is not None and local_day(observed_at) > known.anchor
    if not (published and known.watched):
        return EventKind.BASELINE
    return EventKind.SUPPLEMENTED if known.before is None else EventKind.CONTENT_CHANGED
