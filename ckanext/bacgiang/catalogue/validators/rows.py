"""Rules on a repeating field as a whole, which scheming itself never asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import ckan.plugins.toolkit as tk
from ckanext.scheming.validation import scheming_validator

from ckanext.bacgiang.catalogue.flat import Errors, Flat, add_error
from ckanext.bacgiang.catalogue.rows import Row, numbered, repeating
from ckanext.bacgiang.catalogue.text import clean

Rule = Callable[[Any, Flat, Errors, Any], None]


@scheming_validator
def bacgiang_rows(field: Any, schema: dict[str, Any]) -> Rule:
    """Hold every repeating field to its ``unique_rows`` and ``max_rows``; the error is at the row.

    Two rows are alike when they agree in all of ``unique_rows``, whatever the case of letters.
    """

    def validate(key: Any, data: Flat, errors: Errors, context: Any) -> None:
        for path, found in _fields(data, schema):
            rows = numbered(data, *path)
            first = found["repeating_subfields"][0]["field_name"]
            for number in _too_many(rows, found.get("max_rows")):
                message = tk._("At most {count} rows").format(count=found["max_rows"])
                add_error(errors, (*path, number, first), message)
            for number, earlier in _alike(rows, found.get("unique_rows") or ()):
                at = found["unique_rows"][0]
                message = tk._("The same as row {number}; change or remove one of them")
                add_error(errors, (*path, number, at), message.format(number=earlier + 1))

    return validate


def _fields(data: Flat, schema: dict[str, Any]) -> Iterator[tuple[tuple[Any, ...], dict[str, Any]]]:
    """Yield each repeating field with the path to its rows, for each resource too."""
    for found in repeating(schema.get("dataset_fields") or schema["fields"]):
        yield (found["field_name"],), found
    numbers = sorted({key[1] for key in data if key[0] == "resources" and len(key) > 2})
    for found in repeating(schema.get("resource_fields") or ()):
        for number in numbers:
            yield ("resources", number, found["field_name"]), found


def _too_many(rows: dict[int, Row], most: int | None) -> list[int]:
    return [] if most is None else list(rows)[most:]


def _alike(rows: dict[int, Row], names: list[str]) -> Iterator[tuple[int, int]]:
    """Yield the number of each row that is like an earlier one, with the number of that one."""
    seen: dict[tuple[str, ...], int] = {}
    for number, row in rows.items():
        value = tuple(_comparable(row.get(name)) for name in names)
        if not any(value):
            continue
        if value in seen:
            yield number, seen[value]
        else:
            seen[value] = number


def _comparable(value: Any) -> str:
    if value is None or value is tk.missing:
        return ""
    return " ".join(clean(str(value)).casefold().split())
