"""Is what a program sends shaped as the schema says? Asked before CKAN takes it for granted.

CKAN calls string and list methods on what it is given; a list where a text is due ends in a
server error. Here every wrong shape becomes one message at its field.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.bacgiang.catalogue.rows import MAX_ROWS
from ckanext.bacgiang.catalogue.validators.values import MAX_BYTES, too_long
from ckanext.bacgiang.catalogue.visibility import is_yes_or_no

Fields = Iterable[dict[str, Any]]
Errors = dict[str, Any]

PACKAGE_TEXTS = frozenset(
    [
        "author",
        "author_email",
        "id",
        "license_id",
        "maintainer",
        "maintainer_email",
        "name",
        "notes",
        "owner_org",
        "state",
        "tag_string",
        "title",
        "type",
        "url",
        "version",
    ]
)
RESOURCE_TEXTS = frozenset(
    [
        "cache_url",
        "description",
        "format",
        "hash",
        "id",
        "mimetype",
        "mimetype_inner",
        "name",
        "package_id",
        "resource_type",
        "state",
        "url",
        "url_type",
    ]
)
LISTS_OF_ROWS = ("resources", "tags", "extras", "groups")
"""Names of CKAN's own, at which it calls methods of text or goes through rows."""

LISTS_OF_AGENCIES = ("extras", "groups", "users", "packages", "tags")
"""The same of an organisation."""


def envelope(data: Mapping[str, Any]) -> Errors:
    """Return what is wrong with the parts of a package that CKAN handles itself, by name."""
    errors = _texts(data, PACKAGE_TEXTS) | lists(data, LISTS_OF_ROWS)
    private = data.get("private")
    if private is not None and private is not tk.missing and not is_yes_or_no(private):
        errors["private"] = [tk._("Write true or false")]
    resources = data.get("resources")
    if _is_rows(resources):
        found = [_texts(row, RESOURCE_TEXTS) for row in resources or ()]
        if any(found):
            errors["resources"] = found
    for name, keys in (("tags", ("name",)), ("extras", ("key",)), ("groups", ("id", "name"))):
        rows = data.get(name)
        if _is_rows(rows) and any(_texts(row, keys) for row in rows or ()):
            errors[name] = _whole(name, tk._("Enter text here"))
    return errors


def lists(data: Mapping[str, Any], names: Iterable[str]) -> Errors:
    """Return an error for each of ``names`` that is given and is no list of rows."""
    message = tk._("Give a list of rows, each with named fields")
    given = ((name, data.get(name)) for name in names)
    return {
        name: _whole(name, message)
        for name, value in given
        if value is not None and not _is_rows(value)
    }


def _whole(name: str, message: str) -> list[Any]:
    """Return the error of a list as a whole; CKAN reads those of tags as rows."""
    return [{"name": [message]}] if name == "tags" else [message]


def faults(data: Mapping[str, Any], fields: Fields) -> Errors:
    """Return what is wrong with the fields of a schema in ``data``, by name."""
    errors: Errors = {}
    for field in fields:
        name = field["field_name"]
        value = data.get(name)
        if value is None or value is tk.missing:
            continue
        if "repeating_subfields" in field:
            found = _row_faults(value, field["repeating_subfields"])
            if any(found):
                errors[name] = found
        elif message := _fault(value, field):
            errors[name] = [message]
    return errors


def _row_faults(value: Any, subfields: list[dict[str, Any]]) -> list[Errors]:
    """Return the faults of each row; one of the field as a whole stands at its first row."""
    first = subfields[0]["field_name"]
    if not _is_rows(value):
        return [{first: [tk._("Give a list of rows, each with named fields")]}]
    if len(value) > MAX_ROWS:
        return [{first: [tk._("At most {count} rows").format(count=MAX_ROWS)]}]
    return [faults(row, subfields) for row in value]


def _fault(value: Any, field: dict[str, Any]) -> str:
    validators = str(field.get("validators", ""))
    if isinstance(value, str):
        return ""
    if "multiple" in validators or "bacgiang_list" in validators:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            return str(tk._("Give a list of texts"))
        whole = "; ".join(value)
        return too_long(whole) if len(whole.encode(errors="replace")) > MAX_BYTES else ""
    return "" if _is_typed(value, validators) else str(tk._("Enter text here"))


def _is_typed(value: Any, validators: str) -> bool:
    """Return whether a value that is no text is of the type that its field stands for."""
    if isinstance(value, bool):
        return "bacgiang_yes_no" in validators
    if isinstance(value, date):
        return "date" in validators
    return isinstance(value, int) and "bacgiang_count" in validators


def _texts(data: Mapping[str, Any], names: Iterable[str]) -> Errors:
    return dict(_text_faults(data, names))


def _text_faults(data: Mapping[str, Any], names: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    for name in names:
        value = data.get(name)
        if value is None or value is tk.missing:
            continue
        if not isinstance(value, str):
            yield name, [tk._("Enter text here")]
        elif len(value.encode(errors="replace")) > MAX_BYTES:
            yield name, [too_long(value)]


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(row, dict) for row in value)
