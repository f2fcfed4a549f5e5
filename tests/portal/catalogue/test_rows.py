"""Repeating rows: each field for itself, no two alike, taken away when they are taken away."""

import json
from itertools import permutations

import pytest
from ckan.plugins import toolkit as tk
from ckan.plugins.toolkit import ValidationError
from ckan.tests import factories

from ckanext.bacgiang.catalogue import rows

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_once")

TYPES = ("dataset", "shared_database", "data_service")

SOURCES = [{"name": name, "provider": "Văn phòng"} for name in ("Nguồn A", "Nguồn B", "Nguồn C")]
ITEMS = [
    {"name": name, "data_class": "open", "consumers": "Người dân"}
    for name in ("Mục 1", "Mục 2", "Mục 3")
]
INSPECTIONS = [{"year": "2025", "kind": "self"}]


def _groups():
    """Yield the fields of each form there is: of entries, of their files, of agencies."""
    for kind in TYPES:
        schema = tk.h.scheming_get_dataset_schema(kind)
        yield kind, schema["dataset_fields"]
        yield f"files of {kind}", schema["resource_fields"]
    yield "organization", tk.h.scheming_get_organization_schema("organization")["fields"]


def _typed(name, values):
    """Return the rows as a form sends them, by number."""
    return {
        f"{name}-{number}-{key}": value
        for number, row in values.items()
        for key, value in row.items()
    }


def _sample(field, count=3):
    parts = [part["field_name"] for part in field["repeating_subfields"]]
    return {number: {part: f"{part} {number}" for part in parts} for number in range(count)}


def test_a_row_removed_from_one_field_leaves_every_other_field_as_it_was():
    pairs = 0
    for kind, fields in _groups():
        repeating = list(rows.repeating(fields))
        for one, other in permutations(repeating, 2):
            for removed in range(3):
                left, kept = _sample(one), _sample(other)
                del left[removed]
                form = _typed(one["field_name"], left) | _typed(other["field_name"], kept)
                rows.expand(form, fields)
                assert form == {
                    one["field_name"]: list(left.values()),
                    other["field_name"]: list(kept.values()),
                }, (kind, one["field_name"], other["field_name"], removed)
                pairs += 1
    assert pairs >= 3 * 12


def test_rows_come_in_the_order_of_their_numbers_not_of_their_letters():
    fields = tk.h.scheming_get_dataset_schema("shared_database")["dataset_fields"]
    form = {f"code_lists-{number}-name": f"Danh mục {number}" for number in range(12)}
    rows.expand(form, fields)
    assert [row["name"] for row in form["code_lists"]] == [f"Danh mục {n}" for n in range(12)]


def test_the_pattern_row_and_blank_rows_of_a_form_are_no_rows():
    fields = tk.h.scheming_get_dataset_schema("shared_database")["dataset_fields"]
    form = {
        "data_items-REPEATING-INDEX0-name": "",
        "data_items-0-name": "",
        "data_items-0-consumers": "",
        "data_items-1-name": "Mục 1",
        "data_items-1-consumers": "",
    }
    rows.expand(form, fields)
    assert form == {"data_items": [{"name": "Mục 1", "consumers": ""}]}


def test_the_form_takes_a_row_away_and_nothing_else(app, whole, act, agency):
    made = act(
        "package_create",
        **whole(
            type="shared_database",
            data_sources=SOURCES,
            data_items=ITEMS,
            inspections=INSPECTIONS,
            private=True,
        ),
    )
    editor = factories.User(password="correct horse battery")  # noqa: S106
    act("organization_member_create", id=agency["id"], username=editor["name"], role="editor")
    form = {
        name: made[name]
        for name in ("title", "name", "purpose", "scope", "content", "level", "data_class")
    }
    form |= {"owner_org": agency["id"], "theme": made["theme"], "private": "True", "save": ""}
    form |= _typed("data_sources", dict(enumerate(SOURCES)) | {0: {}})
    form |= _typed("data_items", dict(enumerate(ITEMS)))
    token = factories.APIToken(user=editor["name"])["token"]
    answer = app.post(
        f"/shared_database/edit/{made['name']}",
        data=form,
        headers={"Authorization": token},
        follow_redirects=False,
    )
    assert answer.status_code == 302, answer.body[-3000:]
    shown = act("package_show", id=made["id"])
    assert [row["name"] for row in shown["data_sources"]] == ["Nguồn B", "Nguồn C"]
    assert [{key: row[key] for key in ITEMS[0]} for row in shown["data_items"]] == ITEMS
    assert [{key: row[key] for key in INSPECTIONS[0]} for row in shown["inspections"]] == (
        INSPECTIONS
    )
    assert not [key for key in shown if "-" in key]


