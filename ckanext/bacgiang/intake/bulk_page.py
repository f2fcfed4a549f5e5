"""The page on which an administrator changes many entries of the agency at once."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from flask import Flask

ACTIONS = {
    "public": "bulk_update_public",
    "private": "bulk_update_private",
    "delete": "bulk_update_delete",
}
TICKED = "dataset_"
"""What the name of a ticked entry's field begins with; its id follows."""


def mend(app: Flask) -> None:
    """Let the page of ``app`` tell what became of each entry."""
    app.view_functions["organization.bulk_process"].view_class.post = _post  # type: ignore[attr-defined]


def _post(self: Any, id: str, group_type: str, is_organization: bool) -> str:
    """Change the ticked entries, and show which of them were changed, and which not and why."""
    self._prepare(group_type, id)
    form = tk.request.form
    act = next((name for name in ACTIONS if f"bulk_action.{name}" in form), "")
    if not act:
        return tk.abort(400, tk._("Press one of the buttons above the list"))
    try:
        shown = {"id": id, "include_datasets": False}
        organization = tk.get_action("organization_show")({}, shown)
    except tk.ObjectNotFound:
        return tk.abort(404, tk._("Organization not found"))
    ticked = [name.removeprefix(TICKED) for name in form if name.startswith(TICKED)]
    result: dict[str, Any] = {"done": [], "refused": []}
    message = ""
    try:
        asked = {"datasets": ticked, "org_id": organization["id"]}
        result = tk.get_action(ACTIONS[act])({}, asked)
    except tk.NotAuthorized:
        return tk.abort(403, tk._("Not authorized to perform bulk update"))
    except tk.ValidationError as error:
        found = error.error_dict["datasets"]
        if isinstance(found[0], dict):
            result["refused"] = found
        else:
            message = str(found[0])
    return tk.render(
        "bacgiang/catalogue/bulk_result.html",
        {
            "group_dict": organization,
            "group_type": group_type,
            "act": act,
            "result": result,
            "message": message,
        },
    )
