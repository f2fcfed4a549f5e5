"""No road around the approval: every save of an entry is asked, before anything is written.

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
from ckanext.bacgiang.catalogue.fields import schema
from ckanext.bacgiang.intake.changes import Change
from ckanext.bacgiang.intake.locking import locked

Action = Callable[[Context, DataDict], Any]

DECIDED = ("data_class", "license_id", "endpoint_public", "owner_org")
"""Fields that the approval of an entry rested on: an editor leaves them as they are."""

OPENED = "public_document"
"""Field of a file that everyone may have although the data of the entry is not open."""


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


def refused(context: Context, change: Change) -> dict[str, list[str]]:
    """Return why the save goes around the approval, as CKAN's errors by field.

    Only a step makes an entry public or takes it back, unless an administrator of its agency saves
    it; of a published entry an editor leaves what its approval rested on. What was taken down
    returns by the steps alone.
    """
    if _trusted(context):
        return {}
    stored = change.stored
    may = _administers(context, change.owner_org) and (
        stored is None or _administers(context, stored.owner_org)
    )
    if change.will_be_public and not change.was_public:
        if not may:
            return {"private": [_send_it_first()]}
        if stored is not None and record.state(stored) is State.TAKEN_DOWN:
            return {"private": [tk._("This entry was taken down: send it for approval again")]}
    if stored is None or not change.was_public or may:
        return {}
    if not change.will_be_public:
        return {"private": [_only_administrator()]}
    return {name: [_only_administrator()] for name in _changed(change, stored)}


def _refuse_published(context: Context, data_dict: DataDict) -> None:
    stored = locked(data_dict.get("id"))
    if stored is None or stored.type not in list(EntryType) or _trusted(context):
        return
    if record.is_public(stored) and not _administers(context, stored.owner_org):
        raise tk.NotAuthorized(_only_administrator())


def _trusted(context: Context) -> bool:
    """Return whether the portal itself or a system administrator is at work."""
    return bool(context.get("ignore_auth")) or authz.is_sysadmin(context.get("user") or "")


def _administers(context: Context, organization: str | None) -> bool:
    return people.administers(context.get("user") or "", organization)


def _changed(change: Change, stored: model.Package) -> list[str]:
    """Return what the approval rested on and the save would change, by field."""
    kept = {
        **(stored.extras or {}),
        "license_id": stored.license_id,
        "owner_org": stored.owner_org,
    }
    will = {**change.values, "owner_org": change.owner_org}
    own = {field.name for field in schema(stored.type).fields}
    changed = [
        name
        for name in DECIDED
        if name in own and str(will.get(name) or "") != str(kept.get(name) or "")
    ]
    return [*changed, "resources"] if _opens_a_file(change, stored) else changed


def _opens_a_file(change: Change, stored: model.Package) -> bool:
    """Return whether a file becomes a document for everyone that was none."""
    open_already = {
        file.id for file in stored.resources if (file.extras or {}).get(OPENED) == "true"
    }
    return any(
        file.get(OPENED) == "true" and file.get("id") not in open_already for file in change.files
    )


def _send_it_first() -> str:
    return str(
        tk._(
            "Only an administrator of the agency publishes: save the entry as private and send it"
            " for approval"
        )
    )


def _only_administrator() -> str:
    return str(tk._("Of a published entry only an administrator of the agency may change this"))
