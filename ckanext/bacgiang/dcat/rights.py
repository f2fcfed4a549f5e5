"""What the law says of an entry: access, terms of use, the decisions and regulations behind it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rdflib import RDF, RDFS, SKOS, Literal, URIRef

from ckanext.bacgiang.catalogue.entry import DataClass
from ckanext.bacgiang.catalogue.publishing import Publication, class_rule
from ckanext.bacgiang.catalogue.text import clean
from ckanext.bacgiang.dcat.scribe import ADMS, DCATAP, DCT, ELI, Scribe
from ckanext.bacgiang.dcat.values import addresses
from ckanext.bacgiang.vocabularies.terms import Term, vocabulary

Fields = Mapping[str, Any]

_ADMS = "http://purl.org/adms/licencetype/"
_LICENCE_TYPES = {
    "vn-nd47-dieu18": ("Attribution", "OtherRestrictiveClauses"),
    "cc-by-4.0": ("Attribution",),
    "cc0-1.0": ("PublicDomain",),
    "odbl-1.0": ("Attribution", "ViralEffect-ShareAlike"),
    "gpl-3.0": ("ViralEffect-ShareAlike",),
    "mit": ("Attribution",),
}
_LICENCE_TYPE_LABELS = {
    "Attribution": ("Phải ghi nguồn", "Attribution"),
    "OtherRestrictiveClauses": ("Có điều kiện hạn chế khác", "Other restrictive clauses"),
    "PublicDomain": ("Phạm vi công cộng", "Work in the public domain"),
    "ViralEffect-ShareAlike": ("Chia sẻ tương tự", "Viral effect (a.k.a. share-alike)"),
}
"""ADMS licence types. The terms of Decree 47/2020 Art. 18
ask for attribution and forbid the sale of raw data: they are not CC BY."""

FALLBACK_RIGHT = "RESTRICTED"


def access(scribe: Scribe, ref: URIRef, entry: Fields, *, described_only: bool = False) -> None:
    """State the access right of the entry's data class; ``described_only`` never says PUBLIC.

    A shared database is described, its data is not there for download (Decree 47/2020 Art. 11).
    """
    try:
        right = class_rule(DataClass(str(entry.get("data_class")))).access_right
    except ValueError:
        right = FALLBACK_RIGHT
    if described_only:
        right = FALLBACK_RIGHT
    scribe.terms(ref, DCT.accessRights, "access_rights", [right], DCT.RightsStatement)


def offers_data(entry: Fields) -> bool:
    """Return whether the data of the entry is there for everyone to take, not only described."""
    try:
        rule = class_rule(DataClass(str(entry.get("data_class"))))
    except ValueError:
        return False
    return rule.publication is Publication.DATA


def licence(scribe: Scribe, subject: URIRef, licence_id: str) -> None:
    """State the terms of use as a document of their own; nothing where the list has none such."""
    term = vocabulary("licenses").find(licence_id)
    if term:
        scribe.graph.add((subject, DCT.license, _licence_document(scribe, term)))


def _licence_document(scribe: Scribe, term: Term) -> URIRef:
    document = URIRef(scribe.names.licence(term))
    if not scribe.news(document):
        return document
    scribe.graph.add((document, RDF.type, DCT.LicenseDocument))
    scribe.graph.add((document, DCT.title, Literal(term.vi, lang="vi")))
    scribe.graph.add((document, DCT.title, Literal(term.en, lang="en")))
    scribe.plain(document, DCT.identifier, term.code)
    for kind in _LICENCE_TYPES.get(term.code, ()):
        term = Term(kind, _ADMS + kind, *_LICENCE_TYPE_LABELS[kind], uri=_ADMS + kind)
        scribe.labelled(document, DCT.type, term, _ADMS + "1.0")
    return document


def legislation(
    scribe: Scribe, ref: URIRef, title: Any, *, day: Any = "", address: Any = ""
) -> None:
    """State a legal text that rules the entry: a decision, a regulation, a legal basis.

    Its URI follows from its title, so the same decision is one resource in the whole catalogue.
    """
    words = clean(str(title or "")).strip()
    pages = addresses(str(address or ""))
    if not words and not pages:
        return
    law = scribe.node(
        ref,
        DCATAP.applicableLegislation,
        scribe.names.legal(words) if words else pages[0],
        ELI.LegalResource,
    )
    scribe.text(law, DCT.title, words)
    scribe.date(law, ELI.date_document, day)
    for page in pages:
        if page != str(law):
            scribe.node(law, RDFS.seeAlso, page)


def other_identifier(scribe: Scribe, ref: URIRef, part: str, value: Any) -> None:
    """State a number the entry has in a list or registry of somebody else's."""
    words = clean(str(value or "")).strip()
    if words:
        number = scribe.node(ref, ADMS.identifier, f"{ref}#{part}", ADMS.Identifier)
        scribe.graph.add((number, SKOS.notation, Literal(words)))


def place_on_list(scribe: Scribe, ref: URIRef, entry: Fields) -> None:
    """State the decision that put the dataset on the open data list, and its number there.

    Decree 47/2020 Art. 17.2.
    """
    legislation(scribe, ref, entry.get("list_decision"), day=entry.get("list_date"))
    other_identifier(scribe, ref, "list-item", entry.get("list_item"))


def rules(scribe: Scribe, ref: URIRef, entry: Fields) -> None:
    """State the rules of exploitation, which must be public (Decree 47/2020 Art. 22)."""
    legislation(
        scribe,
        ref,
        entry.get("exploitation_rules"),
        day=entry.get("exploitation_rules_date"),
        address=entry.get("exploitation_rules_url"),
    )
