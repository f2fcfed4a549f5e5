"""Validators of choices from controlled lists: a new one is in force, a stored one may stay."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
from ckanext.scheming.validation import scheming_validator

from ckanext.bacgiang.catalogue import licenses
from ckanext.bacgiang.catalogue.flat import Errors, Flat, value_at
from ckanext.bacgiang.intake.unchanged import is_stored

Rule = Callable[[Any, Flat, Errors, Any], None]


@scheming_validator
def bacgiang_choice(field: dict[str, Any], schema: Any) -> Rule:
    """Accept a value of the field's list that is in force, or the one that is stored."""

    def validate(key: Any, data: Flat, errors: Errors, context: Any) -> None:
        value = value_at(data, *key)
        if value and (message := _wrong(field, value)) and not is_stored(context, data, key):
            errors[key].append(message)

    return validate


@scheming_validator
def bacgiang_multiple_choice(field: dict[str, Any], schema: Any) -> Rule:
    """Keep several values of the field's list as JSON, in the order of the list.

    Takes a list or one text. Each is in force, or is stored already; what the list does not know
    any more stands last.
    """

    def validate(key: Any, data: Flat, errors: Errors, context: Any) -> None:
        if errors[key]:
            return
        given = data.get(key)
        value = [given] if isinstance(given, str) else given or []
        if given is tk.missing:
            value = []
        if not isinstance(value, list):
            errors[key].append(tk._("Give a list of texts"))
            return
        chosen = dict.fromkeys(str(one) for one in value if one)
        for one in chosen:
            message = _wrong(field, one)
            if message and not is_stored(context, data, key, one):
                errors[key].append(message)
        if errors[key]:
            return
        known = [choice["value"] for choice in tk.h.scheming_field_choices(field)]
        ordered = [one for one in known if one in chosen]
        data[key] = json.dumps(ordered + [one for one in chosen if one not in known])
        if field.get("required") and not chosen:
            errors[key].append(tk._("Select at least one"))

    return validate


def _wrong(field: dict[str, Any], value: str) -> str:
    """Return what is wrong with a new choice of ``value``, empty where nothing is."""
    for choice in tk.h.scheming_field_choices(field):
        if choice["value"] == value:
            if not choice.get("retired"):
                return ""
            label = tk.h.scheming_language_text(choice["label"])
            return str(tk._("{choice}: choose another one").format(choice=label))
    return str(
        tk._('"{value}" does not stand in the list; choose one that does').format(value=value)
    )


def bacgiang_license(value: Any) -> Any:
    """Return the code of the licence whose address is given; anything else as it is."""
    return licenses.by_address(value) or value if isinstance(value, str) else value
