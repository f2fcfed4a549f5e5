"""Many entries at once: each stands or falls by itself, and the page and the API tell which."""

from __future__ import annotations

import itertools

import pytest
from bs4 import BeautifulSoup
from ckan import model
from ckan.plugins.toolkit import NotAuthorized, ValidationError
from ckan.tests import factories

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_once")


@pytest.fixture
def three(whole, act):
    """Two private entries that may be published, and between them one that lacks its text."""
    titles = ("Bến xe", "Chợ", "Đường bộ")
    return [
        act("package_create", **whole(title=title, private=True, notes=title if n != 1 else ""))
        for n, title in enumerate(titles)
    ]


@pytest.fixture
def page(app, agency, member, monkeypatch):
    """Press a button of the agency's page as its administrator; return status and page."""
    token = factories.APIToken(user=member("admin"))["token"]

    def press(button, entries, **more):
        sent = {f"dataset_{entry['id']}": "on" for entry in entries}
        answer = app.post(
            f"/organization/bulk_process/{agency['name']}",
            data={f"bulk_action.{button}": button, **sent, **more},
            headers={"Authorization": token},
        )
        return answer.status_code, BeautifulSoup(answer.body, "html.parser")

    return press


def _private(entries):
    model.Session.expire_all()
    return [model.Package.get(entry["id"]).private for entry in entries]


def test_the_page_publishes_what_is_complete_and_names_what_is_not_with_a_link(page, three):
    status, shown = page("public", three)
    assert status == 200
    done = [link.text for link in shown.select(".bacgiang-bulk-done a")]
    assert done == ["Bến xe", "Đường bộ"]
    [refused] = shown.select(".bacgiang-bulk-refused > li")
    read, edit = refused.select("a")
    assert (read.text, read["href"]) == ("Chợ", f"/dataset/{three[1]['name']}")
    assert edit["href"] == f"/dataset/edit/{three[1]['name']}"
    assert "Mô tả" in refused.text
    assert _private(three) == [False, True, False]


def test_the_order_of_ticking_makes_no_difference(act, agency, three):
    for order in itertools.permutations(three):
        found = act("bulk_update_public", datasets=[e["id"] for e in order], org_id=agency["id"])
        assert [e["title"] for e in found["done"]] == ["Bến xe", "Đường bộ"]
        assert [e["title"] for e in found["refused"]] == ["Chợ"]
        assert _private(three) == [False, True, False]
        act("bulk_update_private", datasets=[e["id"] for e in order], org_id=agency["id"])
        assert _private(three) == [True, True, True]


def test_the_api_names_the_entry_and_what_it_lacks(api, agency, member, three):
    token = factories.APIToken(user=member("admin"))["token"]
    sent = {"org_id": agency["id"], "datasets": [entry["id"] for entry in three]}
    status, answer = api("bulk_update_public", sent, token)
    assert status == 200
    [refused] = answer["result"]["refused"]
    assert (refused["name"], set(refused["errors"])) == (three[1]["name"], {"notes"})
    status, answer = api("bulk_update_public", {**sent, "datasets": [three[1]["id"]]}, token)
    assert status == 409
    assert answer["error"]["datasets"][0]["title"] == "Chợ"
    assert _private(three) == [False, True, False]


def test_what_another_agency_holds_is_not_touched_and_said_to_be_no_entry_of_this_one(
    act, agency, complete, three
):
    other = factories.Organization()
    strange = act("package_create", **complete(owner_org=other["id"]))
    for action in ("bulk_update_private", "bulk_update_delete"):
        found = act(
            action, datasets=[strange["id"], three[0]["id"], "khong-co"], org_id=agency["id"]
        )
        assert [e["id"] for e in found["done"]] == [three[0]["id"]]
        assert {e["id"] for e in found["refused"]} == {strange["id"], "khong-co"}
    assert act("package_show", id=strange["id"])["state"] == "active"
    assert model.Package.get(strange["id"]).private is False


def test_an_editor_changes_nothing_in_bulk(act, agency, member, three):
    for action in ("bulk_update_public", "bulk_update_private", "bulk_update_delete"):
        with pytest.raises(NotAuthorized):
            act(
                action,
                user=member("editor"),
                datasets=[entry["id"] for entry in three],
                org_id=agency["id"],
            )
    assert _private(three) == [True, True, True]


def test_deleting_and_hiding_by_the_page_tells_what_was_done(page, three):
    status, shown = page("private", three)
    assert status == 200
    assert len(shown.select(".bacgiang-bulk-done li")) == 3
    status, shown = page("delete", three[:2])
    assert status == 200
    assert [line.text for line in shown.select(".bacgiang-bulk-done li")] == ["Bến xe", "Chợ"]
    model.Session.expire_all()
    assert [model.Package.get(entry["id"]).state for entry in three] == [
        "deleted",
        "deleted",
        "active",
    ]


def test_nothing_ticked_and_no_button_are_told_and_change_nothing(page, app, three):
    status, shown = page("delete", [])
    assert status == 200
    assert "Hãy chọn ít nhất một mục" in shown.text
    status, shown = page("xyz", three)
    assert status == 400
    assert _private(three) == [True, True, True]


@pytest.mark.parametrize(
    "wrong",
    [
        {"datasets": None},
        {"datasets": {"a": 1}},
        {"datasets": [{}]},
        {"datasets": ["a"] * 501},
        {"org_id": None},
        {"org_id": ["a"]},
    ],
)
def test_a_wrong_list_is_one_error_at_its_parameter(act, agency, wrong):
    sent = {"org_id": agency["id"], "datasets": ["a"]} | wrong
    with pytest.raises(ValidationError) as refused:
        act("bulk_update_public", **sent)
    assert set(refused.value.error_dict) == set(wrong)
