"""Was the duty met? Decided from windows, events and the day alone.

A verdict is a function of what is known, never a state that is carried along: whatever order the
evidence arrives in, and however long no check has run, the same facts give the same verdict.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from ckanext.bacgiang.cadence.core.events import COUNTING, Event
from ckanext.bacgiang.cadence.core.windows import Obligation, Window, windows_of
from ckanext.bacgiang.law.rules import Rule
from ckanext.bacgiang.law.terms import local_day
from ckanext.bacgiang.law.workdays import Workdays

_DAY = timedelta(days=1)


class State(StrEnum):
    """Verdicts on the duty, and below them what is no verdict but the reason there is none."""

    UPDATED = "updated"
    ON_TIME = "on_time"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    UNPUBLISHED = "unpublished"
    NOT_BOUND = "not_bound"
    UNVERIFIABLE = "unverifiable"
    CALENDAR_UNKNOWN = "calendar_unknown"

    @property
    def is_verdict(self) -> bool:
        """Whether the state says how the duty stands; False where that cannot be said."""
        return self not in (State.NOT_BOUND, State.UNVERIFIABLE, State.CALENDAR_UNKNOWN)


class Outcome(StrEnum):
    """How one window stands or ended."""

    OPEN = "open"
    UPDATED = "updated"
    MISSED = "missed"
    UNVERIFIABLE = "unverifiable"
    CALENDAR_UNKNOWN = "calendar_unknown"


@dataclass(frozen=True, slots=True)
class Judged:
    """A window, how it stands, and the event that met it."""

    window: Window
    outcome: Outcome
    event: Event | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the duty of a dataset stands on ``day``.

    ``focus`` is the window that can still be met, None where the rule has ended, ``following`` the
    one after it. ``missed`` are the windows passed in a row, up to now, without an update: all of
    them seen, or none of them.
    ``windows`` are all that have begun, oldest first. ``outlook`` says from which day on which
    state holds if nothing happens any more, the first entry being that of ``day``.
    """

    state: State
    day: date
    focus: Judged | None
    following: Judged | None
    missed: tuple[Window, ...]
    windows: tuple[Judged, ...]
    outlook: tuple[tuple[date, State], ...]

    @property
    def missed_day(self) -> date | None:
        """The last day on which the update owed would have been in time; None unless overdue."""
        return self.missed[0].latest if self.state is State.OVERDUE else None

    @property
    def days_late(self) -> int:
        """The number of days since :attr:`missed_day`; 0 unless overdue."""
        return (self.day - self.missed_day).days if self.missed_day else 0


def advanced(outlook: Sequence[tuple[date, State]], day: date) -> tuple[tuple[date, State], ...]:
    """Return ``outlook`` as it looks from ``day``; empty where it begins later."""
    begun = [state for turn, state in outlook if turn <= day]
    return ((day, begun[-1]), *(entry for entry in outlook if entry[0] > day)) if begun else ()


def credit(windows: Sequence[Window], events: Sequence[Event]) -> dict[int, Event]:
    """Return the event that meets each window, by window number.

    A day on which content was updated meets one window: the earliest it is in time for that no
    earlier day has met, the extra days of a moved deadline included. Several files replaced on one
    day are one update, so a moved deadline never yields two credits for it.
    """
    met: dict[int, Event] = {}
    counted = sorted(
        (event for event in events if event.kind in COUNTING),
        key=lambda event: (event.observed_at, event.id),
    )
    days: set[date] = set()
    for event in counted:
        if event.day in days:
            continue
        days.add(event.day)
        for window in windows:
            if window.number not in met and window.holds(event.day):
                met[window.number] = event
                break
    return met


