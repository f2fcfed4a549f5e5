"""Facets are named, nested and ordered; lists stand in Vietnamese order, page after page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp, call_action

Make = Callable[..., dict[str, Any]]

TITLES = [
    "An toàn thực phẩm", "Ăn uống", "Ẩm thực", "Bản đồ", "bảng giá", "Dân số", "Diện tích",
    "đất đai", "Đường bộ", "Êđê", "Ô nhiễm", "Ốc", "Ơn nghĩa", "Ưu đãi", "Ý kiến", "Y tế",
    "ma 1", "mà 1", "mả 1", "mã 1", "má 1", "mạ 1",
]  # fmt: skip
ORDERED = TITLES[:10] + TITLES[16:] + TITLES[10:16]


@pytest.fixture(scope="module")
def lists(entry: Make, agency: Make) -> None:
    """Datasets and agencies with these titles, made in the wrong order."""
    for number, title in enumerate(reversed(TITLES)):
        entry(title, tag_string="trật tự")
        agency(title, name=f"co-quan-{number:02d}")


def of_lists(found: list[dict[str, Any]]) -> list[str]:
    return [one["title"] for one in found if one["title"] in TITLES]


def test_datasets_sort_in_vietnamese_order_and_pages_continue_each_other(lists: None) -> None:
    for direction, expected in (("asc", ORDERED), ("desc", ORDERED[::-1])):
        asked = {"sort": f"title_string {direction}", "fq": 'tags:"trật tự"', "rows": 5}
        pages = [call_action("package_search", start=5 * page, **asked) for page in range(5)]
        assert [title for page in pages for title in of_lists(page["results"])] == expected


def test_agencies_sort_in_vietnamese_order_and_pages_continue_each_other(lists: None) -> None:
    asked = {"all_fields": True, "sort": "title asc", "limit": 5}
    pages = [call_action("organization_list", offset=5 * page, **asked) for page in range(8)]
    assert [title for page in pages for title in of_lists(page)] == ORDERED
    names = call_action("organization_list", sort="title desc")
    shown = [call_action("organization_show", id=name) for name in names]
    assert of_lists(shown) == ORDERED[::-1]


def test_the_page_of_agencies_keeps_the_order(browse: CKANTestApp, lists: None) -> None:
    body = BeautifulSoup(browse.get("/organization/").body, "html.parser")
    shown = [{"title": item.get_text(strip=True)} for item in body.select(".bacgiang-tree a")]
    assert of_lists(shown) == ORDERED


def test_the_agencies_to_choose_from_in_a_form_are_ordered_too(lists: None) -> None:
    site = {"user": factories.Sysadmin()["name"]}
    assert of_lists(call_action("organization_list_for_user", site)) == ORDERED


def test_agencies_found_by_text_are_ordered_too(agency: Make) -> None:
    for number, title in enumerate(["Đội xe lu", "Ăn uống xe lu", "Khác"]):
        agency(title, name=f"doi-xe-{number}")
    found = call_action("organization_list", q="xe lu", all_fields=True)
    assert [line["title"] for line in found] == ["Ăn uống xe lu", "Đội xe lu"]


@pytest.fixture(scope="module")
def province(entry: Make, agency: Make) -> None:
    """An agency with two below it, and entries of each."""
    agency("Ủy ban nhân dân tỉnh", name="ubnd-tinh")
    owners = [
        agency("Sở Y tế", name="so-y-te", parent="ubnd-tinh"),
        agency("Sở Ăn uống", name="so-an-uong", parent="ubnd-tinh"),
    ]
    for number, owner in enumerate(owners):
        where = {"owner_org": owner["id"], "spatial_unit": ["2022-07288"]}
        entry(f"Mục {number}", tag_string="cây", **where)


def items(page: str, facet: str) -> list[tuple[str, str]]:
    """Return the texts of a facet's values with their class of depth."""
    body = BeautifulSoup(page, "html.parser")
    return [
        (line.select_one(".item-label").get_text(strip=True), " ".join(line["class"]))
        for nav in body.select("nav[aria-label]")
        if nav["aria-label"].endswith(facet) and nav.select(".nav-facet")
        for line in nav.select("li")
    ]


def test_a_facet_of_agencies_counts_those_below_and_shows_the_tree(
    browse: CKANTestApp, province: None
) -> None:
    page = browse.get("/dataset/?tags=cây").body
    shown = [(label, name.split()[-1]) for label, name in items(page, "Cơ quan")]
    assert shown == [
        ("Ủy ban nhân dân tỉnh", "bacgiang-facet-0"),
        ("Sở Ăn uống", "bacgiang-facet-1"),
        ("Sở Y tế", "bacgiang-facet-1"),
    ]
    above = browse.get("/dataset/", query_string={"vocab_agency": "ubnd-tinh"}).body
    assert "Mục 0" in above
    assert "Mục 1" in above
    one = browse.get("/dataset/", query_string={"vocab_agency": "so-y-te"}).body
    assert "Mục 0" in one
    assert "Mục 1" not in one


def test_a_facet_of_areas_names_the_unit_and_those_above(
    browse: CKANTestApp, province: None
) -> None:
    shown = items(browse.get("/dataset/?tags=cây").body, "Địa bàn")
    assert [name.split()[-1] for _, name in shown] == [f"bacgiang-facet-{n}" for n in range(3)]
    assert shown[0][0] == "Tỉnh Bắc Giang (2022)"


@pytest.mark.parametrize(
    ("facet", "label"),
    [
        ("Lĩnh vực", "Chưa phân loại"),
        ("Loại dữ liệu", "Dữ liệu mở"),
        ("Tần suất cập nhật", "Hằng quý (3 tháng)"),
    ],
)
def test_controlled_facets_carry_their_vietnamese_labels(
    browse: CKANTestApp, province: None, facet: str, label: str
) -> None:
    assert label in [text for text, _ in items(browse.get("/dataset/").body, facet)]


def test_an_agencys_page_has_every_facet_but_the_agency(
    browse: CKANTestApp, province: None
) -> None:
    page = browse.get("/organization/so-y-te").body
    assert items(page, "Lĩnh vực")
    assert not items(page, "Cơ quan")


def test_values_with_the_same_count_stand_in_vietnamese_order(
    browse: CKANTestApp, entry: Make
) -> None:
    entry("Từ khóa", tag_string="đội,ăn,dân,an")
    page = browse.get("/dataset/?q=Từ+khóa").body
    assert [label for label, _ in items(page, "Từ khóa")] == ["an", "ăn", "dân", "đội"]
