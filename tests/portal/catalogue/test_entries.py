"""Entries keep what officials give them, in one form, and refuse what is wrong by name."""

import unicodedata

import pytest
from ckan.plugins.toolkit import ValidationError

from ckanext.bacgiang.catalogue import read
from ckanext.bacgiang.catalogue.entry import Database, Dataset, EntryType, Service

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")

ACCESS = "http://publications.europa.eu/resource/authority/access-right/"
FILE_TYPE = "http://publications.europa.eu/resource/authority/file-type/"


def test_a_title_gives_a_readable_address_unique_by_number(whole, create):
    names = [create(**whole(title="Tập dữ liệu về đường bộ"))["name"] for _ in range(3)]
    assert names == [f"tap-du-lieu-ve-duong-bo{end}" for end in ("", "-2", "-3")]


def test_text_is_stored_composed_and_without_control_characters(whole, create):
    title = unicodedata.normalize("NFD", "Đất đai\u000bvà môi trường")
    made = create(**whole(title=title, tags=[{"name": unicodedata.normalize("NFD", "đất đai")}]))
    assert made["title"] == "Đất đai và môi trường"
    assert [tag["name"] for tag in made["tags"]] == ["đất đai"]


def test_the_access_right_follows_the_class_whatever_is_sent(whole, create):
    made = create(**whole(data_class="on_request", access_rights=ACCESS + "PUBLIC"))
    assert made["access_rights"] == ACCESS + "RESTRICTED"


@pytest.mark.parametrize(
    ("given", "kept"),
    [("2026-03-01", "2026-03-01"), ("1/3/2026", "2026-03-01"), ("03/04/2026", "2026-04-03")],
)
def test_days_are_read_as_vietnam_writes_them(whole, create, given, kept):
    assert create(**whole(modified=given))["modified"] == kept


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("modified", "31/04/2026"),
        ("temporal_start", "2026-13"),
        ("frequency", "QUARTERLY-ish"),
        ("theme", ["http://example.org/theme"]),
        ("documentation", "javascript:alert(1)"),
        ("feedback_email", "đầu.mối@example.vn"),
        ("source_database", "khong-co"),
        ("title", "ữ" * 10_001),
        ("license_id", "unknown"),
    ],
)
def test_a_wrong_value_is_refused_at_its_field(whole, create, field, value):
    with pytest.raises(ValidationError) as refused:
        create(**whole(**{field: value}))
    assert set(refused.value.error_dict) == {field}


def test_ten_thousand_vietnamese_letters_are_saved_and_indexed(whole, create, act):
    made = create(**whole(completeness="ữ" * 10_000))
    assert act("package_search", q=f"id:{made['id']}")["count"] == 1


def test_identifiers_are_given_kept_and_unique(whole, create, act):
    first = create(**whole())
    assert first["identifier"].startswith("BG-")
    patched = act("package_patch", id=first["id"], notes="Khác")
    assert patched["identifier"] == first["identifier"]
    with pytest.raises(ValidationError) as refused:
        create(**whole(title="Khác", identifier=first["identifier"]))
    assert "identifier" in refused.value.error_dict


@pytest.mark.parametrize(
    ("sent", "file_type", "short"),
    [
        ({"url": "https://example.vn/a.csv"}, "CSV", "CSV"),
        ({"url": "https://example.vn/a", "format": "geojson"}, "GEOJSON", "GeoJSON"),
        ({"url": "https://example.vn/a", "file_type": FILE_TYPE + "XLSX"}, "XLSX", "XLSX"),
        ({"url": "https://example.vn/a.csv", "file_type": FILE_TYPE + "JSON"}, "JSON", "JSON"),
    ],
)
def test_file_type_and_format_agree(whole, create, sent, file_type, short):
    made = create(**whole(resources=[{"name": "Số liệu", **sent}]))
    assert made["resources"][0]["file_type"] == FILE_TYPE + file_type
    assert made["resources"][0]["format"] == short


def test_a_direct_connection_gives_its_reason(whole, create):
    service = whole(
        type="data_service",
        platform="direct",
        protocol="rest",
        sharing_method="online",
        endpoint_url="https://api.example.vn/",
    )
    with pytest.raises(ValidationError) as refused:
        create(**service)
    assert "46" in refused.value.error_dict["direct_reason"][0]
    assert create(**service, direct_reason="LGSP chưa hỗ trợ giao thức này")


def test_records_read_from_the_tables_hold_what_was_entered(
    whole, complete, create, csv_link, agency
):
    create(
        **whole(
            tags=[{"name": "y tế"}],
            resources=[csv_link],
            contact=[{**complete()["contact"][0], "name": "Nguyễn Văn A", "email": "a@example.vn"}],
            list_decision="12/QĐ-UBND",
            list_date="01/02/2026",
            list_item="7",
        )
    )
    create(
        **whole(
            type="shared_database",
            title="CSDL giá",
            data_class="default_shared",
            purpose="Quản lý giá",
            scope="Toàn tỉnh",
            content="Giá đất",
            level="province",
        )
    )
    found = {entry.type: entry for entry in read.entries()}
    dataset = found[EntryType.DATASET]
    assert isinstance(dataset, Dataset)
    assert dataset.agency.title == "Sở Y tế"
    assert dataset.tags == ("y tế",)
    assert dataset.contacts[0].email == "a@example.vn"
    assert (dataset.listed.decision, dataset.listed.item) == ("12/QĐ-UBND", "7")
    assert dataset.resources[0].format == "CSV"
    database = found[EntryType.DATABASE]
    assert isinstance(database, Database)
    assert database.level == "province"
    assert not [entry for entry in found.values() if isinstance(entry, Service)]