def judge(
    obligation: Obligation, events: Sequence[Event], rule: Rule, workdays: Workdays, now: datetime
) -> Verdict:
    """Return the verdict at ``now`` by ``rule``, from the events observed until then.

    Raises ValueError for a naive ``now``.
    """
    today = local_day(now)
    windows = tuple(
        replace(window, blind=obligation.cannot_tell(window))
        for window in windows_of(obligation, rule, workdays, today)
    )
    past = [event for event in events if event.observed_at <= now]
    bench = _Bench(windows, credit(windows, past), obligation.lead_days)
    begun = tuple(bench.judged(i, today) for i, w in enumerate(windows) if w.opens < today)
    at = bench.focus(today)
    return Verdict(
        state=bench.state(today),
        day=today,
        focus=bench.judged_at(at, today),
        following=bench.judged_at(None if at is None else at + 1, today),
        missed=bench.missed_before(today),
        windows=begun,
        outlook=bench.outlook(today, rule.force_to is not None),
    )


@dataclass(frozen=True, slots=True)
class _Bench:
    """Windows with what met them, looked at from any day."""

    windows: tuple[Window, ...]
    met: dict[int, Event]
    lead_days: int

    def is_met(self, index: int) -> bool:
        return 0 <= index < len(self.windows) and self.windows[index].number in self.met

    def focus(self, day: date) -> int | None:
        """Return the index of the first window that may still be met on ``day``."""
        return next((i for i, window in enumerate(self.windows) if day <= window.latest), None)

    def state(self, day: date) -> State:
        at = self.focus(day)
        if at is None:
            return State.NOT_BOUND
        window = self.windows[at]
        undecided = day > window.sure_end
        if self.is_met(at) or (undecided and self.is_met(at + 1)):
            return State.UPDATED
        if at > 0 and not self.is_met(at - 1):
            return State.UNVERIFIABLE if self.windows[at - 1].blind else State.OVERDUE
        if undecided:
            return State.CALENDAR_UNKNOWN
        if day >= window.nominal_end - timedelta(days=self.lead_days):
            return State.DUE_SOON
        return State.ON_TIME

    def judged_at(self, index: int | None, day: date) -> Judged | None:
        return None if index is None or index >= len(self.windows) else self.judged(index, day)

    def judged(self, index: int, day: date) -> Judged:
        window = self.windows[index]
        event = self.met.get(window.number)
        if event:
            return Judged(window, Outcome.UPDATED, event)
        if day <= window.sure_end:
            return Judged(window, Outcome.OPEN, None)
        if day <= window.latest or self._may_be_met(index):
            return Judged(window, Outcome.CALENDAR_UNKNOWN, None)
        return Judged(window, Outcome.UNVERIFIABLE if window.blind else Outcome.MISSED, None)

    def missed_before(self, day: date) -> tuple[Window, ...]:
        """Return the windows passed in a row without an update, oldest first; none when met.

        Where nothing could be seen and where nothing came are two things: only windows that are
        in this like the last one are counted with it.
        """
        at = self.focus(day)
        last = len(self.windows) - 1 if at is None else at - 1
        if at is not None and self.state(day) is State.UPDATED:
            return ()
        first = last
        while first >= 0 and not self.is_met(first) and self._alike(first, last):
            first -= 1
        return self.windows[first + 1 : last + 1]

    def _alike(self, one: int, other: int) -> bool:
        return bool(self.windows[one].blind) == bool(self.windows[other].blind)

    def outlook(self, day: date, ends: bool) -> tuple[tuple[date, State], ...]:
        """Return from which day on which state holds, from ``day`` to the last window made."""
        turns = {day}
        for window in self.windows:
            due_soon = window.nominal_end - timedelta(days=self.lead_days)
            turns |= {window.opens + _DAY, due_soon, window.sure_end + _DAY, window.latest + _DAY}
        found: list[tuple[date, State]] = []
        for turn in sorted(turns):
            if turn < day or (self.focus(turn) is None and not ends):
                continue
            state = self.state(turn)
            if not found or found[-1][1] is not state:
                found.append((turn, state))
        return tuple(found)

    def _may_be_met(self, index: int) -> bool:
        """Whether the window is met, or met if its unknown deadline turns out to lie later."""
        if self.is_met(index):
            return True
        window = self.windows[index]
        return window.deadline is None and any(
            window.nominal_end < event.day <= window.latest for event in self.met.values()
        )
