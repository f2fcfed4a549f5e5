"""Rules between fields and between entries: days, areas, identifiers, links, contacts, the tree."""

from datetime import timedelta

import pytest
from ckan.plugins.toolkit import ValidationError

from ckanext.bacgiang import clock
from ckanext.bacgiang.vocabularies.units import successors

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_once")

TOMORROW = (clock.today() + timedelta(days=1)).isoformat()


def _refused(call, *path):
    """Return the message at ``path``; nothing else may be wrong."""
    with pytest.raises(ValidationError) as refused:
        call()
    found = refused.value.error_dict
    for step in path:
        if isinstance(step, str):
            assert list(found) == [step], found
        found = found[step]
    return found[0]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"temporal_start": "2025", "temporal_end": "2024"}, "temporal_end"),
        ({"temporal_start": "06/2024", "temporal_end": "31/05/2024"}, "temporal_end"),
        ({"modified": TOMORROW}, "modified"),
        ({"list_date": TOMORROW}, "list_date"),
        ({"checklist_date": TOMORROW}, "checklist_date"),
    ],
)
def test_days_are_in_order_and_what_happened_is_not_to_come(whole, create, given, field):
    _refused(lambda: create(**whole(**given)), field)


def test_days_of_a_file_a_notice_and_an_agency_are_in_order_too(whole, act, csv_link):
    file = csv_link | {"temporal_start": "2025", "temporal_end": "2024"}
    _refused(
        lambda: act("package_create", **whole(resources=[file])), "resources", 0, "temporal_end"
    )
    notice = {"reason": "maintenance", "starts": "10/12/2026", "expected": "09/12/2026"}
    service = whole(type="data_service", suspensions=[notice])
    _refused(lambda: act("package_create", **service), "suspensions", 0, "expected")
    office = {
        "name": "so-cu",
        "title": "Sở cũ",
        "valid_from": "2025-03-01",
        "valid_to": "2025-02-28",
    }
    _refused(lambda: act("organization_create", **office), "valid_to")


def test_a_period_within_one_year_or_month_is_in_order(whole, create):
    made = create(**whole(temporal_start="01/07/2024", temporal_end="2024"))
    assert (made["temporal_start"], made["temporal_end"]) == ("2024-07-01", "2024")


@pytest.mark.parametrize(
    ("unit", "start", "end", "good"),
    [
        ("2022-213", "2023", "2024", True),
        ("2022-213", "2025-07", "2025-12", False),
        ("2025-07210", "2023", "2024", False),
        ("2025-07210", "2025", "2025", True),
        ("2022-213", "", "", True),
    ],
)
def test_an_area_existed_in_the_period_of_the_data(whole, create, unit, start, end, good):
    given = whole(spatial_unit=[unit], temporal_start=start, temporal_end=end)
    if good:
        assert create(**given)["spatial_unit"] == [unit]
    else:
        message = _refused(lambda: create(**given), "spatial_unit")
        assert "Bắc Giang" in message


def test_the_refusal_of_an_old_area_names_those_that_took_over(whole, create):
    given = whole(spatial_unit=["2022-07207"], temporal_start="2026")
    heir = successors("2022-07207")[0]
    assert heir.name in _refused(lambda: create(**given), "spatial_unit")


def test_an_identifier_stays_once_the_entry_was_public(whole, act, member, csv_link):
    officer = member("admin")
    made = act(
        "package_create", user=officer, **whole(identifier="BG-YT-777", resources=[csv_link])
    )
    change = {"user": officer, "id": made["id"], "identifier": "BG-YT-778"}
    assert "BG-YT-777" in _refused(lambda: act("package_patch", **change), "identifier")
    act("package_patch", user=officer, id=made["id"], private=True)
    _refused(lambda: act("package_patch", **change), "identifier")
    assert act("package_patch", id=made["id"], identifier="BG-YT-778")["identifier"] == "BG-YT-778"


def test_an_identifier_may_change_before_anyone_saw_it(whole, act, member):
    officer = member("editor")
    made = act("package_create", user=officer, **whole(private=True, identifier="NHAP-1"))
    patched = act("package_patch", user=officer, id=made["id"], identifier="NHAP-2")
    assert patched["identifier"] == "NHAP-2"


def test_an_identifier_is_one_entrys_whatever_its_type(whole, create):
    create(**whole(type="shared_database", identifier="BG-CHUNG-1"))
    _refused(lambda: create(**whole(identifier="BG-CHUNG-1")), "identifier")


def test_a_service_serves_databases_and_datasets_that_exist(whole, create):
    database = create(**whole(type="shared_database", title="CSDL đất đai"))
    dataset = create(**whole(title="Giá đất"))
    served = [database["name"], dataset["name"]]
    service = create(**whole(type="data_service", title="Tra cứu", serves=served))
    assert service["serves"] == served
    for wrong in ("khong-co", service["name"]):
        given = whole(type="data_service", title="Khác", serves=[database["name"], wrong])
        assert wrong in _refused(lambda given=given: create(**given), "serves")


def test_rows_of_a_database_name_services_and_datasets_that_exist(whole, create):
    service = create(**whole(type="data_service", title="Dịch vụ giá"))
    row = {"name": "Giá", "data_class": "default_shared", "service": service["name"]}
    made = create(**whole(type="shared_database", data_items=[row]))
    assert made["data_items"][0]["service"] == service["name"]
    wrong = whole(
        type="shared_database", data_items=[row, row | {"name": "Khác", "dataset": "khong-co"}]
    )
    _refused(lambda: create(**wrong), "data_items", 1, "dataset")


