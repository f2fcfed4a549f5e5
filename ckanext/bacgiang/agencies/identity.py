"""Who an agency is: its name, identifier, kind and place are for system administrators to change.

The portal counts, addresses and trusts agencies by them. What an administrator of the agency keeps
up are its title, description, contact and the like.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context, DataDict

from ckanext.bacgiang.catalogue.trust import may_write_system_fields

Action = Callable[[Context, DataDict], Any]

COLUMNS = ("name", "state")
EXTRAS = ("identifier", "parent", "kind")
IDENTITY = (*COLUMNS, *EXTRAS, "is_organization", "groups")
"""What only a system administrator changes; ``groups`` are CKAN's own parents of an agency."""


def keep(context: Context, data_dict: DataDict) -> None:
    """Put the agency's identity into what is to be saved of it, in place, where it was left out.

    Raises ValidationError, at each field, where someone other than the portal itself or a system
    administrator would change it; NotAuthorized where they may not change the agency at all.
    """
    group = model.Group.get(str(data_dict.get("id") or data_dict.get("name") or ""))
    if group is None or may_write_system_fields(context):
        return
    tk.check_access("organization_update", tk.fresh_context(context), {"id": group.id})
    stored = {name: getattr(group, name) for name in COLUMNS}
    stored |= {name: (group.extras or {}).get(name) or "" for name in EXTRAS}
    changed = [name for name in stored if name in data_dict and _differs(data_dict, name, stored)]
    if "is_organization" in data_dict and not _is_yes(data_dict["is_organization"]):
        changed.append("is_organization")
    if _names(data_dict.get("groups")) - {parent.name for parent in group.get_parent_groups()}:
        changed.append("groups")
    extras = data_dict.get("extras") or []
    changed += [
        row["key"] for row in extras if isinstance(row, dict) and row.get("key") in IDENTITY
    ]
    if changed:
        message = tk._("Only system administrators change this of an agency")
        raise tk.ValidationError({name: [message] for name in changed})
    data_dict.pop("packages", None)  # no one's list: it only told which entries there are
    data_dict.update({name: value for name, value in stored.items() if value})


def _differs(data_dict: DataDict, name: str, stored: dict[str, Any]) -> bool:
    given = data_dict[name]
    return str("" if given is None else given).strip() != str(stored[name] or "")


def _is_yes(value: Any) -> bool:
    return value is True or str(value).strip().lower() in ("true", "1")


def _names(groups: Any) -> set[str]:
    rows = groups if isinstance(groups, list) else []
    return {str(row.get("name") or row.get("id") or "") for row in rows if isinstance(row, dict)}


@tk.chained_action
def group_update(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Update the group as CKAN does; an agency is no group, and entries have an action of theirs.

    Raises ObjectNotFound for an agency and ValidationError for a list of entries from others than
    the portal itself and system administrators.
    """
    if not may_write_system_fields(context):
        group = model.Group.get(str(data_dict.get("id") or data_dict.get("name") or ""))
        if group is not None and group.is_organization:
            raise tk.ObjectNotFound(tk._("Group not found"))
        if data_dict.get("packages"):
            message = tk._("Put entries into a group one by one")
            raise tk.ValidationError({"packages": [message]})
    return original(context, data_dict)


def bacgiang_is_fixed(entity_type: str, field_name: str, data: dict[str, Any]) -> bool:
    """Return whether a form shows the field without letting the person change it."""
    if entity_type != "organization" or field_name not in IDENTITY or not data.get("id"):
        return False
    return not may_write_system_fields(Context(user=tk.current_user.name))
