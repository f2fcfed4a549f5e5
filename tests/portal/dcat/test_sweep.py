"""What another profile puts into the graph cannot break a format either."""

import pytest
from rdflib import DCTERMS, RDF, Graph, Literal, URIRef

from ckanext.bacgiang.dcat import serializer
from ckanext.bacgiang.dcat.scribe import sweep

GOOD = URIRef("https://example.vn/a")


def spoiled():
    graph = Graph()
    graph.add((GOOD, RDF.type, DCTERMS.Standard))
    graph.add((GOOD, DCTERMS.title, Literal("Danh sách\u000bcơ sở\u0001", lang="vi")))
    graph.add((GOOD, DCTERMS.relation, URIRef("https://example.vn/{b} c")))
    graph.add((URIRef("https://example.vn/\u00a0d"), DCTERMS.relation, GOOD))
    return graph


def test_an_iri_nobody_can_write_goes_and_control_characters_become_spaces():
    graph = spoiled()
    assert sweep(graph) == 2
    assert set(graph) == {
        (GOOD, RDF.type, DCTERMS.Standard),
        (GOOD, DCTERMS.title, Literal("Danh sách cơ sở ", lang="vi")),
    }


@pytest.mark.parametrize(
    ("ending", "name"), [("ttl", "turtle"), ("xml", "xml"), ("jsonld", "json-ld"), ("nt", "nt")]
)
def test_every_format_is_written_and_says_the_same(ending, name):
    text = serializer.written(spoiled(), ending)
    kept = spoiled()
    sweep(kept)
    assert set(Graph().parse(data=text, format=name)) == set(kept)


def test_our_turtle_is_rdflibs_turtle():
    graph = spoiled()
    sweep(graph)
    graph.bind("dct", DCTERMS)
    assert serializer.written(graph, "ttl") == graph.serialize(format="turtle")
