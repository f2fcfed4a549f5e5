"""Is a value that comes in the one that is stored already?

Lists end, other agencies rename and delete, rules grow stricter. Who mends a title must not answer
for what others changed: a rule on a single value asks here before it refuses, and lets pass what
stands in the database. What is newly chosen is held to the rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.bacgiang.catalogue import stored
from ckanext.bacgiang.catalogue.flat import Flat, value_at
from ckanext.bacgiang.catalogue.rows import stored_rows


def is_stored(context: Any, data: Flat, key: tuple[Any, ...], value: Any = None) -> bool:
    """Return whether ``value``, else what ``data`` holds at ``key``, is stored at that field.

    A row counts by its value, wherever in its list it stands now; a file by its id. Of a field
    with several values each counts by itself.
    """
    sought = data.get(key) if value is None else value
    if sought is None or sought is tk.missing or sought == "":
        return False
    return str(sought) in set(_stored(context, data, key))


def stored_text(context: Any, name: str) -> str:
    """Return what is stored of the entry or agency under ``name``, empty for a new one."""
    thing = context.get("package") or context.get("group")
    value = _of(thing, name)
    return "" if value is None else str(value)


def _stored(context: Any, data: Flat, key: tuple[Any, ...]) -> Iterator[str]:
    thing = context.get("package") or context.get("group")
    if key[0] == "resources" and len(key) > 2:
        thing, key = _file(thing, value_at(data, *key[:2], "id")), key[2:]
    if thing is None:
        return
    if len(key) == 1:
        value = _of(thing, key[0])
        yield from ("" if value is None else str(value), *stored.values(value))
    elif len(key) == 3:
        for row in stored_rows(thing.extras, key[0]):
            yield str(row.get(key[2]) or "")


def _file(thing: Any, id_: str) -> Any:
    files = getattr(thing, "resources", None) or ()
    return next((file for file in files if id_ and file.id == id_), None)


def _of(thing: Any, name: str) -> Any:
    if thing is None:
        return None
    extras = thing.extras or {}
    return extras[name] if name in extras else getattr(thing, name, None)
