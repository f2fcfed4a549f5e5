"""Changes of an account that its owner alone may make, and what they end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import authz, model
from ckan.types import Context, DataDict

from ckanext.bacgiang.access import sessions

Action = Callable[[Context, DataDict], Any]

_PRIVATE = ("email", "password", "password1")


@tk.chained_action
def user_update(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Update the account as CKAN does; a new e-mail address or password asks for the present one.

    Raises ValidationError with ``old_password``. The portal itself, a sysadmin and whoever follows
    the link of a reset are not asked.
    """
    user = model.User.get(str(data_dict.get("id") or data_dict.get("name") or ""))
    if user and _must_prove(context, data_dict, user):
        tk.check_access("user_update", context, data_dict)
        given = data_dict.get("old_password")
        if not isinstance(given, str) or not user.validate_password(given):
            raise tk.ValidationError({"old_password": [tk._("Enter your present password")]})
    return original(context, data_dict)


@tk.chained_action
def user_delete(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Delete the account as CKAN does, and end its sessions."""
    user = model.User.get(str(data_dict.get("id") or ""))
    answer = original(context, data_dict)
    if user:
        sessions.end_all(user.id)
    return answer


@tk.chained_action
@tk.side_effect_free
def status_show(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Return CKAN's status; which plugins run is for system administrators."""
    status = dict(original(context, data_dict))
    if not authz.is_sysadmin(context.get("user") or ""):
        for name in ("extensions", "ckan_version", "error_emails_to"):
            status.pop(name, None)
    return status


def _must_prove(context: Context, data_dict: DataDict, user: model.User) -> bool:
    if context.get("ignore_auth") or context.get("reset_password"):
        return False
    if authz.is_sysadmin(context.get("user") or "") or user.state == model.State.PENDING:
        return False
    email = data_dict.get("email")
    changed = email is not None and str(email).strip().lower() != (user.email or "").lower()
    return changed or any(data_dict.get(name) for name in _PRIVATE[1:])
