"""Text of the catalogue: one form of each word, readable addresses."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.bacgiang.catalogue.text import SLUG_MAX, SLUG_MIN, clean, file_name, fold, slug

TITLES = [
    ("Tập dữ liệu về đường bộ", "tap-du-lieu-ve-duong-bo"),
    ("Danh sách trường học tỉnh Hồ Chí Minh", "danh-sach-truong-hoc-tinh-ho-chi-minh"),
    ("Đất đai và môi trường", "dat-dai-va-moi-truong"),
    ("HỘ NGHÈO, CẬN NGHÈO", "ho-ngheo-can-ngheo"),
    ("ĐƯỜNG ĐÊ", "duong-de"),
    ("Giá đất năm 2025", "gia-dat-nam-2025"),
    ("№", "no"),
    ("Ý", "y-du-lieu"),
    ("Search", "search-du-lieu"),
    ("???", "du-lieu"),
]


@pytest.mark.parametrize(("title", "wanted"), TITLES)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_title_becomes_a_readable_slug_in_either_unicode_form(title, wanted, form):
    assert slug(unicodedata.normalize(form, title)) == wanted


def test_long_titles_that_differ_by_year_keep_their_years():
    base = "Số liệu " + "cơ sở khám bệnh chữa bệnh " * 6
    names = {slug(f"{base} năm {year}") for year in (2024, 2025)}
    assert len(names) == 2
    assert all(len(name) <= SLUG_MAX for name in names)
    assert {name[-4:] for name in names} == {"2024", "2025"}


def test_a_taken_slug_gets_a_number_and_stays_within_bounds():
    assert slug("Giá đất", taken=frozenset({"gia-dat", "gia-dat-2"})) == "gia-dat-3"
    long = slug("đất " * 60)
    other = slug("đất " * 60, taken=frozenset({long}))
    assert other != long
    assert len(other) <= SLUG_MAX


@given(st.text(max_size=300))
def test_every_text_gives_a_valid_ckan_name(title):
    name = slug(title)
    assert SLUG_MIN <= len(name) <= SLUG_MAX
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert slug(title) == name


@given(st.text())
def test_cleaning_twice_changes_nothing_and_leaves_no_control_character(text):
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not any(unicodedata.category(c) == "Cc" and c not in "\n\t" for c in once)


def test_control_characters_pasted_from_slides_become_spaces():
    assert clean("Danh sách\u000bcơ sở\u0000") == "Danh sách cơ sở "


UNSEEN = [
    "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u2060", "\ufeff", "\u00ad", "\u061c",
    "\u202a", "\u202e", "\u2066", "\u2069", "\ufe0f", "\U000e0020", "\U000e007f", "\U000e0100",
    "\u180e", "\u034f",
]  # fmt: skip
BLANK = ["\u3164", "\u2800", "\u115f", "\u1160", "\uffa0", "\u00a0", "\u3000", "\u2028", "\u2029"]


@pytest.mark.parametrize("character", UNSEEN, ids=ascii)
def test_a_character_that_nobody_sees_is_taken_out_of_a_word(character):
    assert clean(f"Lục{character}{character} Nam{character}") == "Lục Nam"
    assert clean(character * 3) == ""


@pytest.mark.parametrize("character", BLANK, ids=ascii)
def test_a_character_that_looks_blank_becomes_a_space_and_makes_no_text(character):
    assert clean(f"Lục{character}Nam") == "Lục Nam"
    assert clean(character * 3).strip() == ""


def test_a_mark_put_together_after_the_cleaning_is_still_composed():
    assert clean("e\u200b\u0302\ufe0f\u0301") == "ế"


def test_folding_takes_away_every_vietnamese_mark():
    assert fold("Đường Ổ ỗ ự ỡ Ậ") == "duong o o u o a"


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Đường bộ.geojson", "duong-bo.geojson"),
        ("ữ.csv", "u.csv"),
        ("ĐỊA CHỈ.CSV", "dia-chi.csv"),
        ("№№", "nono"),
        (".csv", "tep.csv"),
    ],
)
def test_a_file_name_keeps_its_letters(name, wanted):
    assert file_name(name) == wanted
