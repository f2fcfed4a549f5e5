"""CKAN's activity lists keep whole entries; they show what the reader may see of them today."""

from __future__ import annotations

import json
import uuid

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.plugins.toolkit import NotAuthorized, ObjectNotFound
from ckanext.activity.model import Activity

from bench import counted

OFFICER = {
    "name": "Nguyễn Thị An",
    "position": "Chuyên viên",
    "function": "Đầu mối chia sẻ dữ liệu",
    "phone": "0204 3854 321",
    "email": "dau-moi@example.vn",
}
OUTSIDE = ("visitor", "nobody", "stranger", "strange-administrator")


@pytest.fixture
def canary() -> str:
    """A word that stands in this test's own entries alone."""
    return f"canary{uuid.uuid4().hex[:8]}"


@pytest.fixture
def link(canary):
    """A file by address that holds the word."""
    return {"name": f"{canary}-ten-tep", "url": f"https://example.vn/{canary}.csv"}


@pytest.fixture
def words(canary, link):
    """Fields that all hold the word."""
    return {
        "title": f"{canary} tên",
        "notes": f"{canary} mô tả",
        "resources": [link],
        "contact": [{**OFFICER, "name": f"{canary} người"}],
        "tags": [{"name": f"{canary} từ khóa"}],
    }


@pytest.fixture
def lists(act, people):
    """Return what each activity list tells one of the people, by action."""

    def ask(who, entry):
        asked = {
            "package_activity_list": {"id": entry["id"]},
            "organization_activity_list": {"id": "so-y-te"},
            "user_activity_list": {"id": "administrator"},
            "recently_changed_packages_activity_list": {},
        }
        if people[who]:
            asked["dashboard_activity_list"] = {}
        told = {}
        for action, data in asked.items():
            try:
                told[action] = act(who, action, **data)
            except (NotAuthorized, ObjectNotFound):
                told[action] = []
        return told

    return ask


def _withdraw(act, entry, how):
    if how == "private":
        act("administrator", "package_patch", id=entry["id"], private=True)
    elif how == "taken down":
        act("lead", "bacgiang_approval_take_down", id=entry["id"], reason="Có dữ liệu cá nhân")
    elif how == "deleted":
        act("administrator", "package_delete", id=entry["id"])
    else:
        act("sysadmin", "dataset_purge", id=entry["id"])


@pytest.mark.parametrize("how", ["private", "taken down", "deleted", "purged"])
def test_of_a_withdrawn_entry_nothing_stands_in_any_list_or_page(
    act, make, lists, page, how, canary, words
):
    made = make(**words)
    assert canary in json.dumps(lists("visitor", made)["package_activity_list"])
    _withdraw(act, made, how)
    for who in OUTSIDE:
        for action, told in lists(who, made).items():
            assert canary not in json.dumps(told), (who, action)
            assert made["id"] not in json.dumps(told), (who, action)
        for path in (
            f"/dataset/activity/{made['id']}",
            "/organization/activity/so-y-te",
            "/user/activity/administrator",
        ):
            answer = page(who, path)
            assert answer.status_code < 500, path
            assert canary not in answer.body, (who, path)


@pytest.mark.parametrize("data_class", ["conditional_open", "default_shared", "on_request"])
def test_of_what_is_only_described_no_list_shows_an_address(
    act, make, lists, data_class, canary, link
):
    made = make(data_class=data_class, resources=[link])
    assert made["id"] in json.dumps(lists("visitor", made))
    for who in OUTSIDE:
        assert canary not in json.dumps(lists(who, made)), who
    assert canary in json.dumps(lists("editor", made))


def test_what_was_open_and_is_now_only_described_shows_its_addresses_nowhere(
    act, make, lists, canary, link
):
    made = make(resources=[link])
    act("administrator", "package_patch", id=made["id"], data_class="on_request")
    for who in OUTSIDE:
        assert canary not in json.dumps(lists(who, made)), who


