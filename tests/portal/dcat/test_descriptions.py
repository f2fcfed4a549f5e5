"""What the catalogue says of each kind of entry, and of itself."""

import pytest
from ckan.tests.helpers import call_action
from ckanext.dcat.processors import RDFSerializer
from rdflib import FOAF, RDF, RDFS, SKOS, XSD, Literal, Namespace, URIRef

pytestmark = pytest.mark.ckan_config("ckanext.dcat.base_uri", "https://id.bacgiang.example.vn")

BASE = "https://id.bacgiang.example.vn"
EU = "http://publications.europa.eu/resource/authority/"
DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCT = Namespace("http://purl.org/dc/terms/")
DCATAP = Namespace("http://data.europa.eu/r5r/")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
ADMS = Namespace("http://www.w3.org/ns/adms#")
ELI = Namespace("http://data.europa.eu/eli/ontology#")
CATALOGUE = URIRef(BASE)


def uri(entry):
    return URIRef(f"{BASE}/{entry['type']}/{entry['id']}")


def vi(text):
    return Literal(text, lang="vi")


def test_a_dataset_names_its_agency_and_its_publisher_apart(standing, read):
    full_dataset = standing["full_dataset"]
    agency = standing["agency"]
    graph = read(f"/dataset/{full_dataset['name']}.ttl")
    responsible = graph.value(uri(full_dataset), DCT.creator)
    assert responsible == URIRef(f"{BASE}/organization/{agency['id']}")
    assert graph.value(responsible, FOAF.name) == vi("Sở Y tế")
    assert graph.value(responsible, DCT.identifier) == Literal("H02.10")
    publisher = graph.value(uri(full_dataset), DCT.publisher)
    assert graph.value(publisher, FOAF.name) == vi("Trung tâm Công nghệ thông tin")


def test_a_database_without_a_day_of_its_own_has_none(standing, read):
    full_database = standing["full_database"]
    graph = read(f"/shared_database/{full_database['name']}.ttl")
    assert list(graph.objects(None, DCT.issued)) == []
    assert list(graph.objects(None, DCT.modified)) == []


def test_a_second_title_is_said_to_be_english_beside_the_vietnamese_one(standing, read):
    for name, english in (
        ("full_dataset", "Land prices 2025"),
        ("full_database", "Database of medical practice"),
        ("full_service", "Land price lookup"),
    ):
        entry = standing[name]
        for ending in ("ttl", "xml", "jsonld"):
            graph = read(f"/{entry['type']}/{entry['name']}.{ending}")
            titles = list(graph.objects(uri(entry), DCT.title))
            assert sorted(titles) == sorted([vi(entry["title"]), Literal(english, lang="en")])


def test_the_number_of_records_is_a_number(standing, read):
    full_dataset = standing["full_dataset"]
    graph = read(f"/dataset/{full_dataset['name']}.ttl")
    stated = graph.value(uri(full_dataset), URIRef(f"{BASE}/definition#numberOfRecords"))
    assert stated == Literal(12500, datatype=XSD.nonNegativeInteger)


def test_a_day_that_is_stated_as_unknown_is_left_out(standing, complete, create, read):
    agency = standing["agency"]["id"]
    made = create(**complete(owner_org=agency, modified=None, modified_unknown="true"))
    graph = read(f"/dataset/{made['name']}.ttl")
    assert (uri(made), DCT.modified, None) not in graph
    assert "unknown" not in graph.serialize(format="turtle").lower()


def test_controlled_values_carry_class_and_vietnamese_label(standing, read):
    full_dataset = standing["full_dataset"]
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


def test_texts_are_said_to_be_vietnamese_and_a_title_in_english_english(standing, read):
    full_dataset = standing["full_dataset"]
    graph = read(f"/dataset/{full_dataset['name']}.ttl")
    tongues = {DCT.title: {"vi", "en"}, DCT.description: {"vi"}, DCAT.keyword: {"vi"}}
    for predicate, expected in tongues.items():
        languages = {value.language for value in graph.objects(uri(full_dataset), predicate)}
        assert languages == expected


def test_the_terms_of_decree_47_are_a_licence_of_their_own(standing, read):
    full_dataset = standing["full_dataset"]
    graph = read(f"/dataset/{full_dataset['name']}.ttl")
    licences = {
        licence
        for distribution in graph.objects(uri(full_dataset), DCAT.distribution)
        for licence in graph.objects(distribution, DCT.license)
    }
    assert licences == {URIRef(f"{BASE}/dieu-khoan-su-dung")}
    kinds = {str(kind).rpartition("/")[2] for kind in graph.objects(licences.pop(), DCT.type)}
    assert kinds == {"Attribution", "OtherRestrictiveClauses"}


