"""Nobody is locked out by what they did not change; only a new choice is held to the lists."""

import shutil
from datetime import date
from html import unescape
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from ckan import model
from ckan.lib import search
from ckan.plugins.toolkit import ValidationError
from ckan.tests import factories

from ckanext.bacgiang.vocabularies import terms
from tests.portal.catalogue.typed_forms import saved_by_form

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_once")

HEALTH = "http://publications.europa.eu/resource/authority/data-theme/HEAL"
ENERGY = "http://publications.europa.eu/resource/authority/data-theme/ENER"
QUARTERLY = "http://publications.europa.eu/resource/authority/frequency/QUARTERLY"


@pytest.fixture
def lists(monkeypatch, tmp_path):
    """Change the controlled lists: give a term a last day, or take it out."""
    folder = tmp_path / "data"
    shutil.copytree(terms._DATA, folder)
    monkeypatch.setattr(terms, "_DATA", folder)

    def change(name, code, last_day=None):
        path = Path(folder / f"{name}.yaml")
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        for row in [row for row in raw["terms"] if row["code"] == code]:
            if last_day is None:
                raw["terms"].remove(row)
            else:
                row["force_to"] = last_day
        path.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
        terms.vocabulary.cache_clear()

    terms.vocabulary.cache_clear()
    yield change
    terms.vocabulary.cache_clear()


def _refused(call, field):
    with pytest.raises(ValidationError) as refused:
        call()
    assert list(refused.value.error_dict) == [field]
    return str(refused.value.error_dict[field])


DATASET_TERMS = {
    "themes": ("theme", "HEAL", [HEALTH]),
    "frequencies": ("frequency", "QUARTERLY", QUARTERLY),
    "licenses": ("license_id", "cc-by-4.0", "cc-by-4.0"),
    "data_classes": ("data_class", "conditional_open", "conditional_open"),
}


@pytest.mark.parametrize("last_day", [date(2025, 12, 31), None])
def test_a_title_is_corrected_although_the_terms_of_the_entry_have_ended(
    app, act, whole, lists, officer, last_day
):
    user, headers = officer
    over = {"license_id": "cc-by-4.0", "private": True}
    made = act("package_create", **whole(**over))
    for name in ("themes", "frequencies", "licenses"):
        lists(name, DATASET_TERMS[name][1], last_day)
    patched = act("package_patch", user=user, id=made["id"], title="Tiêu đề đã sửa")
    saved_by_form(app, headers, "dataset", made["name"], title="Tiêu đề sửa lần hai")
    stored = act("package_show", id=made["id"])
    assert stored["title"] == "Tiêu đề sửa lần hai"
    for name in ("themes", "frequencies", "licenses"):
        field, _, value = DATASET_TERMS[name]
        assert patched[field] == stored[field] == value
    page = unescape(app.get(f"/dataset/{made['name']}", headers=headers).body)
    assert page.count("(hết hiệu lực)") >= 3
    if last_day:
        assert "Y tế (hết hiệu lực)" in page


def test_a_new_choice_of_an_ended_term_is_refused_and_not_offered(
    app, whole, create, lists, officer
):
    lists("themes", "ENER", date(2025, 12, 31))
    message = _refused(lambda: create(**whole(theme=[HEALTH, ENERGY])), "theme")
    assert "Năng lượng (no longer in force)" in message
    assert ENERGY not in app.get("/dataset/new", headers=officer[1]).body


def test_a_term_not_yet_in_force_waits_for_its_day(app, whole, create, lists, officer):
    lists("themes", "ENER", date(2999, 1, 1))
    assert ENERGY in app.get("/dataset/new", headers=officer[1]).body
    assert create(**whole(theme=[ENERGY]))["theme"] == [ENERGY]


def test_terms_in_rows_and_of_services_and_agencies_pass_as_stored(act, whole, lists, officer):
    user, _ = officer
    rows = [{"name": "Giá đất", "data_class": "open", "sharing_kind": None}]
    database = act("package_create", **whole(type="shared_database", data_items=rows, private=True))
    service = act("package_create", **whole(type="data_service", private=True))
    office = act("organization_create", title="Sở có loại cũ", kind="department")
    for name, code in (
        ("database_levels", "province"),
        ("platforms", "lgsp"),
        ("protocols", "rest"),
        ("organization_kinds", "department"),
    ):
        lists(name, code)
    assert (
        act("package_patch", user=user, id=database["id"], title="CSDL sửa")["level"] == "province"
    )
    fixed = act("package_patch", user=user, id=service["id"], title="Dịch vụ sửa")
    assert (fixed["platform"], fixed["protocol"]) == ("lgsp", "rest")
    act("organization_patch", id=office["id"], title="Sở đổi tên")
    assert (model.Group.get(office["id"]).extras or {}).get("kind") == "department"


