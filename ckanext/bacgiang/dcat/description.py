"""What every kind of entry says of itself: name, theme, keywords, dates, documents, coverage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rdflib import RDF, RDFS, SKOS, URIRef

from ckanext.bacgiang.catalogue.text import clean
from ckanext.bacgiang.dcat.scribe import ADMS, DCAT, DCATAP, DCT, FOAF, Scribe, listed
from ckanext.bacgiang.dcat.values import addresses
from ckanext.bacgiang.vocabularies.terms import Term
from ckanext.bacgiang.vocabularies.units import unit

Fields = Mapping[str, Any]

REPLACED = frozenset(
    {
        DCT.title,
        DCT.description,
        DCT.identifier,
        DCT.creator,
        DCT.publisher,
        DCT.accessRights,
        DCT.accrualPeriodicity,
        DCT.issued,
        DCT.modified,
        DCT.temporal,
        DCT.spatial,
        DCT.language,
        DCT.conformsTo,
        DCT.provenance,
        DCT.source,
        DCT.license,
        DCAT.contactPoint,
        DCAT.keyword,
        DCAT.landingPage,
        DCAT.theme,
        DCATAP.applicableLegislation,
        FOAF.page,
        ADMS.identifier,
    }
)
"""What this profile answers for: the first profile's word on it does not stand."""


def identity(scribe: Scribe, ref: URIRef, entry: Fields, about: str, page: str) -> None:
    """State titles, description, identifier and page; ``about`` is the description.

    An entry without a description has its title for one: DCAT-AP asks for both.
    """
    title = clean(str(entry.get("title") or "")).strip() or str(entry.get("name") or "")
    scribe.text(ref, DCT.title, title)
    scribe.text(ref, DCT.title, entry.get("title_en"), language="en")
    scribe.text(ref, DCT.description, clean(about).strip() or title)
    scribe.plain(ref, DCT.identifier, entry.get("identifier") or entry.get("id"))
    scribe.addresses(ref, DCAT.landingPage, page, FOAF.Document)


def subjects(scribe: Scribe, ref: URIRef, entry: Fields) -> None:
    """State themes and keywords."""
    scribe.terms(ref, DCAT.theme, "themes", listed(entry.get("theme")))
    for tag in entry.get("tags") or []:
        scribe.text(ref, DCAT.keyword, tag.get("display_name") or tag.get("name"))


def kind(scribe: Scribe, ref: URIRef, code: str, vi: str, en: str) -> None:
    """State what kind of entry this is, for those who list databases apart from open data."""
    uri = scribe.names.concept("entry_types", code)
    scribe.labelled(ref, DCT.type, Term(code, uri, vi, en, uri=uri))


def rhythm(scribe: Scribe, ref: URIRef, entry: Fields) -> None:
    """State the update frequency."""
    frequency = listed(entry.get("frequency"))
    scribe.terms(ref, DCT.accrualPeriodicity, "frequencies", frequency, DCT.Frequency)


def dates(scribe: Scribe, ref: URIRef, entry: Fields) -> None:
    """State first publication and last change of the data, from their own fields only.

    CKAN's own dates speak of the description; served as ``dct:modified`` every touch of it would
    look like new data.
    """
    scribe.date(ref, DCT.issued, entry.get("issued"))
    scribe.date(ref, DCT.modified, entry.get("modified"))


def period(scribe: Scribe, ref: URIRef, entry: Fields) -> None:
    """State the period the data covers, to the year, month or day that is known."""
    covered = URIRef(f"{ref}#period")
    scribe.date(covered, DCAT.startDate, entry.get("temporal_start"))
    scribe.date(covered, DCAT.endDate, entry.get("temporal_end"))
    if (covered, None, None) in scribe.graph:
        scribe.graph.add((covered, RDF.type, DCT.PeriodOfTime))
        scribe.graph.add((ref, DCT.temporal, covered))


def area(scribe: Scribe, ref: URIRef, values: Iterable[str]) -> None:
    """State administrative units by URI, code, name and a day on which they stood so."""
    for value in values:
        found = unit(value)
        if found is None:
            continue
        place = scribe.node(ref, DCT.spatial, scribe.names.unit(found.value), DCT.Location)
        scribe.text(place, SKOS.prefLabel, found.full_name)
        scribe.plain(place, DCT.identifier, found.code)
        scribe.date(place, DCT.valid, found.valid_at.isoformat())


def tongues(scribe: Scribe, ref: URIRef, values: Iterable[str]) -> None:
    """State languages as IRIs."""
    scribe.terms(ref, DCT.language, "languages", values, DCT.LinguisticSystem)


def standards(scribe: Scribe, ref: URIRef, entry: Fields) -> None:
    """State the standards the data or service conforms to, by address or by title."""
    scribe.addresses(ref, DCT.conformsTo, entry.get("conforms_to"), DCT.Standard)
    for title in clean(str(entry.get("applied_standards") or "")).split(";"):
        if not title.strip():
            continue
        uri = scribe.names.standard(title)
        scribe.text(scribe.node(ref, DCT.conformsTo, uri, DCT.Standard), DCT.title, title)


def documents(scribe: Scribe, ref: URIRef, resources: Iterable[Fields]) -> None:
    """State files that explain an entry, which are no open data themselves."""
    for resource in resources:
        for address in addresses(str(resource.get("url") or "")):
            page = scribe.node(ref, FOAF.page, address, FOAF.Document)
            scribe.text(page, DCT.title, resource.get("name"))
            scribe.text(page, DCT.description, resource.get("description"))


def no_distributions(scribe: Scribe, ref: URIRef) -> None:
    """Take back the distributions another profile made of the files of an entry."""
    for distribution in list(scribe.graph.objects(ref, DCAT.distribution)):
        scribe.forget(distribution)
    scribe.replace(ref, {DCAT.distribution})


def demonstration(scribe: Scribe, ref: URIRef, entry: Fields) -> None:
    """Say that an entry is demonstration data, and where it is from."""
    words = clean(str(entry.get("demonstration") or "")).strip()
    if words:
        origin = scribe.node(ref, DCT.provenance, f"{ref}#provenance", DCT.ProvenanceStatement)
        scribe.text(origin, RDFS.label, words)


def source(scribe: Scribe, ref: URIRef, uri: str) -> None:
    """State the entry this one is taken from; its description stands in the same graph."""
    if uri:
        scribe.graph.add((ref, DCT.source, URIRef(uri)))
