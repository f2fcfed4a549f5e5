"""Who may run the check, see a verdict, see an agency's list, and bring earlier events."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan import authz, model
from ckan.types import AuthResult, Context, DataDict


def bacgiang_cadence_check(context: Context, data_dict: DataDict) -> AuthResult:
    """Leave the check to system administrators."""
    return _refused()


def bacgiang_cadence_evidence_import(context: Context, data_dict: DataDict) -> AuthResult:
    """Leave events of an earlier record to system administrators: they decide verdicts."""
    return _refused()


def bacgiang_cadence_summary(context: Context, data_dict: DataDict) -> AuthResult:
    """Leave the comparison of all agencies to system administrators."""
    return _refused()


@tk.auth_allow_anonymous_access
def bacgiang_cadence_show(context: Context, data_dict: DataDict) -> AuthResult:
    """Let whoever may see the dataset see its verdict; of a purged one, nobody below the top."""
    try:
        tk.check_access("package_show", context, {"id": data_dict.get("id")})
    except tk.ObjectNotFound:
        return _refused()
    except tk.NotAuthorized as error:
        return {"success": False, "msg": str(error)}
    return {"success": True}


def bacgiang_cadence_list(context: Context, data_dict: DataDict) -> AuthResult:
    """Let members of an agency see its list; the list of all agencies is for the top alone."""
    organization = model.Group.get(data_dict.get("organization") or "")
    if organization is None or not organization.is_organization:
        return _refused()
    user = context.get("user") or ""
    if authz.has_user_permission_for_group_or_org(organization.id, user, "read"):
        return {"success": True}
    return {"success": False, "msg": tk._("Only members of the agency may see this")}


def _refused() -> AuthResult:
    return {"success": False, "msg": tk._("Only system administrators may do this")}
