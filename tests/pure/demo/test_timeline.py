"""The invented past of the demonstration's datasets: every state of the cadence, on any day."""

from __future__ import annotations

from collections import Counter
from datetime import date

from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from ckanext.bacgiang.demo.timeline import Story, Timeline, timeline

DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))
TIMELINES = st.builds(timeline, st.text(min_size=1, max_size=20), st.integers(0, 1000))


def window(told: Timeline, issued: date, number: int) -> tuple[date, date]:
    """Return the day before window ``number`` (from 1) and its last day, not moved by holidays."""
    return (
        issued + relativedelta(months=3 * (number - 1)),
        issued + relativedelta(months=3 * number),
    )


@given(TIMELINES, DAYS)
def test_publication_lies_within_the_two_years_before_loading(told: Timeline, day: date) -> None:
    issued = told.issued(day)
    assert day - relativedelta(years=2) <= issued < day
    assert told.loaded(issued) == day


@given(TIMELINES, DAYS)
def test_the_day_of_loading_lies_in_the_window_told(told: Timeline, day: date) -> None:
    before, last = window(told, told.issued(day), told.window)
    assert before < day <= last


@given(TIMELINES, DAYS)
def test_updates_lie_in_the_first_windows_one_in_each_and_before_loading(
    told: Timeline, day: date
) -> None:
    issued = told.issued(day)
    events = told.events(issued)
    assert len(events) == told.met
    for number, event in enumerate(events, 1):
        before, last = window(told, issued, number)
        assert before + relativedelta(days=10) < event.day <= last - relativedelta(days=10)
        assert event.day < day


@given(TIMELINES, DAYS)
def test_each_story_shows_its_state_on_the_day_of_loading(told: Timeline, day: date) -> None:
    _, last = window(told, told.issued(day), told.window)
    left = (last - day).days
    if told.story is Story.UPDATED:
        assert told.met == told.window
    elif told.story is Story.OVERDUE:
        assert told.met < told.window - 1
        # A deadline moved past the New Year holidays has passed all the same.
        assert (day - window(told, told.issued(day), told.window)[0]).days > 15
    else:
        assert told.met == told.window - 1
        assert (left <= 10) is (told.story is Story.DUE_SOON)


@given(TIMELINES)
def test_the_latest_update_is_the_day_the_data_changed(told: Timeline) -> None:
    issued = told.issued(date(2026, 11, 25))
    days = [event.day for event in told.events(issued)]
    assert told.modified(issued) == max(days, default=issued)


def test_among_a_hundred_datasets_every_story_occurs_several_times() -> None:
    stories = Counter(timeline(f"bảng {number}", number).story for number in range(100))
    assert set(stories) == set(Story)
    assert min(stories.values()) >= 5
