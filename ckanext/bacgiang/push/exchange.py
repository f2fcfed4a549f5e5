"""Holding one exchange with a real portal, in a thread that knows neither CKAN nor the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ckanext.bacgiang.push.core.conversation import Ending, converse
from ckanext.bacgiang.push.core.exchange import Answer
from ckanext.bacgiang.push.core.talk import Order
from ckanext.bacgiang.push.targets.protocol import Portal

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Exchanged:
    """An exchange that was held: how it ended, every answer, and when."""

    ending: Ending
    answers: tuple[Answer, ...]
    began_at: datetime
    ended_at: datetime


def hold(portal: Portal, order: Order, clock: Clock) -> Exchanged:
    """Ask ``portal`` what the exchange asks for until it ends."""
    began = clock()
    answers: list[Answer] = []
    talk = converse(order)
    try:
        request = next(talk)
        while True:
            answers.append(portal.ask(request))
            request = talk.send(answers[-1])
    except StopIteration as end:
        return Exchanged(end.value, tuple(answers), began, clock())
