"""Entries of every type for the RDF tests: with every field filled, and with the fewest."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from ckan.tests import factories
from ckan.tests.helpers import call_action
from rdflib import Graph, Namespace
from werkzeug.datastructures import FileStorage

EU = "http://publications.europa.eu/resource/authority/"
BASE = "https://id.bacgiang.example.vn"
FORMATS = {"ttl": "turtle", "xml": "xml", "rdf": "xml", "jsonld": "json-ld", "nt": "nt", "n3": "n3"}

Fields = dict[str, Any]
Make = Callable[..., Fields]
Read = Callable[..., Graph]

DCAT = Namespace("http://www.w3.org/ns/dcat#")
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")


@pytest.fixture
def agency() -> Fields:
    """An agency with a code and a contact officer."""
    return factories.Organization(
        title="Sở Y tế",
        name="so-y-te",
        kind="department",
        identifier="H02.10",
        contact=[
            {
                "name": "Phòng Kế hoạch",
                "position": "Phòng",
                "function": "Đầu mối dữ liệu mở",
                "phone": "02043854117",
                "email": "syt@example.vn",
            }
        ],
    )


@pytest.fixture
def act() -> Callable[..., Any]:
    """Call an action as a system administrator does, with every validator and check."""
    context = {"user": factories.Sysadmin()["name"], "ignore_auth": False}

    def do(action: str, **fields: Any) -> Any:
        return call_action(action, context=dict(context), **fields)

    return do


@pytest.fixture
def create(act: Callable[..., Any]) -> Make:
    """Create an entry."""

    def make(**fields: Any) -> Fields:
        return act("package_create", **fields)

    return make


@pytest.fixture
def minimal(agency: Fields, complete: Make, request: pytest.FixtureRequest) -> Make:
    """Return what a type needs to be public; what is given goes over it."""

    def make(kind: str = "dataset", **over: Any) -> Fields:
        if kind == "data_service" and "serves" not in over:
            over["serves"] = [request.getfixturevalue("served")["name"]]
        return complete(type=kind, owner_org=agency["id"], **USUAL[kind] | over)

    return make


@pytest.fixture
def served(agency: Fields, complete: Make, create: Make) -> Fields:
    """A shared database for services to serve."""
    return create(
        **complete(type="shared_database", title="Hành nghề", owner_org=agency["id"]),
    )


USUAL: dict[str, Fields] = {
    "dataset": {"contact": None},
    "shared_database": {"contact": None, "data_class": "on_request"},
    "data_service": {
        "contact": None,
        "data_class": "default_shared",
        "endpoint_url": "https://lgsp.example.vn/y-te",
    },
}
"""What an entry holds where a test says nothing else; its agency's officer answers for it."""

_CONTACTS = [
    {
        "name": "Nguyễn Văn An",
        "position": "Chuyên viên",
        "function": "Đầu mối dữ liệu mở",
        "phone": "0204.3854.117",
        "email": "an.nv@example.vn",
    },
]


def _documents(address: str) -> list[Fields]:
    """A document for everyone at this address, and one for those inside."""
    return [
        {"name": "Tài liệu công khai", "url": address, "public_document": "true"},
        {"name": "Tài liệu nội bộ", "url": "https://example.vn/noi-bo.pdf"},
    ]


@pytest.fixture
def full_database(create: Make, minimal: Make) -> Fields:
    """A shared database with every field, and a document."""
    return create(
        **minimal(
            "shared_database",
            title="Cơ sở dữ liệu hành nghề y",
            title_en="Database of medical practice",
            name="csdl-hanh-nghe-y",
            identifier="BG-CSDL-001",
            collection_mechanism="Cơ sở khai báo",
            update_mechanism="Cập nhật theo hồ sơ",
            tag_string="hành nghề,y tế",
            frequency=EU + "frequency/AS_NEEDED",
            exploitation_rules="12/QĐ-SYT",
            exploitation_rules_url="https://example.vn/quy-che",
            decision="45/QĐ-UBND",
            decision_date="2025-04-01",
            decision_item="12",
            legal_basis="Nghị định 47/2020/NĐ-CP Điều 11",
            contact=_CONTACTS,
            resources=_documents("https://example.vn/cau-truc.pdf"),
        )
    )


