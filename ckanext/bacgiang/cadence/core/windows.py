"""The terms of one dataset: window after window from its first publication, months never chained.

Window k holds the days after P + 3(k-1) months up to and including P + 3k months; its deadline may
lie later, where that day is no working day (Regulation of Decision 47/2022 Art. 13.2; Civil Code
91/2015/QH13 Art. 147-148).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ckanext.bacgiang.law.rules import Counting, Repeat, Rule, Unit
from ckanext.bacgiang.law.terms import add_months, rolled
from ckanext.bacgiang.law.workdays import CalendarUnknown, Workdays
from ckanext.bacgiang.vocabularies.terms import vocabulary

_DAY = timedelta(days=1)
_AHEAD = 4


@dataclass(frozen=True, slots=True)
class Window:
    """The ``number``-th term of a dataset.

    It holds the days after ``opens`` up to and including ``nominal_end``, which lies ``months``
    after first publication. ``deadline`` is the last day still in time; None where the calendar
    does not say, but never later than ``latest``. ``blind`` says whether the portal could see the
    content when the window was found to be over, None before that.
    """

    number: int
    months: int
    opens: date
    nominal_end: date
    deadline: date | None
    latest: date
    blind: bool | None = None

    @property
    def sure_end(self) -> date:
        """The last day that is in time for certain."""
        return self.deadline or self.nominal_end

    def holds(self, day: date) -> bool:
        """Return whether an update on ``day`` is in time for this window for certain."""
        return self.opens < day <= self.sure_end


def step_months(frequency: str, rule: Rule) -> int:
    """Return the length in months of the windows of a dataset that promises ``frequency``.

    ``frequency`` is a value of the list of frequencies. A promise may tighten the rule's term and
    never relaxes it. Windows are not shorter than one month: a deadline that moves past Tết would
    otherwise run over the next ones. Raises ValueError for a rule that does not recur by months.
    """
    if rule.unit is not Unit.MONTHS or rule.repeat is not Repeat.RECURRING:
        raise ValueError(f"rule {rule.id} does not recur by months")
    term = vocabulary("frequencies").find(frequency)
    promised = rule.value
    if term and term.note("months"):
        promised = int(term.note("months"))
    elif term and term.note("days"):
        promised = 1
    return min(promised, rule.value)


@dataclass(frozen=True, slots=True)
class Obligation:
    """The duty of one dataset: what its windows are counted from, and how.

    ``step`` is the length of new windows in months, ``windows`` are those already kept.
    ``lead_days`` before a window's nominal end it is called due soon. ``blind`` says that the
    portal has no content of the dataset to compare. What was imported from an earlier record
    accounts for the days before ``covered_until``.
    """

    anchor: date
    step: int
    lead_days: int
    windows: tuple[Window, ...] = ()
    blind: bool = False
    covered_until: date | None = None

    def cannot_tell(self, window: Window) -> bool:
        """Return whether silence about ``window`` proves nothing."""
        covered = self.covered_until is not None and window.latest < self.covered_until
        return not covered and (self.blind if window.blind is None else window.blind)


def windows_of(
    obligation: Obligation, rule: Rule, workdays: Workdays, until: date
) -> tuple[Window, ...]:
    """Return the windows from the first one that lies in the rule's time to the fourth open one.

    A window is open that may still be met on the day ``until``. Bounds of windows already kept
    stay; the deadline of an open one follows the calendar. New ones follow by the step. A change
    of step takes effect where a window of the rule itself ends, so that the rule's own windows are
    never straddled. The rule must hold from a window's first day to its last, or there is none.
    """
    windows = [
        window if window.deadline and window.latest < until else _settled(window, rule, workdays)
        for window in obligation.windows
    ]
    number, months = (
        (windows[-1].number, windows[-1].months) if windows else _before_first(obligation, rule)
    )
    ahead = sum(window.latest >= until for window in windows)
    while ahead < _AHEAD:
        length = obligation.step if months % rule.value == 0 else _last_length(windows, rule)
        opens = add_months(obligation.anchor, months)
        number, months = number + 1, months + length
        end = add_months(obligation.anchor, months)
        if rule.force_to and end > rule.force_to:
            break
        windows.append(_settled(Window(number, months, opens, end, None, end), rule, workdays))
        ahead += windows[-1].latest >= until
    return tuple(windows)


def _before_first(obligation: Obligation, rule: Rule) -> tuple[int, int]:
    number = 0
    while add_months(obligation.anchor, rule.value * number) + _DAY < rule.force_from:
        number += 1
    return number, rule.value * number


def _last_length(windows: Sequence[Window], rule: Rule) -> int:
    before = windows[-2].months if len(windows) > 1 else None
    last = windows[-1].months
    return last - before if before is not None else last % rule.value


def _settled(window: Window, rule: Rule, workdays: Workdays) -> Window:
    """Return the window with its deadline by the rule's counting and the calendar as it stands."""
    end = window.nominal_end
    if rule.counting is not Counting.CIVIL_CODE:
        return replace(window, deadline=end, latest=end)
    try:
        deadline = rolled(end, workdays)
    except CalendarUnknown:
        latest = end + timedelta(days=workdays.longest_break)
        return replace(window, deadline=None, latest=latest)
    return replace(window, deadline=deadline, latest=deadline)
