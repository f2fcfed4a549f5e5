"""Sorted keys are in the order of a Vietnamese dictionary."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.bacgiang.catalogue.search.core.collation import in_order, sort_key

TITLES = [
    "An toàn thực phẩm", "Ăn uống", "Ẩm thực", "Bản đồ", "bảng giá", "Dân số", "Diện tích",
    "đất đai", "Đường bộ", "Êđê", "Ô nhiễm", "Ốc", "Ơn nghĩa", "Ưu đãi", "Ý kiến", "Y tế",
]  # fmt: skip
LETTERS = list("aăâbcdđeêghiklmnoôơpqrstuưvxy")


@pytest.mark.parametrize(
    "ordered",
    [
        TITLES,
        ["ma", "mà", "mả", "mã", "má", "mạ"],
        LETTERS,
        ["ma", "ma mới", "mai"],
        ["1 xã", "10 xã", "2 xã", "Xã"],
        ["bảng giá", "Bảng giá"],
        ["Hoà Bình", "Hòa Bình 2"],
        ["“An toàn”", "Ăn uống"],
    ],
)
def test_texts_stand_in_vietnamese_order(ordered: list[str]) -> None:
    for shuffled in (list(reversed(ordered)), sorted(ordered), ordered[1:] + ordered[:1]):
        assert in_order(shuffled, str) == ordered


def test_bytes_sort_as_python_does_so_that_the_index_agrees() -> None:
    keys = [sort_key(title) for title in TITLES]
    assert sorted(keys) == sorted(keys, key=lambda key: key.encode("utf-8"))


@given(st.lists(st.text(max_size=30), max_size=8))
def test_any_text_has_a_place_and_its_key_a_bounded_length(texts: list[str]) -> None:
    ordered = in_order(texts, str)
    assert sorted(ordered) == sorted(texts)
    assert all(len(sort_key(text).encode()) < 8000 for text in texts)


def test_a_long_title_is_cut_not_refused() -> None:
    assert len(sort_key("Ữ" * 100_000).encode()) < 8000


def test_the_tone_decides_only_between_the_same_letters() -> None:
    for first, second in itertools.combinations(["ma", "mà", "mạ"], 2):
        assert sort_key(f"{second} a") < sort_key(f"{first} b")
        assert sort_key(f"{first} a") < sort_key(f"{second} a")
