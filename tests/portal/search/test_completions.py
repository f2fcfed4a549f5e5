"""The boxes of the forms complete keywords, agencies and entries as Vietnamese is typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from ckan.tests.helpers import CKANTestApp

Make = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def filled(entry: Make, agency: Make) -> None:
    """Agencies, one of them with a former name, and entries with keywords."""
    agency("Sở Tài nguyên và Môi trường", name="so-tnmt", valid_to="2025-02-28")
    agency(
        "Sở Nông nghiệp và Môi trường",
        name="so-nnmt",
        predecessor="so-tnmt; Sở Nông nghiệp và Phát triển nông thôn",
    )
    entry("Giá đất ở đô thị", tag_string="đất đai,khám chữa bệnh")
    entry("Dát vàng mỹ nghệ", tag_string="dát vàng")
    entry("Kết quả riêng tư", private=True)


def completed(browse: CKANTestApp, kind: str, typed: str) -> list[str]:
    """Return what a box of a form offers for what was typed."""
    name = "q" if kind == "organization" else "incomplete"
    answer = browse.get(f"/api/2/util/{kind}/autocomplete", query_string={name: typed}).json
    rows = answer if isinstance(answer, list) else answer["ResultSet"]["Result"]
    return [row.get("Name") or row["title"] for row in rows]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("đất", ["đất đai"]),
        ("dat", ["dát vàng", "đất đai"]),
        ("ðất", ["đất đai"]),
        ("kham chua", ["khám chữa bệnh"]),
        ("KCB", ["khám chữa bệnh"]),
        (unicodedata.normalize("NFD", "chữa bệ"), ["khám chữa bệnh"]),
        ("%", []),
        ("", []),
    ],
)
def test_keywords_are_completed(
    browse: CKANTestApp, filled: None, typed: str, found: list[str]
) -> None:
    assert completed(browse, "tag", typed) == found


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("sở nông", "Sở Nông nghiệp và Môi trường"),
        ("so nong nghiep", "Sở Nông nghiệp và Môi trường"),
        ("SNNMT", "Sở Nông nghiệp và Môi trường"),
        ("so-nnmt", "Sở Nông nghiệp và Môi trường"),
        ("phát triển nông thôn", "Sở Nông nghiệp và Môi trường"),
        ("SNNPTNT", "Sở Nông nghiệp và Môi trường"),
        (unicodedata.normalize("NFD", "Tài nguyên"), "Sở Nông nghiệp và Môi trường"),
    ],
)
def test_agencies_are_completed_by_old_names_too_and_those_that_ended_stand_last(
    browse: CKANTestApp, filled: None, typed: str, first: str
) -> None:
    assert completed(browse, "organization", typed)[0] == first


@pytest.mark.parametrize("typed", ["giá đất", "gia dat", "đất đô", "gia-dat-o", "Giá Ðất"])
def test_entries_are_completed(browse: CKANTestApp, filled: None, typed: str) -> None:
    assert completed(browse, "dataset", typed) == ["Giá đất ở đô thị"]


def test_a_completion_holds_nothing_that_the_reader_may_not_read(
    browse: CKANTestApp, filled: None
) -> None:
    assert completed(browse, "dataset", "kết quả riêng") == []


@pytest.mark.parametrize("kind", ["tag", "organization", "package"])
@pytest.mark.parametrize("limit", ["x", "-1"])
def test_a_wrong_limit_is_told(browse: CKANTestApp, kind: str, limit: str) -> None:
    asked = {"q": "đất", "limit": limit}
    answer = browse.get(f"/api/3/action/{kind}_autocomplete", query_string=asked)
    assert answer.status_code == 409
    assert "limit" in answer.json["error"]
