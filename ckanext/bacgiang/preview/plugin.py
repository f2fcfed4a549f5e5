"""Plugin ``bacgiang_preview``: the first rows of a stored table on the page of the file."""

from __future__ import annotations

from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.types import Context, DataDict

from ckanext.bacgiang.preview import actions, auth


@tk.blanket.actions(lambda: {"bacgiang_preview_rows": actions.bacgiang_preview_rows})
@tk.blanket.auth_functions(auth)
class PreviewPlugin(p.SingletonPlugin):
    """A view of files made by the server: it needs no JavaScript and no copy of the data."""

    p.implements(p.IResourceView, inherit=True)

    def info(self) -> dict[str, Any]:
        """Return what CKAN needs to know of the view."""
        return {
            "name": "bacgiang_table_view",
            "title": tk._("Table"),
            "default_title": tk._("Table"),
            "icon": "table",
            "iframed": False,
            "filterable": False,
            "preview_enabled": False,
        }

    def can_view(self, data_dict: DataDict) -> bool:
        """Return whether the file is a table that the portal stores."""
        return actions.is_table(data_dict["resource"])

    def setup_template_variables(self, context: Context, data_dict: DataDict) -> dict[str, Any]:
        """Return the rows that the address of the page asks for, or why there are none."""
        asked = {
            "id": data_dict["resource"]["id"],
            "first": tk.request.args.get("bacgiang_row", "1"),
        }
        try:
            return {"table": tk.get_action("bacgiang_preview_rows")({}, asked), "problem": ""}
        except tk.ValidationError as error:
            messages = [str(text) for found in error.error_dict.values() for text in found]
            return {"table": None, "problem": "; ".join(messages)}
        except (tk.NotAuthorized, tk.ObjectNotFound) as error:
            return {"table": None, "problem": str(error)}

    def view_template(self, context: Context, data_dict: DataDict) -> str:
        """Return the template of the view."""
        return "bacgiang/preview/table.html"
