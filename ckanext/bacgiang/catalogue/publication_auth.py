"""Who may ask what an entry lacks."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import AuthResult, Context, DataDict


def bacgiang_publication_missing(context: Context, data_dict: DataDict) -> AuthResult:
    """Whoever may edit the entry."""
    tk.check_access("package_update", context, {"id": data_dict["id"]})
    return {"success": True}
