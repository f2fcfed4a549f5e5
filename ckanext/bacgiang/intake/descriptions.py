"""Descriptions in Markdown that would be too much work to show are refused where they come in.

What was stored before stays: it is shown as it is written, and another field can still be saved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context, DataDict

from ckanext.bacgiang.text.markdown_work import is_too_much

Action = Callable[[Context, DataDict], Any]
Errors = dict[str, Any]


def errors(context: Context, data_dict: Mapping[str, Any], schema: Mapping[str, Any]) -> Errors:
    """Return the errors of an entry or an agency, by field, of its files as a list."""
    thing: Any = context.get("package") or context.get("group")
    own = schema.get("dataset_fields") or schema["fields"]
    found = _of_fields(data_dict, own, thing)
    files = {file.id: file for file in thing.resources} if isinstance(thing, model.Package) else {}
    given = data_dict.get("resources")
    of_files = [
        _of_fields(file, schema.get("resource_fields") or (), files.get(str(file.get("id"))))
        for file in (given if isinstance(given, list) else [])
        if isinstance(file, dict)
    ]
    return {**found, "resources": of_files} if any(of_files) else found


def _of_fields(data: Mapping[str, Any], fields: Iterable[dict[str, Any]], thing: Any) -> Errors:
    names = (field["field_name"] for field in fields if _is_markdown(field))
    return {name: [_message()] for name in names if _is_refused(data, name, thing)}


def _is_markdown(field: Mapping[str, Any]) -> bool:
    return str(field.get("form_snippet") or "").startswith("markdown")


def _is_refused(data: Mapping[str, Any], name: str, thing: Any) -> bool:
    text = data.get(name)
    changed = text != getattr(thing, name, None)
    return isinstance(text, str) and changed and is_too_much(text)


def _message() -> str:
    return str(
        tk._(
            "This text has too many signs of layout (brackets, marks of code, lists within lists)"
            " to be shown with them: use fewer"
        )
    )
