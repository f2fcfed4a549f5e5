"""The updates that the demonstration's datasets had in the past, told to the cadence.

The cadence is asked through its action; where it is switched off there is nobody to tell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, time
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context

from ckanext.bacgiang import clock
from ckanext.bacgiang.demo.planned import Planned
from ckanext.bacgiang.demo.store import Stored

ACTION = "bacgiang_cadence_evidence_import"
SOURCE = "Dữ liệu trình diễn"

_BATCH = 500
_HOUR = time(9)


def tell(datasets: Collection[Planned], stored: Mapping[str, Stored], user: str) -> int | None:
    """Import the past updates of the published ``datasets``; return how many were news to it.

    They follow from the stored day of publication, so telling twice tells the same. None where
    the cadence is switched off.
    """
    try:
        action = tk.get_action(ACTION)
    except KeyError:
        return None
    events = list(_events(datasets, stored))
    news = 0
    for start in range(0, len(events), _BATCH):
        context = Context(user=user, ignore_auth=True)
        told = action(context, {"events": events[start : start + _BATCH]})
        news += told["imported"]
    return news


def _events(
    datasets: Collection[Planned], stored: Mapping[str, Stored]
) -> Iterator[dict[str, Any]]:
    for dataset in datasets:
        there = stored.get(dataset.id)
        if dataset.timeline is None or there is None or there.issued is None:
            continue
        for event in dataset.timeline.events(there.issued):
            observed = datetime.combine(event.day, _HOUR, clock.PORTAL_ZONE)
            yield {
                "dataset_id": dataset.id,
                "observed_at": observed.isoformat(),
                "kind": event.kind,
                "source": SOURCE,
            }
