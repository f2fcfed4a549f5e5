"""Days, months and years compared as exactly as they are known; units in their own time."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.bacgiang.catalogue.period import Period, exists_in, in_order
from ckanext.bacgiang.vocabularies.units import unit

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
EXACTNESS = st.sampled_from([4, 7, 10])


@pytest.mark.parametrize(
    ("start", "end", "good"),
    [
        ("2024", "2024", True),
        ("2024-07", "2024", True),
        ("2024", "2024-01", True),
        ("2024-07-31", "2024-07", True),
        ("2025", "2024", False),
        ("2024-08", "2024-07-31", False),
        ("2024-02-02", "2024-02-01", False),
        ("", "2024", True),
        ("2024", "", True),
    ],
)
def test_an_end_is_not_before_its_start(start, end, good):
    assert in_order(start, end) is good


@given(DAYS, DAYS, EXACTNESS, EXACTNESS)
def test_what_is_in_order_by_the_day_is_in_order_however_little_is_known(one, other, left, right):
    first, last = sorted([one, other])
    assert in_order(first.isoformat()[:left], last.isoformat()[:right])


@given(DAYS, st.integers(1, 4000))
def test_whole_days_in_the_wrong_order_are_always_found(day, later):
    after = min(day + timedelta(days=later), date(2101, 1, 1))
    assert not in_order(after.isoformat(), day.isoformat())


OLD, NEW = unit("2022-213"), unit("2025-07210")


@pytest.mark.parametrize(
    ("start", "end", "old", "new"),
    [
        ("2022", "2024", True, False),
        ("2025", "2025", True, True),
        ("2025-01", "2025-06-30", True, False),
        ("2025-06", "", True, True),
        ("2025-07-01", "", False, True),
        ("2025-07", "2025-12", False, True),
        ("2026", "", False, True),
        ("", "2025-06", True, False),
        ("", "2026", True, True),
    ],
)
def test_a_unit_belongs_to_data_of_its_own_time(start, end, old, new):
    period = Period(start, end)
    assert exists_in(OLD, period) is old
    assert exists_in(NEW, period) is new
