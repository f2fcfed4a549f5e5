"""What the catalogue says of each kind of entry, and of itself."""

import pytest
from ckan import model
from ckan.tests import factories
from rdflib import FOAF, RDF, SKOS, XSD, Literal, Namespace, URIRef

pytestmark = [
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index"),
    pytest.mark.ckan_config("ckanext.dcat.base_uri", "https://id.bacgiang.example.vn"),
]

BASE = "https://id.bacgiang.example.vn"
EU = "http://publications.europa.eu/resource/authority/"
DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCT = Namespace("http://purl.org/dc/terms/")
DCATAP = Namespace("http://data.europa.eu/r5r/")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
ELI = Namespace("http://data.europa.eu/eli/ontology#")
CATALOGUE = URIRef(BASE)


def uri(entry):
    return URIRef(f"{BASE}/{entry['type']}/{entry['id']}")


def vi(text):
    return Literal(text, lang="vi")


def test_a_dataset_names_its_agency_and_its_publisher_apart(full_dataset, agency, read):
    graph = read(f"/dataset/{full_dataset['name']}.ttl")
    responsible = graph.value(uri(full_dataset), DCT.creator)
    assert responsible == URIRef(f"{BASE}/organization/{agency['id']}")
    assert graph.value(responsible, FOAF.name) == vi("Sở Y tế")
    assert graph.value(responsible, DCT.identifier) == Literal("H02.10")
    publisher = graph.value(uri(full_dataset), DCT.publisher)
    assert graph.value(publisher, FOAF.name) == vi("Trung tâm Công nghệ thông tin")


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


def test_only_stated_days_are_served_whatever_is_touched(act, create, minimal, upload, read):
    made = create(**minimal(issued="2024-03-01", modified="2024-05-06"))
    upload(made["id"])
    act("package_patch", id=made["id"], notes="Mô tả đã sửa")
    for address in (f"/dataset/{made['name']}.ttl", "/catalog.ttl"):
        graph = read(address)
        days = {
            (predicate, str(value))
            for predicate in (DCT.issued, DCT.modified)
            for value in graph.objects(None, predicate)
        }
        assert days == {(DCT.issued, "2024-03-01"), (DCT.modified, "2024-05-06")}


def test_a_database_without_a_day_of_its_own_has_none(full_database, read):
    graph = read(f"/shared_database/{full_database['name']}.ttl")
    assert list(graph.objects(None, DCT.issued)) == []
    assert list(graph.objects(None, DCT.modified)) == []


@pytest.mark.parametrize(
    ("known", "kind"), [("2018", "gYear"), ("2018-05", "gYearMonth"), ("2018-05-07", "date")]
)
def test_a_period_is_as_exact_as_it_is_known(create, minimal, read, known, kind):
    made = create(**minimal(temporal_start=known))
    graph = read(f"/dataset/{made['name']}.ttl")
    period = graph.value(uri(made), DCT.temporal)
    assert graph.value(period, DCAT.startDate) == Literal(known, datatype=XSD[kind])
    assert graph.value(period, DCAT.endDate) is None


def test_controlled_values_carry_class_and_vietnamese_label(full_dataset, read):
    graph = read(f"/dataset/{full_dataset['name']}.ttl")
    for value, kind, label in (
        ("frequency/QUARTERLY", DCT.Frequency, "Hằng quý (3 tháng)"),
        ("data-theme/HEAL", SKOS.Concept, "Y tế"),
        ("access-right/PUBLIC", DCT.RightsStatement, "Công khai"),
        ("language/VIE", DCT.LinguisticSystem, "Tiếng Việt"),
        ("file-type/CSV", DCT.MediaTypeOrExtent, "CSV (bảng dữ liệu)"),
    ):
        term = URIRef(EU + value)
        assert (term, RDF.type, kind) in graph
        assert vi(label) in set(graph.objects(term, SKOS.prefLabel))


def test_texts_are_said_to_be_vietnamese(full_dataset, read):
    graph = read(f"/dataset/{full_dataset['name']}.ttl")
    for predicate in (DCT.title, DCT.description, DCAT.keyword):
        languages = {value.language for value in graph.objects(uri(full_dataset), predicate)}
        assert languages == {"vi"}


