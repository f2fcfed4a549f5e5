"""Values as CKAN's tables hold them: text, JSON in text, or nothing at all.

Nothing here raises: what cannot be read is taken for not stated.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

Extras = Mapping[str, Any]
Part = TypeVar("Part")


def text(extras: Extras, name: str) -> str:
    """Return the text called ``name``, empty where there is none."""
    value = extras.get(name)
    return "" if value is None else str(value)


def texts(extras: Extras, *names: str) -> dict[str, Any]:
    """Return the texts so called, by name."""
    return {name: text(extras, name) for name in names}


def day(value: Any) -> date | None:
    """Return the day that the text starts with, None where it starts with none."""
    try:
        return date.fromisoformat(str(value or "")[:10])
    except ValueError:
        return None


def yes_no(value: Any) -> bool | None:
    """Return whether "true" or "false" is stored, None where neither is."""
    return {"true": True, "false": False}.get(str(value))


def split(value: Any) -> tuple[str, ...]:
    """Return the words of a list kept as one text, separated by semicolons."""
    return tuple(word.strip() for word in str(value or "").split(";") if word.strip())


def values(value: Any) -> tuple[str, ...]:
    """Return the texts of a list kept as JSON; a plain text is a list of one."""
    loaded = _loaded(value)
    if isinstance(loaded, list):
        return tuple(str(item) for item in loaded)
    return (str(value),) if value else ()


def rows(extras: Extras, name: str, make: Callable[[Extras], Part]) -> tuple[Part, ...]:
    """Return what ``make`` makes of each row of the repeating field called ``name``."""
    loaded = _loaded(extras.get(name))
    found = loaded if isinstance(loaded, list) else []
    return tuple(make(row) for row in found if isinstance(row, Mapping))


def _loaded(value: Any) -> Any:
    if isinstance(value, list):
        return value
    try:
        return json.loads(value) if value else None
    except (TypeError, ValueError):
        return None
