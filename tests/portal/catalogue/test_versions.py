"""Two officials at one form: the later save does not wipe out the earlier one unseen."""

import pytest
from ckan import model
from ckan.plugins.toolkit import ValidationError

from ckanext.bacgiang.catalogue.versions import FIELD, version

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_once")


def _mark(entry):
    model.Session.expire_all()
    return version(model.Package.get(entry["id"]))


def _form(whole, entry, **over):
    return whole(id=entry["id"], name=entry["name"], **over)


def test_a_save_over_a_newer_version_is_refused_and_says_who_and_when(whole, act, member):
    made = act("package_create", **whole())
    seen = _mark(made)
    first, second = member("editor"), member("editor")
    act("package_update", user=first, **_form(whole, made, notes="Của A", **{FIELD: seen}))
    late = _form(whole, made, title="Của B", **{FIELD: seen})
    with pytest.raises(ValidationError) as refused:
        act("package_update", user=second, **late)
    (message,) = next(iter(refused.value.error_dict.values()))
    assert model.User.get(first).display_name in message
    assert "2026" in message
    shown = act("package_show", id=made["id"])
    assert (shown["notes"], shown["title"]) == ("Của A", made["title"])


def test_saving_again_with_the_newest_mark_goes_through(whole, act, member):
    made = act("package_create", **whole())
    act("package_patch", id=made["id"], notes="Của A")
    sent = _form(whole, made, title="Của B", **{FIELD: _mark(made)})
    saved = act("package_update", user=member("editor"), **sent)
    assert saved["title"] == "Của B"
    assert FIELD not in saved


def test_a_new_file_does_not_spoil_the_form_of_the_description(whole, act, csv_link, member):
    made = act("package_create", **whole())
    seen = _mark(made)
    act("resource_create", package_id=made["id"], **csv_link)
    editor = member("editor")
    act("package_update", user=editor, **_form(whole, made, notes="Khác", **{FIELD: seen}))
    shown = act("package_show", id=made["id"])
    assert (shown["notes"], len(shown["resources"])) == ("Khác", 1)


@pytest.mark.parametrize(
    "change",
    [
        {"notes": "Khác"},
        {"tags": [{"name": "giá"}]},
        {"license_id": "mit"},
        {"private": True},
        {"contact": [{"name": "A"}]},
    ],
)
def test_every_change_of_the_description_gives_a_new_mark(whole, act, change):
    made = act("package_create", **whole(private="private" not in change))
    before = _mark(made)
    act("package_patch", id=made["id"], **change)
    assert _mark(made) != before


def test_a_save_that_changes_nothing_gives_no_new_mark(whole, act):
    made = act("package_create", **whole())
    before = _mark(made)
    act("package_update", **act("package_show", id=made["id"]))
    assert _mark(made) == before


def test_a_program_that_sends_no_mark_is_not_asked(whole, act, member):
    made = act("package_create", **whole())
    act("package_patch", id=made["id"], notes="Của A")
    saved = act("package_update", user=member("editor"), **_form(whole, made, notes="Của B"))
    assert saved["notes"] == "Của B"
