"""One dataset, all that is known of it, one finding: bound or not, and how the duty stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from ckanext.bacgiang.cadence.core.events import Event
from ckanext.bacgiang.cadence.core.scope import Reason, Standing, standing
from ckanext.bacgiang.cadence.core.verdict import State, Verdict, judge
from ckanext.bacgiang.cadence.core.windows import Obligation, Window, step_months
from ckanext.bacgiang.catalogue.entry import Dataset
from ckanext.bacgiang.law.rules import Rule
from ckanext.bacgiang.law.terms import local_day
from ckanext.bacgiang.law.workdays import Workdays


@dataclass(frozen=True, slots=True)
class Case:
    """A dataset with what the ledger holds of it.

    ``anchor`` is the day of first publication once kept there. ``windows`` are those kept,
    ``events`` those that may meet a window. ``unreadable`` says that a stored file could not be
    read when it was last looked at. An earlier record was imported on ``covered_until``.
    """

    dataset: Dataset
    anchor: date | None = None
    windows: tuple[Window, ...] = ()
    events: tuple[Event, ...] = ()
    unreadable: bool = False
    covered_until: date | None = None

    @property
    def first_published(self) -> date | None:
        """The day the windows run from: as kept, else as the portal has set it in the dataset."""
        return self.anchor or self.dataset.issued

    @property
    def limit(self) -> Reason:
        """Why the portal cannot see whether the content changed; NONE where it can.

        It can where it holds every file that is data. Documents beside the data show nothing.
        """
        data = self.dataset.data
        held = sum(file.uploaded for file in data)
        if not data:
            return Reason.ONLY_SERVICE if self.dataset.services else Reason.ONLY_LINKS
        if held < len(data):
            return Reason.SOME_LINKS if held else Reason.ONLY_LINKS
        return Reason.UNREADABLE if self.unreadable else Reason.NONE


@dataclass(frozen=True, slots=True)
class Measure:
    """What is judged by: the rule in force (None where there is none), the calendar, lead days.

    A window is called due soon ``lead_days`` before its nominal end; that is the portal's policy.
    """

    rule: Rule | None
    workdays: Workdays
    lead_days: int


@dataclass(frozen=True, slots=True)
class Finding:
    """The result for one dataset on ``day``.

    ``verdict`` holds the windows wherever there is a first day and a rule, also where the state
    is not decided by them.
    """

    state: State
    reason: Reason
    day: date
    anchor: date | None
    rule: Rule | None
    verdict: Verdict | None

    @property
    def outlook(self) -> tuple[tuple[date, State], ...]:
        """From which day on which state holds if nothing happens any more."""
        if self.verdict and self.verdict.state is self.state and self.reason in _LIMITS:
            return self.verdict.outlook
        return ((self.day, self.state),)


_LIMITS = (
    Reason.NONE,
    Reason.ONLY_LINKS,
    Reason.SOME_LINKS,
    Reason.ONLY_SERVICE,
    Reason.UNREADABLE,
)


def find(case: Case, measure: Measure, now: datetime) -> Finding:
    """Return the finding at ``now`` by ``measure``."""
    today, anchor, rule = local_day(now), case.first_published, measure.rule
    if rule is None:
        return Finding(State.NOT_BOUND, Reason.NO_RULE, today, anchor, None, None)
    verdict = None
    if anchor is not None and anchor <= today:
        obligation = Obligation(
            anchor,
            step_months(case.dataset.frequency, rule),
            measure.lead_days,
            case.windows,
            case.limit is not Reason.NONE,
            case.covered_until,
        )
        verdict = judge(obligation, case.events, rule, measure.workdays, now)
    stands = standing(case.dataset, anchor, today) or _by(verdict, case)
    return Finding(stands.state, stands.reason, today, anchor, rule, verdict)


def _by(verdict: Verdict | None, case: Case) -> Standing:
    if verdict is None or verdict.state is State.NOT_BOUND:
        return Standing(State.NOT_BOUND, Reason.NO_RULE)
    unseen = verdict.state is State.UNVERIFIABLE
    return Standing(verdict.state, case.limit if unseen else Reason.NONE)
