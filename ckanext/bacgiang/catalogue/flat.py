"""An entry as CKAN's validators see it: keys are tuples, such as ``("data_items", 0, "name")``."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

Flat = dict[tuple[Any, ...], Any]
Errors = dict[tuple[Any, ...], list[str]]


def value_at(data: Flat, *key: Any) -> str:
    """Return the text at ``key``, empty where there is none."""
    value = data.get(tuple(key))
    return "" if value is None or value is tk.missing else str(value)


def add_error(errors: Errors, key: tuple[Any, ...], message: str) -> None:
    """Put ``message`` at ``key``, also where CKAN expects no error."""
    errors.setdefault(key, []).append(message)
