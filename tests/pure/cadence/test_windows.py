"""Windows of one dataset: their length, and what happens when the promised rhythm changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from ckanext.bacgiang.cadence.core.windows import Obligation, Window, step_months, windows_of
from ckanext.bacgiang.law.rules import Counting, Subject, all_rules, binding
from ckanext.bacgiang.law.workdays import read_workdays
from ckanext.bacgiang.vocabularies.terms import vocabulary

WORKDAYS = read_workdays()
(RULE,) = binding(all_rules(), Subject.OPEN_DATASET, date(2026, 1, 1))
STEPS = {
    "UPDATE_CONT": 1, "HOURLY": 1, "DAILY_2": 1, "DAILY": 1, "WEEKLY_2": 1, "WEEKLY": 1,
    "BIWEEKLY": 1, "MONTHLY_2": 1, "MONTHLY": 1, "BIMONTHLY": 2, "QUARTERLY": 3, "ANNUAL_3": 3,
    "ANNUAL_2": 3, "ANNUAL": 3, "BIENNIAL": 3, "TRIENNIAL": 3, "QUADRENNIAL": 3, "QUINQUENNIAL": 3,
    "DECENNIAL": 3, "AS_NEEDED": 3, "IRREG": 3, "NOT_PLANNED": 3, "NEVER": 3, "OTHER": 3,
    "UNKNOWN": 3,
}  # fmt: skip


def months(windows: tuple[Window, ...]) -> list[int]:
    return [window.months for window in windows]


def made(step: int, until: str, known: tuple[Window, ...] = ()) -> tuple[Window, ...]:
    obligation = Obligation(date(2025, 11, 30), step, 14, known)
    return windows_of(obligation, RULE, WORKDAYS, date.fromisoformat(until))


def test_every_frequency_of_the_list_has_a_step_and_none_relaxes_the_rule() -> None:
    found = {term.code: step_months(term.value, RULE) for term in vocabulary("frequencies")}
    assert found == STEPS


@pytest.mark.parametrize("frequency", ["", "hai năm một lần"])
def test_a_frequency_that_is_not_on_the_list_leaves_the_rule(frequency: str) -> None:
    assert step_months(frequency, RULE) == 3


@pytest.mark.parametrize("rule_id", ["nd194-40.3", "nd47-43.5"])
def test_a_rule_that_does_not_recur_by_months_has_no_windows(rule_id: str) -> None:
    rule = next(rule for rule in all_rules() if rule.id == rule_id)
    with pytest.raises(ValueError, match="does not recur by months"):
        step_months("", rule)


def test_windows_follow_without_gap_or_overlap() -> None:
    windows = made(3, "2027-03-01")
    assert windows[0].opens == date(2025, 11, 30)
    assert all(one.nominal_end == two.opens for one, two in pairwise(windows))


def test_a_promise_of_two_months_also_keeps_the_rule() -> None:
    assert months(made(2, "2025-12-01")) == [2, 4, 6, 8]


def test_a_looser_promise_takes_effect_where_a_window_of_the_rule_ends() -> None:
    monthly = made(1, "2025-12-01")[:1]
    assert months(made(3, "2025-12-15", monthly)) == [1, 2, 3, 6]
    every_two = made(2, "2025-12-01")[:2]
    assert months(made(3, "2026-03-10", every_two)) == [2, 4, 6, 9, 12]


def test_a_tighter_promise_does_not_shorten_a_window_that_runs() -> None:
    running = made(3, "2025-12-01")[:1]
    assert months(made(1, "2025-12-15", running)) == [3, 4, 5, 6]


def test_a_rule_counted_by_the_calendar_alone_has_no_moved_deadline() -> None:
    plain = replace(RULE, counting=Counting.CALENDAR)
    (first, *_) = windows_of(
        Obligation(date(2025, 11, 30), 3, 14), plain, WORKDAYS, date(2026, 1, 1)
    )
    assert first.deadline == first.nominal_end == date(2026, 2, 28)