def test_text_that_was_corrected_is_not_handed_out_any_more(act, make, lists, page, canary, words):
    made = make(**words, name=f"du-lieu-{uuid.uuid4().hex}")
    clean = {
        "title": "Tên mới",
        "notes": "Mô tả mới",
        "tags": [],
        "contact": [OFFICER],
        "resources": [{"name": "Khác", "url": "https://example.vn/khac.csv"}],
    }
    act("administrator", "package_patch", id=made["id"], **clean)
    kept = act("editor", "package_activity_list", id=made["id"])
    for who in OUTSIDE:
        told = lists(who, made)
        assert canary not in json.dumps(told), who
        titles = {one["data"]["package"]["title"] for one in told["package_activity_list"]}
        assert titles == {"Tên mới"}
        for one in kept:
            resource = made["resources"][0]["id"]
            for path in (
                f"/dataset/{made['name']}/history/{one['id']}",
                f"/dataset/{made['name']}/resources/{resource}/history/{one['id']}",
                f"/dataset/changes/{one['id']}",
            ):
                answer = page(who, path)
                assert answer.status_code in (403, 404), path
                assert canary not in answer.body
            assert canary not in json.dumps(
                act(who, "activity_show", id=one["id"], include_data=False)
            )
            assert canary not in json.dumps(act(who, "activity_show", id=one["id"]))
            for action in ("activity_data_show", "activity_diff"):
                with pytest.raises((NotAuthorized, ObjectNotFound)):
                    act(who, action, id=one["id"], object_type="package")
    assert canary in json.dumps(kept)
    for one in kept:
        assert page("editor", f"/dataset/{made['name']}/history/{one['id']}").status_code == 200


@pytest.mark.parametrize("how", ["taken down", "purged"])
def test_take_down_and_purge_clear_what_was_kept(act, make, page, how, canary, words):
    made = make(**words)
    act("administrator", "package_patch", id=made["id"], notes=f"{canary} hai")
    newest = act("editor", "package_activity_list", id=made["id"])[0]["id"]
    _withdraw(act, made, how)
    statement = sa.select(Activity).where(Activity.object_id == made["id"])
    kept = model.Session.execute(statement).scalars().all()
    assert canary not in json.dumps([row.data for row in kept])
    if how == "purged":
        assert not kept
        return
    told = act("editor", "package_activity_list", id=made["id"])
    assert len(told) == len(kept) == 3
    assert {one["data"]["package"]["title"] for one in told} == {made["title"]}
    for who in ("editor", "sysadmin"):
        assert page(who, f"/dataset/activity/{made['name']}").status_code == 200
        for path in (f"/dataset/changes/{newest}", f"/dataset/{made['name']}/history/{newest}"):
            assert page(who, path).status_code == 404, path


def test_a_page_of_a_list_is_full_although_hidden_activities_stand_between(act, make):
    shown = make(title="Hiện")
    for number in range(3):
        hidden = make(title=f"Ẩn {number}")
        act("administrator", "package_patch", id=hidden["id"], private=True)
    told = act("visitor", "organization_activity_list", id="so-y-te", limit=1)
    assert [one["object_id"] for one in told] == [shown["id"]]


def test_a_visitor_does_not_learn_who_acted(act, make, lists, page):
    made = make()
    for action, told in lists("visitor", made).items():
        assert {one["user_id"] for one in told} <= {""}, action
        assert "actor" not in json.dumps(told)
    assert "Người administrator" not in page("visitor", f"/dataset/activity/{made['id']}").body
    assert "Người administrator" in page("editor", f"/dataset/activity/{made['id']}").body


def test_a_list_takes_the_same_statements_however_long_it_is(act, make):
    make(title="Một")
    with counted.statements() as one:
        act("visitor", "recently_changed_packages_activity_list", limit=1)
    for number in range(4):
        make(title=f"Nhiều {number}")
    with counted.statements() as many:
        told = act("visitor", "recently_changed_packages_activity_list", limit=50)
    assert len(told) > 4
    assert len(many) == len(one)
