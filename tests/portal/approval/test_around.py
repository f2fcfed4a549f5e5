"""What is judged is what will be stored: no invisible letter, blank or odd value leads around."""

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.plugins.toolkit import NotAuthorized, ValidationError
from ckan.tests import factories

from ckanext.bacgiang.approval import record

SHARES_PORTAL = True

HIDDEN = ["\u200b", "\ufeff", "\u00ad", "\u2060", "\u200d", "\u202e", "\U000e0061", "\u3164"]
STATES = [*(f"active{letter}" for letter in HIDDEN), *(f"ac{letter}tive" for letter in HIDDEN)]
ROADS = ("patch", "update", "revise")


def _by(road, who, people, made, changes):
    """Change an entry by one of CKAN's roads, as a program does."""
    context = {"user": people[who]}
    if road == "patch":
        return tk.get_action("package_patch")(context, {"id": made["id"], **changes})
    if road == "revise":
        sent = {"match": {"id": made["id"]}, "update": changes}
        return tk.get_action("package_revise")(context, sent)
    whole = tk.get_action("package_show")({"user": people[who]}, {"id": made["id"]})
    return tk.get_action("package_update")(context, {**whole, **changes})


def _stored(made):
    model.Session.expire_all()
    package = model.Package.get(made["id"])
    return package.state, package.private, record.last_act(package.id)


@pytest.mark.parametrize("road", ROADS)
def test_no_spelling_of_a_state_publishes_without_approval(people, ready, road):
    made = ready()
    before = _stored(made)
    for state in [*STATES, "active", " active ", "ACTIVE", "activé", ""]:
        with pytest.raises((ValidationError, NotAuthorized)):
            _by(road, "editor", people, made, {"private": False, "state": state})
        assert _stored(made) == before, ascii(state)


@pytest.mark.parametrize("road", ROADS)
def test_no_spelling_of_a_state_brings_back_what_was_taken_down(act, people, published, road):
    act("lead", "bacgiang_approval_take_down", id=published["id"], reason="Sai")
    before = _stored(published)
    for state in STATES[:4]:
        for who in ("editor", "administrator"):
            with pytest.raises((ValidationError, NotAuthorized)):
                _by(road, who, people, published, {"private": False, "state": state})
    assert _stored(published) == before


@pytest.mark.parametrize("road", ROADS)
def test_no_spelling_of_a_state_takes_a_published_entry_off(people, published, road):
    before = _stored(published)
    for state in ("", " ", "\u200b", "draft", "dra\u200bft", "deleted\ufeff", "DELETED", "khác"):
        with pytest.raises((ValidationError, NotAuthorized)):
            _by(road, "editor", people, published, {"state": state})
        assert _stored(published) == before, ascii(state)


def test_a_state_that_is_none_is_named_at_its_field(people, ready):
    made = ready()
    for state in ("ACTIVE", "", "pending"):
        with pytest.raises(ValidationError) as refused:
            _by("patch", "administrator", people, made, {"state": state})
        assert refused.value.error_dict.keys() == {"state"}


@pytest.mark.parametrize("word", ["true", "tr\u200bue", "\ufefftrue", " true ", True], ids=ascii)
def test_no_spelling_of_yes_opens_a_file_that_is_only_described(act, people, ready, word):
    made = ready(type="shared_database", data_class="conditional_open", title="Giá nội bộ")
    made = act(
        "editor",
        "resource_create",
        package_id=made["id"],
        name="Hướng dẫn",
        url="https://example.vn/huong-dan.pdf",
    )
    entry = made["package_id"]
    act("editor", "bacgiang_approval_submit", id=entry)
    act("administrator", "bacgiang_approval_approve", id=entry)
    sent = {"id": made["id"], "public_document": word}
    with pytest.raises(ValidationError) as refused:
        tk.get_action("resource_patch")({"user": people["editor"]}, sent)
    assert refused.value.error_dict
    new = {"package_id": entry, "name": "Tệp mới", "url": "https://example.vn/moi.pdf"}
    with pytest.raises(ValidationError):
        tk.get_action("resource_create")(
            {"user": people["editor"]}, {**new, "public_document": word}
        )
    shown = act("administrator", "package_show", id=entry)
    assert [file.get("public_document") for file in shown["resources"]] == [None]


def test_the_edit_form_publishes_nothing_by_an_invisible_letter(app, people, ready):
    made = ready()
    before = _stored(made)
    token = factories.APIToken(user=people["editor"])["token"]
    form = {"title": made["title"], "name": made["name"], "private": "False", "save": "x"}
    app.post(
        f"/dataset/edit/{made['name']}",
        data={**form, "state": "active\u200b", "owner_org": made["owner_org"]},
        headers={"Authorization": token},
    )
    assert _stored(made) == before


def test_the_mark_of_what_was_seen_covers_people_and_views(act, ready):
    made = ready()
    file = made["resources"][0]["id"]
    marks = [act("administrator", "bacgiang_approval_show", id=made["id"])["mark"]]
    for name in ("author", "author_email", "maintainer", "maintainer_email"):
        value = "an@example.vn" if "email" in name else "Nguyễn An"
        act("editor", "package_patch", id=made["id"], **{name: value})
        marks.append(act("administrator", "bacgiang_approval_show", id=made["id"])["mark"])
    view = {"resource_id": file, "view_type": "text_view", "title": "Xem"}
    shown = act("editor", "resource_view_create", **view)
    marks.append(act("administrator", "bacgiang_approval_show", id=made["id"])["mark"])
    act("editor", "resource_view_update", id=shown["id"], title="Khác", resource_id=file)
    marks.append(act("administrator", "bacgiang_approval_show", id=made["id"])["mark"])
    assert len(set(marks)) == len(marks)
