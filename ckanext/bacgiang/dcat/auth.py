"""Who may read the catalogue as RDF: everybody; it holds nothing that is not public."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import AuthResult, Context, DataDict


@tk.auth_allow_anonymous_access
def bacgiang_dcat_catalog_show(context: Context, data_dict: DataDict | None) -> AuthResult:
    """Allow everybody to read the catalogue."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def bacgiang_dcat_entry_show(context: Context, data_dict: DataDict | None) -> AuthResult:
    """Allow everybody to read a public entry."""
    return {"success": True}
