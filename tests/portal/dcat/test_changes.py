"""What the catalogue says follows the entry: who publishes it, since when, for how long."""

import pytest
from ckan.tests import factories
from rdflib import FOAF, Literal, Namespace, URIRef

from ckanext.bacgiang import clock

pytestmark = [
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index"),
    pytest.mark.ckan_config("ckanext.dcat.base_uri", "https://id.bacgiang.example.vn"),
]

BASE = "https://id.bacgiang.example.vn"
EU = "http://publications.europa.eu/resource/authority/"
DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCT = Namespace("http://purl.org/dc/terms/")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")


def uri(entry):
    return URIRef(f"{BASE}/{entry['type']}/{entry['id']}")


def vi(text):
    return Literal(text, lang="vi")


def test_the_agency_publishes_where_nobody_else_is_named(create, minimal, read):
    made = create(**minimal())
    graph = read(f"/dataset/{made['name']}.ttl")
    assert graph.value(uri(made), DCT.publisher) == graph.value(uri(made), DCT.creator)


def test_a_publisher_named_like_an_agency_is_that_agency(create, minimal, read):
    other = factories.Organization(title="Sở Tài chính", name="so-tai-chinh")
    made = create(**minimal(publisher="sở tài chính"))
    publisher = read(f"/dataset/{made['name']}.ttl").value(uri(made), DCT.publisher)
    assert publisher == URIRef(f"{BASE}/organization/{other['id']}")


def test_a_renamed_agency_is_called_by_its_new_name_at_once(act, create, minimal, agency, read):
    made = create(**minimal())
    read(f"/dataset/{made['name']}.ttl")
    act("organization_patch", id=agency["id"], title="Sở Y tế và Dân số")
    for address in (f"/dataset/{made['name']}.ttl", "/catalog.ttl"):
        graph = read(address)
        names = set(graph.objects(graph.value(uri(made), DCT.creator), FOAF.name))
        assert names == {vi("Sở Y tế và Dân số")}


@pytest.mark.parametrize("content_moves", [False, True])
def test_the_day_served_is_the_stated_one_until_content_moves_it(
    act, create, minimal, upload, read, content_moves
):
    made = create(**minimal(issued="2024-03-01", modified="2024-05-06"))
    if content_moves:
        upload(made["id"])
    act("package_patch", id=made["id"], notes="Mô tả đã sửa")
    day = clock.today().isoformat() if content_moves else "2024-05-06"
    for address in (f"/dataset/{made['name']}.ttl", "/catalog.ttl"):
        graph = read(address)
        days = {
            (predicate, str(value))
            for predicate in (DCT.issued, DCT.modified)
            for value in graph.objects(None, predicate)
        }
        assert days == {(DCT.issued, "2024-03-01"), (DCT.modified, day)}


def test_a_checksum_without_its_algorithm_is_left_out(create, minimal, read):
    link = {"name": "Tệp", "url": "https://example.vn/a.csv", "hash": "ab" * 16}
    made = create(**minimal(resources=[link]))
    text = str(read(f"/dataset/{made['name']}.nt").serialize(format="nt"))
    assert "checksum" not in text


def test_the_agency_answers_where_no_contact_is_named(create, minimal, read):
    made = create(**minimal())
    graph = read(f"/dataset/{made['name']}.ttl")
    contact = graph.value(uri(made), DCAT.contactPoint)
    assert graph.value(contact, VCARD.fn) == vi("Phòng Kế hoạch")
    assert graph.value(contact, VCARD["organization-name"]) == vi("Sở Y tế")
    assert graph.value(contact, VCARD.hasEmail) == URIRef("mailto:syt@example.vn")


def test_what_is_only_described_is_not_for_download(create, minimal, read):
    """Data shared on request: described with its formats, its address and terms kept."""
    made = create(**minimal(data_class="on_request"))
    for address in (f"/dataset/{made['name']}.nt", "/catalog.nt"):
        graph = read(address)
        file = next(graph.objects(uri(made), DCAT.distribution))
        page = f"http://test.ckan.net/dataset/{made['name']}/resource/{made['resources'][0]['id']}"
        assert list(graph.objects(file, DCAT.accessURL)) == [URIRef(page)]
        assert list(graph.objects(file, DCAT.downloadURL)) == []
        assert list(graph.objects(file, DCT.license)) == []
        assert "so-lieu.csv" not in graph.serialize(format="nt")


@pytest.mark.parametrize(("public", "shown"), [("true", True), ("false", False), ("", False)])
def test_the_address_of_a_service_is_shown_if_its_owner_says_so(
    create, minimal, read, public, shown
):
    made = create(**minimal("data_service", endpoint_public=public))
    graph = read(f"/data_service/{made['name']}.nt")
    own = f"http://test.ckan.net/data_service/{made['name']}"
    served = "https://lgsp.example.vn/y-te" if shown else own
    assert list(graph.objects(uri(made), DCAT.endpointURL)) == [URIRef(served)]
    assert ("lgsp.example.vn" in graph.serialize(format="nt")) is shown


def test_a_database_of_open_data_is_still_not_for_download(create, minimal, read):
    made = create(**minimal("shared_database", data_class="open"))
    graph = read(f"/shared_database/{made['name']}.ttl")
    assert graph.value(uri(made), DCT.accessRights) == URIRef(EU + "access-right/RESTRICTED")
