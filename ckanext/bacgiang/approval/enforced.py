"""No road around the approval: CKAN's own actions on entries, asked before anything is written.

CKAN lets every editor make an entry public or private, and change what its approval rested on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import authz, model
from ckan.types import Context, DataDict

from ckanext.bacgiang.approval import people, record
from ckanext.bacgiang.approval.core.flow import State
from ckanext.bacgiang.catalogue.entry import EntryType
from ckanext.bacgiang.catalogue.visibility import is_private

Action = Callable[[Context, DataDict], Any]

DECIDED = ("data_class", "license_id", "endpoint_public", "owner_org")
"""Fields that the approval of an entry rested on: an editor leaves them as they are."""

OPENED = "public_document"
"""Field of a file that everyone may have although the data of the entry is not open."""


@tk.chained_action
def package_create(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Create the entry as CKAN does; only an administrator of its agency creates a public one.

    Raises ValidationError for others.
    """
    kind = data_dict.get("type") or EntryType.DATASET.value
    if kind in list(EntryType) and not _trusted(context):
        # CKAN does not believe the state of a new entry, unless a form has just begun it.
        drafted = context.get("allow_state_change") and data_dict.get("state", "active") != "active"
        public = not is_private(data_dict.get("private")) and not drafted
        if public and not _administers(context, data_dict.get("owner_org")):
            raise _send_it_first()
    return original(context, data_dict)


@tk.chained_action
def package_update(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Update the entry as CKAN does; only by a step does it become public or cease to be.

    Raises ValidationError where someone else than an administrator of the agency would do so, or
    would change what the approval of a published entry rested on, or where an entry that was
    taken down would return without being sent and approved.
    """
    stored = model.Package.get(str(data_dict.get("id") or data_dict.get("name") or ""))
    if stored and stored.type in list(EntryType) and not _trusted(context):
        _refuse_around(context, data_dict, stored)
    return original(context, data_dict)


@tk.chained_action
def package_delete(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Delete the entry as CKAN does; a published one only as an administrator of its agency.

    Raises NotAuthorized for others.
    """
    _refuse_published(context, data_dict)
    return original(context, data_dict)


@tk.chained_action
def package_owner_org_update(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Move the entry as CKAN does; a published one only as an administrator of its agency.

    Raises NotAuthorized for others.
    """
    _refuse_published(context, data_dict)
    return original(context, data_dict)


def _refuse_published(context: Context, data_dict: DataDict) -> None:
    stored = model.Package.get(str(data_dict.get("id") or ""))
    if stored is None or stored.type not in list(EntryType) or _trusted(context):
        return
    if record.is_public(stored) and not _administers(context, stored.owner_org):
        raise tk.NotAuthorized(_only_administrator())


def _refuse_around(context: Context, data_dict: DataDict, stored: model.Package) -> None:
    was, will = record.is_public(stored), _will_be_public(data_dict, stored)
    owner = data_dict.get("owner_org") or stored.owner_org
    may = _administers(context, stored.owner_org) and _administers(context, owner)
    if will and not was:
        if not may:
            raise _send_it_first()
        if record.state(stored) is State.TAKEN_DOWN:
            message = tk._("This entry was taken down: send it for approval again")
            raise tk.ValidationError({"private": [message]})
    if was and not may:
        if not will:
            raise tk.ValidationError({"private": [_only_administrator()]})
        changed = [name for name in DECIDED if _changes(data_dict, stored, name)]
        if _opens_a_file(data_dict, stored):
            changed.append("resources")
        if changed:
            raise tk.ValidationError({name: [_only_administrator()] for name in changed})


def _trusted(context: Context) -> bool:
    """Return whether the portal itself or a system administrator is at work."""
    return bool(context.get("ignore_auth")) or authz.is_sysadmin(context.get("user") or "")


def _administers(context: Context, organization: Any) -> bool:
    group = model.Group.get(str(organization)) if organization else None
    return people.administers(context.get("user") or "", group.id if group else None)


def _will_be_public(data_dict: DataDict, stored: model.Package) -> bool:
    private = data_dict.get("private")
    private = stored.private if private is None else is_private(private)
    state = data_dict.get("state") or stored.state
    return state == model.State.ACTIVE and not private


def _changes(data_dict: DataDict, stored: model.Package, name: str) -> bool:
    """Return whether the update changes the field; what is not sent CKAN empties, but the owner."""
    given = data_dict.get(name)
    if name == "owner_org":
        group = model.Group.get(str(given)) if given else None
        return given is not None and (group.id if group else given) != stored.owner_org
    kept = stored.license_id if name == "license_id" else (stored.extras or {}).get(name)
    return str(given or "") != str(kept or "")


def _opens_a_file(data_dict: DataDict, stored: model.Package) -> bool:
    """Return whether a file becomes a document for everyone that was none."""
    open_already = {
        file.id for file in stored.resources if (file.extras or {}).get(OPENED) == "true"
    }
    return any(
        str(file.get(OPENED) or "").lower() == "true" and file.get("id") not in open_already
        for file in data_dict.get("resources") or []
    )


def _send_it_first() -> tk.ValidationError:
    message = tk._(
        "Only an administrator of the agency publishes: save the entry as private and send it for"
        " approval"
    )
    return tk.ValidationError({"private": [message]})


def _only_administrator() -> str:
    return str(tk._("Of a published entry only an administrator of the agency may change this"))
