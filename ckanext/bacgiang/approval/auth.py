"""Who may take which step, and see the record."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import AuthResult, Context, DataDict

from ckanext.bacgiang.approval import people
from ckanext.bacgiang.approval.core.flow import RULES, Act, Role


def bacgiang_approval_submit(context: Context, data_dict: DataDict) -> AuthResult:
    """Whoever prepares the entry."""
    return _step(context, data_dict, Act.SUBMIT)


def bacgiang_approval_recall(context: Context, data_dict: DataDict) -> AuthResult:
    """Whoever prepares the entry."""
    return _step(context, data_dict, Act.RECALL)


def bacgiang_approval_approve(context: Context, data_dict: DataDict) -> AuthResult:
    """An administrator of the agency."""
    return _step(context, data_dict, Act.APPROVE)


def bacgiang_approval_return(context: Context, data_dict: DataDict) -> AuthResult:
    """An administrator of the agency."""
    return _step(context, data_dict, Act.RETURN)


def bacgiang_approval_take_down(context: Context, data_dict: DataDict) -> AuthResult:
    """An administrator of the agency, or of the lead agency."""
    return _step(context, data_dict, Act.TAKE_DOWN)


def bacgiang_approval_show(context: Context, data_dict: DataDict) -> AuthResult:
    """Whoever may take any step of the entry; the public does not see the record."""
    return _any_of(context, data_dict, frozenset(Role))


def bacgiang_approval_pending(context: Context, data_dict: DataDict) -> AuthResult:
    """Anyone signed in; each is shown what waits for them alone."""
    return {"success": True}


def bacgiang_approval_mail(context: Context, data_dict: DataDict) -> AuthResult:
    """Only system administrators send letters again."""
    return {"success": False, "msg": tk._("Only system administrators may do this")}


def _step(context: Context, data_dict: DataDict, act: Act) -> AuthResult:
    return _any_of(context, data_dict, RULES[act].roles)


def _any_of(context: Context, data_dict: DataDict, wanted: frozenset[Role]) -> AuthResult:
    package = model.Package.get(str(data_dict.get("id") or ""))
    if package is None:
        raise tk.ObjectNotFound(tk._("Dataset not found"))
    if people.roles(context.get("user") or "", package) & wanted:
        return {"success": True}
    return {"success": False, "msg": tk._("This step is not for you to take")}
