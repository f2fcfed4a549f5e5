"""Terms in months and working days end where Civil Code 91/2015/QH13 Art. 147-148 says."""

from __future__ import annotations

import calendar
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ckanext.bacgiang.law.terms import (
    add_months,
    end_of,
    local_day,
    rolled,
    start_of,
    working_days_after,
)
from ckanext.bacgiang.law.workdays import CalendarUnknown, read_workdays

WORKDAYS = read_workdays()


def by_counting(anchor: date, months: int) -> date:
    """Add months by hand: walk month by month, then take the day or the month's last."""
    year, month = anchor.year, anchor.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return date(year, month, min(anchor.day, calendar.monthrange(year, month)[1]))


def test_months_are_added_to_the_anchor_and_agree_with_counting_by_hand_on_every_day() -> None:
    day = date(2019, 1, 1)
    while day.year < 2029:
        for months in (1, 2, 3, 6, 9, 12, 24):
            assert add_months(day, months) == by_counting(day, months)
        day += timedelta(days=1)


@settings(deadline=None)
@given(st.dates(date(1980, 1, 1), date(2380, 1, 1)), st.integers(0, 400))
def test_adding_months_agrees_with_counting_by_hand(anchor: date, months: int) -> None:
    assert add_months(anchor, months) == by_counting(anchor, months)


def test_a_month_end_that_was_clamped_once_is_not_lost() -> None:
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2026, 1, 31), 2) == date(2026, 3, 31)


@pytest.mark.parametrize(
    ("published", "months", "nominal", "deadline"),
    [
        # Month end clamped to a Saturday; clamped to a holiday; first day of Tết.
        ("2025-11-30", 3, "2026-02-28", "2026-03-02"),
        ("2026-01-31", 3, "2026-04-30", "2026-05-04"),
        ("2025-11-17", 3, "2026-02-17", "2026-02-23"),
        # A Saturday that is worked in exchange does not move.
        ("2026-05-22", 3, "2026-08-22", "2026-08-22"),
        # The Monday given for it, then both days of the National Day.
        ("2026-05-31", 3, "2026-08-31", "2026-09-03"),
        # A holiday on a Sunday and the Monday in lieu of it.
        ("2026-01-26", 3, "2026-04-26", "2026-04-28"),
        ("2025-11-29", 3, "2026-02-28", "2026-03-02"),
        ("2025-11-29", 6, "2026-05-29", "2026-05-29"),
        # New Year 2026: the Friday was off, the Saturday a week later was worked.
        ("2025-10-02", 3, "2026-01-02", "2026-01-05"),
        ("2025-10-10", 3, "2026-01-10", "2026-01-10"),
        ("2024-02-29", 12, "2025-02-28", "2025-02-28"),
        ("2026-01-06", 3, "2026-04-06", "2026-04-06"),
    ],
)
def test_a_term_ends_on_its_last_day_or_the_next_working_day(
    published: str, months: int, nominal: str, deadline: str
) -> None:
    end = add_months(date.fromisoformat(published), months)
    assert end == date.fromisoformat(nominal)
    assert rolled(end, WORKDAYS) == date.fromisoformat(deadline)


def test_instants_fall_on_the_day_of_the_province() -> None:
    assert local_day(datetime(2026, 4, 6, 18, tzinfo=UTC)) == date(2026, 4, 7)
    assert local_day(datetime(2026, 7, 7, 16, 59, 59, tzinfo=UTC)) == date(2026, 7, 7)
    assert local_day(datetime(2026, 7, 7, 17, tzinfo=UTC)) == date(2026, 7, 8)


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        local_day(datetime(2026, 4, 6, 18))  # noqa: DTZ001


def test_a_day_runs_from_0_00_to_24_00_of_the_province() -> None:
    day = date(2026, 7, 7)
    assert start_of(day) == datetime(2026, 7, 6, 17, tzinfo=UTC)
    assert end_of(day) == datetime(2026, 7, 7, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("received", "count", "deadline"),
    [
        # Friday + 2: the weekend and the day of receipt are not counted.
        ("2026-03-06", 2, "2026-03-10"),
        # Over Tết 2026.
        ("2026-02-12", 5, "2026-02-26"),
        # The worked Saturday counts.
        ("2026-08-20", 2, "2026-08-22"),
    ],
)
def test_working_days_are_counted_from_the_day_after(
    received: str, count: int, deadline: str
) -> None:
    found = working_days_after(date.fromisoformat(received), count, WORKDAYS)
    assert found == date.fromisoformat(deadline)


def test_a_term_of_no_days_is_refused() -> None:
    with pytest.raises(ValueError, match="0 working days"):
        working_days_after(date(2026, 3, 6), 0, WORKDAYS)


def test_a_deadline_past_the_known_calendar_is_not_guessed() -> None:
    with pytest.raises(CalendarUnknown, match="2035-03-05"):
        rolled(date(2035, 3, 5), WORKDAYS)
