"""Working days of state agencies, from data: ``holidays.yaml`` and a portal's own file over it.

The Government settles Tết, the second day of the National Day and the swapped days year by year
(Labour Code 45/2019/QH14 Art. 112.3). The calendar therefore says up to when it is known and which
days are not settled yet, and never guesses.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

SHIPPED = Path(__file__).parent / "holidays.yaml"
"""The calendar that comes with the portal."""

_SATURDAY = 5
_KINDS = ("holidays", "worked")


class CalendarUnknown(Exception):
    """Whether ``day`` is a working day is not known."""

    def __init__(self, day: date) -> None:
        super().__init__(f"the calendar of {day.isoformat()} is not known")
        self.day = day


@dataclass(frozen=True, slots=True)
class Workdays:
    """The calendar of working days between ``known_from`` and ``known_until``, both included.

    ``off`` are public holidays and days given in lieu or in exchange, ``worked`` the weekend days
    worked in exchange. ``unsettled`` are spans of days, both ends included, that the yearly notice
    has not decided yet. No run of days off is longer than ``longest_break`` days.
    """

    off: frozenset[date]
    worked: frozenset[date]
    unsettled: tuple[tuple[date, date], ...]
    known_from: date
    known_until: date
    longest_break: int

    def is_working(self, day: date) -> bool:
        """Return whether state agencies work on ``day``; raises CalendarUnknown where not known."""
        if not self.known_from <= day <= self.known_until:
            raise CalendarUnknown(day)
        if day in self.off or day in self.worked:
            return day in self.worked
        if any(first <= day <= last for first, last in self.unsettled):
            raise CalendarUnknown(day)
        return day.weekday() < _SATURDAY

    def next_working(self, day: date) -> date:
        """Return ``day`` where it is a working day, else the next; may raise CalendarUnknown."""
        while not self.is_working(day):
            day += timedelta(days=1)
        return day


def read_workdays(files: Iterable[Path] = (SHIPPED,)) -> Workdays:
    """Return the calendar of the given files, each over the ones before it.

    A later file replaces the years it names, and the other settings it holds. Raises ValueError
    where a file is not of the form of ``holidays.yaml``, and OSError where one cannot be read.
    """
    merged: dict[str, Any] = {"years": {}}
    for path in files:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        if not isinstance(content, dict):
            raise ValueError(f"{path.name} is not a calendar")
        years = {**merged["years"], **content.get("years", {})}
        merged = {**merged, **content, "years": years}
    try:
        return _workdays(merged)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ValueError(f"calendar of working days: {error!r}") from None


def _workdays(content: dict[str, Any]) -> Workdays:
    found: dict[str, set[date]] = {kind: set() for kind in _KINDS}
    for year, days in content["years"].items():
        if unknown := set(days) - {"source", *_KINDS}:
            raise ValueError(f"{unknown} under {year}")
        for kind in _KINDS:
            named = set(days.get(kind) or {})
            if strays := [day for day in named if day.year != year]:
                raise ValueError(f"{strays[0]} stands under {year}")
            found[kind] |= named
    off, worked = found["holidays"], found["worked"]
    if clash := off & worked:
        raise ValueError(f"{min(clash)} is both off and worked")
    return Workdays(
        off=frozenset(off),
        worked=frozenset(worked),
        unsettled=tuple((span["from"], span["to"]) for span in content["unsettled"] or ()),
        known_from=content["known_from"],
        known_until=content["known_until"],
        longest_break=content["longest_break"],
    )
