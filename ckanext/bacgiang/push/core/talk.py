"""What every exchange with a portal has in common: whose the copy is, and when to stop asking."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NoReturn

from ckanext.bacgiang.push.core.entry import (
    Delivered,
    Entry,
    Gone,
    Intent,
    Lost,
    Refused,
    Trouble,
)
from ckanext.bacgiang.push.core.exchange import (
    OF_THE_PORTAL,
    Answer,
    Copy,
    Request,
    Verdict,
    WhoAmI,
)
from ckanext.bacgiang.push.core.marker import Marker
from ckanext.bacgiang.push.core.payload import Payload

Result = Delivered | Gone | Refused | Lost
Talk = Generator[Request, Answer, Result]


@dataclass(frozen=True, slots=True)
class Order:
    """What to bring about for the dataset of ``entry``, the ledger row as it was before the run
    took it. ``payload`` comes with all but a withdrawal."""

    intent: Intent
    entry: Entry
    portal: str
    payload: Payload | None
    now: datetime


MOST_REQUESTS = 12
"""An exchange that has not ended by then goes in circles."""


class Complaint(Exception):
    """An answer that concerns the portal as a whole and ends the exchange."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.verdict)
        self.answer = answer


class Exchange:
    """One dataset's exchange. ``unsure`` says that a write may or may not have been carried out."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.unsure = False
        self.asked = 0

    def ask(self, request: Request) -> Generator[Request, Answer, Answer]:
        """Return the answer to ``request``; raises Complaint where it concerns the portal."""
        self.asked += 1
        if self.asked > MOST_REQUESTS:
            raise Complaint(Answer(Verdict.LOST))
        answer = yield request
        if answer.verdict in OF_THE_PORTAL:
            raise Complaint(answer)
        return answer

    def ours(self, copy: Copy | None) -> bool:
        """Return whether ``copy`` carries the mark of this very dataset of this portal."""
        own = Marker(self.order.portal, self.order.entry.source_id, "")
        return copy is not None and own.same_origin(copy.marker)

    def forbidden(self, answer: Answer) -> Talk:
        """Find out whether the portal knows us at all: no right here, or no valid token."""
        who = yield from self.ask(WhoAmI())
        if who.verdict is Verdict.DONE:
            return Refused(Trouble.NO_RIGHT, answer.detail)
        self.complain(who, Verdict.UNAUTHORIZED, answer)

    def complain(self, who: Answer, verdict: Verdict, answer: Answer) -> NoReturn:
        """Raise Complaint with ``answer`` read as ``verdict``, or with ``who`` if that was lost."""
        raise Complaint(who if who.verdict is Verdict.LOST else replace(answer, verdict=verdict))
