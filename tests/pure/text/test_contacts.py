"""Telephone numbers, e-mail and web addresses as officials write them, and as others abuse them."""

import pytest

from ckanext.bacgiang.text.mail import mail_address
from ckanext.bacgiang.text.telephones import telephones
from ckanext.bacgiang.text.web import is_link, is_web_address


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("0204 3854 117", "02043854117"),
        ("(0204) 3.854-117", "02043854117"),
        ("0204–3854–117", "02043854117"),
        ("0084 204 3854 117", "+842043854117"),
        ("84 204 3854 117", "+842043854117"),
        ("+84 912.345.678", "+84912345678"),
        ("Tel: 0204 3854 117 ext. 5", "02043854117 máy lẻ 5"),
        ("0204.3854.117 (máy lẻ 12)", "02043854117 máy lẻ 12"),
        ("0204 3854 117 / 0912 345 678", "02043854117; 0912345678"),
        ("0204 3854 117 – 0912 345 678", "02043854117; 0912345678"),
        ("0204 3854 117 hoặc 1022", "02043854117; 1022"),
        ("02043854117 máy lẻ 12; 0912345678", "02043854117 máy lẻ 12; 0912345678"),
        ("0204 3854 117; 02043854117", "02043854117"),
        ("1022", "1022"),
        ("113", "113"),
        ("1900 1234", "19001234"),
        ("080 43162", "08043162"),
    ],
)
def test_telephones_of_vietnam_are_kept_in_digits(written, kept):
    assert "; ".join(map(str, telephones(written))) == kept
    assert "; ".join(map(str, telephones(kept))) == kept


@pytest.mark.parametrize(
    "written",
    [
        "",
        "0240 3854 117",
        "0204 3854 11",
        "0204 3854 1170",
        "912345678",
        "+1 202 555 0123",
        "0204",
        "12",
        "máy lẻ 12",
        "0204 3854 117 và phòng 12",
        "0" * 5000,
        "1022; " * 200,
    ],
)
def test_what_is_no_telephone_number_is_none_and_no_part_of_it_is_dropped(written):
    assert telephones(written) == ()


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("so-y-te@bacgiang.gov.vn", "so-y-te@bacgiang.gov.vn"),
        (" mailto:an@BacGiang.gov.vn ", "an@bacgiang.gov.vn"),
        ("MAILTO:an@bacgiang.gov.vn?subject=Hỏi", "an@bacgiang.gov.vn"),
        ("<an@bacgiang.gov.vn>", "an@bacgiang.gov.vn"),
        (".a@b.vn", ""),
        ("a.@b.vn", ""),
        ("a..b@b.vn", ""),
        ("a@b", ""),
        ("a@-b.vn", ""),
        ("an@b.vn, ba@b.vn", ""),
        ("đầu.mối@example.vn", ""),
        ("a" * 5000 + "@b.vn", ""),
    ],
)
def test_one_email_address_or_none(written, kept):
    assert mail_address(written) == kept


TRICKS = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "java\tscript:alert(1)",
    "\x01javascript:alert(1)",
    "\u00a0javascript:alert(1)",
    "javascript://example.vn/%0aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "file://may-chu/chia-se/so-lieu.xlsx",
    "blob:https://example.vn/1",
    "view-source:https://example.vn",
    "https:javascript:alert(1)",
    "https:///example.vn",
    "https:\\\\example.vn",
    "https://example.vn\\@other.vn",
    "//example.vn/a",
    "www.example.vn",
    "https://exa mple.vn",
    "https://example.vn/a\nb",
    "https://example.vn:port/",
    "https://",
    "https://[::1",
]


@pytest.mark.parametrize("written", [*TRICKS, "ftp://example.vn/so-lieu.csv"])
def test_only_addresses_of_the_web_are_taken_in(written):
    assert not is_web_address(written)


@pytest.mark.parametrize("written", TRICKS)
def test_what_is_stored_of_another_kind_is_no_link(written):
    assert not is_link(written)


@pytest.mark.parametrize(
    "written",
    [
        "https://bacgiang.gov.vn",
        "HTTP://bacgiang.gov.vn/a?b=c&d=%20#e",
        "https://dữ-liệu.vn/Đường-bộ.csv",
        "http://10.0.0.1:8080/wms",
        "https://[2001:db8::1]/a",
    ],
)
def test_an_address_of_the_web_is_taken_in_and_linked(written):
    assert is_web_address(written)
    assert is_link(written)