def test_rows_of_an_agency_are_kept_shown_and_removed(act):
    officer = {"name": "Nguyễn Văn A", "email": "a@example.vn", "phone": "0204 3854 117"}
    made = act("organization_create", name="so-thu", title="Sở Thử", contact=[officer])
    shown = act("organization_show", id=made["id"])
    assert shown["contact"][0]["name"] == "Nguyễn Văn A"
    assert shown["contact"][0]["phone"] == "02043854117"
    assert not [extra for extra in shown["extras"] if extra["key"] == "contact"]
    act("organization_patch", id=made["id"], description="Khác")
    again = act("organization_show", id=made["id"])
    assert (again["description"], again["contact"]) == ("Khác", shown["contact"])
    act("organization_patch", id=made["id"], contact=[])
    assert not act("organization_show", id=made["id"]).get("contact")


def test_rows_of_a_file_are_kept_and_shown(whole, act, csv_link):
    columns = [
        {"column": "ma", "meaning": "Mã cơ sở", "type": "string"},
        {"column": "so_giuong", "meaning": "Số giường", "unit": "giường", "type": "integer"},
    ]
    made = act("package_create", **whole(resources=[csv_link]))
    typed = _typed("data_dictionary", dict(enumerate(columns)))
    act("resource_update", id=made["resources"][0]["id"], **csv_link, **typed)
    shown = act("package_show", id=made["id"])["resources"][0]
    kept = [{key: value for key, value in row.items() if value} for row in shown["data_dictionary"]]
    assert kept == columns
    assert not [key for key in shown if "-" in key]


TWICE = [
    ("shared_database", "data_items", [ITEMS[0], {**ITEMS[0], "consumers": "người  dân"}], "name"),
    ("shared_database", "data_sources", [SOURCES[0], SOURCES[0]], "name"),
    ("shared_database", "inspections", INSPECTIONS * 2, "year"),
    ("dataset", "checklist", [{"question": "security", "answer": "met"}] * 2, "question"),
    ("data_service", "parameters", [{"name": "so"}, {"name": "SO"}], "name"),
    ("dataset", "contact", [{"name": "A"}, {"name": "B"}], "name"),
]


@pytest.mark.parametrize(("kind", "field", "given", "at"), TWICE)
def test_two_rows_alike_are_refused_at_the_second(whole, act, kind, field, given, at):
    with pytest.raises(ValidationError) as refused:
        act("package_create", **whole(type=kind, private=True, **{field: given}))
    assert refused.value.error_dict.keys() == {field}
    first, second = refused.value.error_dict[field]
    assert not first
    assert second[at]
    typed = _typed(field, dict(enumerate(given)))
    if field != "inspections":
        with pytest.raises(ValidationError) as by_form:
            act("package_create", **whole(type=kind, private=True, **{field: None}, **typed))
        assert by_form.value.error_dict == refused.value.error_dict


def test_two_rows_alike_are_refused_by_patch_and_over_http_and_nothing_changes(
    whole, act, api, token
):
    made = act("package_create", **whole(type="shared_database", data_items=ITEMS))
    status, answer = api(
        "package_patch", {"id": made["id"], "data_items": [*ITEMS, ITEMS[1]]}, token
    )
    assert status == 409
    assert answer["error"]["data_items"][3]["name"]
    assert act("package_show", id=made["id"])["data_items"] == made["data_items"]


