"""When a term ends: months and working days counted as Civil Code 91/2015/QH13 Art. 147-148 says.

Days are civil days of the portal's zone. A day ends at 24:00 (Art. 148.6).
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from ckanext.bacgiang.law.workdays import Workdays

LEGAL_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
"""The zone in which the law's days begin and end."""


def local_day(instant: datetime) -> date:
    """Return the civil day of ``instant`` in the law's zone. Raises ValueError for a naive one."""
    if instant.tzinfo is None:
        raise ValueError(f"{instant.isoformat()} names no time zone")
    return instant.astimezone(LEGAL_ZONE).date()


def start_of(day: date) -> datetime:
    """Return the first instant of ``day`` in the law's zone, aware."""
    return datetime.combine(day, time(), LEGAL_ZONE)


def end_of(day: date) -> datetime:
    """Return 24:00 of ``day``: the first instant that is no longer within it."""
    return start_of(day + timedelta(days=1))


def add_months(anchor: date, months: int) -> date:
    """Return the day ``months`` after ``anchor``; the month's last day where there is no such day.

    Art. 148.3. Always counted from the anchor itself: 31 January + 1 month is 28 February, and
    31 January + 2 months is 31 March, which adding one month to 28 February would lose for good.
    """
    return anchor + relativedelta(months=months)


def rolled(last_day: date, workdays: Workdays) -> date:
    """Return the deadline of a term whose last day is ``last_day`` (Art. 148.5).

    That is the day itself where it is a working day, else the next one. Raises
    :class:`~.workdays.CalendarUnknown` where the calendar does not say.
    """
    return workdays.next_working(last_day)


def working_days_after(first_day: date, count: int, workdays: Workdays) -> date:
    """Return the ``count``-th working day after ``first_day``, which is not counted (Art. 147.2).

    Raises ValueError for a count below 1, and
    :class:`~.workdays.CalendarUnknown` where the calendar does not say.
    """
    if count < 1:
        raise ValueError(f"a term of {count} working days")
    day = first_day
    for _ in range(count):
        day = workdays.next_working(day + timedelta(days=1))
    return day
