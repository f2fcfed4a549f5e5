"""Who may ask what of the search."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import AuthResult, Context, DataDict


@tk.auth_allow_anonymous_access
def bacgiang_search_suggest(context: Context, data_dict: DataDict) -> AuthResult:
    """Anyone who may search gets suggestions; they hold public entries alone."""
    tk.check_access("package_search", context, data_dict)
    return {"success": True}


@tk.auth_allow_anonymous_access
def bacgiang_agency_tree(context: Context, data_dict: DataDict) -> AuthResult:
    """Anyone who may list agencies sees how they stand; the numbers are of public entries."""
    tk.check_access("organization_list", context, {})
    return {"success": True}


def bacgiang_search_status(context: Context, data_dict: DataDict) -> AuthResult:
    """Only system administrators see the state of the index."""
    return {"success": False}


def bacgiang_search_compare(context: Context, data_dict: DataDict) -> AuthResult:
    """Only system administrators have the index compared and mended."""
    return {"success": False}
