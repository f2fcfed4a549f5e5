"""From an entry to what the index holds of it: words, facets, the place in a sorted list."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from ckanext.bacgiang.catalogue.search import agencies
from ckanext.bacgiang.catalogue.search.core.agency_names import abbreviations
from ckanext.bacgiang.catalogue.search.core.collation import sort_key
from ckanext.bacgiang.catalogue.search.core.fields import Searchable, index_fields
from ckanext.bacgiang.catalogue.search.core.places import areas, areas_today, names_around
from ckanext.bacgiang.vocabularies.terms import vocabulary
from ckanext.bacgiang.vocabularies.units import unit

AGENCY, AREA = "vocab_agency", "vocab_spatial_unit"
AREA_TODAY = "vocab_spatial_unit_today"
"""Like the facet of areas, but an entry of a former unit counts with the unit that took it over."""

CONTROLLED = ("theme", "data_class", "frequency")
"""Controlled fields that become facets ``vocab_…``, with one value for each chosen term."""

# What holds no words to search for (codes, days, people), or is read above.
_NO_WORDS = frozenset(
    {
        "access_rights",
        "checklist",
        "checklist_signer",
        "contact",
        "creator_user_id",
        "data_class",
        "decision_item",
        "demonstration",
        "extras",
        "feedback_email",
        "feedback_name",
        "frequency",
        "groups",
        "hash",
        "hash_algorithm",
        "id",
        "identifier",
        "isopen",
        "issued",
        "language",
        "license_id",
        "license_title",
        "license_url",
        "list_date",
        "list_decision",
        "list_item",
        "metadata_created",
        "metadata_modified",
        "mimetype",
        "modified",
        "name",
        "organization",
        "owner_org",
        "private",
        "publisher",
        "relationships_as_object",
        "relationships_as_subject",
        "resources",
        "source_database",
        "spatial_unit",
        "state",
        "tags",
        "temporal_end",
        "temporal_start",
        "theme",
        "title",
        "type",
        "url",
        "url_type",
    }
)
_IDENTIFIERS = (
    "id", "name", "identifier", "registry_id", "list_decision", "decision", "legal_basis",
)  # fmt: skip
_ADDRESS_OR_CODE = re.compile(r"https?://\S*|[\d\W]*|[a-z0-9_-]+")


def indexed(document: dict[str, Any]) -> dict[str, Any]:
    """Return CKAN's index document with the words, facets and sort key of this portal.

    ``title_string``, by which CKAN sorts lists, becomes a key in Vietnamese order; it is never
    shown. A facet of agencies or areas holds the entry's own and those above it.
    """
    entry = json.loads(document["validated_data_dict"])
    above = agencies.with_those_above((entry.get("organization") or {}).get("name") or "")
    document.update(index_fields(_searchable(entry)))
    document["title_string"] = sort_key(entry.get("title") or entry.get("name") or "")
    document[AGENCY] = above
    document[AREA] = _each(areas, entry)
    document[AREA_TODAY] = _each(areas_today, entry)
    for field in CONTROLLED:
        document[f"vocab_{field}"] = _values(entry.get(field))
    return document


def _searchable(entry: dict[str, Any]) -> Searchable:
    resources = entry.get("resources") or []
    codes = [value for name in _IDENTIFIERS if isinstance(value := entry.get(name), str)]
    return Searchable(
        title=entry.get("title") or entry.get("name") or "",
        about=list(_about(entry, resources)),
        body=list(_texts(entry)) + [text for resource in resources for text in _file(resource)],
        near=[name for value in _values(entry.get("spatial_unit")) for name in names_around(value)],
        codes=codes + [str(resource.get("id") or "") for resource in resources],
    )


def _about(entry: dict[str, Any], resources: list[dict[str, Any]]) -> Iterator[str]:
    agency = (entry.get("organization") or {}).get("title") or ""
    yield agency
    yield from abbreviations(agency)
    yield entry.get("publisher") or ""
    yield from (tag.get("display_name") or tag.get("name") or "" for tag in entry.get("tags") or [])
    themes = vocabulary("themes")
    for theme in _values(entry.get("theme")):
        yield from (themes.label(theme, "vi"), themes.label(theme, "en"))
    for value in _values(entry.get("spatial_unit")):
        yield found.name if (found := unit(value)) else ""
    yield from (resource.get("name") or "" for resource in resources)
    yield entry.get("identifier") or ""


def _file(resource: dict[str, Any]) -> Iterator[str]:
    """Yield the description of a file and every word of its data dictionary."""
    yield resource.get("description") or ""
    for row in resource.get("data_dictionary") or []:
        if isinstance(row, dict):
            yield from (str(value) for value in row.values() if value)


def _texts(value: Any, name: str = "") -> Iterator[str]:
    """Yield the free text of an entry, of repeating rows too, whatever its schema calls it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in _NO_WORDS or name:
                yield from _texts(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, name)
    elif isinstance(value, str) and not _ADDRESS_OR_CODE.fullmatch(value):
        yield value


def _each(of: Callable[[str], tuple[str, ...]], entry: dict[str, Any]) -> list[str]:
    chosen = _values(entry.get("spatial_unit"))
    return list(dict.fromkeys(found for value in chosen for found in of(value)))


def _values(stored: Any) -> list[str]:
    if isinstance(stored, list):
        return [str(value) for value in stored]
    return [stored] if isinstance(stored, str) and stored else []
