"""Đ is written for the letters that look like it where the word is Vietnamese, nowhere else."""

import pytest

from ckanext.bacgiang.catalogue.search.core.collation import sort_key
from ckanext.bacgiang.catalogue.text import slug
from ckanext.bacgiang.text.letters import with_vietnamese_d


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Bảng giá Ðất ở", "Bảng giá Đất ở"),
        ("bảng giá ðất", "bảng giá đất"),
        ("Ɖường bộ", "Đường bộ"),
        ("123/QÐ-UBND", "123/QĐ-UBND"),
        ("HÐND tỉnh", "HĐND tỉnh"),
        ("Ðan Mạch", "Đan Mạch"),
        ("giá 500.000ð mỗi thửa", "giá 500.000đ mỗi thửa"),
        ("Ð/c trưởng ban ở xã", "Đ/c trưởng ban ở xã"),
    ],
)
def test_a_vietnamese_word_gets_its_own_letter(written: str, kept: str) -> None:
    text, changed = with_vietnamese_d(written)
    assert text == kept
    assert changed
    assert with_vietnamese_d(kept) == (kept, ())


@pytest.mark.parametrize(
    "written",
    [
        "Letters of Guðmundur Jónsson",
        "GUÐMUNDUR",
        "Số liệu của ông Guðmundur ở tỉnh",
        "ðu cwæð",
        "Ɖevi",
        "Dữ liệu đất đai",
        "",
    ],
)
def test_another_language_is_left_alone(written: str) -> None:
    assert with_vietnamese_d(written) == (written, ())


@pytest.mark.parametrize("letter", ["đ", "Đ", "Ð", "ð", "Ɖ", "ɖ"])
def test_every_such_letter_makes_the_same_address(letter: str) -> None:
    assert slug(f"Giá {letter}ất") == "gia-dat"


@pytest.mark.parametrize("letter", ["Ð", "ð", "Ɖ", "ɖ"])
def test_every_such_letter_stands_beside_d_with_stroke(letter: str) -> None:
    texts = sorted(["Ea", "Đăk", f"{letter}ăm", "Dâu", "Đâu"], key=sort_key)
    assert texts == ["Dâu", "Đăk", f"{letter}ăm", "Đâu", "Ea"]
