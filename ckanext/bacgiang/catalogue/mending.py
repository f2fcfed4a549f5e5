"""Where scheming reads what it is given, our own reading comes first.

Every road by which CKAN 2.12 takes in an entry or an organisation (form, API, patch, revise, bulk,
import) ends in ``validate`` of scheming's two plugins.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from ckan.types import Context
from ckanext.scheming.plugins import SchemingDatasetsPlugin, SchemingOrganizationsPlugin

from ckanext.bacgiang.catalogue import gate, rows, shapes
from ckanext.bacgiang.catalogue.trust import may_write_system_fields
from ckanext.bacgiang.intake import (
    changes,
    descriptions,
    free_extras,
    keywords,
    quiet_saves,
    received,
)

Validate = Callable[..., tuple[dict[str, Any], dict[str, Any]]]


def mend() -> None:
    """Put our reading before scheming's; a second call changes nothing."""
    for plugin in (SchemingDatasetsPlugin, SchemingOrganizationsPlugin):
        if not hasattr(plugin.validate, "__wrapped__"):
            plugin.validate = _mended(plugin.validate)


def _mended(original: Validate) -> Validate:
    @wraps(original)
    def validate(
        self: Any, context: Context, data_dict: dict[str, Any], schema: Any, action: str
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        kind = data_dict.get("type") or getattr(self, "UNSPECIFIED_GROUP_TYPE", "")
        known = self._expanded_schemas.get(kind) if isinstance(kind, str) else None
        if known is None:
            return original(self, context, data_dict, schema, action)
        fields = known.get("dataset_fields") or known["fields"]
        if action.endswith("_show"):
            if "fields" in known:
                data_dict = rows.shown(data_dict, fields)
            return original(self, context, data_dict, schema, action)
        wrong = _received(context, data_dict, known)
        if wrong:
            return data_dict, wrong
        data, wrong = original(self, context, data_dict, schema, action)
        if "dataset_fields" in known:
            wrong = _judged(context, data, wrong)
        elif not wrong:
            rows.store(data, fields)
            quiet_saves.agency_as_stored(data, context.get("group"))
        return data, wrong

    return validate


def _received(context: Context, data_dict: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    """Clean, type and order what was sent, in place; return what is wrong with its shape."""
    of_entry = "dataset_fields" in known
    wrong = received.read(data_dict) if of_entry else received.texts(data_dict)
    stored = context.get("package") if of_entry else context.get("group")
    if taken := free_extras.refused(data_dict, stored):
        wrong["extras"] = taken
    if wrong:
        return wrong
    read(data_dict, known)
    keep_system_rows(context, data_dict, known.get("dataset_fields") or known["fields"])
    return {**errors(data_dict, known), **descriptions.errors(context, data_dict, known)}


def _judged(context: Context, data: dict[str, Any], wrong: dict[str, Any]) -> dict[str, Any]:
    """Return what keeps a validated entry from being saved, ``wrong`` and what else there is.

    Who may not do it learns that first, and not what else it would take.
    """
    if not wrong:
        stored = context.get("package")
        keywords.spelled(data, stored)
        quiet_saves.as_stored(data, stored)
        if refused := changes.refused(context, data):
            return dict(refused)
    return {**wrong, **gate.errors(context, data, wrong)}


def read(data_dict: dict[str, Any], schema: dict[str, Any]) -> None:
    """Bring the rows that a form sent into their lists, of the resources too, in place."""
    rows.expand(data_dict, schema.get("dataset_fields") or schema["fields"])
    for resource in _resources(data_dict):
        rows.expand(resource, schema.get("resource_fields") or ())


def errors(data_dict: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """Return what is wrong with the shape of the fields, as CKAN's errors."""
    found = shapes.faults(data_dict, schema.get("dataset_fields") or schema["fields"])
    if "fields" in schema:
        found |= shapes.lists(data_dict, shapes.LISTS_OF_AGENCIES)
    of_files = [
        shapes.faults(resource, schema.get("resource_fields") or ())
        for resource in _resources(data_dict)
    ]
    if any(of_files):
        found["resources"] = of_files
    return found


def keep_system_rows(context: Context, data_dict: dict[str, Any], fields: rows.Fields) -> None:
    """Keep rows that the portal itself keeps, unless someone who may has sent others."""
    thing = context.get("package") or context.get("group")
    for field in rows.repeating(fields):
        if field.get("obligation") != "system":
            continue
        name = field["field_name"]
        if name in data_dict and may_write_system_fields(context):
            continue
        kept = rows.stored_rows(thing.extras, name) if thing else []
        data_dict.pop(name, None)
        if kept:
            data_dict[name] = kept


def _resources(data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    given = data_dict.get("resources")
    return [row for row in given if isinstance(row, dict)] if isinstance(given, list) else []
