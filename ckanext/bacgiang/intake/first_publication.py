"""The day of first publication: set once, and never moved by whatever a caller sends.

``issued`` is the first moment a dataset is public with at least one resource (Regulation of
Decision 47/2022 Art. 13.2: "kể từ thời điểm công bố"), ``info_published`` that of a service
(Decree 47/2020 Art. 25.1). Only a sysadmin may bring an earlier day along when a catalogue is
imported.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from ckan import model
from ckan.types import Context, DataDict

from ckanext.bacgiang import clock
from ckanext.bacgiang.catalogue.entry import EntryType, State
from ckanext.bacgiang.catalogue.trust import may_write_system_fields
from ckanext.bacgiang.catalogue.visibility import is_private

FIRST_PUBLIC = {EntryType.DATASET.value: "issued", EntryType.SERVICE.value: "info_published"}
"""The field of each type that holds the day of first publication."""


def dated(context: Context, data_dict: DataDict, stored: model.Package | None) -> DataDict:
    """Return what is about to be saved with its day of first publication, if it has one by then.

    ``stored`` is the entry as it stands, None for a new one.
    """
    kind = data_dict.get("type") or (stored.type if stored else EntryType.DATASET.value)
    name = FIRST_PUBLIC.get(kind)
    if name is None:
        return data_dict
    day = (stored.extras or {}).get(name, "") if stored else ""
    needs_data = kind == EntryType.DATASET.value
    if not day and _will_be_public(data_dict, stored, needs_data=needs_data):
        day = _imported(context, data_dict.get(name)) or clock.today().isoformat()
    return dict(data_dict, **{name: day})


def _will_be_public(data_dict: DataDict, stored: model.Package | None, *, needs_data: bool) -> bool:
    if is_private(data_dict.get("private")):
        return False
    state = data_dict.get("state") or (stored.state if stored else State.ACTIVE.value)
    if "resources" in data_dict:
        resources = data_dict["resources"]
    else:
        resources = stored.resources if stored else []
    return state == State.ACTIVE.value and (bool(resources) or not needs_data)


def _imported(context: Context, given: Any) -> str:
    """Return the day a sysadmin brings along, or nothing; a day to come is no publication."""
    if not given or not may_write_system_fields(context):
        return ""
    try:
        day = date.fromisoformat(str(given)[:10])
    except ValueError:
        return ""
    return day.isoformat() if day <= clock.today() else ""
