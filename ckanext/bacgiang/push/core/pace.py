"""How long to wait and how many connections to use, decided from what the portal answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from ckanext.bacgiang.push.core.exchange import OF_THE_PORTAL, Answer, Verdict

LONGEST_PAUSE = timedelta(seconds=60)
"""The longest a run waits for a portal that asks for patience; beyond it, the run ends."""

RETRIES_AT_ONCE = 2
RETRY_BASE_MINUTES = 1
RETRY_CAP = timedelta(hours=6)
GROW_AFTER = 20
"""Answers in a row without complaint after which one more connection is tried."""
MOST_PAUSES = 5
MOST_LOST = 3


def retry_after(header: str, now: datetime) -> timedelta | None:
    """Return the wait that a Retry-After header asks for (RFC 9110 section 10.2.3), never negative.

    Seconds or an HTTP date; None for an empty or meaningless header. A wait beyond a day counts
    as a day.
    """
    text = header.strip()
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text[:9]), 86_400))
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return min(max(moment - now, timedelta()), timedelta(days=1))


def retry_delay(failures: int) -> timedelta:
    """Return how long a dataset rests after so many failures in a row: nothing for the first two,
    then a minute, doubling up to six hours."""
    if failures <= RETRIES_AT_ONCE:
        return timedelta()
    doublings = min(failures - RETRIES_AT_ONCE - 1, 20)
    return min(RETRY_CAP, timedelta(minutes=RETRY_BASE_MINUTES << doublings))


@dataclass(frozen=True, slots=True)
class Pace:
    """How a run goes on: connections in use now, and when it may send again."""

    ceiling: int
    connections: int
    resume_at: datetime | None = None
    calm: int = 0
    pauses: int = 0
    lost: int = 0
    stopped: bool = False


def answered(pace: Pace) -> Pace:
    """Return the pace after an answer without complaint: now and then one connection more."""
    calm = pace.calm + 1
    eased = replace(pace, calm=calm, pauses=0, lost=0)
    if calm >= GROW_AFTER and pace.connections < pace.ceiling:
        return replace(eased, connections=pace.connections + 1, calm=0)
    return eased


def throttled(pace: Pace, wait: timedelta | None, jitter: float, now: datetime) -> Pace:
    """Return the pace after "too many requests": half the connections and a pause.

    The portal's own wait is honoured; without one it is 2 s doubling, times 0.5 to 1 by
    ``jitter`` (0 to 1). The run stops when the wait is beyond :data:`LONGEST_PAUSE` or after
    :data:`MOST_PAUSES` pauses without a single success.
    """
    own = timedelta(seconds=2 * 2 ** min(pace.pauses, 5)) * (0.5 + jitter / 2)
    pause = own if wait is None else wait
    pauses = pace.pauses + 1
    slower = replace(pace, connections=max(1, pace.connections // 2), calm=0, pauses=pauses)
    if pause > LONGEST_PAUSE or pauses > MOST_PAUSES:
        return replace(slower, stopped=True)
    resume = now + pause
    return replace(slower, resume_at=max(resume, pace.resume_at or resume))


def answer_lost(pace: Pace) -> Pace:
    """Return the pace after a lost answer: half the connections; several in a row stop the run."""
    lost = pace.lost + 1
    return replace(
        pace,
        connections=max(1, pace.connections // 2),
        calm=0,
        lost=lost,
        stopped=pace.stopped or lost >= MOST_LOST,
    )


def heed(
    pace: Pace, answers: Iterable[Answer], complaint: Answer | None, jitter: float, now: datetime
) -> Pace:
    """Return the pace after one exchange: its answers, and the complaint that ended it, if any.

    A complaint other than "too many requests" stops the run: the portal cannot be worked with now.
    """
    for answer in answers:
        if answer.verdict is Verdict.LOST:
            pace = answer_lost(pace)
        elif answer.verdict not in OF_THE_PORTAL:
            pace = answered(pace)
    if complaint is None:
        return pace
    if complaint.verdict is Verdict.THROTTLED:
        return throttled(pace, complaint.retry_after, jitter, now)
    return replace(pace, stopped=True)
