"""Who may see and change what goes to other portals: system administrators alone."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import AuthResult, Context, DataDict


def bacgiang_push_plan(context: Context, data_dict: DataDict) -> AuthResult:
    """Leave the plan to system administrators: it names closed datasets."""
    return _refused()


def bacgiang_push_apply(context: Context, data_dict: DataDict) -> AuthResult:
    """Leave runs to system administrators."""
    return _refused()


def bacgiang_push_status(context: Context, data_dict: DataDict) -> AuthResult:
    """Leave the ledger to system administrators: it names closed datasets."""
    return _refused()


def _refused() -> AuthResult:
    return {"success": False, "msg": tk._("Only system administrators may do this")}
