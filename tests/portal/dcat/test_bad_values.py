"""One bad value costs at most itself: every format is served, parses, and says the same."""

import pytest
from ckan import model
from ckan.lib import search
from rdflib import RDF, Graph, Namespace, URIRef

pytestmark = [
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index"),
    pytest.mark.ckan_config("ckanext.dcat.base_uri", "https://id.bacgiang.example.vn"),
]

FORMATS = {"ttl": "turtle", "xml": "xml", "jsonld": "json-ld", "nt": "nt"}
DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCT = Namespace("http://purl.org/dc/terms/")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")


@pytest.fixture
def spoil(create, minimal):
    """Make a dataset, then put values into it that no validator has seen."""

    def make(extras=None, link=None, **columns):
        made = create(**minimal())
        package = model.Package.get(made["id"])
        package.extras = {**package.extras, **(extras or {})}
        for column, value in columns.items():
            setattr(package, column, value)
        if link is not None:
            package.resources[0].url = link
        model.Session.commit()
        search.rebuild(made["id"])
        return made

    return make


def bodies(app, entry):
    """Return the catalogue and the entry in every format, parsed, without the page's own links."""
    for ending, name in FORMATS.items():
        for address in (f"/catalog.{ending}", f"/dataset/{entry['id']}.{ending}"):
            graph = Graph().parse(data=app.get(address, status=200).body, format=name)
            for page in list(graph.subjects(RDF.type, HYDRA.PagedCollection)):
                graph.remove((page, None, None))
            yield address, graph


@pytest.mark.parametrize(
    ("written", "served"),
    [
        (
            "https://example.vn/tệp dữ liệu 2025.csv",
            {"https://example.vn/t%E1%BB%87p%20d%E1%BB%AF%20li%E1%BB%87u%202025.csv"},
        ),
        ("https://a.example.vn/x https://b.example.vn/y", {"https://a.example.vn/x", "https://b.example.vn/y"}),
        ("https://example.vn/a\u00a0b", {"https://example.vn/a%20b"}),
        ('https://example.vn/{"a"}|<b>', {"https://example.vn/%7B%22a%22%7D%7C%3Cb%3E"}),
        ("https://example.vn/100%", {"https://example.vn/100%25"}),
        ("https:///khong-may-chu", set()),
        ("http://[::1", set()),
        ("javascript:alert(1)", set()),
        ("xem trên trang chủ", set()),
    ],
)
def test_a_bad_address_is_encoded_or_left_out_in_every_format_alike(spoil, app, written, served):
    entry = spoil(extras={"documentation": written})
    graphs = dict(bodies(app, entry))
    assert len({len(graph) for address, graph in graphs.items() if "catalog" in address}) == 1
    assert len({len(graph) for address, graph in graphs.items() if "dataset" in address}) == 1
    for graph in graphs.values():
        assert {str(page) for page in graph.objects(None, FOAF.page)} == served
        assert len(list(graph.subjects(RDF.type, DCAT.Dataset))) == 1


@pytest.mark.parametrize("written", ["https:///a.csv", "tệp ở phòng 101", "mailto:a@example.vn"])
def test_a_distribution_without_a_good_address_points_to_its_page(spoil, app, written):
    entry = spoil(link=written)
    for _, graph in bodies(app, entry):
        addresses = {str(one) for one in graph.objects(None, DCAT.accessURL)}
        resource = entry["resources"][0]["id"]
        assert addresses == {f"http://test.ckan.net/dataset/{entry['name']}/resource/{resource}"}


def test_control_characters_leave_a_catalogue_every_parser_reads(spoil, app):
    entry = spoil(
        title="Danh sách\u000bcơ sở",
        notes="Mô\u0007 tả\u0001",
        extras={"legal_basis": "Luật\u001f", "publisher": "Sở\u0002 A", "completeness": "\ufffe"},
    )
    sizes = set()
    for address, graph in bodies(app, entry):
        text = graph.serialize(format="turtle")
        assert "Danh sách cơ sở" in text
        sizes.add(("catalog" in address, len(graph)))
    assert len(sizes) == 2


@pytest.mark.parametrize(
    "written", ["03/04/2026", "2026-02-30", "hôm qua", "2021-03-23 11:08 Asia/Ho_Chi_Minh"]
)
def test_what_is_no_date_is_never_served_as_one(spoil, app, written):
    entry = spoil(extras={"modified": written, "temporal_start": written})
    own = URIRef(f"https://id.bacgiang.example.vn/dataset/{entry['id']}")
    for _, graph in bodies(app, entry):
        assert list(graph.objects(own, DCT.modified)) == []
        assert list(graph.objects(None, DCAT.startDate)) == []
        assert "2026-04" not in graph.serialize(format="turtle")


def test_a_stray_uri_does_not_rename_the_entry(spoil, app):
    entry = spoil(extras={"uri": "https://example.vn/{id}"})
    own = URIRef(f"https://id.bacgiang.example.vn/dataset/{entry['id']}")
    for _, graph in bodies(app, entry):
        assert list(graph.subjects(RDF.type, DCAT.Dataset)) == [own]


def test_values_that_no_list_knows_are_left_out(spoil, app):
    unknown = '["https://example.vn/la"]'
    entry = spoil(
        extras={
            "theme": unknown,
            "language": unknown,
            "spatial_unit": '["2022-99999"]',
            "frequency": "hằng tuần",
        },
        license_id="la-lung",
    )
    for _, graph in bodies(app, entry):
        text = graph.serialize(format="turtle")
        assert "example.vn/la>" not in text
        assert "hằng tuần" not in text
        assert "99999" not in text
        assert "dct:license" not in str(list(graph.predicates(entry["id"])))
