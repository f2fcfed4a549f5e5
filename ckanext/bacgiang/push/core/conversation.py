"""One dataset's exchange with a portal, from the first request to what became of it.

A generator that yields requests and is sent the answers, so that it can be held with a real
portal or with a made-up one. A write whose answer is lost is never sent again blindly: the portal
is looked at first.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

from ckanext.bacgiang.push.core.delivering import DeliveryTalk
from ckanext.bacgiang.push.core.entry import Intent, Lost
from ckanext.bacgiang.push.core.exchange import Answer, Request, Verdict
from ckanext.bacgiang.push.core.talk import Complaint, Order, Result
from ckanext.bacgiang.push.core.withdrawing import WithdrawalTalk


@dataclass(frozen=True, slots=True)
class Ending:
    """How it ended: ``result`` is None where nothing was carried out. ``complaint`` is an answer
    that concerns the portal as a whole, which the run has to heed."""

    result: Result | None
    complaint: Answer | None = None


def converse(order: Order) -> Generator[Request, Answer, Ending]:
    """Yield requests, expect an :class:`Answer` for each, return the :class:`Ending`.

    Creates and updates take one request where nothing is amiss, withdrawals two.
    """
    if order.intent is Intent.WITHDRAW:
        talk: WithdrawalTalk | DeliveryTalk = WithdrawalTalk(order)
    elif order.payload is not None:
        talk = DeliveryTalk(order, order.payload)
    else:
        raise ValueError("a delivery needs a payload")
    try:
        result = yield from talk.run()
    except Complaint as complaint:
        if complaint.answer.verdict is Verdict.LOST:
            return Ending(Lost(detail=complaint.answer.detail))
        return Ending(Lost() if talk.unsure else None, complaint.answer)
    return Ending(result)
