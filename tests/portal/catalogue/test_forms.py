"""Every field stands in its form, filled or not; what was typed is there again after an error."""

import re
from html import unescape
from pathlib import Path

import ckan
import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import factories

from ckanext.bacgiang.catalogue.versions import FIELD, version

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_once")

TYPES = ("dataset", "shared_database", "data_service")
SAMPLES = {
    "bacgiang_date": "2026-01-15",
    "bacgiang_rules_date": "2026-01-15",
    "bacgiang_partial_date": "2024",
    "bacgiang_url": "https://example.vn/tai-lieu",
    "bacgiang_rules_url": "https://example.vn/quy-che",
    "bacgiang_yes_no": "true",
    "bacgiang_document_address": "https://example.vn/tai-lieu.pdf",
    "bacgiang_public_document": "true",
}
LEFT_EMPTY = (
    "source_database_item", "tag_string", "parent", "unit_code", "identifier", "modified_unknown",
)  # fmt: skip
OWN = {
    "email": "a@example.vn",
    "feedback_email": "phan-hoi@example.vn",
    "phone": "02043854117",
    "url": "https://example.vn/so-lieu.csv",
    "name": "Nguyễn Văn A",
    "year": "2025",
    "number_of_records": "1250",
}


@pytest.fixture
def officer(member):
    """Headers of a new editor of the agency."""
    token = factories.APIToken(user=member("editor"))["token"]
    return {"Authorization": token}


def _sample(field, entries):
    """Return a good value for a field, of the kind that its preset says."""
    name, preset = field["field_name"], field.get("preset", "")
    if "repeating_subfields" in field:
        return [
            {part["field_name"]: _sample(part, entries) for part in field["repeating_subfields"]}
        ]
    links = {
        "serves": [entries["shared_database"]],
        "related": [entries["shared_database"]],
        "source_database": entries["shared_database"],
        **dict.fromkeys(LEFT_EMPTY, ""),
    }
    if preset == "bacgiang_entry" or name in links:
        return entries[field["entry_type"]] if preset == "bacgiang_entry" else links[name]
    choices = tk.h.scheming_field_choices(field)
    if choices:
        value = choices[0]["value"]
        return [value] if "multiple" in field["validators"] else value
    return SAMPLES.get(preset) or OWN.get(name) or f"Nội dung của {name}"


@pytest.fixture
def entries(whole, act):
    """Names of an entry of each type."""
    return {kind: act("package_create", **whole(type=kind))["name"] for kind in TYPES}


def _full(kind, entries, agency, whole):
    schema = tk.h.scheming_get_dataset_schema(kind)
    filled = {
        field["field_name"]: _sample(field, entries)
        for field in schema["dataset_fields"]
        if field.get("form_snippet", "") is not None
    }
    filled |= {
        "type": kind,
        "name": "",
        "owner_org": agency["id"],
        "title": f"Đủ mọi trường {kind}",
    }
    if "checklist" in filled:
        filled["checklist"] = whole()["checklist"]
    file = {
        field["field_name"]: _sample(field, entries)
        for field in schema["resource_fields"]
        if field.get("form_snippet", "") is not None and field["field_name"] != "format"
    }
    return filled, file


def _as_written(value):
    """Return a day as a form shows it in Vietnam."""
    return tk.h.bacgiang_date(value)


def _names(body):
    return set(re.findall(r'name="([^"]+)"', body))


def _expected(fields):
    for field in fields:
        if field.get("form_snippet", "") is None:
            continue
        if "repeating_subfields" not in field:
            yield field["field_name"]


@pytest.mark.parametrize("kind", TYPES)
def test_every_field_of_an_entry_is_in_its_empty_form(app, officer, kind):
    schema = tk.h.scheming_get_dataset_schema(kind)
    answer = app.get(f"/{kind}/new", headers=officer)
    assert answer.status_code == 200
    assert set(_expected(schema["dataset_fields"])) <= _names(answer.body)
    for field in schema["dataset_fields"]:
        if field.get("form_snippet", "") is not None and "repeating_subfields" in field:
            part = field["repeating_subfields"][0]["field_name"]
            assert re.search(rf'name="{field["field_name"]}-[^"]*-{part}"', answer.body), field


