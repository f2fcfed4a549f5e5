"""What comes in, before anything looks at it: every text cleaned and trimmed, every value typed.

The first step of every action that writes. Whoever judges a value after it (a rule of access, the
gate, the approval, CKAN itself) sees what will be stored, never what was typed.
"""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import DataDict

from ckanext.bacgiang.catalogue import shapes
from ckanext.bacgiang.catalogue.entry import State
from ckanext.bacgiang.catalogue.text import clean
from ckanext.bacgiang.catalogue.visibility import is_private, is_yes_or_no

SECRETS = frozenset(
    {"password", "password1", "password2", "old_password", "password_hash", "reset_key", "apikey"}
)
"""Values that are compared letter by letter, and so kept as they were typed."""

DEEPEST = 30
"""Levels of lists and named fields within each other that are read."""

Errors = dict[str, Any]


def entry(data_dict: DataDict) -> None:
    """Clean and type in place what is sent for an entry. Raises ValidationError for wrong shapes.

    ``private`` is then yes or no, ``state`` one of CKAN's three, and every text is trimmed.
    """
    _raise(read(data_dict) | shapes.envelope(data_dict))


def file(data_dict: DataDict) -> None:
    """Clean in place what is sent for a file. Raises ValidationError for wrong shapes."""
    _raise(texts(data_dict))
    wrong = shapes.envelope({"resources": [data_dict]})
    if wrong:
        raise tk.ValidationError(wrong["resources"][0])


def anything(data_dict: DataDict) -> None:
    """Clean in place what is sent for an agency, a person, a view or a step.

    What is secret stays as it is. Raises ValidationError for what is nested too deeply.
    """
    _raise(texts(data_dict))


def read(data_dict: DataDict) -> Errors:
    """Clean and type in place what is sent for an entry; return what is wrong, by field."""
    errors = texts(data_dict)
    private = data_dict.get("private")
    if is_yes_or_no(private):
        data_dict["private"] = is_private(private)
    if _sent(data_dict, "state") and data_dict["state"] not in list(State):
        errors["state"] = [tk._("The state of an entry is active, draft or deleted")]
    return errors


def texts(data_dict: DataDict) -> Errors:
    """Clean and trim every text in place, whatever its depth; return what is nested too deeply.

    A list or a row that is clean already stays the same object, so that what a caller compares by
    identity still is what it was.
    """
    errors: Errors = {}
    for name, value in data_dict.items():
        if name in SECRETS:
            continue
        try:
            data_dict[name] = _cleaned(value, DEEPEST)
        except RecursionError:
            errors[str(name)] = [
                tk._("Nested too deeply: at most {most} levels").format(most=DEEPEST)
            ]
    return errors


def _cleaned(value: Any, left: int) -> Any:
    if isinstance(value, str):
        return clean(value).strip()
    if not isinstance(value, (list, dict)):
        return value
    if not left:
        raise RecursionError
    if isinstance(value, list):
        items = [_cleaned(item, left - 1) for item in value]
        return value if all(a is b for a, b in zip(items, value, strict=True)) else items
    named = {
        name: part if name in SECRETS else _cleaned(part, left - 1) for name, part in value.items()
    }
    return value if all(named[name] is value[name] for name in value) else named


def _sent(data_dict: DataDict, name: str) -> bool:
    value = data_dict.get(name)
    return value is not None and value is not tk.missing


def _raise(errors: Errors) -> None:
    if errors:
        raise tk.ValidationError(errors)
