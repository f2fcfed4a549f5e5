"""Keywords, files, people, views and records: lists hold what the reader may see."""

from __future__ import annotations

import json
import uuid

import pytest
from ckan.plugins.toolkit import NotAuthorized, ObjectNotFound, ValidationError
from ckan.tests.helpers import call_action

OUTSIDE = ("visitor", "nobody", "stranger")


def test_keywords_of_entries_one_may_not_read_are_in_no_list(act, make, page):
    word = uuid.uuid4().hex[:10]
    make(tags=[{"name": f"mật {word}"}], private=True)
    make(tags=[{"name": f"mở {word}"}])
    for who, kept in [*((one, 1) for one in OUTSIDE), ("editor", 2)]:
        told = {
            "tag_list": act(who, "tag_list"),
            "tag_list q": act(who, "tag_list", query=word, all_fields=True),
            "tag_search": act(who, "tag_search", query=word)["results"],
            "tag_autocomplete": act(who, "tag_autocomplete", query=word),
        }
        for action, answer in told.items():
            text = json.dumps(answer, ensure_ascii=False)
            assert (f"mật {word}" in text) is (kept == 2), (who, action)
            assert f"mở {word}" in text, (who, action)
        assert act(who, "tag_search", query=word)["count"] == kept
        assert act(who, "tag_search", query=word, limit=0)["count"] == kept
        body = page(who, f"/api/2/util/tag/autocomplete?incomplete={word}").body
        assert ("m\\u1eadt" in body or "mật" in body) is (kept == 2)
    with pytest.raises(ObjectNotFound):
        act("visitor", "tag_show", id=f"mật {word}")
    assert act("visitor", "tag_show", id=f"mở {word}")["name"] == f"mở {word}"


@pytest.mark.parametrize(
    "asked",
    [
        {"query": "hash:a"},
        {"query": "cache_url:http", "limit": 0},
        {"query": ["name:a", "url:http"], "offset": 1000},
        {"query": "original_name:a"},
        {"query": "name:a", "order_by": "url"},
        {"fields": {"url": "http"}, "query": "name:a"},
        {"query": "package_id:a"},
    ],
    ids=str,
)
def test_files_are_not_found_by_what_no_page_shows(act, people, asked):
    for who in OUTSIDE:
        with pytest.raises(ValidationError):
            act(who, "resource_search", **asked)


def test_files_that_are_only_described_are_found_without_address_or_checksum(act, make):
    word = uuid.uuid4().hex[:10]
    link = {"name": f"Tệp {word}", "url": f"https://example.vn/{word}.csv", "hash": f"h{word}"}
    made = make(data_class="on_request", resources=[link])
    for who in OUTSIDE:
        found = act(who, "resource_search", query=f"name:{word}")
        assert (found["count"], len(found["results"])) == (1, 1)
        assert (found["results"][0]["url"], found["results"][0]["hash"]) == ("", "")
        shown = act(who, "package_show", id=made["id"])["resources"][0]
        assert (shown["url"], shown["hash"]) == ("", "")
    assert act("editor", "package_show", id=made["id"])["resources"][0]["hash"] == f"h{word}"


def test_a_visitor_meets_no_official_but_the_contact_officer(act, make, page):
    made = make()
    call_action("user_patch", {"user": "quan-tri"}, id="editor", fullname="Trần Thị Riêng 6620")
    for action, data in (
        ("user_list", {}),
        ("user_show", {"id": "editor"}),
        ("user_autocomplete", {"q": "edi"}),
        ("organization_show", {"id": "so-y-te", "include_users": True}),
    ):
        with pytest.raises(NotAuthorized):
            act("visitor", action, **data)
    agency = act("visitor", "organization_show", id="so-y-te")
    assert "users" not in agency
    with pytest.raises(NotAuthorized):
        act("visitor", "member_list", id="so-y-te", object_type="user")
    assert "user" not in {
        kind for _id, kind, _capacity in act("visitor", "member_list", id="so-y-te")
    }
    for path in (
        "/user/",
        "/user/editor",
        "/user/activity/editor",
        "/organization/members/so-y-te",
        "/organization/so-y-te",
        "/organization/about/so-y-te",
        "/organization/activity/so-y-te",
        f"/dataset/{made['name']}",
        f"/dataset/activity/{made['name']}",
    ):
        answer = page("visitor", path)
        assert answer.status_code < 500, path
        assert "Riêng 6620" not in answer.body, path
        assert "email_hash" not in answer.body
    assert made["contact"][0]["name"] in page("visitor", f"/dataset/{made['name']}").body
    assert act("editor", "member_list", id="so-y-te", object_type="user")


def test_a_view_of_another_agency_s_file_is_neither_moved_nor_changed(act, make, complete):
    theirs = make()["resources"][0]
    own = act("strange-administrator", "package_create", **complete(owner_org="so-tai-chinh"))
    view = act("editor", "resource_view_create", resource_id=theirs["id"], title="Bảng",
               view_type="text_view")  # fmt: skip
    file = own["resources"][0]["id"]
    for data in ({"resource_id": file}, {"resource_id": theirs["id"]}, {}):
        with pytest.raises((NotAuthorized, ValidationError)):
            act("stranger", "resource_view_update", id=view["id"], title="Khác",
                view_type="text_view", **data)  # fmt: skip
    with pytest.raises(NotAuthorized):
        act("editor", "resource_view_update", id=view["id"], resource_id=file, title="Khác",
            view_type="text_view")  # fmt: skip
    with pytest.raises(NotAuthorized):
        act("stranger", "resource_view_delete", id=view["id"])
    with pytest.raises((NotAuthorized, ValidationError)):
        act("stranger", "resource_view_reorder", id=file, order=[view["id"]])
    shown = act("visitor", "resource_view_show", id=view["id"])
    assert (shown["resource_id"], shown["title"]) == (theirs["id"], "Bảng")
    act("editor", "resource_view_update", id=view["id"], resource_id=theirs["id"], title="Mới",
        view_type="text_view")  # fmt: skip
    assert act("visitor", "resource_view_show", id=view["id"])["title"] == "Mới"


def test_the_lead_agency_reads_the_record_of_what_it_may_take_down(act, make):
    public = make()
    assert act("lead", "bacgiang_approval_show", id=public["id"])["state"] == "published"
    for data_class in ("open", "internal", "state_secret", "temporary"):
        hidden = make(private=True, data_class=data_class)
        for action in ("bacgiang_approval_show", "bacgiang_approval_take_down"):
            with pytest.raises(NotAuthorized):
                act("lead", action, id=hidden["id"], reason="Sai")
    act("lead", "bacgiang_approval_take_down", id=public["id"], reason="Sai")
    assert act("lead", "bacgiang_approval_show", id=public["id"])["history"][-1]["reason"] == "Sai"
