"""Words are compared without what does not change them, and with what does."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.bacgiang.catalogue.search.core.words import code, words

VIETNAMESE = (
    "aăâbcdđeêghiklmnoôơpqrstuưvxy àáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
)


def bare(text: str) -> list[str]:
    return [word.bare for word in words(text)]


def marked(text: str) -> list[str]:
    return [word.marked for word in words(text)]


def test_a_word_has_a_bare_form_and_one_that_spells_its_diacritics() -> None:
    (word,) = words("Đất")
    assert (word.bare, word.marked, word.has_marks) == ("dat", "sddaat", True)
    assert not words("dat")[0].has_marks


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hòa", "hoà"),
        ("khỏe", "khoẻ"),
        ("thủy", "thuỷ"),
        ("kỹ", "kĩ"),
        ("tỷ lệ", "tỉ lệ"),
        ("quý", "quí"),
        ("ĐƯỜNG BỘ", "đường bộ"),
        ("GD&ĐT", "GDĐT"),
        ("LĐ-TB&XH", "LĐTBXH"),
        ("statistics", "statistic"),
    ],
)
def test_two_spellings_of_one_word_are_one(one: str, other: str) -> None:
    assert bare(one) == bare(other)
    assert marked(one) == marked(other)


@pytest.mark.parametrize(
    ("one", "other"), [("tay", "tai"), ("thúy", "thúi"), ("ma", "mạ"), ("cò", "cơ"), ("dân", "đan")]
)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert marked(one) != marked(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("HIV/AIDS, (*) năm-2024", ["hiv", "aid", "nam", "2024"]),
        ("so_ho_ngheo", ["so", "ho", "ngheo"]),
        ("C++ & *", ["c"]),
        ("THCS", ["thcs"]),
        ("rau&quả", ["rau", "qua"]),
        ("đường\u200b bộ", ["duong", "bo"]),
        ("", []),
    ],
)
def test_punctuation_parts_words_and_goes(text: str, expected: list[str]) -> None:
    assert bare(text) == expected


@given(st.text(alphabet=VIETNAMESE, max_size=40))
def test_composed_and_decomposed_text_are_the_same_words(text: str) -> None:
    assert words(unicodedata.normalize("NFD", text)) == words(unicodedata.normalize("NFC", text))


@given(st.text(max_size=200))
def test_words_are_letters_and_digits_only_whatever_is_read(text: str) -> None:
    for word in words(text):
        assert word.bare.replace("_", "x").isalnum()
        assert word.marked.isalnum()


def test_an_identifier_is_compared_without_its_punctuation() -> None:
    assert code("123/QĐ-UBND") == code("123 / qđ – ubnd") == "123qdubnd"
