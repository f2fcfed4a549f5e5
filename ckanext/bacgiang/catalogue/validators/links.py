"""Validators of what an entry or an agency says of others: they exist, and are of the right type.

Each refusal says in the reader's language what to do. Of entries that the writer may not read
nothing is confirmed: they are refused like those that do not exist.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
from ckanext.scheming.validation import scheming_validator

from ckanext.bacgiang.access.entries import labels_of
from ckanext.bacgiang.catalogue import lookup
from ckanext.bacgiang.catalogue.flat import Errors, Flat, value_at
from ckanext.bacgiang.intake.unchanged import is_stored, stored_text


@scheming_validator
def bacgiang_entry_exists(field: dict[str, Any], schema: Any) -> Callable[..., None]:
    """Accept the name of an entry of this portal, of the type that the field wants.

    The stored name passes, whatever has become of the entry.
    """

    def validate(key: Any, data: Flat, errors: Errors, context: Any) -> None:
        value = value_at(data, *key)
        if not value or is_stored(context, data, key):
            return
        if not lookup.existing_entries([value], labels_of(context), field.get("entry_type", "")):
            errors[key].append(tk._('No entry has the name "{name}"').format(name=value))

    return validate


@scheming_validator
def bacgiang_entries_exist(field: dict[str, Any], schema: Any) -> Callable[..., None]:
    """Accept names of entries of this portal, of the types that the field wants.

    Scheming has made JSON of them by then. Stored names pass, whatever has become of the entries.
    """

    def validate(key: Any, data: Flat, errors: Errors, context: Any) -> None:
        stored = data.get(key)
        names = json.loads(stored) if isinstance(stored, str) and stored else []
        kinds = field.get("entry_types", ())
        known = lookup.existing_entries(names, labels_of(context), *kinds) if names else set()
        for name in names:
            if name not in known and not is_stored(context, data, key, name):
                errors[key].append(tk._('No entry has the name "{name}"').format(name=name))

    return validate


def bacgiang_database_exists(key: Any, data: Flat, errors: Errors, context: Any) -> None:
    """Accept the name of a shared-database entry of this portal, or the stored name."""
    value = value_at(data, *key)
    if not value or is_stored(context, data, key):
        return
    if not lookup.existing_entries([value], labels_of(context), "shared_database"):
        errors[key].append(tk._('No shared database has the name "{name}"').format(name=value))


def bacgiang_item_of_database(key: Any, data: Flat, errors: Errors, context: Any) -> None:
    """Accept an item that the source database lists; where it lists none, any text.

    The stored item of the stored database passes, whatever that database lists now.
    """
    item, database = value_at(data, *key), value_at(data, "source_database")
    same_database = database == stored_text(context, "source_database")
    if not item or (same_database and database and is_stored(context, data, key)):
        return
    if not database:
        errors[key].append(tk._("Say first which database the item belongs to"))
        return
    names = lookup.item_names(database, labels_of(context))
    if names and item not in names:
        errors[key].append(
            tk._("The database lists no such item; it lists: {names}").format(
                names="; ".join(names[:10])
            )
        )


def bacgiang_organization_exists(key: Any, data: Flat, errors: Errors, context: Any) -> None:
    """Accept the name of an organisation of this portal, or the stored name."""
    value = value_at(data, *key)
    if value and not is_stored(context, data, key) and not lookup.organization_exists(value):
        errors[key].append(tk._('No agency has the name "{name}"').format(name=value))


def bacgiang_not_below_itself(key: Any, data: Flat, errors: Errors, context: Any) -> None:
    """Refuse a parent that stands below the agency itself: the tree would have no top."""
    group = context.get("group")
    own = {value_at(data, "name"), group.name if group else "", group.id if group else ""} - {""}
    above, seen = value_at(data, *key), set[str]()
    parents = lookup.parents() if above else {}
    while above and above not in seen:
        if above in own:
            errors[key].append(tk._("An agency cannot stand below itself; choose another"))
            return
        seen.add(above)
        above = parents.get(above, "")


def bacgiang_agency_code_free(key: Any, data: Flat, errors: Errors, context: Any) -> None:
    """Refuse an agency identifier that another agency has."""
    group = context.get("group")
    code = value_at(data, *key)
    if not code or is_stored(context, data, key):
        return
    if lookup.agency_code_taken(code, group.id if group else ""):
        errors[key].append(tk._("Another agency has this identifier"))
