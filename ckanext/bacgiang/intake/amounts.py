"""How many files, keywords and other parts one entry may have.

Saving an entry and showing its page take time for each of them. What was stored before a limit was
lowered can still be edited: only more than there were is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

OPTIONS = "ckanext.bacgiang.limits."
MAX_GROUPS = 50


def refuse_too_many(data_dict: Mapping[str, Any], stored: model.Package | None) -> None:
    """Raise ValidationError where ``data_dict`` has more parts than an entry may have.

    ``stored`` is the entry as it was before, None for a new one.
    """
    errors: dict[str, Any] = {}
    for name, most in limits().items():
        count = _count(data_dict, name)
        if count > most and count > _stored_count(stored, name):
            field = "tag_string" if name == "tags" and "tags" not in data_dict else name
            errors[field] = [_message(name).format(limit=most, count=count)]
    if "tags" in errors:  # CKAN reads the errors of keywords as rows
        errors["tags"] = [{"name": errors["tags"]}]
    if errors:
        raise tk.ValidationError(errors)


def limits() -> dict[str, int]:
    """Return how many of each part an entry may have, by the name CKAN gives the list."""
    options = {name: int(tk.config[OPTIONS + name]) for name in ("tags", "extras")}
    return {"resources": most_files(), "groups": MAX_GROUPS, **options}


def most_files() -> int:
    """Return how many files an entry may have, and how many a page of it shows."""
    return int(tk.config[OPTIONS + "files"])


def _count(data_dict: Mapping[str, Any], name: str) -> int:
    given = data_dict.get(name)
    if isinstance(given, (list, tuple)):
        return len(given)
    if name == "tags" and isinstance(words := data_dict.get("tag_string"), str):
        return 1 + sum(words.count(sign) for sign in ",;\n")
    return 0


def _stored_count(stored: model.Package | None, name: str) -> int:
    if stored is None:
        return 0
    match name:
        case "resources":
            return len(stored.resources)
        case "tags":
            return len(stored.get_tags())
        case "extras":
            return len(stored.extras or {})
        case _:
            return len(stored.get_groups("group"))


def _message(name: str) -> str:
    messages: dict[str, str] = {
        "resources": tk._("An entry has at most {limit} files, this would have {count}"),
        "tags": tk._("An entry has at most {limit} keywords, this would have {count}"),
        "extras": tk._("An entry has at most {limit} fields of its own, this would have {count}"),
        "groups": tk._("An entry is in at most {limit} groups, this would be in {count}"),
    }
    return messages[name]
