"""Who an agency is, who belongs to it and what stands in a group is not for everyone to say."""

from __future__ import annotations

import pytest
from ckan import model
from ckan.plugins.toolkit import NotAuthorized, ObjectNotFound, ValidationError
from ckan.tests import factories
from ckan.tests.helpers import call_action

CHANGES = {
    "name": "so-khoa-hoc-moi",
    "identifier": "H02",
    "parent": "dau-moi",
    "kind": "province",
    "is_organization": False,
    "state": "deleted",
    "groups": [{"name": "dau-moi"}],
}


@pytest.fixture
def stored(agency):
    """Return what is stored of the agency's identity."""

    def read():
        group = model.Group.get(agency["id"])
        model.Session.refresh(group)
        return (group.name, group.state, group.is_organization, dict(group.extras or {}))

    return read


@pytest.mark.parametrize("action", ["organization_patch", "organization_update"])
@pytest.mark.parametrize("field", CHANGES)
def test_an_administrator_does_not_change_who_their_agency_is(act, agency, stored, field, action):
    before = stored()
    whole = {} if action == "organization_patch" else {"name": agency["name"], "title": "Sở Y tế"}
    sent = {**whole, "id": agency["id"], field: CHANGES[field]}
    with pytest.raises(ValidationError) as refused:
        act("administrator", action, **sent)
    assert list(refused.value.error_dict) == [field]
    extras = [{"key": field, "value": "H02"}]
    with pytest.raises(ValidationError):
        act("administrator", "organization_patch", id=agency["id"], extras=extras)
    assert stored() == before


def test_an_administrator_keeps_up_title_and_description_and_loses_nothing(act, agency, stored):
    before = stored()
    act("administrator", "organization_patch", id=agency["id"], title="Sở Y tế tỉnh")
    act("administrator", "organization_update", id=agency["id"], title="Sở Y tế", description="Mới")
    name, state, kind, extras = stored()
    assert (name, state, kind, extras["identifier"]) == (*before[:3], before[3]["identifier"])
    assert model.Group.get(agency["id"]).description == "Mới"
    with pytest.raises(NotAuthorized):
        act("stranger", "organization_patch", id=agency["id"], title="Khác")


def test_a_system_administrator_changes_all_of_it(act, agency):
    act("sysadmin", "organization_patch", id=agency["id"], kind="department", identifier="H10.2")
    assert act("visitor", "organization_show", id=agency["id"])["identifier"] == "H10.2"
    act("sysadmin", "organization_patch", id=agency["id"], identifier="H10.1")


def test_the_form_shows_an_administrator_what_they_do_not_change(page):
    form = page("administrator", "/organization/edit/so-y-te").body
    assert "Chỉ quản trị viên hệ thống" in form
    assert "H10.1" in form
    assert 'name="identifier"' not in form
    assert 'name="title"' in form
    assert 'name="identifier"' in page("sysadmin", "/organization/edit/so-y-te").body


def test_an_agency_is_not_changed_by_the_door_for_groups(act, agency, stored):
    before = stored()
    for action in ("group_patch", "group_update"):
        with pytest.raises((NotAuthorized, ObjectNotFound)):
            act("administrator", action, id=agency["id"], name="khac", title="Khác")
    assert stored() == before


@pytest.mark.parametrize("who", ["nobody", "editor", "administrator"])
def test_neither_groups_nor_agencies_are_made_or_ended_by_others_than_the_portal(act, who):
    for action in ("group_create", "organization_create"):
        with pytest.raises(NotAuthorized):
            act(who, action, name="dau-moi-gia", title="Đầu mối")
    for action in ("organization_delete", "organization_purge"):
        with pytest.raises(NotAuthorized):
            act(who, action, id="so-y-te")


def test_nobody_opens_accounts_by_inviting(act, agency, monkeypatch, ckan_config):
    group = factories.Group(user={"name": "administrator"})
    asked = {"email": "moi@example.vn", "role": "member"}
    for who in ("administrator", "editor", "stranger", "nobody"):
        for place in (agency["id"], group["id"]):
            with pytest.raises(NotAuthorized):
                act(who, "user_invite", group_id=place, **asked)
    monkeypatch.setitem(ckan_config, "ckanext.bacgiang.access.administrators_invite", True)
    for who, place in (
        ("administrator", group["id"]),
        ("administrator", "so-tai-chinh"),
        ("editor", agency["id"]),
    ):
        with pytest.raises(NotAuthorized):
            act(who, "user_invite", group_id=place, **asked)
    assert not call_action("user_list", {"user": "quan-tri"}, email="moi@example.vn")


def test_entries_of_others_and_hidden_ones_go_into_no_group(act, make, agency):
    public = make()
    hidden = make(private=True, title="Mật")
    group = factories.Group(user={"name": "strange-administrator"})
    answers = set()
    for entry in (public["id"], hidden["id"], "khong-co"):
        for place in (group["id"], "so-tai-chinh"):
            sent = {"id": place, "object": entry, "object_type": "package", "capacity": "public"}
            for action in ("member_create", "member_delete"):
                with pytest.raises((NotAuthorized, ObjectNotFound)) as refused:
                    act("strange-administrator", action, **sent)
                answers.add((entry == public["id"], str(refused.value)))
    assert len(answers) == 2
    with pytest.raises(NotAuthorized):
        act("administrator", "member_create", id=agency["id"], object=group["id"],
            object_type="group", capacity="parent")  # fmt: skip
    call_action("member_create", {"user": "quan-tri"}, id=group["id"], object=hidden["id"],
                object_type="package", capacity="public")  # fmt: skip
    for who in ("visitor", "stranger"):
        members = act(who, "member_list", id=group["id"])
        assert hidden["id"] not in {id_ for id_, _kind, _capacity in members}
    assert hidden["id"] in {row[0] for row in act("editor", "member_list", id=group["id"])}