def test_files_of_the_portal_have_address_size_and_format(standing, read):
    full_dataset = standing["full_dataset"]
    graph = read(f"/dataset/{full_dataset['name']}.ttl")
    uploaded = next(one for one in full_dataset["resources"] if one["url_type"] == "upload")
    file = URIRef(f"{uri(full_dataset)}/resource/{uploaded['id']}")
    assert graph.value(file, DCAT.downloadURL) == URIRef(uploaded["url"])
    assert graph.value(file, DCAT.byteSize) == Literal(11, datatype=XSD.nonNegativeInteger)
    assert graph.value(file, DCT["format"]) == URIRef(EU + "file-type/CSV")


def test_units_carry_code_name_and_their_own_address(standing, read):
    full_dataset = standing["full_dataset"]
    graph = read(f"/dataset/{full_dataset['name']}.ttl")
    city = URIRef(f"{BASE}/unit/2022-213")
    assert city in set(graph.objects(uri(full_dataset), DCT.spatial))
    assert graph.value(city, DCT.identifier) == Literal("213")
    assert "Thành phố Bắc Giang" in str(graph.value(city, SKOS.prefLabel))


def test_decisions_and_legal_basis_are_legal_resources(standing, read):
    full_dataset = standing["full_dataset"]
    graph = read(f"/dataset/{full_dataset['name']}.ttl")
    laws = set(graph.objects(uri(full_dataset), DCATAP.applicableLegislation))
    assert {graph.value(law, DCT.title) for law in laws} == {
        vi("123/QĐ-UBND"),
        vi("Luật Đất đai 2024"),
    }
    assert all((law, RDF.type, ELI.LegalResource) in graph for law in laws)


def test_contacts_are_those_of_the_entry(standing, read):
    full_dataset = standing["full_dataset"]
    graph = read(f"/dataset/{full_dataset['name']}.ttl")
    found = {
        str(graph.value(contact, VCARD.fn)): str(graph.value(contact, VCARD.hasTelephone) or "")
        for contact in graph.objects(uri(full_dataset), DCAT.contactPoint)
    }
    assert found == {
        "Nguyễn Văn An": "tel:+842043854117",
        "Tổ tiếp nhận phản hồi": "",
    }


def test_a_database_is_described_and_restricted_and_offers_no_file(standing, read):
    full_database = standing["full_database"]
    graph = read(f"/shared_database/{full_database['name']}.ttl")
    ref = uri(full_database)
    assert (ref, RDF.type, DCAT.Dataset) in graph
    assert graph.value(ref, DCT.accessRights) == URIRef(EU + "access-right/RESTRICTED")
    assert list(graph.subjects(RDF.type, DCAT.Distribution)) == []
    assert list(graph.objects(ref, FOAF.page)) == [URIRef("https://example.vn/cau-truc.pdf")]


@pytest.mark.parametrize("route", ["/dataset/{id}.ttl", "/data_service/{name}.ttl", "/catalog.ttl"])
def test_a_service_is_a_service_by_every_road(standing, read, route):
    full_service = standing["full_service"]
    graph = read(route.format(**full_service))
    ref = uri(full_service)
    assert set(graph.objects(ref, RDF.type)) == {DCAT.DataService}
    assert list(graph.objects(ref, DCAT.distribution)) == []
    assert graph.value(ref, DCAT.endpointURL) == URIRef("https://lgsp.example.vn/y-te")


def test_a_service_points_to_what_it_serves(standing, read):
    full_service = standing["full_service"]
    full_dataset = standing["full_dataset"]
    full_database = standing["full_database"]
    graph = read(f"/data_service/{full_service['name']}.ttl")
    served = set(graph.objects(uri(full_service), DCAT.servesDataset))
    assert served == {uri(full_dataset), uri(full_database)}
    assert vi("Giá đất năm 2025") in set(graph.objects(uri(full_dataset), DCT.title))


def test_a_dataset_points_to_the_database_it_is_taken_from(standing, read):
    full_dataset = standing["full_dataset"]
    full_database = standing["full_database"]
    graph = read(f"/dataset/{full_dataset['name']}.ttl")
    assert graph.value(uri(full_dataset), DCT.source) == uri(full_database)
    assert vi(full_database["title"]) in set(graph.objects(uri(full_database), DCT.title))


