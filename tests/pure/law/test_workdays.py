"""The calendar of working days is data that says how far it is known."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import holidays
import pytest

from ckanext.bacgiang.law.workdays import SHIPPED, CalendarUnknown, read_workdays

WORKDAYS = read_workdays()

# The Government exchanged these by Official Dispatch 12729/VPCP-KGVX; the library does not know it.
NOT_IN_THE_LIBRARY = {date(2026, 1, 2), date(2026, 1, 10)}

OVERRIDE = """
known_until: 2028-12-31
unsettled: []
years:
  2027:
    holidays: {2027-03-05: Ngày nghỉ do tỉnh công bố}
  2028: {}
"""


def every_day(first: date, last: date) -> list[date]:
    return [first + timedelta(days=i) for i in range((last - first).days + 1)]


def test_settled_years_agree_with_the_holidays_library_day_by_day() -> None:
    library = holidays.country_holidays("VN", years=range(2019, 2027))
    # The days before the first span that the notice of 2027 has to settle.
    days = every_day(date(2019, 1, 1), date(2026, 12, 25))
    different = {day for day in days if WORKDAYS.is_working(day) != library.is_working_day(day)}
    assert different == NOT_IN_THE_LIBRARY


def test_what_is_known_of_2027_agrees_with_the_holidays_library() -> None:
    library = holidays.country_holidays("VN", years=[2027, 2028])
    known, unknown = 0, 0
    for day in every_day(date(2026, 12, 26), date(2027, 12, 31)):
        try:
            assert WORKDAYS.is_working(day) == library.is_working_day(day)
            known += 1
        except CalendarUnknown:
            unknown += 1
    assert (known, unknown) == (263, 108)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2025-01-29", "Tết Nguyên Đán"),
        ("2026-02-17", "Tết Nguyên Đán"),
        ("2027-02-06", "Tết Nguyên Đán"),
        ("2030-02-02", "Tết Nguyên Đán"),
        ("2025-04-07", "Ngày Giỗ Tổ Hùng Vương"),
        ("2026-04-26", "Ngày Giỗ Tổ Hùng Vương"),
        ("2027-04-16", "Ngày Giỗ Tổ Hùng Vương"),
    ],
)
def test_the_library_knows_the_vietnamese_lunar_calendar(day: str, name: str) -> None:
    found = holidays.country_holidays("VN", years=int(day[:4]), language="vi")
    assert found.get(date.fromisoformat(day)) == name


def test_no_run_of_days_off_is_longer_than_the_calendar_says() -> None:
    days = every_day(date(2019, 1, 1), date(2026, 12, 10))
    longest = max((WORKDAYS.next_working(day) - day).days for day in days)
    assert longest == 9 < WORKDAYS.longest_break


@pytest.mark.parametrize("day", ["2018-12-31", "2028-01-01", "2027-02-05", "2027-02-13"])
def test_a_day_that_is_not_settled_is_not_guessed(day: str) -> None:
    with pytest.raises(CalendarUnknown, match=day):
        WORKDAYS.is_working(date.fromisoformat(day))


@pytest.mark.parametrize(
    ("day", "working"), [("2027-02-25", True), ("2027-02-27", False), ("2027-01-01", False)]
)
def test_a_day_far_from_any_holiday_or_fixed_by_the_code_is_known(day: str, working: bool) -> None:
    assert WORKDAYS.is_working(date.fromisoformat(day)) is working


def test_a_file_of_the_portal_wins_over_the_shipped_calendar(tmp_path: Path) -> None:
    own = tmp_path / "lich-nghi.yaml"
    own.write_text(OVERRIDE, encoding="utf-8")
    workdays = read_workdays([SHIPPED, own])
    assert not workdays.is_working(date(2027, 3, 5))
    assert workdays.is_working(date(2027, 2, 5))
    assert workdays.is_working(date(2028, 3, 1))
    assert not workdays.is_working(date(2026, 2, 17))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[]", "not a calendar"),
        ("years: {2027: {off: {2027-01-01: x}}}", "False"),
        ("years: {2027: {holidays: {2026-01-01: x}}}", "2026-01-01 stands under 2027"),
        ("years: {2027: {holidays: {2027-01-01: x}, worked: {2027-01-01: y}}}", "both off and"),
        ("unsettled: [2027-01-01]", "TypeError"),
    ],
)
def test_a_calendar_that_cannot_be_trusted_is_refused(
    tmp_path: Path, text: str, complaint: str
) -> None:
    own = tmp_path / "lich-nghi.yaml"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=complaint):
        read_workdays([SHIPPED, own])