@pytest.fixture
def full_dataset(
    act: Callable[..., Any], create: Make, minimal: Make, upload: Make, full_database: Fields
) -> Fields:
    """An open dataset with every field, a file of its own and a link."""
    made = create(
        **minimal(
            title="Giá đất năm 2025",
            title_en="Land prices 2025",
            name="gia-dat-nam-2025",
            identifier="BG-TNMT-001",
            publisher="Trung tâm Công nghệ thông tin",
            contact=_CONTACTS,
            feedback_name="Tổ tiếp nhận phản hồi",
            feedback_email="phan.hoi@example.vn",
            tag_string="đất đai,giá đất",
            temporal_start="2018-05",
            temporal_end="2025",
            spatial_unit=["2022-213", "2022-24"],
            source_database=full_database["name"],
            list_decision="123/QĐ-UBND",
            list_date="2025-03-01",
            list_item="7",
            legal_basis="Luật Đất đai 2024",
            demand_priority="true",
            completeness="Đủ 209 xã, phường, thị trấn",
            number_of_records="12.500",
            language=[EU + "language/VIE", EU + "language/ENG"],
            conforms_to="https://www.w3.org/TR/tabular-data-primer/",
            documentation="https://example.vn/huong-dan",
            demonstration="Dữ liệu trình diễn, nguồn: Tổng cục Thống kê",
            resources=[
                {
                    "name": "Bảng giá",
                    "description": "Giá theo vị trí",
                    "url": "https://example.vn/gia-dat.xlsx",
                    "issued": "2025-02-01",
                    "modified": "2025-06-30",
                    "size": 2048,
                    "hash": "ab" * 32,
                    "hash_algorithm": "sha256",
                }
            ],
        )
    )
    upload(made["id"])
    return act("package_show", id=made["id"])


@pytest.fixture
def upload(act: Callable[..., Any]) -> Make:
    """Add a CSV file to an entry."""

    def add(entry_id: str) -> Fields:
        stream = io.BytesIO(b"xa,gia\nA,1\n")
        return act(
            "resource_create",
            package_id=entry_id,
            name="Tệp CSV",
            url="gia.csv",
            upload=FileStorage(stream, "gia.csv", content_type="text/csv"),
        )

    return add


@pytest.fixture
def full_service(
    create: Make, minimal: Make, full_dataset: Fields, full_database: Fields
) -> Fields:
    """A service with every field that serves both."""
    return create(
        **minimal(
            "data_service",
            title="Dịch vụ tra cứu giá đất",
            title_en="Land price lookup",
            name="dich-vu-gia-dat",
            identifier="BG-DV-001",
            tag_string="giá đất",
            contact=_CONTACTS,
            serves=[full_database["name"], full_dataset["name"]],
            endpoint_description="https://lgsp.example.vn/openapi.json",
            exchange_structure="JSON theo lược đồ kèm theo",
            conforms_to="https://spec.openapis.org/oas/v3.1.0",
            authentication="Khóa truy cập do cơ quan chủ quản cấp",
            exploitation_rules="15/QĐ-STNMT",
            exploitation_rules_date="2025-08-01",
            exploitation_rules_url="https://example.vn/quy-che-15",
            endpoint_public="true",
            registry_id="DV-24-001",
            applied_standards="TT 13/2017/TT-BTTTT; OpenAPI 3.0",
            access_notes="Đăng ký qua LGSP",
            guides=[{"title": "Hướng dẫn kết nối", "url": "https://example.vn/ket-noi.pdf"}],
            service_start="2025-09-01",
            legal_basis="Nghị định 47/2020/NĐ-CP Điều 24",
            platform="direct",
            direct_reason="LGSP chưa sẵn sàng",
            resources=_documents("https://example.vn/huong-dan.pdf"),
        )
    )


_standing: dict[str, Any] = {}


@pytest.fixture
def standing(request: pytest.FixtureRequest, with_plugins: None) -> dict[str, Fields]:
    """One of each type with every field, and their agency: the same for all tests of a module.

    For tests that only read; made anew for the first test of each module.
    """
    module = request.module.__name__
    if _standing.get("module") != module:
        for clean in ("clean_db", "clean_index"):
            request.getfixturevalue(clean)
        made = {name: request.getfixturevalue(name) for name in ("agency", *_STANDING)}
        _standing.update(module=module, entries=made)
    return _standing["entries"]


_STANDING = ("full_database", "full_dataset", "full_service")


@pytest.fixture
def read(app: Any) -> Read:
    """Read an address of the site and parse what it answers, by its ending."""

    def get(address: str, status: int = 200) -> Graph:
        answer = app.get(address, status=status)
        ending = address.partition("?")[0].rpartition(".")[2]
        return Graph().parse(data=answer.body, format=FORMATS[ending])

    return get


@pytest.fixture
def crawl(read: Read) -> Callable[..., Iterator[Graph]]:
    """Read a catalogue page by page as a harvester does: by hydra:next, until there is none."""

    def pages(address: str, limit: int = 50) -> Iterator[Graph]:
        while address and limit:
            graph = read(address)
            yield graph
            following = list(graph.objects(None, HYDRA.next))
            address = local(str(following[0])) if following else ""
            limit -= 1

    return pages


def local(address: str) -> str:
    """Return an address of the site without its host."""
    return "/" + address.split("/", 3)[3]
