"""Rows of a table in the DataStore are data too: withheld where the file is.

These stand before the DataStore's own rules, and only where that plugin is enabled.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model, plugins
from ckan.types import AuthResult, Context, DataDict

from ckanext.bacgiang.catalogue import withholding

Auth = Callable[[Context, DataDict], AuthResult]


def functions() -> dict[str, Callable[..., Any]]:
    """Return the rules by the name of the action they stand before."""
    if not plugins.plugin_loaded("datastore"):
        return {}
    return {
        "datastore_search": readable,
        "datastore_info": readable,
        "datastore_search_sql": all_readable,
    }


@tk.chained_auth_function
@tk.auth_allow_anonymous_access
def readable(next_auth: Auth, context: Context, data_dict: DataDict) -> AuthResult:
    """Allow what the DataStore allows, for those who may have the file."""
    resource = model.Resource.get(data_dict.get("resource_id") or data_dict.get("id"))
    if resource and not withholding.may_take(context, resource.package):
        return {"success": False, "msg": withholding.refusal(resource.package)}
    return next_auth(context, data_dict)


@tk.chained_auth_function
@tk.auth_allow_anonymous_access
def all_readable(next_auth: Auth, context: Context, data_dict: DataDict) -> AuthResult:
    """Allow a query in SQL where everything it reads is for the caller to have."""
    tables = context.get("table_names") or ()
    statement = sa.select(model.Resource).where(model.Resource.id.in_(list(tables)))
    for resource in model.Session.execute(statement).scalars():
        if not withholding.may_take(context, resource.package):
            return {"success": False, "msg": withholding.refusal(resource.package)}
    return next_auth(context, data_dict)
