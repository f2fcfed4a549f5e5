"""From entries to bytes: the chain of profiles run once over a page, and one graph written out.

A cache of descriptions by entry would stand between :func:`described` and :func:`written`; both are
functions of the entries alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import ckan.plugins.toolkit as tk
from ckanext.dcat.processors import RDFSerializer
from ckanext.dcat.utils import catalog_uri
from rdflib import RDF, XSD, Graph, Literal, URIRef

from ckanext.bacgiang.catalogue.entry import EntryType
from ckanext.bacgiang.dcat import turtle
from ckanext.bacgiang.dcat.directory import directory
from ckanext.bacgiang.dcat.names import Names
from ckanext.bacgiang.dcat.paging import Links
from ckanext.bacgiang.dcat.profile import BacGiangProfile, base, portal_address
from ckanext.bacgiang.dcat.scribe import DCAT, HYDRA, sweep

Fields = Mapping[str, Any]

FORMATS = {
    "ttl": (turtle.NAME, "text/turtle; charset=utf-8"),
    "xml": ("pretty-xml", "application/rdf+xml; charset=utf-8"),
    "rdf": ("pretty-xml", "application/rdf+xml; charset=utf-8"),
    "jsonld": ("json-ld", "application/ld+json; charset=utf-8"),
    "nt": ("nt", "application/n-triples; charset=utf-8"),
    "n3": ("n3", "text/n3; charset=utf-8"),
}
"""Ending of the address → rdflib's name of the format, media type."""

_ANSWERED = frozenset(
    {
        "access_rights",
        "conforms_to",
        "contact",
        "demonstration",
        "description",
        "documentation",
        "file_type",
        "format",
        "frequency",
        "hash",
        "hash_algorithm",
        "identifier",
        "issued",
        "language",
        "legal_basis",
        "license_id",
        "mimetype",
        "modified",
        "notes",
        "owner_org",
        "publisher",
        "size",
        "source_database",
        "spatial_unit",
        "tag_string",
        "tags",
        "temporal_end",
        "temporal_start",
        "theme",
        "title",
        "url",
    }
)
"""Fields of entries and resources this profile answers for, whatever others say. The others are
spared them: the result is the same, in two thirds of the time."""

_ENTRY_KEYS = frozenset({"id", "name", "type", "title", "notes", "tags", "license_id", "owner_org"})
_RESOURCE_KEYS = frozenset(
    {"id", "package_id", "name", "description", "url", "url_type", "format", "mimetype", "size"}
)


class _Chain(RDFSerializer):
    """The configured profiles, made once for a whole graph; ours is always among them."""

    def __init__(self, described: Mapping[str, str]) -> None:
        super().__init__(profiles=None)
        # This store keeps no account of contexts, which one graph alone has no use for.
        self.g = Graph(store="SimpleMemory", bind_namespaces="core")
        known = directory(portal_address(), described)
        classes = [one for one in self._profiles if one is not BacGiangProfile]
        self.profiles = [one(self.g) for one in (*classes, BacGiangProfile)]
        for profile in self.profiles:
            if isinstance(profile, BacGiangProfile):
                profile.directory = known


def described(entries: Sequence[Fields], linked: Sequence[Fields]) -> Graph:
    """Return a graph that describes the entries, and those they are linked to, in full."""
    chain = _chain((*entries, *linked))
    for entry in (*entries, *linked):
        _describe(chain, entry)
    return chain.g


def catalogue(
    entries: Sequence[Fields], linked: Sequence[Fields], links: Links, total: int, size: int
) -> Graph:
    """Return a page of the catalogue: the catalogue, its entries of this page, the next page."""
    chain = _chain((*entries, *linked))
    ref = URIRef(catalog_uri())
    for profile in chain.profiles:
        profile.graph_from_catalog({}, ref)
    for entry in (*entries, *linked):
        _describe(chain, entry)
    for entry in entries:
        service = entry["type"] == EntryType.SERVICE.value
        predicate = DCAT.service if service else DCAT.dataset
        chain.g.add((ref, predicate, _ref(entry)))
    _paging(chain.g, links, total, size)
    return chain.g


def written(graph: Graph, name: str) -> str:
    """Return the graph in the format of this name, one of ``FORMATS``; every one of them parses."""
    sweep(graph)
    options = {"auto_compact": True} if name == "jsonld" else {}
    # RDF/XML asks for the short name of a word each time it writes it.
    names = graph.namespace_manager
    names.qname_strict = cache(names.qname_strict)  # type: ignore[method-assign]
    return graph.serialize(format=FORMATS[name][0], **options)


def _chain(entries: Iterable[Fields]) -> _Chain:
    places = {str(entry[key]): str(_ref(entry)) for entry in entries for key in ("id", "name")}
    return _Chain(places)


def _describe(chain: _Chain, entry: Fields) -> None:
    fields = _of_the_schema(entry)
    rest = _without(fields, _ANSWERED)
    rest["resources"] = [_without(one, _ANSWERED) for one in fields["resources"]]
    for profile in chain.profiles:
        ours = isinstance(profile, BacGiangProfile)
        profile.graph_from_dataset(fields if ours else rest, _ref(entry))


def _without(fields: Fields, names: Collection[str]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if key not in names}


def _ref(entry: Fields) -> URIRef:
    return URIRef(Names(base()).entry(EntryType(entry["type"]), str(entry["id"])))


def _of_the_schema(entry: Fields) -> dict[str, Any]:
    """Return the fields of the schema alone.

    What else CKAN hands out would mislead the first profile: its own dates of the description, the
    old title of an organisation, free extras such as a ``uri`` that is none.
    """
    schema = tk.h.scheming_get_dataset_schema(entry["type"]) or {}
    names = {field["field_name"] for field in schema.get("dataset_fields", [])}
    parts = {field["field_name"] for field in schema.get("resource_fields", [])}
    kept = {key: value for key, value in entry.items() if key in names | _ENTRY_KEYS}
    kept["resources"] = [
        {key: value for key, value in resource.items() if key in parts | _RESOURCE_KEYS}
        for resource in entry.get("resources") or []
    ]
    return kept


def _paging(graph: Graph, links: Links, total: int, size: int) -> None:
    """State the page and its neighbours by Hydra, in the words of today and of yesterday."""
    page = URIRef(links.current)
    graph.add((page, RDF.type, HYDRA.PagedCollection))
    graph.add((page, RDF.type, HYDRA.PartialCollectionView))
    graph.add((page, HYDRA.totalItems, Literal(total, datatype=XSD.integer)))
    graph.add((page, HYDRA.itemsPerPage, Literal(size, datatype=XSD.integer)))
    for word, address in (
        ("first", links.first),
        ("last", links.last),
        ("previous", links.previous),
        ("next", links.next),
    ):
        if address:
            graph.add((page, HYDRA[word], URIRef(address)))
            graph.add((page, HYDRA[f"{word}Page"], URIRef(address)))
