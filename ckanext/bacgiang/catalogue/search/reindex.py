"""Indexing again what changed behind the index's back."""

from __future__ import annotations

from ckan.lib import search

from ckanext.bacgiang.catalogue.search import agencies
from ckanext.bacgiang.intake import index


def index_agency(name: str) -> None:
    """Index every entry of an agency and of those below it again, then commit once."""
    ids = agencies.package_ids(agencies.ids_with_those_below(name))
    if ids:
        for entry_id in ids:
            index.now(entry_id, commit=False)
        search.commit()
