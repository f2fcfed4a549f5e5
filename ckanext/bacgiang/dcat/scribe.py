"""Writing triples: typed, labelled, language-tagged, and only what every format can carry."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import Any

from rdflib import RDF, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from ckanext.bacgiang.catalogue.text import clean
from ckanext.bacgiang.dcat.names import Names
from ckanext.bacgiang.dcat.values import addresses, dated, fits_iri
from ckanext.bacgiang.vocabularies.terms import Term, vocabulary


class Words(Namespace):
    """A namespace that makes each of its IRIs once."""

    def __getattr__(self, name: str) -> URIRef:
        """Return the IRI of a word and keep it as an attribute of its own."""
        found = super().__getattr__(name)
        if not name.startswith("__"):
            self.__dict__[name] = found
        return found


DCT = Words("http://purl.org/dc/terms/")
DCAT = Words("http://www.w3.org/ns/dcat#")
FOAF = Words("http://xmlns.com/foaf/0.1/")
VCARD = Words("http://www.w3.org/2006/vcard/ns#")
ADMS = Words("http://www.w3.org/ns/adms#")
SPDX = Words("http://spdx.org/rdf/terms#")
ELI = Words("http://data.europa.eu/eli/ontology#")
DCATAP = Words("http://data.europa.eu/r5r/")
HYDRA = Words("http://www.w3.org/ns/hydra/core#")


class Scribe:
    """Writes on one graph, in the language of the portal."""

    def __init__(self, graph: Graph, names: Names, language: str = "vi") -> None:
        self.graph = graph
        self.names = names
        self.language = language
        self._told: set[Node] = set()

    def text(self, subject: Node, predicate: URIRef, value: Any, language: str = "") -> None:
        """State a text in a language, else the portal's; nothing where there is none."""
        words = clean(str(value or "")).strip()
        if words:
            self.graph.add((subject, predicate, Literal(words, lang=language or self.language)))

    def plain(self, subject: Node, predicate: URIRef, value: Any) -> None:
        """State a code or number of no language as a plain string."""
        words = clean(str(value or "")).strip()
        if words:
            self.graph.add((subject, predicate, Literal(words)))

    def date(self, subject: Node, predicate: URIRef, value: Any) -> None:
        """State a year, month or day as exactly as it is known; nothing where it is no date."""
        found = dated(str(value or ""))
        if found:
            self.graph.add((subject, predicate, _dated(found.text, found.kind)))

    def addresses(
        self, subject: Node, predicate: URIRef, value: Any, kind: URIRef | None = None
    ) -> bool:
        """State the web addresses in ``value``; return whether there was one."""
        found = addresses(str(value or ""))
        for address in found:
            self.node(subject, predicate, address, kind)
        return bool(found)

    def node(
        self, subject: Node, predicate: URIRef, iri: str, kind: URIRef | None = None
    ) -> URIRef:
        """State a resource, with its class where one is given, and return it."""
        found = URIRef(iri)
        self.graph.add((subject, predicate, found))
        if kind is not None:
            self.graph.add((found, RDF.type, kind))
        return found

    def terms(
        self,
        subject: Node,
        predicate: URIRef,
        list_name: str,
        values: Iterable[str],
        kind: URIRef = SKOS.Concept,
    ) -> None:
        """State values of a controlled list, typed and with their labels.

        A consumer need not fetch the authority's tables. Values the list does not know are left
        out: an IRI without class and label would be a fault (DCAT-AP 3.0.1, controlled
        vocabularies).
        """
        known = vocabulary(list_name)
        for value in values:
            term = known.find(value)
            if term:
                concept = self.concept(list_name, term, kind)
                self.graph.add((subject, predicate, concept))

    def concept(self, list_name: str, term: Term, kind: URIRef = SKOS.Concept) -> URIRef:
        """Describe a term of a controlled list and return it."""
        concept = URIRef(term.uri or self.names.concept(list_name, term.code))
        if self.news(concept):
            self.graph.add((concept, RDF.type, kind))
            # A term that the authority does not have is not in its list.
            self._label(concept, term, vocabulary(list_name).scheme if term.uri else "")
        return concept

    def labelled(self, subject: Node, predicate: URIRef, term: Term, scheme: str = "") -> None:
        """State a concept of a list that is not kept among the vocabularies; it has a URI."""
        concept = self.node(subject, predicate, term.uri, SKOS.Concept)
        if self.news(concept):
            self._label(concept, term, scheme)

    def news(self, subject: Node) -> bool:
        """Return whether ``subject`` has not been described yet, and remember that it is now."""
        fresh = subject not in self._told
        self._told.add(subject)
        return fresh

    def _label(self, concept: URIRef, term: Term, scheme: str) -> None:
        self.graph.add((concept, SKOS.prefLabel, Literal(term.vi, lang="vi")))
        self.graph.add((concept, SKOS.prefLabel, Literal(term.en, lang="en")))
        if scheme:
            self.graph.add((concept, SKOS.inScheme, URIRef(scheme)))

    def replace(self, subject: Node, predicates: Collection[URIRef]) -> None:
        """Take back what the graph says of ``subject`` under ``predicates``.

        What nothing else points to then goes too, such as the class of a misread address.
        """
        for predicate, value in list(self.graph.predicate_objects(subject)):
            if predicate in predicates:
                self.graph.remove((subject, predicate, value))
                self._drop(value)

    def forget(self, subject: Node) -> None:
        """Take back everything the graph says of ``subject``, and what it alone points to."""
        self._told.discard(subject)
        for predicate, value in list(self.graph.predicate_objects(subject)):
            self.graph.remove((subject, predicate, value))
            self._drop(value)

    def _drop(self, value: Node) -> None:
        """Forget what nothing points to any more, but no catalogue, dataset or the like.

        Without a base of its own the catalogue has the URI of its homepage.
        """
        kinds = self.graph.objects(value, RDF.type)
        if isinstance(value, Literal) or (None, None, value) in self.graph:
            return
        if not any(str(kind).startswith(str(DCAT)) for kind in kinds):
            self.forget(value)