def test_the_terms_of_decree_47_are_a_licence_of_their_own(full_dataset, read):
    graph = read(f"/dataset/{full_dataset['name']}.ttl")
    licences = {
        licence
        for distribution in graph.objects(uri(full_dataset), DCAT.distribution)
        for licence in graph.objects(distribution, DCT.license)
    }
    assert licences == {URIRef(f"{BASE}/dieu-khoan-su-dung")}
    kinds = {str(kind).rpartition("/")[2] for kind in graph.objects(licences.pop(), DCT.type)}
    assert kinds == {"Attribution", "OtherRestrictiveClauses"}


def test_files_of_the_portal_have_address_size_and_format(full_dataset, read):
    graph = read(f"/dataset/{full_dataset['name']}.ttl")
    uploaded = next(one for one in full_dataset["resources"] if one["url_type"] == "upload")
    file = URIRef(f"{uri(full_dataset)}/resource/{uploaded['id']}")
    assert graph.value(file, DCAT.downloadURL) == URIRef(uploaded["url"])
    assert graph.value(file, DCAT.byteSize) == Literal(11, datatype=XSD.nonNegativeInteger)
    assert graph.value(file, DCT["format"]) == URIRef(EU + "file-type/CSV")


def test_a_checksum_without_its_algorithm_is_left_out(create, minimal, read):
    link = {"name": "Tệp", "url": "https://example.vn/a.csv", "hash": "ab" * 16}
    made = create(**minimal(resources=[link]))
    text = str(read(f"/dataset/{made['name']}.nt").serialize(format="nt"))
    assert "checksum" not in text


def test_units_carry_code_name_and_their_own_address(full_dataset, read):
    graph = read(f"/dataset/{full_dataset['name']}.ttl")
    city = URIRef(f"{BASE}/unit/2022-213")
    assert city in set(graph.objects(uri(full_dataset), DCT.spatial))
    assert graph.value(city, DCT.identifier) == Literal("213")
    assert "Thành phố Bắc Giang" in str(graph.value(city, SKOS.prefLabel))


def test_decisions_and_legal_basis_are_legal_resources(full_dataset, read):
    graph = read(f"/dataset/{full_dataset['name']}.ttl")
    laws = set(graph.objects(uri(full_dataset), DCATAP.applicableLegislation))
    assert {graph.value(law, DCT.title) for law in laws} == {
        vi("123/QĐ-UBND"),
        vi("Luật Đất đai 2024"),
    }
    assert all((law, RDF.type, ELI.LegalResource) in graph for law in laws)


def test_contacts_are_those_of_the_entry(full_dataset, read):
    graph = read(f"/dataset/{full_dataset['name']}.ttl")
    found = {
        str(graph.value(contact, VCARD.fn)): str(graph.value(contact, VCARD.hasTelephone) or "")
        for contact in graph.objects(uri(full_dataset), DCAT.contactPoint)
    }
    assert found == {
        "Nguyễn Văn An": "tel:+842043854117",
        "Bộ phận một cửa": "tel:+842043856456",
        "Sở Y tế": "",
    }


def test_the_agency_answers_where_no_contact_is_named(create, minimal, agency, read):
    group = model.Group.get(agency["id"])
    group.extras = {**(group.extras or {}), "contact": '[{"email": "syt@example.vn"}]'}
    model.Session.commit()
    made = create(**minimal())
    graph = read(f"/dataset/{made['name']}.ttl")
    contact = graph.value(uri(made), DCAT.contactPoint)
    assert graph.value(contact, VCARD.fn) == vi("Sở Y tế")
    assert graph.value(contact, VCARD.hasEmail) == URIRef("mailto:syt@example.vn")


def test_a_database_is_described_and_restricted_and_offers_no_file(full_database, read):
    graph = read(f"/shared_database/{full_database['name']}.ttl")
    ref = uri(full_database)
    assert (ref, RDF.type, DCAT.Dataset) in graph
    assert graph.value(ref, DCT.accessRights) == URIRef(EU + "access-right/RESTRICTED")
    assert list(graph.subjects(RDF.type, DCAT.Distribution)) == []
    assert graph.value(ref, FOAF.page) == URIRef("https://example.vn/cau-truc.pdf")


def test_a_database_of_open_data_is_still_not_for_download(create, minimal, read):
    made = create(**minimal("shared_database", data_class="open"))
    graph = read(f"/shared_database/{made['name']}.ttl")
    assert graph.value(uri(made), DCT.accessRights) == URIRef(EU + "access-right/RESTRICTED")


