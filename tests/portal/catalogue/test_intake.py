"""Bad input of every kind: one clear error at its field, never a server error, nothing lost."""

import json
import unicodedata

import pytest
from ckan.plugins.toolkit import ValidationError
from ckan.tests import factories

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_once")

WRONG_TYPES = [
    ("title", ["a"]),
    ("title", {"vi": "a"}),
    ("title", 2025),
    ("title", True),
    ("notes", ["a", "b"]),
    ("name", ["a"]),
    ("id", ["a"]),
    ("type", ["dataset"]),
    ("state", {"a": 1}),
    ("owner_org", ["a"]),
    ("owner_org", {"id": "a"}),
    ("license_id", ["mit"]),
    ("data_class", ["open"]),
    ("data_class", {"a": "open"}),
    ("frequency", 4),
    ("theme", {"a": 1}),
    ("theme", [{"a": 1}]),
    ("theme", 7),
    ("spatial_unit", [7]),
    ("related", [["a"]]),
    ("modified", ["2026-01-01"]),
    ("modified", 20260101),
    ("temporal_start", {"year": 2024}),
    ("demand_priority", ["true"]),
    ("list_item", 7),
    ("contact", "Nguyễn Văn A"),
    ("contact", {"name": "A"}),
    ("contact", ["A"]),
    ("contact", [{"name": ["A"]}]),
    ("contact", [{"name": {"a": 1}}]),
    ("checklist", [["a"]]),
    ("resources", "a"),
    ("resources", {"url": "a"}),
    ("resources", ["a"]),
    ("resources", [{"name": "a", "url": ["b"]}]),
    ("resources", [{"name": {"a": 1}, "url": "https://example.vn/a.csv"}]),
    ("resources", [{"name": "a", "url": "https://example.vn/a.csv", "data_dictionary": "x"}]),
    ("resources", [{"name": "a", "url": "https://example.vn/a.csv", "format": ["CSV"]}]),
    ("tags", "y tế"),
    ("tags", ["y tế"]),
    ("tags", [{"name": ["a"]}]),
    ("extras", "a"),
    ("extras", ["a"]),
    ("groups", "a"),
    ("tag_string", ["a"]),
]


def test_a_wrong_type_over_http_gives_one_error_at_its_field(whole, api, token):
    for field, value in WRONG_TYPES:
        status, answer = api("package_create", whole(private=True) | {field: value}, token)
        errors = {key: found for key, found in answer["error"].items() if key != "__type"}
        assert status == 409, (field, value, answer)
        assert errors.keys() == {field}, (field, value, answer)


def test_a_wrong_type_in_a_patch_changes_nothing(whole, act, api, token):
    made = act("package_create", **whole())
    for field, value in WRONG_TYPES:
        if field in ("id", "type"):
            continue
        status, answer = api("package_patch", {"id": made["id"], field: value}, token)
        assert status == 409, (field, value, answer)
        assert field in answer["error"], (field, value, answer)
    shown = act("package_show", id=made["id"])
    assert {key: shown[key] for key in made if key != "metadata_modified"} == {
        key: made[key] for key in made if key != "metadata_modified"
    }


@pytest.mark.parametrize(
    "wrong",
    [{"package_id": ["a"]}, {"name": ["a"]}, {"url": {"a": 1}}, {"data_dictionary": ["a"]}],
)
def test_a_file_with_a_wrong_type_is_refused_at_its_field(whole, act, api, token, wrong):
    made = act("package_create", **whole())
    sent = {"package_id": made["id"], "name": "Số liệu", "url": "https://example.vn/a.csv"}
    status, answer = api("resource_create", sent | wrong, token)
    assert (status, set(answer["error"]) - {"__type"}) == (409, set(wrong))


@pytest.mark.parametrize("wrong", [{"title": ["a"]}, {"contact": "a"}, {"kind": 7}])
def test_an_agency_with_a_wrong_type_is_refused_at_its_field(act, wrong):
    with pytest.raises(ValidationError) as refused:
        act("organization_create", **({"name": "co-quan", "title": "Cơ quan"} | wrong))
    assert set(refused.value.error_dict) == set(wrong)


IDENTIFIERS = [
    ("package_show", {"id": ["a"]}, "id"),
    ("package_show", {"id": 7}, "id"),
    ("resource_show", {"id": {"a": 1}}, "id"),
    ("package_delete", {"id": ["a"]}, "id"),
    ("package_revise", {"match": {"id": ["a"]}}, "id"),
    ("package_owner_org_update", {"id": "a", "organization_id": ["a"]}, "organization_id"),
    ("organization_show", {"id": ["a"]}, "id"),
    ("organization_update", {"id": ["a"], "title": "x"}, "id"),
    ("organization_patch", {"id": {"a": 1}}, "id"),
    ("organization_create", {"name": "co-quan-b", "title": "x", "type": ["a"]}, "type"),
    ("organization_create", {"name": "co-quan-b", "title": "x", "extras": "a"}, "extras"),
    ("organization_create", {"name": "co-quan-b", "title": "x", "users": ["a"]}, "users"),
]


@pytest.mark.parametrize(("action", "sent", "at"), IDENTIFIERS)
def test_a_thing_named_by_anything_but_text_is_one_error_whatever_the_action(
    api, app, action, sent, at
):
    boss = factories.SysadminWithToken()["token"]
    status, answer = api(action, sent, boss)
    assert (status, set(answer["error"])) == (409, {at, "__type"}), answer
    plain = app.post(
        f"/api/3/action/{action}",
        data=json.dumps(sent),
        headers={"Authorization": boss, "Content-Type": "application/x-www-form-urlencoded"},
    )
    assert plain.status_code == 409, plain.body


