"""What the search index learns of an entry, and how its facets are named."""

from __future__ import annotations

import json
from collections import OrderedDict
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.bacgiang.language import page_language
from ckanext.bacgiang.language import current_language
from ckanext.bacgiang.vocabularies.terms import vocabulary

FACETS = {
    "vocab_theme": "themes",
    "vocab_data_class": "data_classes",
    "vocab_frequency": "frequencies",
}
"""Facet fields of the index, each with the controlled list that labels its values."""


def indexed(document: dict[str, Any]) -> dict[str, Any]:
    """Return the index document with one facet value for each value of a controlled field.

    The dynamic field ``vocab_*`` of CKAN's own Solr schema takes several strings.
    """
    for facet in FACETS:
        stored = document.get(facet.removeprefix("vocab_"))
        values = _values(stored)
        if values:
            document[facet] = values
    return document


def facets(fields: OrderedDict[str, Any]) -> OrderedDict[str, Any]:
    """Return the facets of the search pages, in the order a reader asks."""
    return OrderedDict(
        organization=tk._("Agency"),
        vocab_theme=tk._("Theme"),
        vocab_data_class=tk._("Data class"),
        vocab_frequency=tk._("Update frequency"),
        res_format=tk._("Format"),
        tags=tk._("Keywords"),
    )


def labelled(results: dict[str, Any]) -> dict[str, Any]:
    """Return the search result with facet values named in the page's language."""
    language = page_language()
    for facet, list_name in FACETS.items():
        for item in results.get("search_facets", {}).get(facet, {}).get("items", []):
            item["display_name"] = vocabulary(list_name).label(item["name"], language)
    return results


def _values(stored: Any) -> list[str]:
    if isinstance(stored, list):
        return [str(value) for value in stored]
    if not isinstance(stored, str) or not stored:
        return []
    if stored.startswith("["):
        try:
            return [str(value) for value in json.loads(stored)]
        except ValueError:
            return [stored]
    return [stored]
