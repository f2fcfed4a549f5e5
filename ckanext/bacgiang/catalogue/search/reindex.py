"""Indexing again what changed behind the index's back."""

from __future__ import annotations

from ckan.lib import search

from ckanext.bacgiang.catalogue.search import agencies


def index_agency(name: str) -> None:
    """Index every entry of an agency and of those below it again, then commit once."""
    ids = agencies.package_ids(agencies.ids_with_those_below(name))
    if ids:
        search.rebuild(package_ids=ids, quiet=True)
        search.commit()
