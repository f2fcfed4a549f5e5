"""Who may see rows of a file."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import AuthResult, Context, DataDict

from ckanext.bacgiang.catalogue import withholding


@tk.auth_allow_anonymous_access
def bacgiang_preview_rows(context: Context, data_dict: DataDict) -> AuthResult:
    """Whoever may see the entry and take the file: rows of it are data too."""
    tk.check_access("resource_show", context, {"id": data_dict["id"]})
    resource = model.Resource.get(data_dict["id"])
    if resource and resource.package.state == model.State.DELETED:
        return {"success": False, "msg": tk._("Resource not found")}
    if resource is None or withholding.may_take(context, resource.package):
        return {"success": True}
    if withholding.is_public_file(resource):
        return {"success": True}
    return {"success": False, "msg": withholding.refusal(resource.package)}