@pytest.mark.parametrize("kind", TYPES)
def test_an_entry_with_every_field_is_kept_shown_and_edited(
    app, act, api, officer, entries, agency, whole, kind
):
    filled, file = _full(kind, entries, agency, whole)
    made = act("package_create", **filled, resources=[file])
    for name, value in filled.items():
        if name in ("name", "identifier", "tag_string", "source_database_item", "data_class"):
            continue
        if name == "modified_unknown":  # the day is given
            assert name not in made
            continue
        assert made[name] == value, name
    for name, value in file.items():
        assert made["resources"][0][name] == value, name
    page = app.get(f"/{kind}/{made['name']}")
    assert page.status_code == 200
    assert "Traceback" not in page.body
    assert (
        app.get(f"/{kind}/{made['name']}/resource/{made['resources'][0]['id']}").status_code == 200
    )
    form = app.get(f"/{kind}/edit/{made['name']}", headers=officer)
    assert form.status_code == 200
    shown = unescape(form.body)
    for name, value in filled.items():
        if isinstance(value, str) and value:
            assert value in shown or _as_written(value) in shown, name
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for part, text in value[0].items():
                assert f'name="{name}-0-{part}"' in shown
                assert text in shown or _as_written(text) in shown, (name, part)
    edit = app.get(
        f"/{kind}/{made['name']}/resource/{made['resources'][0]['id']}/edit", headers=officer
    )
    assert edit.status_code == 200
    assert {name for name in file if name != "data_dictionary"} <= _names(edit.body)


def test_every_field_of_an_agency_is_in_its_form_and_kept(app, act):
    boss = {"Authorization": factories.SysadminWithToken()["token"]}
    schema = tk.h.scheming_get_organization_schema("organization")
    answer = app.get("/organization/new", headers=boss)
    assert answer.status_code == 200
    assert set(_expected(schema["fields"])) <= _names(answer.body)
    filled = {
        field["field_name"]: _sample(field, dict.fromkeys(TYPES, ""))
        for field in schema["fields"]
        if field.get("form_snippet", "") is not None and field["field_name"] != "image_url"
    }
    filled |= {
        "title": "Sở Đủ Mọi Trường",
        "name": "",
        "unit_code": "2022-213",
        "identifier": "H88",
    }
    made = act("organization_create", **filled)
    for name, value in filled.items():
        if name not in ("name", "parent"):
            assert made[name] == value, name
    for path in (f"/organization/{made['name']}", f"/organization/about/{made['name']}"):
        assert app.get(path).status_code == 200
    form = app.get(f"/organization/edit/{made['name']}", headers=boss)
    assert form.status_code == 200
    assert 'name="contact-0-phone"' in form.body


def test_typed_rows_are_in_the_form_again_after_an_error(app, officer, agency):
    typed = {
        "title": "Cơ sở dữ liệu thử",
        "owner_org": agency["id"],
        "data_items-0-name": "Mục thứ nhất",
        "data_items-3-name": "Mục thứ hai",
        "data_items-3-consumers": "Sở Xây dựng",
        "data_sources-1-name": "Nguồn duy nhất",
        "save": "",
    }
    answer = app.post("/shared_database/new", data=typed, headers=officer)
    assert answer.status_code == 200
    body = unescape(answer.body)
    for text in ("Mục thứ nhất", "Mục thứ hai", "Sở Xây dựng", "Nguồn duy nhất"):
        assert text in body, text
    assert 'name="data_items-1-name"' in body


def test_a_late_save_shows_the_typed_text_and_then_goes_through(app, act, whole, officer, agency):
    made = act("package_create", **whole(private=True))
    before = version(model.Package.get(made["id"]))
    act("package_patch", id=made["id"], completeness="Của người khác")
    typed = {
        name: made[name] for name in ("title", "name", "data_class", "frequency", "license_id")
    }
    typed |= {"notes": "Văn bản đã gõ 7391", "owner_org": agency["id"], "theme": made["theme"]}
    typed |= {"modified": made["modified"], "save": "", FIELD: before}
    path = f"/dataset/edit/{made['name']}"
    answer = app.post(path, data=typed, headers=officer, follow_redirects=False)
    assert answer.status_code == 200
    assert "Văn bản đã gõ 7391" in unescape(answer.body)
    assert act("package_show", id=made["id"])["notes"] == made["notes"]
    newest = re.search(rf'name="{FIELD}" value="([^"]+)"', answer.body)[1]
    again = app.post(path, data=typed | {FIELD: newest}, headers=officer, follow_redirects=False)
    assert again.status_code == 302
    assert act("package_show", id=made["id"])["notes"] == "Văn bản đã gõ 7391"


CORE = {"title", "name", "notes", "license_id"}
"""Fields of CKAN's own that are in our schemas and mean the same there."""


def test_no_field_takes_the_name_of_one_of_the_indexs_own():
    # A field called "capacity" would overrule what the index knows of who may see an entry.
    text = (Path(ckan.__file__).parent / "config/solr/schema.xml").read_text(encoding="utf-8")
    own = set(re.findall(r'<field name="(\w+)"', text))
    assert {"capacity", "state", "permission_labels"} <= own
    for kind in TYPES:
        fields = tk.h.scheming_get_dataset_schema(kind)["dataset_fields"]
        assert not {field["field_name"] for field in fields} & (own - CORE)
