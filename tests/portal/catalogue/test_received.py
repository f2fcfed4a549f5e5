"""What comes in is cleaned, typed and owned before it is judged; nothing empty is kept of it."""

from __future__ import annotations

import io
import unicodedata

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.plugins.toolkit import ValidationError
from ckan.tests import factories
from ckan.tests.helpers import call_action
from werkzeug.datastructures import FileStorage

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_once")

ODD = "\u202eSố\u200b\u2066 liệu\u2069\u200f\u2028cũ\U000e0041\ufe0f"
KINDS = ("dataset", "shared_database", "data_service")


def _csv(name="so-lieu.csv"):
    return FileStorage(stream=io.BytesIO("mã,tên\n1,An\n".encode()), filename=name)


@pytest.fixture
def as_editor(member):
    """Call an action as a program of an editor does."""
    context = {"user": member("editor")}

    def call(action, **data):
        return tk.get_action(action)(dict(context), data)

    return call


def test_no_name_keeps_a_letter_that_nobody_sees(whole, as_editor, act, csv_link):
    made = as_editor("package_create", **whole(title=ODD, private=True, resources=[csv_link]))
    file = as_editor("resource_patch", id=made["resources"][0]["id"], name=ODD)
    office = act("organization_create", name="so-an", title=ODD, description=ODD)
    person = call_action(
        "user_create", name="an", fullname=ODD, email="an@a.vn", password="đồi chè lặng gió 7391"
    )
    view = {"resource_id": file["id"], "view_type": "text_view", "title": ODD}
    shown = as_editor("resource_view_create", **view)
    names = [made["title"], file["name"], office["title"], office["description"]]
    assert {*names, person["fullname"], shown["title"]} == {"Số liệu cũ"}


@pytest.mark.parametrize(
    "blank", [" ", "\t\n", "\u3164", "\u2800 \u115f", "\u200b\u202e", "\ufe0f"]
)
def test_a_mandatory_field_of_blanks_is_refused(whole, as_editor, act, agency, blank):
    for field in ("title", "owner_org"):
        with pytest.raises(ValidationError) as refused:
            as_editor("package_create", **whole(private=True) | {field: blank})
        assert field in refused.value.error_dict
    file = {"name": blank, "url": "https://example.vn/a.csv"}
    with pytest.raises(ValidationError) as refused:
        as_editor("package_create", **whole(private=True, resources=[file]))
    assert refused.value.error_dict["resources"][0].keys() == {"name"}
    with pytest.raises(ValidationError) as refused:
        act("organization_patch", id=agency["id"], title=blank)
    assert refused.value.error_dict.keys() == {"title"}
    assert act("organization_show", id=agency["id"])["title"] == "Sở Y tế"


def test_a_password_is_kept_letter_by_letter():
    call_action("user_create", name="binh", email="b@a.vn", password=" đồi\u200bchè lặng gió 7391 ")
    assert model.User.get("binh").validate_password(" đồi\u200bchè lặng gió 7391 ")


def test_what_is_nested_too_deeply_is_refused(whole, as_editor):
    deep: object = "x"
    for _ in range(200):
        deep = [deep]
    with pytest.raises(ValidationError) as refused:
        as_editor("package_create", **whole(private=True, contact=deep))
    assert refused.value.error_dict.keys() == {"contact"}


SPELLINGS = ["Y tế", "y tế", "Y  TẾ", unicodedata.normalize("NFD", "y tế"), "y\u200b tế "]


def test_a_keyword_has_one_spelling_on_every_road(whole, act):
    first = act("package_create", **whole(tag_string="Y tế"))
    names = {first["tags"][0]["name"]}
    for word in SPELLINGS:
        typed = act("package_create", **whole(tag_string=word))
        listed = act("package_create", **whole(tags=[{"name": word}, {"name": word.upper()}]))
        patched = act("package_patch", id=typed["id"], tags=[{"name": word.title()}])
        for entry in (typed, listed, patched):
            assert len(entry["tags"]) == 1, word
            names.add(entry["tags"][0]["name"])
    assert names == {"Y tế"}
    found = tk.get_action("package_search")({"user": ""}, {"facet.field": ["tags"], "rows": 0})
    assert found["facets"]["tags"].keys() == {"Y tế"}


def test_the_spelling_of_a_hidden_entry_is_not_told(whole, act):
    act("package_create", **whole(tag_string="Mật-7391", private=True))
    other = act("package_create", **whole(tags=[{"name": "mật-7391"}]))
    assert other["tags"][0]["name"] == "mật-7391"