def test_the_source_item_is_one_that_the_database_lists(whole, create):
    rows = [{"name": "Giá đất", "data_class": "open"}, {"name": "Thửa đất", "data_class": "open"}]
    database = create(**whole(type="shared_database", title="CSDL", data_items=rows))["name"]
    made = create(**whole(source_database=database, source_database_item="Giá đất"))
    assert made["source_database_item"] == "Giá đất"
    wrong = whole(source_database=database, source_database_item="Giá vàng")
    assert "Thửa đất" in _refused(lambda: create(**wrong), "source_database_item")
    _refused(lambda: create(**whole(source_database_item="Giá đất")), "source_database_item")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("0204 3854 117", "02043854117"),
        ("+84 912.345.678", "+84912345678"),
        ("(0204) 3.854-117", "02043854117"),
        ("1900 1234", "19001234"),
        ("912345678", None),
        ("+1 202 555 0123", None),
        ("0204", None),
        ("máy lẻ 12", None),
    ],
)
def test_a_telephone_number_of_vietnam(whole, create, given, kept):
    contact = [{"name": "Nguyễn Văn A", "phone": given}]
    if kept:
        assert create(**whole(contact=contact, private=True))["contact"][0]["phone"] == kept
    else:
        _refused(lambda: create(**whole(contact=contact)), "contact", 0, "phone")


@pytest.mark.parametrize(
    ("given", "good"),
    [
        ("so-y-te@bacgiang.gov.vn", True),
        ("a.b+c@example.vn", True),
        ("bacgiang.gov.vn", False),
        ("a@@example.vn", False),
        ("a b@example.vn", False),
        ("a..b@example.vn", False),
        ("đầu.mối@example.vn", False),
    ],
)
def test_an_email_address(whole, create, given, good):
    if good:
        assert create(**whole(feedback_email=given))["feedback_email"] == given
    else:
        _refused(lambda: create(**whole(feedback_email=given)), "feedback_email")


def test_lists_of_words_are_kept_separated_by_semicolons(whole, create):
    row = {
        "name": "Giá",
        "data_class": "open",
        "consumers": " UBND cấp xã ;Sở Xây dựng;; UBND cấp xã",
    }
    made = create(**whole(type="shared_database", data_items=[row]))
    assert made["data_items"][0]["consumers"] == "UBND cấp xã; Sở Xây dựng"
    service = whole(type="data_service", applied_standards=["OpenAPI 3.0", "TT 13/2017/TT-BTTTT"])
    assert create(**service)["applied_standards"] == "OpenAPI 3.0; TT 13/2017/TT-BTTTT"


@pytest.mark.parametrize(
    ("code", "good"),
    [
        ("H02", True),
        ("H02.10.05", True),
        ("000.00.12.H02", True),
        ("Z01ABC123", True),
        ("Z00ABC", False),
        ("h02.10", False),
        ("H2.10", False),
        ("H02." + "A" * 40, False),
    ],
)
def test_an_agency_identifier_by_its_shape(act, code, good):
    office = {"title": "Cơ quan thử", "identifier": code}
    if good:
        made = act("organization_create", **office)
        assert made["identifier"] == code
        again = office | {"title": "Cơ quan khác"}
        _refused(lambda: act("organization_create", **again), "identifier")
    else:
        _refused(lambda: act("organization_create", **office), "identifier")


def test_no_agency_stands_below_itself(act):
    top = act("organization_create", title="Ủy ban nhân dân tỉnh")["name"]
    middle = act("organization_create", title="Sở giữa", parent=top)["name"]
    low = act("organization_create", title="Chi cục dưới", parent=middle)["name"]
    for below in (top, middle, low):
        change = {"id": top, "parent": below}
        _refused(lambda change=change: act("organization_patch", **change), "parent")
    _refused(lambda: act("organization_patch", id=low, parent="khong-co"), "parent")


@pytest.mark.parametrize(
    ("given", "kept"),
    [("2022", None), ("10/2022", None), ("03/04/2026", "2026-04-03"), (["2022-01-01"], None)],
)
def test_the_date_of_the_list_is_a_whole_day_or_nothing(whole, act, given, kept):
    if kept is None:
        _refused(lambda: act("package_create", **whole(list_date=given)), "list_date")
        return
    made = act("package_create", **whole(list_date=given))
    assert made["list_date"] == kept
    day = f"id:{made['id']} AND list_date:[{kept}T00:00:00Z TO {kept}T23:59:59Z]"
    assert act("package_search", q=day)["count"] == 1


def test_the_terms_keep_the_version_under_which_they_were_chosen(whole, act):
    made = act("package_create", **whole())
    assert made["license_version"] == "NĐ 47/2020/NĐ-CP, 09/04/2020"
    forged = act("package_patch", id=made["id"], license_version="giả")
    assert forged["license_version"] == made["license_version"]
    other = act("package_patch", id=made["id"], license_id="mit")
    assert not other.get("license_version")


def test_the_day_on_which_a_service_was_announced_is_kept(whole, act):
    made = act("package_create", **whole(type="data_service", private=True))
    assert not made.get("info_published")
    public = act("package_patch", id=made["id"], private=False)
    assert public["info_published"] == clock.today().isoformat()
    again = act("package_patch", id=made["id"], info_published="2020-01-01")
    assert again["info_published"] == public["info_published"]
