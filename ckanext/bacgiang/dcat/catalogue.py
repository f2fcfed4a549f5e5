"""The catalogue itself as dcat:Catalog: who publishes it, in which language, for which area."""

from __future__ import annotations

from dataclasses import dataclass

from rdflib import RDF, SKOS, Literal, URIRef

from ckanext.bacgiang.catalogue.entry import Agency
from ckanext.bacgiang.dcat import description, parties, rights
from ckanext.bacgiang.dcat.directory import Directory
from ckanext.bacgiang.dcat.scribe import DCAT, DCT, FOAF, Scribe
from ckanext.bacgiang.vocabularies.terms import vocabulary

_REPLACED = frozenset(
    {
        DCT.title,
        DCT.description,
        DCT.publisher,
        DCT.issued,
        DCT.modified,
        DCT.language,
        DCT.spatial,
        DCT.license,
        FOAF.homepage,
    }
)


@dataclass(frozen=True, slots=True)
class CatalogueFacts:
    """What is said of the catalogue: from the configuration and from the days of its datasets."""

    title: str
    description: str
    publisher: str
    licence: str
    area: str
    issued: str
    modified: str


def describe(scribe: Scribe, ref: URIRef, facts: CatalogueFacts, directory: Directory) -> None:
    """State everything DCAT-AP asks of a catalogue, in place of what another profile said."""
    scribe.replace(ref, _REPLACED)
    scribe.graph.add((ref, RDF.type, DCAT.Catalog))
    scribe.text(ref, DCT.title, facts.title)
    scribe.text(ref, DCT.description, facts.description or facts.title)
    scribe.graph.add((ref, DCT.publisher, _publisher(scribe, facts, directory)))
    scribe.date(ref, DCT.issued, facts.issued)
    scribe.date(ref, DCT.modified, facts.modified)
    description.tongues(scribe, ref, ["VIE"])
    description.area(scribe, ref, [facts.area])
    rights.licence(scribe, ref, facts.licence)
    scribe.addresses(ref, FOAF.homepage, directory.portal, FOAF.Document)
    _taxonomy(scribe, ref)


def _publisher(scribe: Scribe, facts: CatalogueFacts, directory: Directory) -> URIRef:
    """Return the agency in charge: the configured one, else the province, else the site."""
    if facts.publisher:
        return parties.agent(scribe, facts.publisher, directory)
    top = _province(directory)
    return parties.organisation(scribe, top) if top else parties.agent(
        scribe, facts.title, directory
    )


def _province(directory: Directory) -> Agency | None:
    found = (one for one in directory.agencies.values() if one.kind == "province")
    return next(found, None)


def _taxonomy(scribe: Scribe, ref: URIRef) -> None:
    themes = vocabulary("themes")
    scheme = scribe.node(ref, DCAT.themeTaxonomy, themes.scheme, SKOS.ConceptScheme)
    scribe.graph.add((scheme, DCT.title, Literal(themes.title_vi, lang="vi")))
