"""The lead agency: named once in the settings, known by its id from then on.

A setting can only hold a name, and a name can pass to another: the agency is renamed, and a group
or another agency takes the name that became free. So the id that stood behind the name when it was
first asked is kept, and the name is not looked up again until the setting itself changes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects.postgresql import insert

from ckanext.bacgiang.catalogue.entry import State

KEY = "ckanext.bacgiang.agencies.lead"
"""Row of CKAN's table of system information that holds the setting and the id behind it."""


@dataclass(frozen=True, slots=True)
class LeadAgency:
    """What the setting says and the agency kept for it; ``id`` is empty where none stands."""

    setting: str
    id: str
    kept: str


def lead_agency(setting: str | None) -> LeadAgency:
    """Return the lead agency that the setting (a name or an id) stands for.

    ``id`` is that of an active organisation or empty. ``kept`` is the id first found behind the
    setting, whatever has become of it.
    """
    setting = (setting or "").strip()
    if not setting:
        return LeadAgency("", "", "")
    kept = _kept(setting) or _keep(setting)
    return LeadAgency(setting, kept if _organization(model.Group.id == kept) else "", kept)


def _kept(setting: str) -> str:
    table = model.SystemInfo.__table__
    found = model.Session.execute(sa.select(table.c.value).where(table.c.key == KEY)).scalar()
    try:
        said = json.loads(found or "{}")
    except ValueError:
        return ""
    return str(said.get("id") or "") if said.get("setting") == setting else ""


def _keep(setting: str) -> str:
    """Find the agency behind the setting and keep its id, in a transaction of its own.

    Of two requests that do so at the same moment both find the same agency.
    """
    group = model.Group
    found = _organization(group.id == setting) or _organization(group.name == setting)
    if not found:
        return ""
    table = model.SystemInfo.__table__
    value = json.dumps({"setting": setting, "id": found})
    statement = insert(table).values(key=KEY, value=value, state=State.ACTIVE.value)
    changed = statement.on_conflict_do_update(index_elements=["key"], set_={"value": value})
    with model.meta.engine.begin() as connection:
        connection.execute(changed)
    return found


def _organization(which: sa.ColumnElement[bool]) -> str:
    """Return the id of the active organisation, empty where there is none."""
    group = model.Group
    statement = sa.select(group.id).where(
        which, group.is_organization.is_(True), group.state == State.ACTIVE.value
    )
    return model.Session.execute(statement).scalar() or ""