def test_a_program_that_sends_json_as_a_form_is_still_understood(app, act, whole):
    made = act("package_create", **whole())
    answer = app.post(
        "/api/3/action/package_show",
        data=json.dumps({"id": made["id"]}),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert answer.json["result"]["id"] == made["id"]


def test_an_unknown_field_over_http_is_refused_by_name(whole, act, api, token):
    status, answer = api(
        "package_create", whole(private=True, tieu_de="Sai", licence_id="mit"), token
    )
    assert status == 409
    assert set(answer["error"]) == {"tieu_de", "licence_id", "__type"}
    assert "tieu_de" in answer["error"]["tieu_de"][0]


def test_an_unknown_field_of_a_file_or_a_row_is_refused_where_it_stands(whole, api, token):
    file = {"name": "Số liệu", "url": "https://example.vn/a.csv", "dinh_dang": "CSV"}
    status, answer = api("package_create", whole(private=True, resources=[file]), token)
    assert (status, set(answer["error"]["resources"][0])) == (409, {"dinh_dang"})
    row = {"name": "Nguyễn Văn A", "chuc_vu": "Phó Giám đốc"}
    status, answer = api("package_create", whole(private=True, contact=[row]), token)
    assert (status, set(answer["error"]["contact"][0])) == (409, {"chuc_vu"})


def test_what_the_api_shows_the_api_takes_back(whole, act, api, token, csv_link):
    for kind in ("dataset", "shared_database", "data_service"):
        made = act("package_create", **whole(type=kind, resources=[csv_link]))
        _, shown = api("package_show", {"id": made["id"]}, token)
        status, answer = api("package_update", shown["result"] | {"notes": "Khác"}, token)
        assert (status, answer.get("error")) == (200, None)
        assert answer["result"]["notes"] == "Khác"


def test_a_megabyte_of_text_is_refused_with_the_limit_wherever_it_comes(whole, api, token):
    long = "đ" * 1_000_000
    for field in ("title", "notes", "publisher", "list_decision", "license_id", "url", "author"):
        status, answer = api("package_create", whole(private=True, **{field: long}), token)
        assert status == 409, field
        assert set(answer["error"]) == {field, "__type"}
        assert "10.000" in answer["error"][field][0]
    status, answer = api("package_create", whole(private=True, contact=[{"name": long}]), token)
    assert (status, set(answer["error"]["contact"][0])) == (409, {"name"})
    file = {"name": "Số liệu", "url": "https://example.vn/" + "a" * 40_000}
    status, answer = api("package_create", whole(private=True, resources=[file]), token)
    assert (status, set(answer["error"]["resources"][0])) == (409, {"url"})


def test_more_rows_than_a_field_holds_are_refused(whole, api, token):
    many = [{"name": f"Mục {n}", "data_class": "open"} for n in range(501)]
    status, answer = api(
        "package_create", whole(type="shared_database", private=True, data_items=many), token
    )
    assert status == 409
    assert "500" in answer["error"]["data_items"][0]["name"][0]


def test_control_characters_are_taken_out_wherever_they_come(whole, act):
    made = act(
        "package_create",
        **whole(
            title="Danh\u0000sách",
            notes="Cơ\u000bsở",
            tags=[{"name": "y\u0007tế"}],
            contact=[{"name": "Nguyễn\u0001Văn A"}],
            private=True,
            related=[],
            resources=[{"name": "Số\u001fliệu", "url": "https://example.vn/a.csv"}],
        ),
    )
    shown = act("package_show", id=made["id"])
    assert shown["title"] == "Danh sách"
    assert shown["notes"] == "Cơ sở"
    assert shown["tags"][0]["name"] == "y tế"
    assert shown["contact"][0]["name"] == "Nguyễn Văn A"
    assert shown["resources"][0]["name"] == "Số liệu"
    office = act("organization_create", name="so-la", title="Sở\u0007Lạ", description="a\u000bb")
    assert (office["title"], office["description"]) == ("Sở Lạ", "a b")


def test_text_is_composed_in_rows_and_files_too(whole, act):
    parted = unicodedata.normalize("NFD", "Đầu mối dữ liệu")
    made = act(
        "package_create",
        **whole(
            contact=[{"name": parted}],
            private=True,
            resources=[{"name": parted, "url": "https://example.vn/a.csv"}],
        ),
    )
    assert made["contact"][0]["name"] == "Đầu mối dữ liệu"
    assert made["resources"][0]["name"] == "Đầu mối dữ liệu"


def test_html_is_shown_as_the_text_it_is(app, whole, complete, act):
    evil = "<script>alert(7391)</script>"
    made = act(
        "package_create",
        **whole(
            type="shared_database",
            title=f"Đất đai {evil}",
            notes=evil,
            purpose=f"<img src=x onerror=alert(7391)> {evil}",
            contact=[{**complete()["contact"][0], "name": evil}],
            data_items=[{"name": evil, "data_class": "open", "consumers": evil}],
            data_sources=[{"name": evil}],
            exploitation_rules=evil,
        ),
    )
    body = app.get(f"/shared_database/{made['name']}").body
    assert "<script>alert(7391)" not in body
    assert "onerror=alert" not in body
    assert "&lt;script&gt;alert(7391)" in body


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("documentation", "ftp://example.vn/a"),
        ("documentation", "https://"),
        ("documentation", "https://example.vn/tệp dữ liệu"),
        ("conforms_to", "data:text/html,x"),
    ],
)
def test_an_address_that_is_none_is_refused(whole, create, field, value):
    with pytest.raises(ValidationError) as refused:
        create(**whole(**{field: value}))
    assert set(refused.value.error_dict) == {field}
