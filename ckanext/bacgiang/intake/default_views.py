"""The views of a file follow its type: one that cannot show it goes, one that can comes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib import datapreview
from ckan.types import Context


def retyped(sent: Iterable[Mapping[str, Any]] | None, stored: model.Package | None) -> list[str]:
    """Return the ids of the stored files that get another format with what is ``sent``."""
    formats = {file.id: file.format or "" for file in (stored.resources if stored else [])}
    return [
        file["id"]
        for file in sent or ()
        if file.get("id") in formats and (file.get("format") or "") != formats[file["id"]]
    ]


def renew(context: Context, file_ids: list[str]) -> None:
    """Give each of these files, all of one entry, the views that can show it."""
    file = model.Resource.get(file_ids[0]) if file_ids else None
    if file is None:
        return
    entry = tk.get_action("package_show")(
        Context(user=context.get("user", ""), ignore_auth=True), {"id": file.package_id}
    )
    for resource in entry["resources"]:
        if resource["id"] in file_ids:
            _renew(context, entry, resource)
    if not context.get("defer_commit"):
        model.repo.commit()


def _renew(context: Context, entry: dict[str, Any], resource: dict[str, Any]) -> None:
    asked = {"resource": resource, "package": entry}
    for view in model.Session.query(model.ResourceView).filter_by(resource_id=resource["id"]):
        plugin = datapreview.get_view_plugin(view.view_type)
        if plugin and not plugin.can_view(asked):
            model.Session.delete(view)
    model.Session.flush()
    maker = Context(user=context.get("user", ""), ignore_auth=True, defer_commit=True)
    tk.get_action("resource_create_default_resource_views")(maker, asked)
