"""Days, months and years as the catalogue keeps them: ``2024``, ``2024-07`` or ``2024-07-31``."""

from __future__ import annotations

from dataclasses import dataclass

from ckanext.bacgiang.vocabularies.units import VALID_AT, Edition, Unit

REORGANISED = VALID_AT[Edition.JULY_2025].isoformat()
"""The day on which the units of 2025 took the place of those before (Resolution 202/2025/QH15)."""


@dataclass(frozen=True, slots=True)
class Period:
    """The time that data speaks of; either end may be empty, and no more exact than it is known."""

    start: str = ""
    end: str = ""


def in_order(start: str, end: str) -> bool:
    """Return whether ``start`` does not lie after ``end``, as exactly as both are known.

    2024-07 and 2024 are in order: the end may be any day of the year.
    """
    shared = min(len(start), len(end))
    return start[:shared] <= end[:shared]


def exists_in(unit: Unit, period: Period) -> bool:
    """Return whether ``unit`` existed in some part of ``period``; an open period ends never."""
    if unit.edition is Edition.JULY_2025:
        return not period.end or in_order(REORGANISED, period.end)
    return not period.start or _first_day(period.start) < REORGANISED


def _first_day(known: str) -> str:
    return known + "-01-01"[len(known) - 4 :]
