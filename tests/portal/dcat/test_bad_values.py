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
TERMS = URIRef("https://id.bacgiang.example.vn/dieu-khoan-su-dung")
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


def bodies(app, *entries):
    """Return catalogue and entries in every format, parsed, without the links between pages."""
    for ending, name in FORMATS.items():
        own = [f"/dataset/{entry['id']}.{ending}" for entry in entries]
        for address in (f"/catalog.{ending}", *own):
            graph = Graph().parse(data=app.get(address, status=200).body, format=name)
            for page in list(graph.subjects(RDF.type, HYDRA.PagedCollection)):
                graph.remove((page, None, None))
            yield address, graph


ADDRESSES = {
    "https://example.vn/tệp dữ liệu 2025.csv": {
        "https://example.vn/t%E1%BB%87p%20d%E1%BB%AF%20li%E1%BB%87u%202025.csv"
    },
    "https://a.example.vn/x https://b.example.vn/y": {
        "https://a.example.vn/x",
        "https://b.example.vn/y",
    },
    "https://example.vn/a\u00a0b": {"https://example.vn/a%20b"},
    'https://example.vn/{"a"}|<b>': {"https://example.vn/%7B%22a%22%7D%7C%3Cb%3E"},
    "https://example.vn/100%": {"https://example.vn/100%25"},
    "https:///khong-may-chu": set(),
    "http://[::1": set(),
    "javascript:alert(1)": set(),
    "xem trên trang chủ": set(),
}


def test_a_bad_address_is_encoded_or_left_out_in_every_format_alike(spoil, app):
    entries = {written: spoil(extras={"documentation": written}) for written in ADDRESSES}
    sizes = set()
    for address, graph in bodies(app, *entries.values()):
        for written, served in ADDRESSES.items():
            own = uri(entries[written])
            if "catalog" in address or entries[written]["id"] in address:
                assert {str(page) for page in graph.objects(own, FOAF.page)} == served
        if "catalog" in address:
            assert len(set(graph.subjects(RDF.type, DCAT.Dataset))) == len(ADDRESSES)
            sizes.add(len(graph))
    assert len(sizes) == 1


def uri(entry):
    return URIRef(f"https://id.bacgiang.example.vn/dataset/{entry['id']}")


def test_a_distribution_without_a_good_address_points_to_its_page(spoil, app):
    links = ("https:///a.csv", "tệp ở phòng 101", "mailto:a@example.vn")
    entries = [spoil(link=written) for written in links]
    for entry in entries:
        resource = entry["resources"][0]["id"]
        file = URIRef(f"{uri(entry)}/resource/{resource}")
        for address, graph in bodies(app, entry):
            found = {str(one) for one in graph.objects(file, DCAT.accessURL)}
            page = f"http://test.ckan.net/dataset/{entry['name']}/resource/{resource}"
            assert found == {page}, address


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


def test_what_is_no_date_is_never_served_as_one(spoil, app):
    written = ("03/04/2026", "2026-02-30", "hôm qua", "2021-03-23 11:08 Asia/Ho_Chi_Minh")
    entries = [spoil(extras={"modified": one, "temporal_start": one}) for one in written]
    for address, graph in bodies(app, *entries):
        assert [list(graph.objects(uri(one), DCT.modified)) for one in entries] == [[]] * 4
        assert list(graph.objects(None, DCAT.startDate)) == [], address
        assert "2026-04" not in graph.serialize(format="turtle")


def test_a_stray_uri_does_not_rename_the_entry(spoil, app):
    entry = spoil(extras={"uri": "https://example.vn/{id}"})
    for _, graph in bodies(app, entry):
        assert list(graph.subjects(RDF.type, DCAT.Dataset)) == [uri(entry)]


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
        assert list(graph.objects(None, DCT.license)) in ([], [TERMS])
