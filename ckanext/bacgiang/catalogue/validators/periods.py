"""Rules between days, and between the days of the data and the areas it covers."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.bacgiang import clock
from ckanext.bacgiang.catalogue.flat import Errors, Flat, add_error, value_at
from ckanext.bacgiang.catalogue.period import Period, exists_in, in_order
from ckanext.bacgiang.catalogue.rows import numbered
from ckanext.bacgiang.catalogue.stored import values
from ckanext.bacgiang.intake.unchanged import is_stored, stored_text
from ckanext.bacgiang.vocabularies.units import successors, unit

PAIRS = (
    ("temporal_start", "temporal_end"),
    ("valid_from", "valid_to"),
    ("service_start", "terminated"),
)
"""Fields of which the first may not lie after the second."""

NOT_AHEAD = ("modified", "list_date", "checklist_date", "decision_date", "exploitation_rules_date")
"""Days of what has already happened: they cannot lie ahead."""

EARLIEST = "1945-09-02"
"""The Republic was proclaimed on this day: no agency of it issued, checked or changed anything
before. What data speaks of may be older, and an agency too."""

NOT_BEFORE = frozenset(
    {
        *NOT_AHEAD,
        "announced",
        "ended",
        "expected",
        "info_published",
        "issued",
        "last_reviewed",
        "next_review",
        "result_day",
        "service_start",
        "starts",
        "terminated",
    }
)
"""Days of acts of agencies: a day before :data:`EARLIEST` is a slip of the hand."""


def bacgiang_dates_in_order(key: Any, data: Flat, errors: Errors, context: Any) -> None:
    """Refuse an end before its start, a day to come for what has happened, a year of long ago."""
    today = clock.today().isoformat()
    numbers = {at[1] for at in data if at[0] == "resources" and len(at) > 2}
    for near in [(), *(("resources", number) for number in sorted(numbers))]:
        for start, end in PAIRS:
            _in_order(data, errors, (*near, start), (*near, end))
        for name in NOT_AHEAD:
            if value_at(data, *near, name) > today and not errors.get((*near, name)):
                add_error(errors, (*near, name), tk._("This day is still to come"))
    _not_too_early(data, errors, context)
    for number in numbered(data, "suspensions"):
        for end in ("expected", "ended"):
            row = ("suspensions", number)
            _in_order(data, errors, (*row, "starts"), (*row, end))


def _not_too_early(data: Flat, errors: Errors, context: Any) -> None:
    for at in [at for at in data if at[-1] in NOT_BEFORE]:
        value = value_at(data, *at)
        if not value or value >= EARLIEST or errors.get(at) or is_stored(context, data, at):
            continue
        message = tk._("Is the year right? Nothing before {day} is taken here")
        add_error(errors, at, message.format(day=tk.h.bacgiang_date(EARLIEST)))


def _in_order(data: Flat, errors: Errors, start: tuple[Any, ...], end: tuple[Any, ...]) -> None:
    if errors.get(start) or errors.get(end):
        return
    if not in_order(value_at(data, *start), value_at(data, *end)):
        add_error(errors, end, tk._("The end lies before the start"))


def bacgiang_units_of_their_time(key: Any, data: Flat, errors: Errors, context: Any) -> None:
    """Refuse an administrative unit that did not exist in the period of the data.

    The units of 1 July 2025 took the place of those before (Resolution 202/2025/QH15). Data
    without a period claims nothing about when. A stored unit with the stored period passes.
    """
    at = ("spatial_unit",)
    period = Period(value_at(data, "temporal_start"), value_at(data, "temporal_end"))
    if errors.get(at) or not (period.start or period.end):
        return
    same_period = all(
        value_at(data, name) == stored_text(context, name)
        for name in ("temporal_start", "temporal_end")
    )
    for value in values(data.get(at)):
        found = unit(value)
        if found is None or exists_in(found, period):
            continue
        if same_period and is_stored(context, data, at, value):
            continue
        heirs = ", ".join(heir.name for heir in successors(value)[:5])
        message = tk._("{unit} did not exist in the period of the data")
        if heirs:
            message = tk._("{unit} no longer existed in the period of the data; now: {heirs}")
        add_error(errors, at, message.format(unit=found.full_name, heirs=heirs))
