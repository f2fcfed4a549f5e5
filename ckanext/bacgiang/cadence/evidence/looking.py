"""Looks at the stored files of datasets and records what their content says.

Safe to repeat and to run beside itself: a fact is recorded once, whoever finds it first.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from ckanext.bacgiang.cadence import ledger
from ckanext.bacgiang.cadence.core.events import EventKind, Known, kind_of
from ckanext.bacgiang.cadence.evidence import stored
from ckanext.bacgiang.catalogue.entry import Dataset, Resource

log = logging.getLogger(__name__)

_SEEN_BEFORE = (EventKind.REPEATED, EventKind.UNCHANGED)


@dataclass(slots=True)
class Looked:
    """What a look at a batch found: keys of new events, and packages with an unreadable file."""

    recorded: list[str] = field(default_factory=list)
    unreadable: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Watch:
    """Since when a dataset is public, and whether its content was looked at before."""

    anchor: date | None
    watched: bool


def look(datasets: Sequence[Dataset], watches: Mapping[str, Watch], now: datetime) -> Looked:
    """Record what is new in the stored files of ``datasets``; return what was found.

    A file whose stamp is the one last recorded is not read again. Takes three statements for the
    batch at most, and reads each changed file once. The caller commits.
    """
    view = _View(ledger.last_seen([dataset.id for dataset in datasets]), watches, now)
    stale = [
        (dataset, resource)
        for dataset in datasets
        for resource in dataset.resources
        if resource.uploaded and view.is_stale(dataset, resource)
    ]
    if stale:
        view.hashes = ledger.hashes({dataset.id for dataset, _ in stale})
        events = [view.event(dataset, resource) for dataset, resource in stale]
        view.looked.recorded = ledger.append([event for event in events if event])
    return view.looked


@dataclass(slots=True)
class _View:
    """The stored files of a batch beside what the ledger last saw of them."""

    seen: Mapping[tuple[str, str], ledger.LastSeen]
    watches: Mapping[str, Watch]
    now: datetime
    hashes: dict[str, set[str]] = field(default_factory=dict)
    looked: Looked = field(default_factory=Looked)

    def is_stale(self, dataset: Dataset, resource: Resource) -> bool:
        try:
            stamp = stored.stamp(resource.id)
        except stored.Unreadable as error:
            self.note(dataset, resource, error)
            return False
        last = self.seen.get((dataset.id, resource.id))
        return last is None or not stamp or last.stamp != stamp

    def event(self, dataset: Dataset, resource: Resource) -> dict[str, Any] | None:
        try:
            found = stored.fingerprint(resource.id)
        except stored.Unreadable as error:
            self.note(dataset, resource, error)
            return None
        last = self.seen.get((dataset.id, resource.id))
        hashes = self.hashes.setdefault(dataset.id, set())
        watch = self.watches[dataset.id]
        # The server's time of the file: a look that comes late must not make the update late.
        observed_at = min(found.stored_at or self.now, self.now)
        before = last.sha256 if last else None
        known = Known(hashes, before, watch.anchor, watch.watched, resource.is_document)
        kind = kind_of(found.sha256, observed_at, known)
        hashes.add(found.sha256)
        return {
            "key": _key(kind, dataset.id, resource.id, found),
            "package_id": dataset.id,
            "resource_id": resource.id,
            "kind": str(kind),
            "observed_at": observed_at,
            "recorded_at": self.now,
            "source": "",
            "sha256": found.sha256,
            "size": found.size,
            "stamp": found.stamp,
        }

    def note(self, dataset: Dataset, resource: Resource, error: stored.Unreadable) -> None:
        log.warning("%s, stored file of resource %s: %s", dataset.name, resource.id, error)
        if not resource.is_document:
            self.looked.unreadable[dataset.id] = str(error)


def _key(kind: EventKind, package_id: str, resource_id: str, found: stored.Fingerprint) -> str:
    if kind is EventKind.DOCUMENT:
        return f"document:{package_id}:{resource_id}:{found.sha256}:{found.stamp}"
    if kind in _SEEN_BEFORE:
        return f"seen:{package_id}:{resource_id}:{found.sha256}:{found.stamp}"
    return f"content:{package_id}:{found.sha256}"
