"""How a run slows down, waits and stops."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from ckanext.bacgiang.push.core.pace import (
    GROW_AFTER,
    LONGEST_PAUSE,
    MOST_LOST,
    MOST_PAUSES,
    Pace,
    answer_lost,
    answered,
    retry_after,
    throttled,
)

PACE = Pace(ceiling=4, connections=4)


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("3", timedelta(seconds=3)),
        (" 0 ", timedelta()),
        ("Wed, 25 Nov 2026 02:00:30 GMT", timedelta(seconds=30)),
        ("Wed, 25 Nov 2020 02:00:30 GMT", timedelta()),
        ("99999999999999999999", timedelta(days=1)),
        ("Fri, 31 Dec 9999 23:59:59 GMT", timedelta(days=1)),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("٣", None),
    ],
)
def test_retry_after_is_understood_in_both_forms_and_kept_within_a_day(
    header: str, wait: timedelta | None, now: datetime
) -> None:
    assert retry_after(header, now) == wait


def test_the_portals_own_wait_is_honoured(now: datetime) -> None:
    slower = throttled(PACE, timedelta(seconds=7), jitter=0.3, now=now)
    assert slower.resume_at == now + timedelta(seconds=7)
    assert slower.connections == 2
    assert not slower.stopped


def test_a_wait_beyond_a_minute_ends_the_run(now: datetime) -> None:
    assert throttled(PACE, LONGEST_PAUSE + timedelta(seconds=1), 0.0, now).stopped


def test_a_portal_that_only_ever_throttles_is_left_alone(now: datetime) -> None:
    pace = PACE
    for _ in range(MOST_PAUSES):
        pace = throttled(pace, None, 0.5, now)
        assert not pace.stopped
    assert throttled(pace, None, 0.5, now).stopped
    assert not throttled(answered(pace), None, 0.5, now).stopped


def test_connections_come_back_one_by_one(now: datetime) -> None:
    pace = throttled(PACE, timedelta(), 0.0, now)
    for _ in range(GROW_AFTER):
        pace = answered(pace)
    assert pace.connections == 3
    for _ in range(10 * GROW_AFTER):
        pace = answered(pace)
    assert pace.connections == PACE.ceiling


def test_a_few_lost_answers_in_a_row_stop_the_run_and_one_does_not() -> None:
    pace = PACE
    for _ in range(MOST_LOST - 1):
        pace = answer_lost(pace)
        assert not pace.stopped
        assert pace.connections >= 1
    assert not answered(pace).stopped
    assert answer_lost(pace).stopped
    assert not answer_lost(answered(pace)).stopped
