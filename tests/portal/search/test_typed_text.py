"""What people type never breaks a page or the API; what programs write still works."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from ckan.tests.helpers import CKANTestApp

TYPED = [
    ("y tế: 2025", "Cơ sở y tế 2025"),
    ('"đất đai', "Giá đất đai"),
    ("AND", None),
    ("(lúa", "Sản lượng lúa"),
    ("C++", None),
    ("[2024 TO", None),
    ("*", "Giá đất đai"),
    ("giá -", "Giá đất đai"),
    ("title:(lúa", None),
    ("{!edismax}lúa", None),
    ("metadata_modified:hôm-nay", None),
    ("lúa^^^~~~", "Sản lượng lúa"),
    ("đất\\", "Giá đất đai"),
    ("đất && || ! đai", "Giá đất đai"),
    ("_query_:lúa", None),
    ("\x00lúa\u200b", "Sản lượng lúa"),
]


@pytest.fixture(scope="module")
def catalogue(entry: Callable[..., dict[str, Any]]) -> dict[str, Any]:
    """Three entries of one agency; return the last."""
    entry("Giá đất đai")
    entry("Sản lượng lúa")
    return entry("Cơ sở y tế 2025")


@pytest.mark.parametrize("where", ["/dataset/", "/organization/van-phong-thu-nghiem"])
def test_pages_answer_whatever_is_typed(
    browse: CKANTestApp, catalogue: dict[str, Any], where: str
) -> None:
    for typed, title in TYPED:
        page = browse.get(where, query_string={"q": typed})
        assert page.status_code == 200, typed
        assert 'id="search-error"' not in page.body, typed
        assert "solr" not in page.body.lower(), typed
        assert title is None or title in page.body, typed


def test_the_interface_answers_words_whatever_they_hold(
    browse: CKANTestApp, catalogue: dict[str, Any]
) -> None:
    for typed, title in TYPED:
        if typed.startswith("metadata_modified:"):
            continue
        answer = browse.get("/api/3/action/package_search", query_string={"q": typed}).json
        assert answer["success"], typed
        titles = [found["title"] for found in answer["result"]["results"]]
        assert title is None or title in titles, typed


def test_a_field_that_solr_refuses_is_an_error_to_a_program_and_words_to_a_reader(
    browse: CKANTestApp, catalogue: dict[str, Any]
) -> None:
    refused = {"q": "metadata_modified:lúa"}
    assert browse.get("/api/3/action/package_search", query_string=refused, status=409)
    assert browse.get("/dataset/", query_string=refused).status_code == 200


def test_solrs_own_syntax_is_passed_on(
    search: Callable[..., list[str]], catalogue: dict[str, Any]
) -> None:
    assert search(f"id:{catalogue['id']}") == [catalogue["title"]]
    assert search(f'+owner_org:"{catalogue["owner_org"]}" -title:lúa') == [
        "Cơ sở y tế 2025",
        "Giá đất đai",
    ]
    assert search('title:"y tế"') == ["Cơ sở y tế 2025"]
    assert set(search("title:lúa OR title:giá")) == {"Sản lượng lúa", "Giá đất đai"}
    assert len(search("*:*")) == 3
    assert search("name:san-luong*") == ["Sản lượng lúa"]


def test_a_parser_of_the_callers_own_is_respected(
    search: Callable[..., list[str]], catalogue: dict[str, Any]
) -> None:
    assert search("lúa", defType="edismax", qf="notes") == []
    assert search("lúa", defType="edismax", qf="title") == ["Sản lượng lúa"]


def test_filters_stay_in_force_beside_words(
    search: Callable[..., list[str]], catalogue: dict[str, Any]
) -> None:
    assert search("2025", fq=f'name:"{catalogue["name"]}"') == [catalogue["title"]]
    assert search("đất", fq=f'name:"{catalogue["name"]}"') == []


def test_composed_and_decomposed_queries_find_the_same(
    search: Callable[..., list[str]], catalogue: dict[str, Any]
) -> None:
    for typed in ("đất đai", "dat dai", unicodedata.normalize("NFD", "đất đai")):
        assert search(typed) == ["Giá đất đai"]


def test_where_no_entry_holds_every_word_the_nearest_come_with_a_remark(
    browse: CKANTestApp, search: Callable[..., list[str]], catalogue: dict[str, Any]
) -> None:
    assert search("giá đất đai huyện Lục Ngạn") == ["Giá đất đai"]
    remark = "Không có mục nào chứa đủ các từ đã nhập"
    near = browse.get("/dataset/", query_string={"q": "giá đất đai huyện Lục Ngạn"})
    exact = browse.get("/dataset/", query_string={"q": "giá đất đai"})
    assert remark in near.body
    assert remark not in exact.body


def test_two_words_that_never_meet_find_nothing(
    search: Callable[..., list[str]], catalogue: dict[str, Any]
) -> None:
    assert search("lúa 2025") == []
