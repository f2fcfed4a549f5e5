"""What the actions take."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Schema, Validator, ValidatorFactory

from ckanext.bacgiang import clock
from ckanext.bacgiang.cadence.core.verdict import State
from ckanext.bacgiang.catalogue import stored
from ckanext.bacgiang.law.terms import add_months

PAGE = 50
"""Datasets on a page where the caller names no number."""

LONGEST_PAGE = 200

YEARS_BACK, YEARS_AHEAD = 10, 2
"""How far from today a verdict may be asked for."""


@tk.validator_args
def check(ignore_empty: Validator, bacgiang_date: Validator) -> Schema:
    """Return the schema of ``bacgiang_cadence_check``: ``as_of``, a day."""
    return {"as_of": [ignore_empty, bacgiang_date, _within_reach]}


@tk.validator_args
def show(
    not_empty: Validator, unicode_safe: Validator, ignore_empty: Validator, bacgiang_date: Validator
) -> Schema:
    """Return the schema of ``bacgiang_cadence_show``: ``id`` (or name), ``as_of``."""
    return {"id": [not_empty, unicode_safe], "as_of": [ignore_empty, bacgiang_date, _within_reach]}


@tk.validator_args
def page(
    ignore_empty: Validator,
    unicode_safe: Validator,
    default: ValidatorFactory,
    natural_number_validator: Validator,
    one_of: ValidatorFactory,
) -> Schema:
    """Return the schema of ``bacgiang_cadence_list``.

    ``organization`` (id or name), ``state``, ``limit`` (at most ``LONGEST_PAGE``), ``offset``.
    """
    whole: Any = natural_number_validator
    return {
        "organization": [ignore_empty, unicode_safe],
        "state": [ignore_empty, one_of([str(state) for state in State])],
        "limit": [default(PAGE), whole, _at_most(LONGEST_PAGE)],
        "offset": [default(0), whole],
    }


def _at_most(largest: int) -> Validator:
    def within(value: int) -> int:
        return min(value, largest)

    return within


def _within_reach(value: str) -> str:
    """Refuse a day about which nothing could be said, or only at the cost of an endless answer.

    What is no day has been refused before; CKAN goes on to the next validator all the same.
    """
    if stored.day(value) is None:
        return value
    today = clock.today()
    first, last = add_months(today, -12 * YEARS_BACK), add_months(today, 12 * YEARS_AHEAD)
    if not first.isoformat() <= value <= last.isoformat():
        message = tk._("Ask for a day from {first} to {last}")
        raise tk.Invalid(message.format(first=f"{first:%d/%m/%Y}", last=f"{last:%d/%m/%Y}"))
    return value
