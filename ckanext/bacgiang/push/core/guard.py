"""How many withdrawals may go through without a person's word.

A withdrawal is always a person's act here: the dataset was closed, made private, deleted. A whole
wave of them is more likely a mistake, and a catalogue that lost its datasets a broken database.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

WINDOW = timedelta(days=1)
"""Withdrawals of this time count together, so that many small runs are no way around."""


@dataclass(frozen=True, slots=True)
class Limits:
    """At most ``most`` and at most ``fraction`` of the live copies, but ``floor`` always."""

    most: int
    fraction: float
    floor: int

    def allowed(self, live: int) -> int:
        """Return how many of ``live`` copies may be withdrawn within the window."""
        return max(self.floor, min(self.most, int(live * self.fraction)))


@dataclass(frozen=True, slots=True)
class Wave:
    """Withdrawals due now, those of the window before, live copies that nothing here explains any
    more (``absent``), and all live copies, the due ones among them."""

    due: int
    recent: int
    absent: int
    live: int


def held(wave: Wave, limits: Limits, approved: bool) -> bool:
    """Return whether the withdrawals must wait for approval; everything else goes on.

    They wait when they are too many, and when so many datasets vanished without a trace that the
    catalogue here cannot be trusted.
    """
    if approved or not wave.due:
        return False
    allowed = limits.allowed(wave.live + wave.recent)
    return wave.due + wave.recent > allowed or wave.absent > allowed
