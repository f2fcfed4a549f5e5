"""The RDF profile ``bacgiang``, a second link after ``euro_dcat_ap_3``.

It adds and replaces triples, no more: what the first profile makes of fields it knows and this
one does not, such as one that an operator adds to a schema, stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from ckanext.dcat.profiles.base import RDFProfile
from ckanext.dcat.utils import catalog_uri
from rdflib import Graph, URIRef

from ckanext.bacgiang import clock
from ckanext.bacgiang.catalogue.entry import EntryType
from ckanext.bacgiang.dcat import catalogue, database, dataset, service
from ckanext.bacgiang.dcat.catalogue import CatalogueFacts
from ckanext.bacgiang.dcat.directory import Directory, directory
from ckanext.bacgiang.dcat.extent import span
from ckanext.bacgiang.dcat.names import Names
from ckanext.bacgiang.dcat.scribe import ADMS, DCAT, DCATAP, ELI, HYDRA, SPDX, VCARD, Scribe

_DESCRIBERS = {
    EntryType.DATASET: dataset.describe,
    EntryType.DATABASE: database.describe,
    EntryType.SERVICE: service.describe,
}

_PREFIXES = {
    "adms": ADMS,
    "dcat": DCAT,
    "dcatap": DCATAP,
    "eli": ELI,
    "hydra": HYDRA,
    "spdx": SPDX,
    "vcard": VCARD,
}


def base() -> str:
    """Return the base of all URIs, without a slash at its end."""
    return catalog_uri().rstrip("/")


def portal_address() -> str:
    """Return the address at which the portal is served, without a slash at its end."""
    return str(tk.url_for("home.index", _external=True, locale="default")).rstrip("/")


class BacGiangProfile(RDFProfile):
    """DCAT-AP 3.0.1 as the province says it: typed, labelled in Vietnamese, without touch dates."""

    directory: Directory | None = None
    """What is known beyond the entry. Whoever describes several entries sets it once for all."""

    def __init__(self, graph: Graph, *args: Any, **kwargs: Any) -> None:
        super().__init__(graph, *args, **kwargs)
        self.scribe = Scribe(graph, Names(base()))
        for prefix, namespace in _PREFIXES.items():
            graph.bind(prefix, namespace)
        graph.bind("bacgiang", self.scribe.names.definition(""))

    def graph_from_dataset(self, dataset_dict: Mapping[str, Any], dataset_ref: URIRef) -> None:
        """Describe an entry as what it is: a dataset, a shared database or a service.

        A type that is not of this portal stays as the first profile described it.
        """
        describe = _DESCRIBERS.get(dataset_dict.get("type") or EntryType.DATASET)
        if describe:
            describe(self.scribe, dataset_ref, dataset_dict, self._known())

    def graph_from_catalog(self, catalog_dict: Any, catalog_ref: URIRef) -> None:
        """Describe the catalogue."""
        catalogue.describe(self.scribe, catalog_ref, _facts(), self._known())

    def _known(self) -> Directory:
        if self.directory is None:
            self.directory = directory(portal_address())
        return self.directory


def _facts() -> CatalogueFacts:
    days = span(clock.today())
    return CatalogueFacts(
        title=str(tk.config["ckan.site_title"]),
        description=str(tk.config.get("ckan.site_description") or ""),
        publisher=str(tk.config["ckanext.bacgiang.dcat.publisher"]).strip(),
        licence=str(tk.config["ckanext.bacgiang.dcat.license"]),
        area=str(tk.config["ckanext.bacgiang.dcat.spatial"]),
        issued=str(tk.config["ckanext.bacgiang.dcat.issued"]) or days.issued,
        modified=days.modified,
    )
