"""CKAN's own write actions, with the day of first publication kept by the portal.

``issued`` is the first moment an entry is public with at least one resource (Regulation of
Decision 47/2022 Art. 13.2: "kể từ thời điểm công bố"). It is set once and never moves, whatever
a caller sends; only a sysadmin may bring an earlier day along when a catalogue is imported.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any


import ckan.plugins.toolkit as tk
from ckan import authz, model
from ckan.types import Context, DataDict

from ckanext.bacgiang import clock
from ckanext.bacgiang.catalogue.entry import EntryType, State

Action = Callable[[Context, DataDict], Any]


@tk.chained_action
def package_create(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Create the entry as CKAN does, with its day of first publication."""
    return original(context, _with_issued(context, data_dict, None))


@tk.chained_action
def package_update(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Update the entry as CKAN does, with its day of first publication."""
    stored = model.Package.get(data_dict.get("id") or data_dict.get("name"))
    return original(context, _with_issued(context, data_dict, stored))


def _with_issued(
    context: Context, data_dict: DataDict, stored: model.Package | None
) -> DataDict:
    kind = data_dict.get("type") or (stored.type if stored else EntryType.DATASET.value)
    if kind != EntryType.DATASET.value:
        return data_dict
    issued = (stored.extras or {}).get("issued", "") if stored else ""
    if not issued and _will_be_public(data_dict, stored):
        issued = _imported(context, data_dict.get("issued")) or clock.today().isoformat()
    return dict(data_dict, issued=issued)


def _will_be_public(data_dict: DataDict, stored: model.Package | None) -> bool:
    if tk.asbool(data_dict.get("private") or False):
        return False
    state = data_dict.get("state") or (stored.state if stored else State.ACTIVE.value)
    if "resources" in data_dict:
        resources = data_dict["resources"]
    else:
        resources = stored.resources if stored else []
    return state == State.ACTIVE.value and bool(resources)


def _imported(context: Context, given: Any) -> str:
    """Return the day a sysadmin brings along, or nothing; a day to come is no publication."""
    trusted = context.get("ignore_auth") or authz.is_sysadmin(context.get("user") or "")
    if not (given and trusted):
        return ""
    try:
        day = date.fromisoformat(str(given)[:10])
    except ValueError:
        return ""
    return day.isoformat() if day <= clock.today() else ""
