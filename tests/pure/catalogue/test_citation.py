"""The citation names who, what, when and where, ready to copy."""

from dataclasses import replace
from datetime import date

from ckanext.bacgiang.catalogue.citation import Cited, citation

CITED = Cited(
    "Sở Y tế",
    "Danh sách cơ sở khám bệnh",
    date(2026, 1, 5),
    "Cổng dữ liệu mở tỉnh Bắc Giang",
    "https://data.example.vn/dataset/co-so-kham-benh",
)


def test_it_is_one_line_in_vietnamese():
    assert citation(CITED) == (
        "Sở Y tế, “Danh sách cơ sở khám bệnh”, cập nhật ngày 05/01/2026,"
        " Cổng dữ liệu mở tỉnh Bắc Giang, https://data.example.vn/dataset/co-so-kham-benh"
    )


def test_it_is_english_for_an_english_page():
    assert ", updated 2026-01-05, " in citation(CITED, "en")


def test_what_is_not_known_is_left_out_without_a_trace():
    text = citation(replace(CITED, agency="", modified=None))
    assert text.startswith("“Danh sách")
    assert ", ," not in text
    assert "cập nhật" not in text
