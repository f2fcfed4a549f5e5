"""What an entry would look like to the public, made of a form that was not saved."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib import plugins as lib_plugins
from ckan.lib.dictization import model_dictize
from ckan.types import Context
from werkzeug.datastructures import MultiDict

from ckanext.bacgiang.catalogue.rows import repeating
from ckanext.bacgiang.intake.changes import ONLY_SHOWN

Entry = dict[str, Any]


def made_of(
    kind: str, form: MultiDict[str, str], entry_id: str, context: Context
) -> tuple[Entry, Entry]:
    """Return the entry as it would be shown, and CKAN's errors in what was typed, by field.

    Nothing is written. What cannot be read is left out of the entry and named in the errors.
    ``entry_id`` is that of the stored entry which is edited, empty for a new one; its files are
    shown as they are stored.
    """
    sent: Entry = {**_typed(kind, form), "type": kind, "private": True}
    stored = _stored(entry_id, context) if entry_id else {}
    if stored:
        sent |= {"id": stored["id"], "resources": stored["resources"]}
    context[ONLY_SHOWN] = True  # type: ignore[literal-required]
    plugin = lib_plugins.lookup_package_plugin(kind)
    action = "package_update" if stored else "package_create"
    schema = plugin.update_package_schema() if stored else plugin.create_package_schema()
    data, errors = lib_plugins.plugin_validate(plugin, context, sent, schema, action)
    shown = _shown(plugin, context, data, errors)
    shown["resources"] = stored.get("resources", [])
    shown["organization"] = _organization(shown.get("owner_org"), context)
    usual = {"id": "", "name": "", "title": "", "notes": "", "tags": [], "extras": []}
    return {**usual, **shown, "type": kind, "private": False, "state": "active"}, errors


def _typed(kind: str, form: MultiDict[str, str]) -> Entry:
    """Return what was typed into the fields of the type; what else is sent does not count."""
    fields = {field["field_name"]: field for field in _fields(kind)}
    typed: Entry = {}
    for name, values in form.lists():
        whole, row = fields.get(name), fields.get(name.partition("-")[0])
        if whole is None and (row is None or "repeating_subfields" not in row):
            continue
        texts = [value.encode(errors="replace").decode() for value in values]
        typed[name] = texts[0] if len(texts) == 1 else texts
    return typed


def _stored(entry_id: str, context: Context) -> Entry:
    shown: Entry = tk.get_action("package_show")(Context(user=context["user"]), {"id": entry_id})
    context["package"] = model.Package.get(shown["id"])
    return shown


def _shown(plugin: Any, context: Context, data: Entry, errors: Entry) -> Entry:
    """Bring validated values into the shape in which a page shows them."""
    kept = {name: value for name, value in data.items() if name not in errors}
    rows = {field["field_name"] for field in repeating(_fields(str(data["type"])))}
    kept["extras"] = [
        row for row in data.get("extras") or [] if row["key"] not in errors or row["key"] in rows
    ]
    shown, _ = lib_plugins.plugin_validate(
        plugin, context, kept, plugin.show_package_schema(), "package_show"
    )
    return dict(shown)


def _fields(kind: str) -> Any:
    return tk.h.scheming_get_dataset_schema(kind)["dataset_fields"]


def _organization(reference: Any, context: Context) -> Entry | None:
    group = model.Group.get(str(reference)) if reference else None
    return model_dictize.group_dictize(
        group, Context(model=model, user=context["user"]), include_groups=False,
        include_tags=False, include_users=False, include_extras=False, packages_field=None,
    ) if group else None  # fmt: skip
