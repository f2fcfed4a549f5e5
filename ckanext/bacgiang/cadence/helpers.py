"""Template helpers of the cadence."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.bacgiang.cadence import wording
from ckanext.bacgiang.cadence.core.verdict import State
from ckanext.bacgiang.cadence.overview import URGENCY
from ckanext.bacgiang.law.terms import LEGAL_ZONE


def bacgiang_cadence_verdict(pkg: dict[str, Any]) -> dict[str, Any] | None:
    """Return the verdict on the dataset of the page, None where the reader may not see it."""
    try:
        return tk.get_action("bacgiang_cadence_show")({}, {"id": pkg["id"]})
    except (tk.NotAuthorized, tk.ObjectNotFound):
        return None


def bacgiang_cadence_states() -> list[dict[str, str]]:
    """Return the states as value and label, the most urgent first."""
    return [{"value": str(state), "label": wording.state_label(state)} for state in URGENCY]


def bacgiang_cadence_state_label(value: str) -> str:
    """Return the name of a state."""
    return wording.state_label(State(value))


def bacgiang_cadence_day(iso: str | None) -> str:
    """Return an ISO day as Vietnam writes it: 31/12/2025; nothing for none."""
    return "/".join(reversed(iso[:10].split("-"))) if iso else ""


def bacgiang_cadence_moment(iso: str) -> str:
    """Return an ISO instant as Vietnam writes it, in the law's zone: 31/12/2025 08:30."""
    return f"{datetime.fromisoformat(iso).astimezone(LEGAL_ZONE):%d/%m/%Y %H:%M}"