def test_an_editor_brings_no_identifier_along(whole, as_editor, act, csv_link):
    chosen = "11111111-2222-4333-8444-555555555555"
    with pytest.raises(ValidationError) as refused:
        as_editor("package_create", **whole(private=True, id=chosen))
    assert refused.value.error_dict.keys() == {"id"}
    with pytest.raises(ValidationError) as refused:
        as_editor("package_create", **whole(private=True, resources=[{**csv_link, "id": chosen}]))
    assert refused.value.error_dict["resources"][0].keys() == {"id"}
    made = as_editor("package_create", **whole(private=True))
    with pytest.raises(ValidationError) as refused:
        as_editor("resource_create", package_id=made["id"], id=chosen, **csv_link)
    assert refused.value.error_dict.keys() == {"id"}
    view = {"resource_id": made["resources"][0]["id"], "view_type": "text_view", "title": "Xem"}
    with pytest.raises(ValidationError) as refused:
        as_editor("resource_view_create", id=chosen, **view)
    assert refused.value.error_dict.keys() == {"id"}
    brought = act("package_create", **whole(resources=[{**csv_link, "id": chosen}]))
    assert brought["resources"][0]["id"] == chosen


@pytest.mark.parametrize("fate", ["file deleted", "entry purged", "entry deleted"])
def test_nobody_claims_the_bytes_of_a_file_that_is_gone(whole, act, as_editor, fate):
    sent = {"name": "Riêng", "url": "so-lieu.csv", "url_type": "upload", "upload": _csv()}
    old = act("package_create", **whole(private=True))
    file = act("resource_create", package_id=old["id"], **sent)
    if fate == "file deleted":
        act("resource_delete", id=file["id"])
    elif fate == "entry deleted":
        act("package_delete", id=old["id"])
    else:
        act("dataset_purge", id=old["id"])
    claim = {"id": file["id"], "name": "Lấy lại", "url": "so-lieu.csv", "url_type": "upload"}
    with pytest.raises(ValidationError) as refused:
        as_editor("package_create", **whole(private=True, resources=[claim]))
    assert refused.value.error_dict["resources"][0].keys() == {"id"}
    mine = as_editor("package_create", **whole(private=True))
    with pytest.raises(ValidationError) as refused:
        as_editor("resource_create", package_id=mine["id"], **claim)
    assert refused.value.error_dict.keys() == {"id"}


def test_an_upload_without_a_file_is_refused(whole, as_editor, act, csv_link):
    empty = {"name": "Số liệu", "url": "so-lieu.csv", "url_type": "upload"}
    for who in (as_editor, act):
        with pytest.raises(ValidationError) as refused:
            who("package_create", **whole(private=True, resources=[empty]))
        assert refused.value.error_dict["resources"][0].keys() == {"url"}
    made = as_editor("package_create", **whole(private=True, resources=[csv_link]))
    with pytest.raises(ValidationError) as refused:
        as_editor("resource_patch", id=made["resources"][0]["id"], url_type="upl\u200boad")
    assert refused.value.error_dict.keys() == {"url"}


