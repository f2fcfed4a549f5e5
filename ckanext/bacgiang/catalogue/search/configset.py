"""Which schema Solr has, and whether the index was written by this version of the portal."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import ckan.plugins.toolkit as tk
import pysolr
import sqlalchemy as sa
from ckan import model
from ckan.lib.search.common import make_connection

from ckanext.bacgiang.catalogue.search.core.fields import INDEX_VERSION, VERSION

FIELD_TYPE = "bacgiang_words"
"""A field type that only this portal's configset has."""


class Schema(StrEnum):
    """What a Solr core was made from."""

    BACGIANG = "bacgiang"
    STOCK = "stock"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class IndexState:
    """``entries`` in the database, ``indexed`` of them in the index, ``current`` of those written
    by this version of the portal."""

    schema: Schema
    entries: int
    indexed: int
    current: int

    @property
    def complete(self) -> bool:
        """Whether every entry can be found by everything this version knows."""
        return self.schema is not Schema.UNREACHABLE and self.entries == self.current


def state() -> IndexState:
    """Return what Solr and the database say, in two questions to Solr and one statement."""
    package = model.Package
    counted = sa.select(sa.func.count()).where(package.state != model.State.DELETED)
    entries = model.Session.execute(counted.select_from(package)).scalar_one()
    site = '+site_id:"{}" -state:deleted'.format(tk.config["ckan.site_id"])
    try:
        found = make_connection().search(
            site, rows=0, facet="true", **{"facet.query": f"{INDEX_VERSION}:{VERSION}"}
        )
        current = sum(found.facets["facet_queries"].values())
        return IndexState(_schema(), entries, found.hits, current)
    except pysolr.SolrError:
        return IndexState(Schema.UNREACHABLE, entries, 0, 0)


def _schema() -> Schema:
    try:
        make_connection().search("*:*", search_handler=f"schema/fieldtypes/{FIELD_TYPE}")
    except pysolr.SolrError as error:
        if "404" in str(error):
            return Schema.STOCK
        raise
    return Schema.BACGIANG
