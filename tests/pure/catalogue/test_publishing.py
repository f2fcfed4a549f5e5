"""What an entry lacks to be published, said all at once, each with its field and article."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from ckanext.bacgiang.catalogue import parts, publishing
from ckanext.bacgiang.catalogue.entry import (
    Agency,
    Contact,
    Database,
    DataClass,
    Dataset,
    EntryType,
    ListPlace,
    Resource,
    Service,
    State,
)
from ckanext.bacgiang.catalogue.fields import Obligation, schema
from ckanext.bacgiang.catalogue.publishing import Missing, Reason, shown_endpoint
from ckanext.bacgiang.vocabularies.terms import vocabulary

OFFICER = Contact("Nguyễn Văn A", "Phó Chánh Văn phòng", "Đầu mối dữ liệu", "02043854117", "a@x.vn")
FILE_TYPE = "http://publications.europa.eu/resource/authority/file-type/"
TODAY = date(2026, 1, 1)
CHECKS = tuple(parts.Check(question.code, "met") for question in vocabulary("checklist_questions"))


def missing_for_publication(entry, *, today=TODAY, has_service=False):
    return publishing.missing_for_publication(entry, today=today, has_service=has_service)


def _file(kind="CSV", **over):
    found = Resource(
        id="r", name="Số liệu", description="", url="a.csv", uploaded=True, format=kind,
        file_type=FILE_TYPE + kind, mimetype="", size=1, hash="", hash_algorithm="",
        position=0,
    )  # fmt: skip
    return replace(found, **over)


SHARED = {
    "id": "1",
    "name": "gia-dat",
    "title": "Giá đất",
    "notes": "Bảng giá đất",
    "identifier": "BG-1",
    "agency": Agency("2", "so-y-te", "Sở Y tế", contacts=(OFFICER,)),
    "publisher": "",
    "private": True,
    "state": State.DRAFT,
    "themes": ("http://publications.europa.eu/resource/authority/data-theme/ENVI",),
    "tags": (),
    "contacts": (),
    "legal_basis": "",
    "language": (),
    "metadata_modified": datetime(2026, 1, 1, tzinfo=UTC),
}
RULES = parts.Rules("15/2023/QĐ-UBND", date(2023, 5, 1), "https://example.vn/15.pdf")

DATASET = Dataset(
    **SHARED,
    type=EntryType.DATASET,
    data_class=DataClass.OPEN,
    frequency="http://publications.europa.eu/resource/authority/frequency/ANNUAL",
    issued=None,
    modified=date(2026, 1, 1),
    license_id="vn-nd47-dieu18",
    listed=ListPlace("12/QĐ-UBND", date(2025, 1, 1), "7"),
    source_database="",
    temporal_start="",
    temporal_end="",
    spatial_units=(),
    demand_priority=False,
    demonstration="",
    resources=(_file(),),
    checklist=parts.Checklist(CHECKS, "Trần Thị B, Phó Giám đốc", date(2026, 1, 2)),
)
DATABASE = Database(
    **SHARED,
    type=EntryType.DATABASE,
    data_class=DataClass.DEFAULT_SHARED,
    purpose="Quản lý giá",
    scope="Toàn tỉnh",
    content="Giá đất",
    level="province",
    demonstration="",
    collection_mechanism="Nhập từ hồ sơ",
    update_mechanism="Hằng tháng",
    data_sources=(parts.DataSource("Hồ sơ"),),
    data_items=(parts.DataItem("Giá đất", data_class="open", consumers=("Người dân",)),),
    rules=RULES,
    decision=parts.Decision("9/QĐ-UBND", date(2025, 2, 1), "3"),
)
SERVICE = Service(
    **SHARED,
    type=EntryType.SERVICE,
    data_class=DataClass.DEFAULT_SHARED,
    endpoint_url="https://api.example.vn/gia",
    protocol="rest",
    platform="lgsp",
    serves=("gia-dat",),
    demonstration="",
    endpoint_description="https://example.vn/openapi.yaml",
    exchange_structure="JSON",
    applied_standards=("OpenAPI 3.0",),
    sharing_method="online",
    sharing_form="default",
    connection_capacity="50 lượt mỗi giây",
    auth_required=True,
    account_issuer="Sở Khoa học và Công nghệ",
    rules=RULES,
)


def _lacks(entry, **over):
    return [(one.field, one.reason) for one in missing_for_publication(replace(entry, **over))]


@pytest.mark.parametrize("entry", [DATASET, DATABASE, SERVICE])
def test_a_complete_draft_lacks_nothing(entry):
    assert missing_for_publication(entry) == ()


def test_an_empty_open_dataset_says_everything_at_once_in_the_order_of_the_form():
    empty = replace(
        DATASET,
        title="", notes="", identifier="", agency=None, data_class=DataClass.OPEN, themes=(),
        frequency="", modified=None, license_id="", listed=ListPlace("", None, ""), resources=(),
        checklist=parts.Checklist(),
    )  # fmt: skip
    wanted = [
        "title", "identifier", "notes", "theme", "owner_org", "publisher", "contact",
        "feedback_email", "frequency", "modified", "license_id", "list_decision", "list_date",
        "list_item", "checklist", "checklist_signer", "checklist_date", "resources",
    ]  # fmt: skip
    assert [one.field for one in missing_for_publication(empty)] == wanted


EMPTIED = {
    "theme": {"themes": ()},
    "owner_org": {"agency": None, "contacts": (OFFICER,), "publisher": "Cục Thống kê"},
    "contact": {"agency": replace(SHARED["agency"], contacts=())},
    "publisher": {"agency": None, "contacts": (OFFICER,)},
    "feedback_email": {"contacts": (replace(OFFICER, email=""),)},
    "list_decision": {"listed": replace(DATASET.listed, decision="")},
    "list_date": {"listed": replace(DATASET.listed, date=None)},
    "list_item": {"listed": replace(DATASET.listed, item="")},
    "checklist": {"checklist": replace(DATASET.checklist, checks=())},
    "checklist_signer": {"checklist": replace(DATASET.checklist, signer="")},
    "checklist_date": {"checklist": replace(DATASET.checklist, signed=None)},
    "exploitation_rules": {"rules": replace(RULES, number="")},
    "exploitation_rules_date": {"rules": replace(RULES, day=None)},
    "exploitation_rules_url": {"rules": replace(RULES, url="")},
    "decision": {"decision": replace(DATABASE.decision, number="")},
    "decision_date": {"decision": replace(DATABASE.decision, day=None)},
    "decision_item": {"decision": replace(DATABASE.decision, item="")},
    "direct_reason": {"platform": "direct"},
    **{name: {name: None} for name in ("data_class", "modified", "auth_required")},
    **{name: {name: ()} for name in ("data_sources", "data_items", "serves", "applied_standards")},
}
"""How each field that is no plain text of its own name is emptied."""

OWED = [
    pytest.param(entry, field, id=f"{entry.type}.{field.name}")
    for entry in (DATASET, DATABASE, SERVICE)
    for field in schema(entry.type).fields
    if field.obligation in (Obligation.REQUIRED, Obligation.TO_PUBLISH)
]


@pytest.mark.parametrize(("entry", "field"), OWED)
def test_each_field_owed_is_missed_when_empty_with_the_article_of_its_schema(entry, field):
    emptied = replace(entry, **EMPTIED.get(field.name, {field.name: ""}))
    found = {one.field: one for one in missing_for_publication(emptied)}
    assert found[field.name] == Missing(
        field.name, Reason.EMPTY, field.basis, found[field.name].detail
    )


def test_the_officer_of_the_agency_stands_for_the_entry_and_must_be_complete():
    nobody = replace(DATASET.agency, contacts=())
    assert ("contact", Reason.EMPTY) in _lacks(DATASET, agency=nobody)
    silent = replace(OFFICER, phone="")
    found = missing_for_publication(replace(DATASET, contacts=(silent,)))
    assert [(one.field, one.detail) for one in found] == [("contact", "phone")]


def test_feedback_goes_to_the_officer_where_nothing_else_is_said():
    assert _lacks(DATASET, feedback_email="") == []
    mute = replace(DATASET.agency, contacts=(replace(OFFICER, email=""),))
    assert ("feedback_email", Reason.EMPTY) in _lacks(DATASET, agency=mute)


def test_every_check_must_be_answered_and_met_each_with_its_own_article():
    answers = (CHECKS[0], parts.Check("no_personal_data", "not_met", "Còn số điện thoại"))
    found = missing_for_publication(
        replace(DATASET, checklist=replace(DATASET.checklist, checks=answers))
    )
    assert found[0] == Missing(
        "checklist", Reason.NOT_MET, "NĐ 47/2020/NĐ-CP Điều 20 khoản 1", "no_personal_data"
    )
    assert [one.reason for one in found[1:]] == [Reason.UNANSWERED] * 6
    asked = {question.code for question in vocabulary("checklist_questions")}
    assert {one.detail for one in found} == asked - {"in_scope"}


def test_answered_checks_without_a_signature_do_not_do():
    unsigned = replace(DATASET.checklist, signer="", signed=None)
    assert _lacks(DATASET, checklist=unsigned) == [
        ("checklist_signer", Reason.EMPTY),
        ("checklist_date", Reason.EMPTY),
    ]


@pytest.mark.parametrize(
    ("files", "lacking"),
    [
        ((), [Reason.NO_DATA]),
        ((_file("PDF"),), [Reason.NO_OPEN_FORMAT]),
        ((_file("PDF"), _file("DOCX")), [Reason.NO_OPEN_FORMAT]),
        ((_file("PDF"), _file("CSV")), []),
        ((_file("CSV", file_type=""),), [Reason.NO_OPEN_FORMAT]),
        ((_file("HTML", method="service"),), []),
    ],
)
def test_open_data_offers_a_file_in_an_open_format_or_a_service(files, lacking):
    found = missing_for_publication(replace(DATASET, resources=files))
    assert [one.reason for one in found if one.field == "resources"] == lacking
    assert all(one.article for one in found)


def test_a_service_that_serves_the_dataset_is_data_enough():
    assert missing_for_publication(replace(DATASET, resources=()), has_service=True) == ()


@pytest.mark.parametrize("data_class", ["conditional_open", "default_shared", "on_request"])
def test_data_that_is_only_described_owes_neither_list_nor_checks_nor_files(data_class):
    bare = {"resources": (), "checklist": parts.Checklist(), "listed": ListPlace("", None, "")}
    assert _lacks(DATASET, data_class=DataClass(data_class), **bare) == []


@pytest.mark.parametrize("data_class", ["state_secret", "internal", "temporary"])
def test_what_is_out_of_scope_is_never_published_and_the_article_is_said(data_class):
    found = missing_for_publication(replace(DATASET, data_class=DataClass(data_class)))
    assert found[0].reason is Reason.NEVER_PUBLIC
    assert "Điều 1 khoản 2" in found[0].article


def test_a_direct_connection_owes_its_reason_and_a_login_owes_who_gives_accounts():
    assert _lacks(SERVICE, platform="direct") == [("direct_reason", Reason.EMPTY)]
    assert _lacks(SERVICE, auth_required=True, account_issuer="") == [
        ("account_issuer", Reason.EMPTY)
    ]
    assert _lacks(SERVICE, auth_required=False, account_issuer="") == []
    assert ("auth_required", Reason.EMPTY) in _lacks(SERVICE, auth_required=None)


def test_a_service_of_open_data_owes_no_rules_of_exploitation():
    assert _lacks(SERVICE, data_class=DataClass.OPEN, rules=parts.Rules()) == []
    assert len(_lacks(SERVICE, rules=parts.Rules())) == 3


@pytest.mark.parametrize(
    ("data_class", "said", "shown"),
    [
        ("open", None, True),
        ("open", False, False),
        ("default_shared", None, False),
        ("default_shared", True, True),
        ("on_request", None, False),
    ],
)
def test_the_address_of_a_service_is_shown_as_its_owner_says(data_class, said, shown):
    service = replace(SERVICE, data_class=DataClass(data_class), endpoint_public=said)
    assert bool(shown_endpoint(service)) is shown


def test_a_check_is_asked_for_while_it_is_in_force_alone(monkeypatch):
    first, *others = vocabulary("checklist_questions")
    ended = replace(first, force_to=date(2025, 12, 31))
    lists = {"checklist_questions": (ended, *others)}
    monkeypatch.setattr(publishing, "vocabulary", lambda name: lists.get(name) or vocabulary(name))
    dataset = replace(DATASET, checklist=replace(DATASET.checklist, checks=CHECKS[1:]))
    last_day, day_after = date(2025, 12, 31), date(2026, 1, 1)
    found = publishing.missing_for_publication(dataset, today=last_day)
    assert [one.detail for one in found] == [first.code]
    assert publishing.missing_for_publication(dataset, today=day_after) == ()
