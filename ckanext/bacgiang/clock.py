"""The one place that reads the clock. Everything below an action takes ``now`` or ``today``."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

PORTAL_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
"""The zone in which the law's days begin and end for this portal."""


def now() -> datetime:
    """Return this instant, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the present day in the portal's zone."""
    return datetime.now(PORTAL_ZONE).date()