def test_a_service_says_how_one_gets_in(standing, read):
    service = standing["full_service"]
    graph = read(f"/data_service/{service['name']}.ttl")
    ref = uri(service)
    titles = {str(graph.value(one, DCT.title)) for one in graph.objects(ref, DCT.conformsTo)}
    assert {"TT 13/2017/TT-BTTTT", "OpenAPI 3.0"} < titles
    pages = {str(page) for page in graph.objects(ref, FOAF.page)}
    assert pages == {"https://example.vn/huong-dan.pdf", "https://example.vn/ket-noi.pdf"}
    numbers = [graph.value(one, SKOS.notation) for one in graph.objects(ref, ADMS.identifier)]
    assert numbers == [Literal("DV-24-001")]
    assert graph.value(graph.value(ref, DCT.rights), RDFS.label) == vi(service["authentication"])


def test_demonstration_data_says_so(standing, read):
    full_dataset = standing["full_dataset"]
    graph = read(f"/dataset/{full_dataset['name']}.ttl")
    assert "Dữ liệu trình diễn" in graph.serialize(format="turtle")


@pytest.mark.ckan_config("ckanext.bacgiang.dcat.publisher", "so-y-te")
@pytest.mark.ckan_config("ckanext.bacgiang.dcat.issued", "2022-12-30")
@pytest.mark.ckan_config("ckan.site_description", "Dữ liệu mở của tỉnh")
def test_the_catalogue_says_who_publishes_it_and_what_it_is(standing, read):
    agency = standing["agency"]
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


def test_services_hang_on_the_catalogue_as_services(standing, read):
    full_service = standing["full_service"]
    full_dataset = standing["full_dataset"]
    full_database = standing["full_database"]
    graph = read("/catalog.ttl")
    assert set(graph.objects(CATALOGUE, DCAT.service)) == {uri(full_service)}
    datasets = set(graph.objects(CATALOGUE, DCAT.dataset))
    assert {uri(full_dataset), uri(full_database)} <= datasets
    assert uri(full_service) not in datasets


def test_addresses_of_things_do_not_hang_on_the_host(standing, read):
    graph = read("/catalog.ttl")
    kinds = (DCAT.Catalog, DCAT.Dataset, DCAT.Distribution, DCAT.DataService, FOAF.Agent)
    things = {str(one) for kind in kinds for one in graph.subjects(RDF.type, kind)}
    assert things
    assert all(thing.startswith(BASE) for thing in things)


def test_a_period_is_as_exact_as_it_is_known(standing, read):
    dataset = standing["full_dataset"]
    graph = read(f"/dataset/{dataset['name']}.ttl")
    period = graph.value(uri(dataset), DCT.temporal)
    assert graph.value(period, DCAT.startDate) == Literal("2018-05", datatype=XSD.gYearMonth)
    assert graph.value(period, DCAT.endDate) == Literal("2025", datatype=XSD.gYear)


@pytest.mark.parametrize("name", ["full_dataset", "full_database", "full_service"])
def test_the_profile_says_the_same_in_the_stock_chain(standing, read, name):
    """Chained after euro_dcat_ap_3 by ckanext-dcat itself, on the full entry with its own dates."""
    entry = standing[name]
    graph = read(f"/{entry['type']}/{entry['name']}.nt")
    chain = RDFSerializer(profiles=["euro_dcat_ap_3", "bacgiang"])
    chain.graph_from_dataset(as_a_visitor(entry))
    own, stock = about(graph, uri(entry)), about(chain.g, uri(entry))
    links = {DCAT.servesDataset, DCT.source}
    assert {one for one in own if one[0] not in links} == stock


def as_a_visitor(entry):
    """Return the entry as CKAN shows it to somebody who is not signed in."""
    return call_action("package_show", {"user": "", "ignore_auth": False}, id=entry["id"])


def about(graph, subject):
    """Return what a graph says of a subject and of its distributions."""
    files = list(graph.objects(subject, DCAT.distribution))
    return {pair for one in (subject, *files) for pair in graph.predicate_objects(one)}


def test_a_field_only_the_first_profile_knows_comes_out_too(standing):
    entry = as_a_visitor(standing["full_dataset"])
    chain = RDFSerializer(profiles=["euro_dcat_ap_3", "bacgiang"])
    chain.graph_from_dataset({**entry, "version": "2.1"})
    assert (uri(entry), DCAT.version, Literal("2.1")) in chain.g


def test_nothing_is_said_twice(standing, read):
    graph = read("/catalog.ttl")
    single = (DCT.description, DCT.identifier, DCT.accessRights, DCT.publisher)
    for entry in (standing["full_dataset"], standing["full_database"], standing["full_service"]):
        for predicate in single:
            assert len(list(graph.objects(uri(entry), predicate))) == 1
