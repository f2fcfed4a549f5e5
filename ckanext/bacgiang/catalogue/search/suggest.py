"""Suggestions while somebody types."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context

from ckanext.bacgiang.catalogue.entry import EntryType
from ckanext.bacgiang.catalogue.search import agencies, known_synonyms
from ckanext.bacgiang.catalogue.search.core import solr
from ckanext.bacgiang.catalogue.search.core.collation import in_order
from ckanext.bacgiang.catalogue.search.core.query import Query, understand
from ckanext.bacgiang.catalogue.search.core.tree import holds

MAX_ENTRIES, MAX_AGENCIES = 8, 3
MIN_CHARACTERS = 2
"""Fewer characters begin too many titles."""


def suggestions(context: Context, typed: str, kind: str) -> list[dict[str, str]]:
    """Return what :func:`.actions.bacgiang_search_suggest` promises."""
    query = understand(typed, known_synonyms.synonyms())
    if len(typed.strip()) < MIN_CHARACTERS or not query.run:
        return []
    return _agencies(query) + _entries(context, query, kind)


def _entries(context: Context, query: Query, kind: str) -> list[dict[str, str]]:
    asked: dict[str, Any] = {
        "q": solr.beginning(query),
        "fl": ["name", "title", "dataset_type"],
        # Several entries may bear one title; a list that repeats itself helps nobody.
        "rows": 2 * MAX_ENTRIES,
        "facet": "false",
    }
    if kind in [known.value for known in EntryType]:
        asked["fq"] = f"+dataset_type:{kind}"
    found = tk.get_action("package_search")(context, asked)["results"]
    by_title = {entry["title"]: entry for entry in reversed(found)}
    titles = list(dict.fromkeys(entry["title"] for entry in found))[:MAX_ENTRIES]
    return [_entry(by_title[title]) for title in titles]


def _entry(entry: dict[str, Any]) -> dict[str, str]:
    kind = entry["dataset_type"]
    url = tk.h.url_for(f"{kind}.read", id=entry["name"])
    return {
        "kind": kind,
        "kind_title": _kind_titles().get(kind, ""),
        "title": entry["title"],
        "url": url,
    }


def _kind_titles() -> dict[str, str]:
    return {
        EntryType.DATASET.value: tk._("Open data"),
        EntryType.DATABASE.value: tk._("Shared database"),
        EntryType.SERVICE.value: tk._("Data service"),
    }


def _agencies(query: Query) -> list[dict[str, str]]:
    found = [line for line in agencies.active() if holds(line.title, query.run)]
    return [
        {
            "kind": "organization",
            "kind_title": tk._("Agency"),
            "title": line.title,
            "url": tk.h.url_for("organization.read", id=line.name),
        }
        for line in in_order(found, lambda line: line.title)[:MAX_AGENCIES]
    ]
