"""An agency that has ended takes no new entry unseen: whoever chooses it is asked.

The law keeps old data with the body that made it, so it is not refused; but an official who picks
the line above or below in a list should know.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.bacgiang import clock
from ckanext.bacgiang.catalogue import lookup, records, stored
from ckanext.bacgiang.catalogue.search.core.tree import has_ended

CONFIRMED = "bacgiang_ended_agency"
"""Name in what is sent that says "true": the agency was chosen knowing that it has ended."""


@dataclass(frozen=True, slots=True)
class Ended:
    """An agency that has ended: its title, its last day as it is written, who took over."""

    title: str
    last_day: str
    successors: tuple[str, ...]

    @property
    def question(self) -> str:
        """What to ask whoever chooses the agency, in the language of the page."""
        known = {"agency": self.title, "day": self.last_day, "heirs": "; ".join(self.successors)}
        if self.successors:
            message = tk._("{agency} ended on {day}; now: {heirs}. Choose that one, or confirm")
        else:
            message = tk._("{agency} ended on {day}. Choose another one, or confirm")
        return str(message.format(**known))


def ended(reference: Any) -> Ended | None:
    """Return what is known of the agency with this id or name, None unless it has ended."""
    group = model.Group.get(str(reference)) if reference else None
    if group is None:
        return None
    agency = records.agency(group)
    if agency.valid_to is None or not has_ended(agency, clock.today()):
        return None
    names = stored.split(agency.successor)
    titles = lookup.agency_titles(names)
    heirs = tuple(titles.get(name, name) for name in names)
    return Ended(agency.title, tk.h.bacgiang_date(agency.valid_to.isoformat()), heirs)
