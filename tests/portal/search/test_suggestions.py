"""Suggestions while typing: public titles and agencies, and nothing else, for anyone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp, call_action

Make = Callable[..., dict[str, Any]]


def suggested(browse: CKANTestApp, typed: str, **headers: str) -> list[dict[str, str]]:
    answer = browse.get(
        "/api/3/action/bacgiang_search_suggest", query_string={"q": typed}, headers=headers
    )
    found: list[dict[str, str]] = answer.json["result"]
    return found


def titles(browse: CKANTestApp, typed: str) -> list[str]:
    return [one["title"] for one in suggested(browse, typed)]


@pytest.fixture(scope="module")
def prices(entry: Make) -> dict[str, Any]:
    """Two entries that begin alike; return the first."""
    entry("Giá vàng")
    return entry("Giá đất ở đô thị")


def test_the_last_word_may_be_begun_without_diacritics(
    browse: CKANTestApp, prices: dict[str, Any]
) -> None:
    assert titles(browse, "gia d") == ["Giá đất ở đô thị"]
    assert titles(browse, "giá đ") == ["Giá đất ở đô thị"]
    assert set(titles(browse, "gi")) == {"Giá đất ở đô thị", "Giá vàng"}
    assert titles(browse, "g") == []
    assert titles(browse, "đất nước") == []


def test_a_suggestion_leads_to_its_page(browse: CKANTestApp, prices: dict[str, Any]) -> None:
    (one,) = suggested(browse, "giá đất")
    assert (one["kind"], one["kind_title"]) == ("dataset", "Dữ liệu mở")
    assert one["url"].endswith(f"/dataset/{prices['name']}")
    assert browse.get(one["url"]).status_code == 200


def test_agencies_are_suggested_by_name_and_abbreviation(browse: CKANTestApp, agency: Make) -> None:
    agency("Sở Giao thông vận tải", name="so-gtvt")
    for typed in ("sở giao", "so gia", "SGTVT", "giao thông v"):
        assert titles(browse, typed) == ["Sở Giao thông vận tải"]


def test_private_draft_and_deleted_entries_are_never_suggested(
    browse: CKANTestApp, entry: Make
) -> None:
    entry("canary-7391 riêng", private=True)
    entry("canary-7391 nháp", state="draft")
    gone = entry("canary-7391 vừa xóa")
    call_action("package_delete", {"user": factories.Sysadmin()["name"]}, id=gone["id"])
    entry("canary công khai")
    token = factories.SysadminWithToken()["token"]
    for headers in ({}, {"Authorization": token}):
        found = [one["title"] for one in suggested(browse, "canary", **headers)]
        assert found == ["canary công khai"]


def test_a_visitor_finds_no_trace_of_a_private_entry(browse: CKANTestApp, entry: Make) -> None:
    entry("canary-8842 riêng", private=True)
    for where in ("/dataset/", "/organization/van-phong-thu-nghiem"):
        assert "canary-8842 riêng" not in browse.get(where, query_string={"q": "canary-8842"}).body


@pytest.mark.parametrize("typed", ['"', "a(*", "[2024 TO", "\x00\x01", "đ" * 1000, "AND OR"])
def test_anything_typed_gets_an_answer(browse: CKANTestApp, typed: str) -> None:
    assert isinstance(titles(browse, typed), list)


def test_the_search_box_is_a_plain_form_with_the_words_of_the_script(browse: CKANTestApp) -> None:
    page = browse.get("/dataset/").body
    assert 'data-label="Gợi ý"' in page
    assert 'name="q"' in page
