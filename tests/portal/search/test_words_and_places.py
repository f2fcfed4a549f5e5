"""Units find each other, old and new; Đ in any letter, digits and long titles are found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ckan.tests.helpers import CKANTestApp

Make = Callable[..., dict[str, Any]]
Search = Callable[..., list[str]]

NEW, OLD, DISTRICT = "Trường học trên địa bàn xã", "Chợ ở thị trấn", "Hồ chứa của huyện"
ELSEWHERE, ENUMERATED = "Đường liên thôn", "So sánh các huyện Lục Ngạn, Lục Nam"
LONG = (
    "Kết quả kiểm tra, đánh giá, phân hạng và công nhận các sản phẩm nông nghiệp tiêu biểu của các"
    " hợp tác xã, tổ hợp tác, hộ gia đình trên địa bàn toàn tỉnh giai đoạn hai theo chương trình"
    " mỗi xã một sản phẩm"
)


@pytest.fixture(scope="module")
def places(entry: Make) -> None:
    """Entries of Xã Lục Nam, of a town merged into it, of its district, and of elsewhere."""
    entry(NEW, spatial_unit=["2025-07444"])
    entry(OLD, spatial_unit=["2022-07444"])
    entry(DISTRICT, spatial_unit=["2022-218"])
    # In Lục Ngạn, and its text has every word of "xã Lục Nam", scattered.
    entry(ELSEWHERE, spatial_unit=["2025-07582"], notes="Các xã phía nam huyện Lục Ngạn.")
    entry(ENUMERATED)


@pytest.mark.parametrize(
    ("query", "first", "others"),
    [
        ("Đồi Ngô", OLD, {NEW}),
        ("doi ngo", OLD, {NEW}),
        ("ÐỒI NGÔ", OLD, {NEW}),
        ("Thị trấn Đồi Ngô", OLD, {NEW}),
        ("xã Lục Nam", NEW, {OLD, DISTRICT}),
        ("huyện Lục Nam", DISTRICT, {OLD, NEW, ENUMERATED}),
        ("huyen luc nam", DISTRICT, {OLD, NEW, ENUMERATED}),
    ],
)
def test_a_unit_finds_its_own_entries_first_then_those_that_have_to_do_with_it(
    search: Search, places: None, query: str, first: str, others: set[str]
) -> None:
    found = search(query, rows=50)
    assert found[0] == first if first != DISTRICT else found[0] in {DISTRICT, ENUMERATED}
    assert others - {DISTRICT} <= set(found)
    assert ELSEWHERE not in found


def test_the_facet_of_a_new_unit_takes_in_former_ones_and_says_so(
    browse: CKANTestApp, places: None
) -> None:
    own = browse.get("/dataset/?vocab_spatial_unit=2025-07444").body
    assert NEW in own
    assert OLD not in own
    assert "Gồm cả dữ liệu của các đơn vị trước sắp xếp" in own
    assert "Thị trấn Đồi Ngô" in own
    wider = browse.get("/dataset/?vocab_spatial_unit_today=2025-07444").body
    assert NEW in wider
    assert OLD in wider
    assert ELSEWHERE not in wider
    assert "kể cả Thị trấn Đồi Ngô" in wider


def test_letters_that_look_like_d_with_stroke_are_found_both_ways(
    search: Search, entry: Make
) -> None:
    entry("Thửa ruộng Guðmundur surveyed", notes="Fields of Guðmundur.")
    entry("Bảng giá đất ở nông thôn")
    for query in ("giá ðất ở nông thôn", "GIÁ ÐẤT Ở NÔNG THÔN", "giá Ɖất ở nông thôn", "gia dat o"):
        assert search(query)[0] == "Bảng giá đất ở nông thôn", query
    for query in ("Guðmundur", "gudmundur"):
        assert search(query)[0] == "Thửa ruộng Guðmundur surveyed", query


@pytest.mark.parametrize(
    ("title", "queries"),
    [
        ("Số ca mắc COVID-19 theo ngày", ["covid19", "COVID-19", "covid 19", "ca mac covid19"]),
        ("Chủng cúm H5N1 ở gia cầm", ["h5n1", "H5N1", "cúm h5n1"]),
        ("Nồng độ bụi PM2.5 tại các trạm", ["pm2.5", "pm 2.5", "PM2,5"]),
        ("Vùng phủ sóng 4G", ["4g", "4 G", "song 4g"]),
    ],
)
def test_letters_and_digits_are_found_written_together_and_apart(
    search: Search, entry: Make, title: str, queries: list[str]
) -> None:
    entry(title)
    for query in queries:
        assert search(query)[:1] == [title], query


def test_a_title_of_more_words_than_a_query_is_read_is_found_by_itself(
    search: Search, entry: Make, browse: CKANTestApp
) -> None:
    assert len(LONG.split()) > 40
    entry(LONG)
    for query in (LONG, LONG.lower(), f'"{LONG}"', LONG + " năm 2024 và các năm tiếp theo"):
        assert search(query)[:1] == [LONG], query
    answer = browse.get("/api/3/action/bacgiang_search_suggest", query_string={"q": LONG})
    assert [one["title"] for one in answer.json["result"]] == [LONG]


def test_suggestions_obey_the_marks_typed(browse: CKANTestApp, entry: Make) -> None:
    for title in ("Dát vàng mỹ nghệ", "Đất trồng cây lâu năm", "Đạt chuẩn nông thôn mới"):
        entry(title)

    def first(typed: str) -> str:
        answer = browse.get("/api/3/action/bacgiang_search_suggest", query_string={"q": typed})
        return answer.json["result"][0]["title"]

    assert first("đất") == "Đất trồng cây lâu năm"
    assert first("dát") == "Dát vàng mỹ nghệ"
    assert first("đạt") == "Đạt chuẩn nông thôn mới"
    assert first("ðất tr") == "Đất trồng cây lâu năm"
