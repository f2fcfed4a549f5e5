"""A shared database as dcat:Dataset that is described and restricted, without distributions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rdflib import RDF, URIRef

from ckanext.bacgiang.dcat import description, parties, rights
from ckanext.bacgiang.dcat.directory import Directory
from ckanext.bacgiang.dcat.scribe import DCAT, Scribe, listed

Fields = Mapping[str, Any]

_ARTICLE_11 = {
    "purpose": "purpose",
    "scope": "scope",
    "content": "content",
    "collection_mechanism": "collectionMechanism",
    "update_mechanism": "updateMechanism",
}
"""Particulars of the catalogue that Decree 47/2020 Art. 11.4 asks for and DCAT has no word for."""


def describe(scribe: Scribe, ref: URIRef, entry: Fields, directory: Directory) -> None:
    """State a shared database; its files explain it and are no open data."""
    page = f"{directory.portal}/shared_database/{entry.get('name')}"
    about = entry.get("notes") or entry.get("purpose") or ""
    scribe.replace(ref, description.REPLACED)
    description.no_distributions(scribe, ref)
    scribe.graph.add((ref, RDF.type, DCAT.Dataset))
    description.identity(scribe, ref, entry, str(about), page)
    description.kind(scribe, ref, "shared_database", "Cơ sở dữ liệu dùng chung", "Shared database")
    description.subjects(scribe, ref, entry)
    description.rhythm(scribe, ref, entry)
    description.demonstration(scribe, ref, entry)
    parties.agencies(scribe, ref, entry, directory)
    parties.contacts(scribe, ref, entry, directory)
    rights.access(scribe, ref, entry, described_only=True)
    _legislation(scribe, ref, entry)
    _particulars(scribe, ref, entry)
    description.documents(scribe, ref, entry.get("resources") or [])


def _legislation(scribe: Scribe, ref: URIRef, entry: Fields) -> None:
    rights.legislation(scribe, ref, entry.get("decision"), day=entry.get("decision_date"))
    rights.other_identifier(scribe, ref, "catalogue-item", entry.get("decision_item"))
    rights.legislation(scribe, ref, entry.get("legal_basis"))
    rights.rules(scribe, ref, entry)


def _particulars(scribe: Scribe, ref: URIRef, entry: Fields) -> None:
    for field, word in _ARTICLE_11.items():
        scribe.text(ref, URIRef(scribe.names.definition(word)), entry.get(field))
    level = URIRef(scribe.names.definition("level"))
    scribe.terms(ref, level, "database_levels", listed(entry.get("level")))
