"""Every entry passes the DCAT-AP 3.0.1 shapes, alone and on the catalogue's pages."""

from functools import cache
from pathlib import Path

import ckan.plugins.toolkit as tk
import pyshacl
import pytest
from rdflib import RDF, BNode, Graph, Namespace, URIRef

from ckanext.bacgiang.language import in_portal_language

pytestmark = pytest.mark.ckan_config("ckanext.dcat.base_uri", "https://id.bacgiang.example.vn")

DCAT = Namespace("http://www.w3.org/ns/dcat#")
KINDS = ("dataset", "shared_database", "data_service")


@cache
def shapes():
    return Graph().parse(Path(__file__).parent / "shapes" / "dcat-ap-3.0.1.ttl")


def faults(graph):
    """Return what the shapes object to, as text; nothing where the graph conforms."""
    conforms, _, text = pyshacl.validate(graph, shacl_graph=shapes(), advanced=True)
    return "" if conforms else text


def test_entries_with_every_field_conform(standing, read):
    for name in ("full_dataset", "full_database", "full_service"):
        entry = standing[name]
        assert faults(read(f"/{entry['type']}/{entry['name']}.ttl")) == ""
    assert faults(read("/catalog.ttl")) == ""


def test_a_catalogue_without_a_base_of_its_own_conforms(standing, read, ckan_config, monkeypatch):
    """The URI of the catalogue is then that of its homepage."""
    monkeypatch.setitem(ckan_config, "ckanext.dcat.base_uri", "")
    graph = read("/catalog.ttl")
    catalogue = URIRef("http://test.ckan.net")
    assert (catalogue, RDF.type, DCAT.Catalog) in graph
    assert len(list(graph.objects(catalogue, DCAT.dataset))) == 2
    assert faults(graph) == ""


@pytest.mark.ckan_config("ckanext.dcat.datasets_per_page", 1)
def test_every_page_conforms_by_itself(standing, crawl):
    pages = list(crawl("/catalog.ttl"))
    assert len(pages) == 3
    for page in pages:
        assert faults(page) == ""


def test_nothing_is_a_blank_node(standing, read):
    graph = read("/catalog.ttl")
    blank = [node for node in graph.subjects() if isinstance(node, BNode)]
    assert blank == []


@pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")
def test_entries_with_the_fewest_fields_conform(create, minimal, read):
    for kind in KINDS:
        made = create(**minimal(kind))
        assert faults(read(f"/{kind}/{made['id']}.ttl")) == ""
    assert faults(read("/catalog.ttl")) == ""


@pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")
def test_an_empty_catalogue_conforms(read):
    graph = read("/catalog.ttl")
    assert list(graph.subjects(RDF.type, DCAT.Catalog))
    assert faults(graph) == ""


@pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")
@pytest.mark.ckan_config("ckanext.dcat.datasets_per_page", 10)
def test_a_sample_of_the_demonstration_conforms(crawl, ckan_config, monkeypatch, tmp_path):
    """Some of each type of the province, read page by page as any harvester does."""
    monkeypatch.setitem(ckan_config, "ckan.storage_path", str(tmp_path))
    with in_portal_language():
        user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
        asked = {"limit": 6}
        loaded = tk.get_action("bacgiang_demo_load")({"user": user, "ignore_auth": True}, asked)
    whole = Graph()
    for page in crawl("/catalog.ttl"):
        whole += page
    listed = len(set(whole.objects(None, DCAT.dataset)))
    services = len(set(whole.objects(None, DCAT.service)))
    counts = loaded["entries"]
    assert listed == counts["dataset"] + counts["shared_database"]
    assert services == counts["data_service"]
    assert faults(whole) == ""
