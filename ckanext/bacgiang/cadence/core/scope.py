"""Is a dataset bound by the duty, and since when? Decided from its description alone.

The duty binds open data on the published open data list (Regulation of Decision 47/2022 Art. 13.2:
"danh mục dữ liệu mở được công bố").
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ckanext.bacgiang.cadence.core.verdict import State
from ckanext.bacgiang.catalogue import entry
from ckanext.bacgiang.catalogue.publishing import Barrier, on_published_list, open_barriers


class Reason(StrEnum):
    """Why there is no verdict on the windows, or what limits it."""

    NONE = ""
    NOT_OPEN = "not_open"
    NOT_LISTED = "not_listed"
    NOT_YET_PUBLIC = "not_yet_public"
    WITHDRAWN = "withdrawn"
    NO_DATA = "no_data"
    NO_FIRST_DAY = "no_first_day"
    REMOVED = "removed"
    NO_RULE = "no_rule"
    ONLY_LINKS = "only_links"
    SOME_LINKS = "some_links"
    ONLY_SERVICE = "only_service"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Standing:
    """What a dataset is instead of judged, and why."""

    state: State
    reason: Reason


def is_open(dataset: entry.Dataset) -> bool:
    """Return whether the dataset is of the class that the duty is about, whatever its state."""
    return dataset.data_class is entry.DataClass.OPEN


def standing(dataset: entry.Dataset, anchor: date | None, today: date) -> Standing | None:
    """Return why the windows of ``dataset`` are not judged on ``today``, None where they are.

    ``anchor`` is the day of first publication that the ledger keeps. A dataset that was published
    and is not public now, or whose data is gone, is unpublished; its windows go on from the same
    anchor.
    """
    unpublished = _unpublished(dataset) if anchor else Reason.NOT_YET_PUBLIC
    obstacles = (
        (dataset.state is entry.State.DELETED, State.NOT_BOUND, Reason.REMOVED),
        (not is_open(dataset), State.NOT_BOUND, Reason.NOT_OPEN),
        (not on_published_list(dataset), State.NOT_BOUND, Reason.NOT_LISTED),
        (bool(open_barriers(dataset)), State.UNPUBLISHED, unpublished),
        (anchor is None, State.UNVERIFIABLE, Reason.NO_FIRST_DAY),
        (anchor is not None and today < anchor, State.UNPUBLISHED, Reason.NOT_YET_PUBLIC),
    )
    return next((Standing(state, reason) for stands, state, reason in obstacles if stands), None)


def _unpublished(dataset: entry.Dataset) -> Reason:
    """Why a dataset that was public once is not published now."""
    only_data_is_lacking = open_barriers(dataset) == (Barrier.NO_RESOURCE,)
    return Reason.NO_DATA if only_data_is_lacking else Reason.WITHDRAWN