def test_files_of_ones_own_entry_are_changed_by_their_identifiers(whole, as_editor):
    made = as_editor("package_create", **whole(private=True))
    sent = {"name": "Tải lên", "url": "a.csv", "url_type": "upload", "upload": _csv()}
    as_editor("resource_create", package_id=made["id"], **sent)
    shown = as_editor("package_show", id=made["id"])
    for file in shown["resources"]:
        file["description"] = "Khác"
    saved = as_editor("package_update", **shown)
    assert [file["id"] for file in saved["resources"]] == [
        file["id"] for file in shown["resources"]
    ]
    assert {file["description"] for file in saved["resources"]} == {"Khác"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_free_extra_is_not_named_like_a_field(whole, as_editor, act, agency, kind):
    made = as_editor("package_create", **whole(type=kind, private=True))
    for name in (
        "endpoint_public",
        "data_class",
        "contact",
        "parent",
        "private",
        "is_organization",
    ):
        extra = [{"key": name, "value": "true"}]
        with pytest.raises(ValidationError) as refused:
            as_editor("package_patch", id=made["id"], extras=extra)
        assert refused.value.error_dict.keys() == {"extras"}
        assert name in refused.value.error_dict["extras"][0]
        with pytest.raises(ValidationError) as refused:
            act("organization_patch", id=agency["id"], extras=extra)
        assert refused.value.error_dict.keys() == {"extras"}
    free = as_editor("package_patch", id=made["id"], extras=[{"key": "so-hieu", "value": "7"}])
    assert free["extras"] == [{"key": "so-hieu", "value": "7"}]


def test_an_extra_stored_before_the_rule_locks_nobody_out(whole, as_editor):
    made = as_editor("package_create", **whole(private=True))
    package = model.Package.get(made["id"])
    package.extras = {**package.extras, "endpoint_public": "true"}
    model.Session.commit()
    saved = as_editor("package_patch", id=made["id"], notes="Khác")
    assert saved["notes"] == "Khác"


def _changed(entry_id, before):
    """Return what is another than before, for a reader of a failed test."""
    now = _state(entry_id)
    return [(a, b) for a, b in zip(_parts(before), _parts(now), strict=False) if a != b]


def _parts(state):
    modified, extras, files = state
    return [*sorted(extras.items()), *(part for file in files for part in file), modified]


def _state(entry_id):
    model.Session.expire_all()
    package = model.Package.get(entry_id)
    columns = model.Resource.get_columns()
    files = [
        (*((name, getattr(file, name)) for name in columns), file.metadata_modified, file.extras)
        for file in package.resources
    ]
    return package.metadata_modified, package.extras, files


def _activities(object_id):
    from ckanext.activity.model import Activity  # noqa: PLC0415 (tables of a plugin)

    return model.Session.query(Activity).filter_by(object_id=object_id).count()


@pytest.mark.parametrize("kind", KINDS)
def test_saving_what_the_api_shows_changes_nothing(whole, as_editor, kind):
    made = as_editor("package_create", **whole(type=kind, private=True))
    before = (_state(made["id"]), _activities(made["id"]))
    for _ in range(2):
        as_editor("package_update", **as_editor("package_show", id=made["id"]))
        as_editor("package_patch", id=made["id"], author="", publisher="", version="")
        for file in made["resources"]:
            as_editor("resource_patch", id=file["id"], description="", issued="")
        assert (_state(made["id"]), _activities(made["id"])) == before


@pytest.fixture
def press(app, member):
    """Open a form as an editor, and send it as it is; return what was sent."""
    from bs4 import BeautifulSoup  # noqa: PLC0415 (only here)

    def run(path, role="editor"):
        headers = {"Authorization": factories.APIToken(user=member(role))["token"]}
        page = BeautifulSoup(app.get(path, headers=headers).body, "html.parser")
        form = page.select_one("form.dataset-form, form.resource-form, form#organization-edit")
        form = form or page.select_one("#dataset-edit, #resource-edit, form[enctype]")
        sent = {}
        for field in form.select("input, textarea, select"):
            name, kind = field.get("name"), field.get("type")
            if not name or kind in ("file", "submit", "button"):
                continue
            if kind in ("checkbox", "radio") and not field.has_attr("checked"):
                continue
            if field.name == "select":
                chosen = [option.get("value", "") for option in field.select("option[selected]")]
                if not field.has_attr("multiple"):
                    chosen = chosen or [field.select_one("option").get("value", "")]
                sent.setdefault(name, []).extend(chosen)
            else:
                value = field.text if field.name == "textarea" else field.get("value", "")
                sent.setdefault(name, []).append(value.removeprefix("\n"))
        sent["save"] = ["save"]
        answer = app.post(path, data=sent, headers=headers, follow_redirects=False)
        assert answer.status_code in (302, 303), answer.body
        return sent

    return run


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_saved_as_it_was_opened_changes_nothing(whole, act, press, kind):
    made = act("package_create", **whole(type=kind, private=True))
    before = (_state(made["id"]), _activities(made["id"]))
    file = made["resources"][0]["id"] if made["resources"] else ""
    for _ in range(2):
        press(f"/{kind}/edit/{made['name']}")
        assert not _changed(made["id"], before[0])
        assert (_state(made["id"]), _activities(made["id"])) == before
        if file:
            press(f"/{kind}/{made['name']}/resource/{file}/edit")
            assert not _changed(made["id"], before[0])
            assert (_state(made["id"]), _activities(made["id"])) == before


def test_an_agencys_form_saved_as_it_was_opened_changes_nothing(act, agency, press):
    group = model.Group.get(agency["id"])
    before = (dict(group.extras or {}), group.description, _activities(group.id))
    for _ in range(2):
        press(f"/organization/edit/{agency['name']}", role="admin")
        model.Session.expire_all()
        group = model.Group.get(agency["id"])
        assert (dict(group.extras or {}), group.description, _activities(group.id)) == before