@pytest.mark.parametrize("route", ["/dataset/{id}.ttl", "/data_service/{name}.ttl", "/catalog.ttl"])
def test_a_service_is_a_service_by_every_road(full_service, read, route):
    graph = read(route.format(**full_service))
    ref = uri(full_service)
    assert set(graph.objects(ref, RDF.type)) == {DCAT.DataService}
    assert list(graph.objects(ref, DCAT.distribution)) == []
    assert graph.value(ref, DCAT.endpointURL) == URIRef("https://lgsp.example.vn/y-te")


def test_a_service_points_to_what_it_serves(full_service, full_dataset, full_database, read):
    graph = read(f"/data_service/{full_service['name']}.ttl")
    served = set(graph.objects(uri(full_service), DCAT.servesDataset))
    assert served == {uri(full_dataset), uri(full_database)}
    assert vi("Giá đất năm 2025") in set(graph.objects(uri(full_dataset), DCT.title))


def test_a_dataset_points_to_the_database_it_is_taken_from(full_dataset, full_database, read):
    graph = read(f"/dataset/{full_dataset['name']}.ttl")
    assert graph.value(uri(full_dataset), DCT.source) == uri(full_database)
    assert vi(full_database["title"]) in set(graph.objects(uri(full_database), DCT.title))


def test_demonstration_data_says_so(full_dataset, read):
    graph = read(f"/dataset/{full_dataset['name']}.ttl")
    assert "Dữ liệu trình diễn" in graph.serialize(format="turtle")


@pytest.mark.ckan_config("ckanext.bacgiang.dcat.publisher", "so-y-te")
@pytest.mark.ckan_config("ckanext.bacgiang.dcat.issued", "2022-12-30")
@pytest.mark.ckan_config("ckan.site_description", "Dữ liệu mở của tỉnh")
def test_the_catalogue_says_who_publishes_it_and_what_it_is(full_service, agency, read):
    graph = read("/catalog.ttl")
    assert (CATALOGUE, RDF.type, DCAT.Catalog) in graph
    publisher = URIRef(f"{BASE}/organization/{agency['id']}")
    assert list(graph.objects(CATALOGUE, DCT.publisher)) == [publisher]
    assert list(graph.objects(CATALOGUE, DCT.language)) == [URIRef(EU + "language/VIE")]
    assert graph.value(CATALOGUE, DCT.description) == vi("Dữ liệu mở của tỉnh")
    assert graph.value(CATALOGUE, DCT.issued) == Literal("2022-12-30", datatype=XSD.date)
    assert graph.value(CATALOGUE, DCT.license) == URIRef(f"{BASE}/dieu-khoan-su-dung")
    assert graph.value(CATALOGUE, DCT.spatial) == URIRef(f"{BASE}/unit/2022-24")
    assert graph.value(CATALOGUE, DCAT.themeTaxonomy) == URIRef(EU + "data-theme")
    assert graph.value(CATALOGUE, FOAF.homepage) == URIRef("http://test.ckan.net")


def test_services_hang_on_the_catalogue_as_services(
    full_service, full_dataset, full_database, read
):
    graph = read("/catalog.ttl")
    assert set(graph.objects(CATALOGUE, DCAT.service)) == {uri(full_service)}
    datasets = {uri(full_dataset), uri(full_database)}
    assert set(graph.objects(CATALOGUE, DCAT.dataset)) == datasets


def test_addresses_of_things_do_not_hang_on_the_host(full_service, read):
    graph = read("/catalog.ttl")
    kinds = (DCAT.Catalog, DCAT.Dataset, DCAT.Distribution, DCAT.DataService, FOAF.Agent)
    things = {str(one) for kind in kinds for one in graph.subjects(RDF.type, kind)}
    assert things
    assert all(thing.startswith(BASE) for thing in things)


def test_stock_profiles_run_first_and_keep_what_they_know_better(create, minimal, read):
    """The chain adds and replaces: nothing of ours is lost, nothing stands twice."""
    made = create(**minimal())
    graph = read(f"/dataset/{made['name']}.ttl")
    for predicate in (DCT.title, DCT.description, DCT.identifier, DCT.accessRights):
        assert len(list(graph.objects(uri(made), predicate))) == 1