def test_links_to_what_others_renamed_or_deleted_stay(app, act, whole, officer):
    user, headers = officer
    rows = [{"name": "Giá đất", "data_class": "open"}]
    source = act("package_create", **whole(type="shared_database", title="Nguồn", data_items=rows))
    linked = {
        "source_database": source["name"],
        "source_database_item": "Giá đất",
        "related": [source["name"]],
    }
    made = act("package_create", **whole(**linked, private=True))
    service = act(
        "package_create", **whole(type="data_service", serves=[source["name"]], private=True)
    )
    renamed = [{"name": "Giá đất ở", "data_class": "open"}]
    act("package_patch", id=source["id"], data_items=renamed)
    act("package_patch", user=user, id=made["id"], title="Sau khi đổi hạng mục")
    act("package_patch", id=source["id"], name="nguon-doi-ten")
    act("package_patch", user=user, id=made["id"], title="Sau khi đổi tên")
    act("package_delete", id=source["id"])
    saved_by_form(app, headers, "dataset", made["name"], title="Sửa bằng biểu mẫu")
    saved_by_form(app, headers, "data_service", service["name"], title="Dịch vụ sửa")
    stored = act("package_show", id=made["id"])
    assert stored["title"] == "Sửa bằng biểu mẫu"
    kept = model.Package.get(made["id"]).extras
    assert kept["source_database"] == source["name"]
    assert kept["source_database_item"] == "Giá đất"
    assert source["name"] in kept["related"]
    wrong = {"user": user, "id": made["id"], "related": ["khong-co"]}
    assert "khong-co" in _refused(lambda: act("package_patch", **wrong), "related")


def test_a_unit_and_contacts_of_old_rules_stay_and_are_named(app, act, whole, officer):
    user, headers = officer
    made = act("package_create", **whole(spatial_unit=["2022-218"], private=True))
    package = model.Package.get(made["id"])
    old = {
        "spatial_unit": '["2019-218", "2022-218"]',
        "feedback_email": ".cu@example.vn",
        "documentation": "javascript:alert(1)",
        "contact": '[{"name": "An", "phone": "0240 3854 117", "email": "a@b"}]',
    }
    package.extras = {**package.extras, **old}
    model.Session.commit()
    search.rebuild(made["id"])
    saved_by_form(app, headers, "dataset", made["name"], title="Tiêu đề mới")
    patched = act("package_patch", user=user, id=made["id"], temporal_start="")
    assert patched["spatial_unit"] == ["2022-218", "2019-218"]
    assert patched["contact"][0]["phone"] == "0240 3854 117"
    page = app.get(f"/dataset/{made['name']}", headers=headers)
    assert "2019-218 (hết hiệu lực)" in unescape(page.body)
    links = [a.get("href", "") for a in BeautifulSoup(page.body, "html.parser").select("a")]
    assert not [href for href in links if href.lower().startswith("javascript:alert")]
    wrong = {"user": user, "id": made["id"], "documentation": "javascript:alert(2)"}
    _refused(lambda: act("package_patch", **wrong), "documentation")


BAD = ["javascript:alert(1)", " JAVASCRIPT:alert(1)", "data:text/html,x", "file:///etc/passwd"]


@pytest.mark.parametrize("address", BAD)
def test_an_address_that_does_not_lead_to_the_web_is_refused_everywhere(
    act, whole, officer, address
):
    user, _ = officer
    file = [{"name": "Số liệu", "url": address}]
    with pytest.raises(ValidationError) as refused:
        act("package_create", user=user, **whole(resources=file, private=True))
    assert "Not a web address" in str(refused.value.error_dict["resources"])
    for kind, field, given in (
        ("dataset", "url", address),
        ("dataset", "documentation", address),
        ("data_service", "endpoint_url", address),
        ("data_service", "guides", [{"title": "Hướng dẫn", "url": address}]),
        ("shared_database", "code_lists", [{"name": "Danh mục", "url": address}]),
    ):
        fields = whole(type=kind, private=True) | {field: given}
        message = _refused(lambda fields=fields: act("package_create", user=user, **fields), field)
        assert "Not a web address" in message
    office = {"title": "Sở thử", "image_url": address}
    _refused(lambda: act("organization_create", **office), "image_url")


def test_an_agency_that_has_ended_is_asked_about_once(app, act, whole, member, agency):
    act("organization_create", title="Sở kế thừa", name="so-ke-thua")
    user = factories.Sysadmin()
    headers = {"Authorization": factories.APIToken(user=user["name"])["token"]}
    old = act(
        "organization_create", title="Sở đã kết thúc", valid_to="2025-02-28", successor="so-ke-thua"
    )
    fields = whole(private=True) | {"owner_org": old["id"]}
    message = _refused(lambda: act("package_create", **fields), "owner_org")
    for part in ("28/02/2025", "Sở kế thừa", "bacgiang_ended_agency"):
        assert part in message
    typed = {"title": "Số liệu cũ", "owner_org": old["id"], "private": "True", "save": ""}
    asked = app.post("/dataset/new", data=typed, headers=headers, follow_redirects=False)
    assert asked.status_code == 200
    assert 'name="bacgiang_ended_agency"' in asked.body
    answer = typed | {"bacgiang_ended_agency": "true"}
    assert (
        app.post("/dataset/new", data=answer, headers=headers, follow_redirects=False).status_code
        == 302
    )
    made = act("package_create", **fields, bacgiang_ended_agency="true")
    assert act("package_patch", id=made["id"], title="Sửa")["owner_org"] == old["id"]


