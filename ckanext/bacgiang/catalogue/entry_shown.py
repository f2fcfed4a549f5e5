"""Template helpers: how an entry is called on a page, and who answers for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.bacgiang.catalogue import records
from ckanext.bacgiang.language import page_language


@tk.chained_helper
def dataset_display_name(original: Callable[..., str], entry: Any) -> str:
    """Return the entry's title in the page's language: the English one where it has one."""
    english = entry.get("title_en") if isinstance(entry, dict) else None
    return str(english) if english and _is_english() else original(entry)


def bacgiang_as_headed(entry: dict[str, Any]) -> frozenset[str]:
    """Return the fields that the head of the entry's page shows: the title in one language."""
    return frozenset({"title_en" if entry.get("title_en") and _is_english() else "title"})


def bacgiang_with_officer(entry: dict[str, Any]) -> dict[str, Any]:
    """Return the entry as its page shows it: without its own officer, with that of its agency.

    The agency's officer answers then (Decree 47/2020 Art. 7.1), and the catalogue's data says so
    too. ``officer_of_agency`` is there and true where it is so.
    """
    if entry.get("contact") not in (None, "", [], "[]"):
        return entry
    group = model.Group.get(str(entry.get("owner_org") or ""))
    officers = [
        {name: text for name, text in asdict(officer).items() if text}
        for officer in (records.agency(group).contacts if group else ())
    ]
    return {**entry, "contact": officers, "officer_of_agency": True} if officers else entry


def _is_english() -> bool:
    return page_language().startswith("en")
