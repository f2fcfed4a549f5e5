"""When the demonstration's datasets were published and updated: invented, but the same every time.

A dataset's story is told backwards from the day of loading, so that every state of the update
cadence occurs on that day. Ages are counted in days and depend on nothing but the dataset's key:
from a stored day of publication the day of loading follows, and from it the same story again.

The window is three months from publication (Regulation of Decision 47/2022 Art. 13.2); here it only
spaces the story, the verdict is the cadence's own.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dateutil.relativedelta import relativedelta

WINDOW_MONTHS = 3
WINDOW_DAYS = 91.3125
OLDEST_WINDOW = 8
"""Windows that have begun for the oldest dataset: eight of three months are two years."""


class Story(StrEnum):
    """How a dataset fared until the day of loading."""

    FRESH = "fresh"  # published lately, its first window runs
    ON_TIME = "on_time"  # every window so far met, the present one runs
    DUE_SOON = "due_soon"  # as on time, with a few days left
    OVERDUE = "overdue"  # the latest windows passed without an update
    UPDATED = "updated"  # the present window is met already


_TOLD = (
    *(Story.UPDATED,) * 8,
    *(Story.ON_TIME,) * 5,
    *(Story.OVERDUE,) * 4,
    *(Story.FRESH,) * 2,
    *(Story.DUE_SOON,) * 2,
)
"""Of 21 datasets: mostly kept up, some late, a few close to their day."""

_DAY_OF_WINDOW = {
    Story.FRESH: (5, 45),
    Story.ON_TIME: (5, 45),
    Story.OVERDUE: (20, 60),
    Story.UPDATED: (25, 75),
}


@dataclass(frozen=True, slots=True)
class Event:
    """An update of a dataset's data: the day, and whether content changed or was supplemented."""

    day: date
    kind: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """A dataset's story.

    ``age`` is the number of days from publication to the day of loading; ``window`` counts the
    window running on that day, from 1; ``met`` is the number of windows with an update in them.
    """

    key: str
    story: Story
    age: int
    window: int
    met: int

    def issued(self, loaded: date) -> date:
        """Return the day of publication of a dataset loaded on ``loaded``."""
        return loaded - timedelta(days=self.age)

    def loaded(self, issued: date) -> date:
        """Return the day of loading of a dataset published on ``issued``."""
        return issued + timedelta(days=self.age)

    def events(self, issued: date) -> tuple[Event, ...]:
        """Return the updates of a dataset published on ``issued``, one in each window met."""
        return tuple(self._event(issued, number) for number in range(self.met))

    def modified(self, issued: date) -> date:
        """Return the day of the latest update, of publication where there was none."""
        events = self.events(issued)
        return events[-1].day if events else issued

    def _event(self, issued: date, number: int) -> Event:
        begin = issued + relativedelta(months=WINDOW_MONTHS * number)
        last = 20 if number + 1 == self.window else 60
        day = begin + timedelta(days=draw(self.key, f"day {number}", 12, last))
        supplemented = draw(self.key, f"kind {number}", 0, 3) == 0
        return Event(day, "supplemented" if supplemented else "content_changed")


def timeline(key: str, position: int, *, oldest: int = OLDEST_WINDOW) -> Timeline:
    """Return the story of the dataset at ``position`` (from 0) of the list; each story recurs.

    At most ``oldest`` windows, two or more, have begun by the day of loading.
    """
    story = _TOLD[(position * 8) % len(_TOLD)]
    window = 1 if story is Story.FRESH else draw(key, "window", 2, oldest)
    if story is Story.DUE_SOON:
        age = round(window * WINDOW_DAYS) - draw(key, "left", 4, 6)
    else:
        age = round((window - 1) * WINDOW_DAYS) + draw(key, "age", *_DAY_OF_WINDOW[story])
    return Timeline(key, story, age, window, _met(key, story, window))


def draw(key: str, purpose: str, low: int, high: int) -> int:
    """Return a number from ``low`` to ``high``, both included, the same for the same words."""
    digest = hashlib.sha256(f"{key} {purpose}".encode()).digest()
    return low + int.from_bytes(digest[:8]) % (high - low + 1)


def _met(key: str, story: Story, window: int) -> int:
    if story is Story.UPDATED:
        return window
    if story is Story.OVERDUE:
        return window - 1 - draw(key, "missed", 1, min(3, window - 1))
    return window - 1
