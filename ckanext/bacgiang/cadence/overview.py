"""Counts and pages over the ledger, the state of each obligation read from its outlook."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.orm import aliased

from ckanext.bacgiang.cadence.core.scope import Reason
from ckanext.bacgiang.cadence.core.verdict import Outcome, State
from ckanext.bacgiang.cadence.tables import ObligationRow, WindowRow

URGENCY = (
    State.OVERDUE,
    State.DUE_SOON,
    State.CALENDAR_UNKNOWN,
    State.UNVERIFIABLE,
    State.ON_TIME,
    State.UPDATED,
    State.UNPUBLISHED,
    State.NOT_BOUND,
)
"""The states in the order in which an agency has to look at them."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which obligations: under a rule, on a day; of one agency and in one state where given."""

    rule_id: str
    today: date
    agency_id: str = ""
    state: State | None = None


def package_ids(choice: Choice, *, limit: int, offset: int) -> list[str]:
    """Return the packages of the obligations chosen: the most urgent first, then by title.

    Of those overdue, the one that has been so for longest comes first.
    """
    state = _state_on(choice.today)
    urgency = sa.func.array_position(array([str(state) for state in URGENCY]), state)
    missed = sa.case((state == str(State.OVERDUE), _missed_day(choice.today)), else_=None)
    statement = (
        _chosen(sa.select(ObligationRow.package_id), choice)
        .order_by(urgency, missed.nulls_last(), ObligationRow.title, ObligationRow.package_id)
        .limit(limit)
        .offset(offset)
    )
    if choice.state:
        statement = statement.where(state == str(choice.state))
    return list(model.Session.execute(statement).scalars())


def counts(choice: Choice) -> Counter[State]:
    """Return how many obligations are in which state, whatever state is chosen."""
    return sum(by_agency(choice).values(), Counter())


def by_agency(choice: Choice) -> dict[str, Counter[State]]:
    """Return how many obligations each agency id has in which state. Takes one statement."""
    columns = (ObligationRow.agency_id, _state_on(choice.today).label("state"), sa.func.count())
    statement = _chosen(sa.select(*columns), choice).group_by(sa.text("1"), sa.text("2"))
    found: dict[str, Counter[State]] = defaultdict(Counter)
    for agency_id, state, number in model.Session.execute(statement):
        found[agency_id][State(state)] += number
    return found


def _chosen(statement: Any, choice: Choice) -> Any:
    statement = statement.where(
        ObligationRow.rule_id == choice.rule_id, ObligationRow.reason != str(Reason.REMOVED)
    )
    if choice.agency_id:
        statement = statement.where(ObligationRow.agency_id == choice.agency_id)
    return statement


def _state_on(day: date) -> Any:
    """The state that holds on ``day``: that of the last turn of the outlook not after it."""
    turn = sa.func.width_bucket(sa.cast(day, sa.Date), ObligationRow.outlook_from)
    return ObligationRow.outlook_state[sa.func.greatest(turn, 1)]


def _missed_day(today: date) -> Any:
    """The last day of the first of the windows passed in a row in which nothing came."""
    window, later = WindowRow, aliased(WindowRow)
    settled = sa.or_(later.event_id.is_not(None), later.outcome == str(Outcome.UNVERIFIABLE))
    ends_the_run = sa.exists().where(
        later.obligation_id == ObligationRow.id,
        settled,
        later.latest < today,
        later.number >= window.number,
    )
    return (
        sa.select(sa.func.min(window.latest))
        .where(window.obligation_id == ObligationRow.id, window.latest < today, ~ends_the_run)
        .correlate(ObligationRow)
        .scalar_subquery()
    )
