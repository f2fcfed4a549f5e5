"""What holds of every verdict, whatever the days."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from ckanext.bacgiang.cadence.core.events import Event, EventKind
from ckanext.bacgiang.cadence.core.verdict import Outcome, State, credit, judge
from ckanext.bacgiang.cadence.core.windows import Obligation, windows_of
from ckanext.bacgiang.law.rules import Subject, all_rules, binding
from ckanext.bacgiang.law.terms import start_of
from ckanext.bacgiang.law.workdays import read_workdays

WORKDAYS = read_workdays()
(RULE,) = binding(all_rules(), Subject.OPEN_DATASET, date(2026, 1, 1))
ORDER = [
    State.UPDATED,
    State.ON_TIME,
    State.DUE_SOON,
    State.CALENDAR_UNKNOWN,
    State.OVERDUE,
]
HORIZON = date(2028, 6, 1)

few = settings()
anchors = st.dates(date(2023, 1, 1), date(2027, 6, 1))
steps = st.sampled_from([1, 2, 3])
spans = st.lists(st.integers(0, 900), max_size=8)


def at(day: date) -> datetime:
    return start_of(day) + timedelta(hours=9)


def updates(anchor: date, days: list[int]) -> list[Event]:
    return [
        Event(number, EventKind.CONTENT_CHANGED, at(anchor + timedelta(days=offset)))
        for number, offset in enumerate(days)
    ]


@few
@given(anchors, steps, spans, st.integers(0, 900), st.integers(0, 200))
def test_a_state_only_gets_worse_until_the_next_event(
    anchor: date, step: int, days: list[int], start: int, length: int
) -> None:
    events = [e for e in updates(anchor, days) if e.day <= anchor + timedelta(days=start)]
    obligation = Obligation(anchor, step, lead_days=14)
    first, later = (anchor + timedelta(days=n) for n in (start, start + length))
    before = judge(obligation, events, RULE, WORKDAYS, at(first)).state
    after = judge(obligation, events, RULE, WORKDAYS, at(later)).state
    assert ORDER.index(before) <= ORDER.index(after)


@few
@given(anchors, steps, spans, st.integers(0, 900))
def test_the_outlook_foretells_every_later_verdict(
    anchor: date, step: int, days: list[int], start: int
) -> None:
    today = anchor + timedelta(days=start)
    events = [e for e in updates(anchor, days) if e.day <= today]
    obligation = Obligation(anchor, step, lead_days=14)
    verdict = judge(obligation, events, RULE, WORKDAYS, at(today))
    assert verdict.outlook[0] == (today, verdict.state)
    for later in range(0, 75, 7):
        day = today + timedelta(days=later)
        foretold = [state for turn, state in verdict.outlook if turn <= day][-1]
        assert judge(obligation, events, RULE, WORKDAYS, at(day)).state is foretold


@few
@given(anchors, steps, spans, st.randoms())
def test_one_event_meets_one_window_and_the_order_of_arrival_does_not_matter(
    anchor: date, step: int, days: list[int], shuffler: random.Random
) -> None:
    windows = windows_of(Obligation(anchor, step, 14), RULE, WORKDAYS, HORIZON)
    events = updates(anchor, days)
    met = credit(windows, events)
    by_number = {window.number: window for window in windows}
    assert len({event.id for event in met.values()}) == len(met)
    assert len({event.day for event in met.values()}) == len(met)
    assert all(by_number[number].holds(event.day) for number, event in met.items())
    shuffled = events[:]
    shuffler.shuffle(shuffled)
    assert credit(windows, shuffled) == met


@few
@given(anchors, steps, spans)
def test_no_other_assignment_meets_more_windows(anchor: date, step: int, days: list[int]) -> None:
    windows = windows_of(Obligation(anchor, step, 14), RULE, WORKDAYS, HORIZON)
    events = updates(anchor, days)
    taken: dict[int, date] = {}

    def place(day: date, tried: set[int]) -> bool:
        for window in windows:
            if window.holds(day) and window.number not in tried:
                tried.add(window.number)
                if window.number not in taken or place(taken[window.number], tried):
                    taken[window.number] = day
                    return True
        return False

    for day in sorted({event.day for event in events}):
        place(day, set())
    assert len(credit(windows, events)) == len(taken)


@few
@given(anchors, steps, spans, st.lists(st.integers(0, 900), max_size=5))
def test_windows_kept_from_earlier_checks_give_the_same_verdict(
    anchor: date, step: int, days: list[int], checks: list[int]
) -> None:
    events = updates(anchor, days)
    kept = fresh = Obligation(anchor, step, lead_days=14)
    for offset in sorted(checks):
        day = anchor + timedelta(days=offset)
        verdict = judge(kept, events, RULE, WORKDAYS, at(day))
        assert verdict == judge(fresh, events, RULE, WORKDAYS, at(day))
        kept = replace(kept, windows=tuple(judged.window for judged in verdict.windows))


@few
@given(anchors, steps, spans, st.integers(1, 900))
def test_evidence_that_arrives_late_only_mends(
    anchor: date, step: int, days: list[int], extra: int
) -> None:
    windows = windows_of(Obligation(anchor, step, 14), RULE, WORKDAYS, HORIZON)
    events = updates(anchor, days)
    late = Event(99, EventKind.SUPPLEMENTED, at(anchor + timedelta(days=extra)))
    assert credit(windows, events).keys() <= credit(windows, [*events, late]).keys()


@few
@given(anchors, spans, st.integers(0, 900))
def test_missed_windows_are_exactly_those_past_and_not_met(
    anchor: date, days: list[int], start: int
) -> None:
    today = anchor + timedelta(days=start)
    verdict = judge(
        Obligation(anchor, 3, lead_days=14), updates(anchor, days), RULE, WORKDAYS, at(today)
    )
    for judged in verdict.windows:
        over = today > judged.window.latest
        if judged.outcome in (Outcome.MISSED, Outcome.OPEN):
            assert over == (judged.outcome is Outcome.MISSED)
        assert (judged.event is not None) == (judged.outcome is Outcome.UPDATED)
