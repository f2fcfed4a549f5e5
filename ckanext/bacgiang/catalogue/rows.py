"""Repeating rows of the forms and of the API: read, put in order, kept.

Three faults of ckanext-scheming 3.1.0 are mended here. Its reader of forms shares one table of row
numbers between all repeating fields, so that removing a row of one damages another; it never calls
a rule on a repeating field as a whole; and it does not store the rows of an organisation at all.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import ckan.plugins.toolkit as tk

Fields = Iterable[dict[str, Any]]
Row = dict[str, Any]

MAX_ROWS = 500
"""Most rows that one repeating field holds."""


def repeating(fields: Fields) -> Iterator[dict[str, Any]]:
    """Yield the repeating fields of a schema."""
    for field in fields:
        if "repeating_subfields" in field:
            yield field


def expand(data: dict[str, Any], fields: Fields) -> None:
    """Turn ``data_items-0-name`` of a form into rows of ``data_items``, each field by itself.

    Changes ``data``. Rows keep the order of their numbers, whatever is left out. Rows without any
    value are dropped, of the API's lists too; what the form prints into a row by itself (the
    schema's ``printed_subfield``) is no value. Where the field itself is given, it counts alone.
    """
    for field in repeating(fields):
        name = field["field_name"]
        typed = _typed_rows(data, name)
        if name not in data and typed:
            data[name] = typed
        if isinstance(data.get(name), list):
            printed = field.get("printed_subfield", "")
            data[name] = [row for row in data[name] if not _is_blank(row, printed)]


def _typed_rows(data: dict[str, Any], name: str) -> list[Row]:
    """Take the typed rows of one field out of ``data``; the form's hidden pattern row is no row."""
    prefix = f"{name}-"
    found: dict[int, Row] = {}
    for key in [key for key in data if isinstance(key, str) and key.startswith(prefix)]:
        number, dash, subfield = key.removeprefix(prefix).partition("-")
        value = data.pop(key)
        if dash and number.isascii() and number.isdigit():
            found.setdefault(int(number), {})[subfield] = value
    return [found[number] for number in sorted(found)]


def _is_blank(row: Any, printed: str) -> bool:
    if not isinstance(row, dict):
        return False
    return all(value in (None, "", [], tk.missing) for key, value in row.items() if key != printed)


def stored_rows(extras: dict[str, Any] | None, name: str) -> list[Row]:
    """Return the rows that CKAN's table holds under ``name``, an empty list where it holds none."""
    value = (extras or {}).get(name)
    try:
        loaded = json.loads(value) if isinstance(value, str) and value else value
    except ValueError:
        return []
    return [row for row in loaded if isinstance(row, dict)] if isinstance(loaded, list) else []


def shown(agency: dict[str, Any], fields: Fields) -> dict[str, Any]:
    """Return an organisation as CKAN shows it, its rows taken out of the plain extras."""
    extras = {extra["key"]: extra["value"] for extra in agency.get("extras") or []}
    names = {field["field_name"] for field in repeating(fields)} & extras.keys()
    if not names:
        return agency
    left = [extra for extra in agency["extras"] if extra["key"] not in names]
    found = {name: stored_rows(extras, name) for name in names}
    return {**agency, **found, "extras": left}


def store(agency: dict[str, Any], fields: Fields) -> None:
    """Put the rows of an organisation that was found good among its extras, in place."""
    for field in repeating(fields):
        found = agency.get(field["field_name"])
        if found:
            plain = [
                {name: None if value is tk.missing else value for name, value in row.items()}
                for row in found
            ]
            text = json.dumps(plain, ensure_ascii=False)
            agency.setdefault("extras", []).append({"key": field["field_name"], "value": text})


def unindexed(document: dict[str, Any]) -> dict[str, Any]:
    """Return the index document without the rows as one long string, which Solr would refuse.

    Their words are in the fields for text.
    """
    schema = tk.h.scheming_get_dataset_schema(document.get("type"))
    names = {field["field_name"] for field in repeating(schema["dataset_fields"])} if schema else ()
    return {name: value for name, value in document.items() if name not in names}


def numbered(data: dict[tuple[Any, ...], Any], *path: Any) -> dict[int, Row]:
    """Return the rows at ``path`` of data that CKAN has flattened, by their number."""
    depth = len(path)
    found: dict[int, Row] = {}
    for key, value in data.items():
        if key[:depth] == path and len(key) == depth + 2 and key[depth + 1] != "__extras":
            found.setdefault(key[depth], {})[key[depth + 1]] = value
    return dict(sorted(found.items()))
