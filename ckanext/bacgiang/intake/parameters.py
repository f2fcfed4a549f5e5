"""What a program sends to an action: of the type its name stands for, and fit to be stored.

CKAN takes for granted that an identifier is text, a limit a number and a switch yes or no, reads
parameters that nobody sent, and hands on characters that the database cannot hold: each ends in a
server error. Here the parameters of every action are looked at once, before anything else.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.model import PackageRelationship

from ckanext.bacgiang.catalogue.visibility import is_yes_or_no
from ckanext.bacgiang.intake.parameter_types import (
    NULL_IS_NOTHING,
    OF_ACTION,
    REFERENCES,
    TEXTS,
    kind_of,
)

CLEANED = ("package_", "resource_", "organization_", "group_")
"""Actions on what is described: their texts lose what cannot be stored, and are kept."""

LARGEST = 2**31 - 1
"""The largest number that counts anything; a number as such is below :data:`BEYOND`."""

BEYOND = 2**63


class MissingParameter(tk.ValidationError, KeyError):
    """An action reads a parameter that was not sent. To CKAN's own code it is a missing key."""

    def __init__(self, name: str) -> None:
        super().__init__({name: [tk._("Missing value")]})


class Parameters(dict[str, Any]):
    """The parameters of a call; reading one that was not sent raises :class:`MissingParameter`."""

    def __bool__(self) -> bool:
        """Return yes: where nothing was sent too CKAN hands this on, and no empty dict instead."""
        return True

    def __missing__(self, name: str) -> Any:
        raise MissingParameter(name)


def typed(action: str, sent: Mapping[str, Any]) -> Parameters:
    """Return the parameters of a call of ``action``, less those that name nothing.

    Raises ValidationError, a message for each, where one is not of the type its name stands for,
    or holds a character or a number that cannot be stored.
    """
    errors: dict[str, Any] = {}
    own = OF_ACTION.get(action, {})
    given = Parameters(
        (name, value)
        for name, value in sent.items()
        if not (value is None and (name in NULL_IS_NOTHING or name in own))
        and not (value == "" and name in REFERENCES)
    )
    match = given.get("match")
    for part in (given, match if isinstance(match, dict) else {}):
        for name, value in part.items():
            if message := _wrong_type(own.get(name) or kind_of(name), value):
                errors[name] = [message]
            elif message := unstorable(value, texts=_is_strict(action, name)):
                errors[name.encode("utf-8", "replace").decode()] = [message]
    if errors:
        raise tk.ValidationError(errors)
    return given


def _is_strict(action: str, name: str) -> bool:
    """Return whether a text is refused for its characters, and not cleaned further on."""
    return name in TEXTS or not action.startswith(CLEANED)


def _wrong_type(kind: str, value: Any) -> str:
    if value is None or not kind or _RIGHT[kind](value):
        return ""
    messages = {
        "relationship": tk._("This value makes no sense here"),
        "text": tk._("Enter text here"),
        "number": tk._("Enter a whole number, 0 or more"),
        "switch": tk._("Write true or false"),
        "list": tk._("Give a list of texts"),
        "texts": tk._("Give a list of texts"),
        "rows": tk._("Give a list of rows, each with named fields"),
        "object": tk._("Give named fields"),
    }
    return str(messages[kind])


def _is_number(value: Any) -> bool:
    if isinstance(value, str):
        text = value.strip()
        value = int(text) if text.isascii() and text.isdigit() and len(text) <= 10 else None
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST


def _is_texts(value: Any) -> bool:
    return isinstance(value, str) or (
        isinstance(value, list) and all(isinstance(one, str) for one in value)
    )


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)


def _is_relationship(value: Any) -> bool:
    return isinstance(value, str) and value in {
        "relationships",
        *PackageRelationship.get_all_types(),
    }


_RIGHT: dict[str, Callable[[Any], bool]] = {
    "relationship": _is_relationship,
    "text": lambda value: isinstance(value, str),
    "number": _is_number,
    "switch": is_yes_or_no,
    "list": _is_texts,
    "texts": lambda value: isinstance(value, list) and _is_texts(value),
    "rows": _is_rows,
    "object": lambda value: isinstance(value, dict),
}


def unstorable(value: Any, *, texts: bool = True) -> str:
    """Return why a value, or what is inside it, cannot be stored, or nothing.

    With ``texts=False`` only numbers are looked at.
    """
    for part in _leaves(value):
        if isinstance(part, str):
            if texts and any(char == "\x00" or "\ud800" <= char <= "\udfff" for char in part):
                return str(tk._("There is a character in it that cannot be stored"))
        elif isinstance(part, float):
            if not math.isfinite(part):
                return str(tk._("This is no number that can be stored"))
        elif isinstance(part, int) and abs(part) >= BEYOND:
            return str(tk._("This is no number that can be stored"))
    return ""


def _leaves(value: Any) -> Iterator[Any]:
    """Yield every key and value inside, without recursion: what is sent may be deep."""
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            waiting += [*part.keys(), *part.values()]
        elif isinstance(part, (list, tuple)):
            waiting += part
        else:
            yield part