@lru_cache(maxsize=4096)
def _dated(text: str, kind: str) -> Literal:
    """A date as a literal; rdflib takes long to understand one, and few differ on a page."""
    return Literal(text, datatype=XSD[kind])


def listed(value: Any) -> list[str]:
    """Return the values of a field that holds one or several, as text or as JSON."""
    if isinstance(value, str) and value.lstrip().startswith("["):
        try:
            value = json.loads(value)
        except ValueError:
            return [value]
    if isinstance(value, list):
        return [str(item) for item in value if item]
    return [str(value)] if value else []


def rows(stored: Any) -> list[Mapping[str, Any]]:
    """Return the rows of a repeating field, stored as a list or as JSON; none where unreadable."""
    if isinstance(stored, str) and stored:
        try:
            stored = json.loads(stored)
        except ValueError:
            return []
    return [row for row in stored if isinstance(row, Mapping)] if isinstance(stored, list) else []


def sweep(graph: Graph) -> int:
    """Make sure that every format can carry the graph; return how many triples had to go.

    A triple with an IRI that cannot be written is left out (rdflib stops the whole page in Turtle
    and N-Triples, and drops it silently in JSON-LD); control characters in a text become spaces
    (rdflib writes RDF/XML that no parser accepts).
    """
    before = len(graph)
    for node in {node for triple in graph for node in triple}:
        if isinstance(node, URIRef) and not fits_iri(node):
            for pattern in ((node, None, None), (None, node, None), (None, None, node)):
                graph.remove(pattern)
        elif isinstance(node, Literal) and clean(str(node)) != str(node):
            kept = Literal(clean(str(node)), lang=node.language, datatype=node.datatype)
            for subject, predicate in list(graph.subject_predicates(node)):
                graph.remove((subject, predicate, node))
                graph.add((subject, predicate, kept))
    return before - len(graph)
