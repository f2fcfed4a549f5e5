"""Who may put what into an agency or a group, invite people, and change a file's views."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import authz, model
from ckan.types import AuthResult, Context, DataDict

from ckanext.bacgiang.access.entries import labels_of
from ckanext.bacgiang.access.links import readable_names

INVITE = "ckanext.bacgiang.access.administrators_invite"

Next = Callable[[Context, DataDict], AuthResult]
Action = Callable[[Context, DataDict], Any]


def actions() -> dict[str, Action]:
    """Return the chained actions by name."""
    return {"member_create": _of_readable("create"), "member_delete": _of_readable("delete")}


def auth_functions() -> dict[str, Any]:
    """Return the chained authorisation functions by name."""
    return {
        "user_invite": user_invite,
        "member_create": member_create,
        "member_delete": member_delete,
        "resource_view_update": resource_view_update,
    }


def _of_readable(what: str) -> Action:
    def changed(original: Action, context: Context, data_dict: DataDict) -> Any:
        """Change a membership as CKAN does; of an entry one may not read it says: not found."""
        if data_dict.get("object_type") == "package":
            reference = str(data_dict.get("object") or "")
            if not readable_names([reference], labels_of(context)):
                raise tk.ObjectNotFound(tk._("Package was not found."))
        return original(context, data_dict)

    changed.__name__ = f"member_{what}"
    action: Action = tk.chained_action(changed)
    return action


@tk.chained_auth_function
def user_invite(following: Next, context: Context, data_dict: DataDict) -> AuthResult:
    """An administrator, into their own agency, where the operator lets administrators invite."""
    group = model.Group.get(str(data_dict.get("group_id") or ""))
    if not tk.config[INVITE]:
        return _no(tk._("Accounts are opened by the system administrators"))
    if group is None or not group.is_organization or group.state != model.State.ACTIVE:
        return _no(tk._("People are invited into an agency alone"))
    return following(context, data_dict)


@tk.chained_auth_function
def member_create(following: Next, context: Context, data_dict: DataDict) -> AuthResult:
    """Whoever may change the group, for people; for an entry also whoever may change the entry.

    An agency holds its entries by ``owner_org`` alone; agencies and groups are put below each
    other by system administrators.
    """
    return _member(following, context, data_dict)


@tk.chained_auth_function
def member_delete(following: Next, context: Context, data_dict: DataDict) -> AuthResult:
    """As :func:`member_create`."""
    return _member(following, context, data_dict)


def _member(following: Next, context: Context, data_dict: DataDict) -> AuthResult:
    kind = str(data_dict.get("object_type") or "")
    if kind == "user":
        return following(context, data_dict)
    group = model.Group.get(str(data_dict.get("id") or ""))
    entry = model.Package.get(str(data_dict.get("object") or "")) if kind == "package" else None
    if group is None or group.is_organization or entry is None or not _may_change(context, entry):
        return _no(tk._("Only an entry of your own agency can be put into a group or taken out"))
    return following(context, data_dict)


def _may_change(context: Context, entry: model.Package) -> bool:
    asked = Context(model=model, user=context.get("user") or "")
    return bool(authz.is_authorized_boolean("package_update", asked, {"id": entry.id}))


@tk.chained_auth_function
def resource_view_update(following: Next, context: Context, data_dict: DataDict) -> AuthResult:
    """Whoever may change the file that has the view; a view does not move to another file.

    CKAN asks for the file that the caller names.
    """
    view = model.ResourceView.get(str(data_dict.get("id") or ""))
    if view is None:
        raise tk.ObjectNotFound(tk._("Resource view was not found."))
    named = data_dict.get("resource_id")
    if named not in (None, "", view.resource_id):
        return _no(tk._("A view stays with its file"))
    return following(context, {**data_dict, "resource_id": view.resource_id})


def _no(message: Any) -> AuthResult:
    return {"success": False, "msg": str(message)}