def test_two_columns_alike_are_refused_at_the_file(whole, act, csv_link):
    given = {**csv_link, "data_dictionary": [{"column": "ma"}, {"column": "Ma"}]}
    with pytest.raises(ValidationError) as refused:
        act("package_create", **whole(resources=[csv_link, given]))
    assert refused.value.error_dict["resources"][1]["data_dictionary"][1]["column"]


def test_items_that_differ_by_consumer_are_two_rows(whole, act):
    given = [ITEMS[0], {**ITEMS[0], "consumers": "Sở Xây dựng", "data_class": "on_request"}]
    made = act("package_create", **whole(type="shared_database", data_items=given))
    assert len(made["data_items"]) == 2


def test_unticking_every_box_is_saved_where_the_field_may_be_empty(whole, act):
    made = act("package_create", **whole(spatial_unit=["2022-213", "2022-215"]))
    patched = act("package_patch", id=made["id"], spatial_unit=[])
    assert not patched.get("spatial_unit")
    assert {key: made[key] for key in ("theme", "frequency", "identifier", "notes")} == {
        key: patched[key] for key in ("theme", "frequency", "identifier", "notes")
    }


def test_unticking_every_box_is_refused_where_the_field_is_owed(whole, act):
    made = act("package_create", **whole())
    with pytest.raises(ValidationError) as refused:
        act("package_patch", id=made["id"], theme=[])
    assert refused.value.error_dict.keys() == {"theme"}


def test_the_last_row_can_be_taken_away(whole, act):
    given = whole(type="shared_database", data_items=ITEMS[:1], private=True)
    made = act("package_create", **given)
    patched = act("package_patch", id=made["id"], data_items=[])
    assert not patched.get("data_items")
    assert patched["purpose"] == made["purpose"]
    assert not act("package_show", id=made["id"]).get("data_items")


def test_rows_the_portal_keeps_are_not_for_an_editor_to_change(whole, act, member):
    given = whole(type="shared_database", inspections=INSPECTIONS)
    made = act("package_create", **given)
    editor = member("editor")
    for sent in ([], [{"year": "2020"}]):
        act("package_patch", user=editor, id=made["id"], notes=f"Khác {sent}", inspections=sent)
        assert act("package_show", id=made["id"])["inspections"] == made["inspections"]
    new = act("package_create", user=editor, **{**given, "title": "Của cán bộ", "private": True})
    assert not new.get("inspections")


def test_what_a_form_does_not_show_survives_an_editors_save(whole, act, member):
    made = act("package_create", **whole(demonstration="Dữ liệu trình diễn"))
    saved = act("package_update", user=member("editor"), **whole(id=made["id"], notes="Khác"))
    assert saved["demonstration"] == "Dữ liệu trình diễn"
    forged = act("package_patch", user=member("editor"), id=made["id"], demonstration="")
    assert forged["demonstration"] == "Dữ liệu trình diễn"


def test_many_long_rows_are_saved_and_indexed(whole, act):
    many = [
        {"name": f"Mục {n}", "data_class": "open", "description": "ữ" * 5_000} for n in range(30)
    ]
    made = act("package_create", **whole(type="shared_database", data_items=many))
    assert len(made["data_items"]) == 30
    assert act("package_search", q=f"id:{made['id']}")["count"] == 1
    assert len(json.dumps(act("package_show", id=made["id"])["data_items"])) > 150_000


def test_no_rows_go_to_the_index_as_one_string_whatever_plugins_are_enabled():
    # Solr refuses a string over 32,766 bytes; the plugin dcat takes rows apart, where it is there.
    given = {"type": "shared_database", "title": "CSDL", "data_items": json.dumps(ITEMS)}
    assert rows.unindexed(given) == {"type": "shared_database", "title": "CSDL"}