@pytest.mark.parametrize("kind", ["dataset", "shared_database", "data_service"])
def test_a_form_with_nothing_typed_names_the_title(app, officer, agency, kind):
    typed = {"title": "", "name": "", "owner_org": agency["id"], "save": ""}
    answer = app.post(f"/{kind}/new", data=typed, headers=officer[1])
    box = BeautifulSoup(answer.body, "html.parser").select_one("#form-errors").get_text(" ")
    assert "hãy điền" in box
    assert "Đường dẫn" not in box
    assert box.index("Tên ") < box.index("hãy điền")


def test_a_day_of_long_ago_is_asked_about(create, whole):
    for given in ("1/1/1800", "1025-01-15"):
        message = _refused(lambda given=given: create(**whole(modified=given)), "modified")
        assert "02/09/1945" in message
    assert create(**whole(temporal_start="1895"))["temporal_start"] == "1895"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://creativecommons.org/licenses/by/4.0/", "cc-by-4.0"),
        ("http://www.creativecommons.org/licenses/by/4.0/deed.vi", "cc-by-4.0"),
        ("https://opendatacommons.org/licenses/odbl/1-0", "odbl-1.0"),
        ("https://example.vn/giay-phep", None),
    ],
)
def test_a_licence_may_be_given_by_its_address(create, whole, given, kept):
    if kept:
        assert create(**whole(license_id=given))["license_id"] == kept
    else:
        _refused(lambda: create(**whole(license_id=given)), "license_id")


def test_another_letter_for_d_is_stored_as_d_with_a_remark(
    app, act, api, whole, token, agency, officer
):
    fields = whole(title="Bảng giá ðất ở", tag_string="ðất đai", private=True)
    status, answer = api("package_create", fields, token)
    assert status == 200, answer
    made = answer["result"]
    assert (made["title"], made["name"]) == ("Bảng giá đất ở", "bang-gia-dat-o")
    assert [tag["name"] for tag in made["tags"]] == ["đất đai"]
    assert "đất" in str(made["bacgiang_remarks"])
    assert "bacgiang_remarks" not in api("package_show", {"id": made["id"]}, token)[1]["result"]
    typed = {"title": "Sở hữu Ðất rừng", "owner_org": agency["id"], "save": ""}
    page = app.post("/dataset/new", data=typed, headers=officer[1])
    assert "đã ghi lại thành Đ ở: Đất" in unescape(page.body)
    english = act("package_create", **whole(title="Letters of Guðmundur", private=True))
    assert english["title"] == "Letters of Guðmundur"
    assert english["name"] == "letters-of-gudmundur"
    office = act("organization_create", title="Sở Ðịa chính")
    assert (office["title"], office["name"]) == ("Sở Địa chính", "so-dia-chinh")


def test_what_is_still_missing_is_what_the_gate_says(app, act, whole, officer):
    kinds = {
        "dataset": {"data_class": "default_shared", "list_decision": ""},
        "data_service": {"platform": "lgsp", "auth_required": "false"},
    }
    for kind, over in kinds.items():
        made = act("package_create", **whole(type=kind, private=True, notes="") | over)
        page = app.get(f"/{kind}/edit/{made['name']}", headers=officer[1]).body
        listed = BeautifulSoup(page, "html.parser").select("[data-missing-list] li")
        said = [one.get_text().strip() for one in listed]
        owed = act("bacgiang_publication_missing", id=made["id"])
        assert said == ["Mô tả"], kind
        assert {one["field"] for one in owed} == {"notes"}, kind
    direct = whole(type="data_service", private=True, auth_required="true")
    made = act("package_create", **direct)
    page = unescape(app.get(f"/data_service/edit/{made['name']}", headers=officer[1]).body)
    assert "Đơn vị cấp tài khoản kết nối</a>" in page


@pytest.mark.parametrize("address", BAD)
def test_pictures_of_users_and_free_extras_keep_to_the_rule_of_addresses(
    act, whole, member, address
):
    user = member()
    picture = {"id": user, "email": "a@example.vn", "image_url": address}
    assert "Not a web address" in _refused(lambda: act("user_patch", **picture), "image_url")
    for good in ("https://example.vn/anh.png", "2026-01-01-anh.png"):
        assert act("user_patch", id=user, image_url=good)
    new = {"name": f"{user}-2", "email": "b@example.vn", "password": "Mat-khau-9913-dai"}
    message = _refused(lambda: act("user_create", **new, image_url=address), "image_url")
    assert "Not a web address" in message
    extras = [{"key": "trang_cu", "value": address}]
    for call in (
        lambda: act("package_create", **whole(private=True), extras=extras),
        lambda: act("organization_create", title="Sở thử", name="so-thu", extras=extras),
    ):
        assert "trang_cu: Not a web address" in _refused(call, "extras")
    words = [{"key": "ghi_chu", "value": "data: xem trang 5, file: bảng 2"}]
    assert act("package_create", **whole(private=True), extras=words)
