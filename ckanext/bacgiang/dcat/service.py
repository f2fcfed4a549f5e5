"""A data-sharing service as dcat:DataService, an entry of its own (Decree 47/2020 Art. 24)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rdflib import RDF, RDFS, URIRef

from ckanext.bacgiang.catalogue.text import clean
from ckanext.bacgiang.dcat import description, parties, rights
from ckanext.bacgiang.dcat.directory import Directory
from ckanext.bacgiang.dcat.scribe import DCAT, DCT, Scribe, listed, rows

Fields = Mapping[str, Any]

_CHOICES = {
    "platform": ("platform", "platforms"),
    "protocol": ("protocol", "protocols"),
    "network": ("network", "networks"),
    "sharing_method": ("sharingMethod", "sharing_methods"),
    "sharing_form": ("sharingForm", "sharing_forms"),
}
_TEXTS = {
    "exchange_structure": "exchangeStructure",
    "direct_reason": "directReason",
    "access_notes": "accessNotes",
}
"""Particulars of Decree 47/2020 Art. 23, 24 and 46 for which DCAT has no word."""


def describe(scribe: Scribe, ref: URIRef, entry: Fields, directory: Directory) -> None:
    """State a service and what it serves.

    Another profile took it for a dataset: what that said is taken back first.
    """
    description.no_distributions(scribe, ref)
    scribe.forget(ref)
    page = f"{directory.portal}/data_service/{entry.get('name')}"
    scribe.graph.add((ref, RDF.type, DCAT.DataService))
    description.identity(scribe, ref, entry, str(entry.get("notes") or ""), page)
    description.subjects(scribe, ref, entry)
    rights.other_identifier(scribe, ref, "registry", entry.get("registry_id"))
    description.standards(scribe, ref, entry)
    description.demonstration(scribe, ref, entry)
    parties.agencies(scribe, ref, entry, directory)
    parties.contacts(scribe, ref, entry, directory)
    rights.access(scribe, ref, entry)
    _endpoint(scribe, ref, entry, page)
    _conditions(scribe, ref, entry)
    for name in listed(entry.get("serves")):
        if name in directory.described:
            scribe.node(ref, DCAT.servesDataset, directory.described[name])
    guides = [{**guide, "name": guide.get("title")} for guide in rows(entry.get("guides"))]
    description.documents(scribe, ref, [*(entry.get("resources") or []), *guides])


def _endpoint(scribe: Scribe, ref: URIRef, entry: Fields, page: str) -> None:
    """State where the service answers.

    An address that is bad or not for the public to see gives way to the entry's own page.
    """
    if not scribe.addresses(ref, DCAT.endpointURL, entry.get("endpoint_url"), RDFS.Resource):
        scribe.addresses(ref, DCAT.endpointURL, page, RDFS.Resource)
    described = entry.get("endpoint_description")
    scribe.addresses(ref, DCAT.endpointDescription, described, RDFS.Resource)
    scribe.date(ref, DCT.available, entry.get("service_start"))


def _conditions(scribe: Scribe, ref: URIRef, entry: Fields) -> None:
    """State how one gets in, over which platform, and under which rules."""
    rights.rules(scribe, ref, entry)
    rights.legislation(scribe, ref, entry.get("legal_basis"))
    authentication = clean(str(entry.get("authentication") or "")).strip()
    if authentication:
        terms = scribe.node(ref, DCT.rights, f"{ref}#authentication", DCT.RightsStatement)
        scribe.text(terms, RDFS.label, authentication)
    for field, (word, list_name) in _CHOICES.items():
        predicate = URIRef(scribe.names.definition(word))
        scribe.terms(ref, predicate, list_name, listed(entry.get(field)))
    for field, word in _TEXTS.items():
        scribe.text(ref, URIRef(scribe.names.definition(word)), entry.get(field))
