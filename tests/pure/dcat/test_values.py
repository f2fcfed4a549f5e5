"""Values leave as RDF can carry them, or not at all."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.bacgiang.dcat.values import (
    Dated,
    DateKind,
    addresses,
    dated,
    fits_iri,
    hexadecimal,
    mail_address,
    media_type,
    telephone,
)

WELL_FORMED = re.compile(r"https?://[a-z0-9.\[\]:-]+[A-Za-z0-9/?#:@!$&'()*+,;=~._%-]*")


@pytest.mark.parametrize(
    ("written", "served"),
    [
        ("2022", Dated("2022", DateKind.YEAR)),
        ("2018-05", Dated("2018-05", DateKind.MONTH)),
        (" 2026-04-03 ", Dated("2026-04-03", DateKind.DAY)),
        ("2026-04-03T08:30:00+07:00", Dated("2026-04-03T08:30:00+07:00", DateKind.INSTANT)),
        ("2026-04-03 08:30", Dated("2026-04-03T08:30:00", DateKind.INSTANT)),
    ],
)
def test_a_date_has_the_type_that_says_no_more_than_is_known(written, served):
    assert dated(written) == served


@pytest.mark.parametrize(
    "written",
    [
        "",
        "0000",
        "2026-13",
        "2026-02-30",
        "03/04/2026",
        "31/04/2026",
        "hôm qua",
        "20260403",
        "2021-03-23 11:08 Asia/Ho_Chi_Minh",
        "２０２２",
    ],
)
def test_what_is_no_date_is_none(written):
    assert dated(written) is None


@given(st.dates(min_value=date(1, 1, 1)))
def test_every_day_of_the_calendar_is_a_day(day):
    assert dated(day.isoformat()) == Dated(day.isoformat(), DateKind.DAY)


@given(st.text())
def test_any_text_gives_a_date_of_the_calendar_or_none(text):
    found = dated(text)
    assert found is None or re.match(r"\d{4}", found.text)


@pytest.mark.parametrize(
    ("written", "served"),
    [
        ("https://example.vn/a.csv", ("https://example.vn/a.csv",)),
        (" HTTPS://Example.VN/A ", ("https://example.vn/A",)),
        ("https://example.vn/tệp 1.csv", ("https://example.vn/t%E1%BB%87p%201.csv",)),
        ("https://example.vn/t%E1%BB%87p", ("https://example.vn/t%E1%BB%87p",)),
        ("https://example.vn/100%", ("https://example.vn/100%25",)),
        ("https://example.vn/?a=[1]&b=đ", ("https://example.vn/?a=%5B1%5D&b=%C4%91",)),
        ("https://dữliệu.vn/x", ("https://xn--dliu-nw5ark.vn/x",)),
        ("<https://example.vn/a>", ("https://example.vn/a",)),
        ("http://a.vn/1; http://b.vn/2", ("http://a.vn/1", "http://b.vn/2")),
        ("http://a.vn/1 http://a.vn/1", ("http://a.vn/1",)),
        ("http://[2001:db8::1]:8080/x", ("http://[2001:db8::1]:8080/x",)),
        ("https://ai:mat-khau@example.vn/x", ("https://example.vn/x",)),
    ],
)
def test_addresses_are_served_percent_encoded(written, served):
    assert addresses(written) == served


@pytest.mark.parametrize(
    "written",
    [
        "",
        "example.vn",
        "https://",
        "https:///a",
        "http://[::1",
        "http://example.vn:cổng/",
        "ftp://example.vn/a",
        "javascript:alert(1)",
        "http://" + "a" * 300 + "đ.vn/",
    ],
)
def test_what_is_no_web_address_is_left_out(written):
    assert addresses(written) == ()


@given(st.text() | st.text().map(lambda rest: f"https://example.vn/{rest}"))
def test_whatever_is_typed_only_well_formed_addresses_come_out(text):
    for address in addresses(text):
        assert WELL_FORMED.fullmatch(address)
        assert fits_iri(address)
        assert addresses(address) == (address,)


@pytest.mark.parametrize(
    ("written", "served"),
    [
        ("an@example.vn", "mailto:an@example.vn"),
        ("mailto:an@Example.VN", "mailto:an@example.vn"),
        ("đầu.mối@example.vn", "mailto:%C4%91%E1%BA%A7u.m%E1%BB%91i@example.vn"),
        ("an@localhost", ""),
        ("không có", ""),
        ("a@b.vn, c@d.vn", ""),
    ],
)
def test_a_mail_address_is_an_iri_or_nothing(written, served):
    assert mail_address(written) == served


@pytest.mark.parametrize(
    ("written", "served"),
    [
        ("0204 3854 117", "tel:+842043854117"),
        ("(0204) 3.854.117 máy lẻ 12", "tel:+842043854117"),
        ("0204.3854.117 máy lẻ 12", "tel:+842043854117"),
        ("+84 912 345 678", "tel:+84912345678"),
        ("1022", "tel:1022"),
        ("phòng 12", ""),
        ("12", ""),
    ],
)
def test_a_telephone_number_is_an_iri_or_nothing(written, served):
    assert telephone(written) == served


@pytest.mark.parametrize(
    ("iri", "fits"),
    [
        ("https://example.vn/a", True),
        ("urn:isbn:1", True),
        ("https://example.vn/a b", False),
        ("https://example.vn/a\u00a0b", False),
        ("https://example.vn/{a}", False),
        ("https://example.vn/\x0b", False),
        ("example", False),
    ],
)
def test_an_iri_fits_only_what_every_format_can_write(iri, fits):
    assert fits_iri(iri) is fits


def test_checksums_and_media_types_are_served_only_in_their_form():
    assert hexadecimal("AB" * 16) == "ab" * 16
    assert (hexadecimal("abc"), hexadecimal("không"), hexadecimal("")) == ("", "", "")
    assert media_type("Text/CSV; charset=utf-8") == "text/csv"
    assert (media_type("csv"), media_type("text/"), media_type("a b/c")) == ("", "", "")
