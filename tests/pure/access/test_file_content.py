"""How the bytes of a file decide what a browser does with it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.bacgiang.access.core.disposition import disposition
from ckanext.bacgiang.access.core.file_content import SHOWN, Served, served

SCRIPT = "<script>alert(1)</script>"


@pytest.mark.parametrize(
    ("head", "detected", "wanted"),
    [
        (b"%PDF-1.7", "application/pdf", Served("application/pdf", shown=True)),
        (b"\x89PNG", "image/png", Served("image/png", shown=True)),
        ("mã;tên\n".encode(), "text/csv", Served("text/plain; charset=utf-8", shown=True)),
        (b'{"a": 1}', "application/json", Served("text/plain; charset=utf-8", shown=True)),
        (b"", "text/plain", Served("text/plain; charset=utf-8", shown=True)),
        (b"m\xb7;t\xaan", "text/plain", Served("text/plain", shown=True)),
        ("mã".encode("utf-16"), "text/plain", Served("text/plain; charset=utf-16", shown=True)),
        (b"<!DOCTYPE html>", "text/html", Served("text/html", shown=False)),
        (b"<svg/>", "image/svg+xml", Served("image/svg+xml", shown=False)),
        (b"<?xml version='1.0'?>", "text/xml", Served("application/xml", shown=False)),
        (b"<5;10\n", "text/plain", Served("application/xml", shown=False)),
        (b"alert(1)", "application/javascript", Served("text/plain; charset=utf-8", shown=True)),
        (b"body{}", "text/css", Served("text/plain; charset=utf-8", shown=True)),
        (b"PK\x03\x04\x00", "application/zip", Served("application/zip", shown=False)),
        (b"CWS\x00", "application/x-shockwave-flash", Served("application/octet-stream", False)),
        (b"\x00\x01", "application/octet-stream", Served("application/octet-stream", False)),
    ],
)
def test_a_file_is_served_as_what_its_bytes_are(head, detected, wanted):
    assert served(head, detected) == wanted


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1258"])
@pytest.mark.parametrize("before", ["", " \r\n\t", "\ufeff"])
def test_markup_is_never_shown_however_it_is_encoded(encoding, before):
    letters = before.replace("\ufeff", "") if encoding == "cp1258" else before
    head = (letters + SCRIPT).encode(encoding)
    for detected in ("text/html", "text/plain", "image/svg+xml", "application/octet-stream"):
        how = served(head, detected)
        assert not how.shown or how.content_type.startswith("text/plain"), (detected, how)


@given(st.binary(max_size=200), st.text("abcxyz/+-.;\r\n", max_size=40) | st.sampled_from([
    "text/html", "text/javascript", "application/javascript", "application/x-javascript",
    "image/svg+xml", "application/xhtml+xml", "text/css", "application/x-shockwave-flash",
]))  # fmt: skip
def test_no_bytes_are_called_a_script_or_a_style_and_what_is_shown_is_on_the_list(head, detected):
    how = served(head, detected)
    assert not re.search(r"javascript|ecmascript|css|flash", how.content_type)
    assert "\n" not in how.content_type
    if how.shown:
        assert how.content_type in SHOWN or how.content_type.startswith("text/plain")


def test_a_name_keeps_its_letters_and_has_a_plain_one_beside_it():
    given, _, typed = disposition("Đường bộ.csv", "duong-bo.csv", shown=True).rpartition("; ")
    assert given == 'inline; filename="duong-bo.csv"'
    assert typed == "filename*=UTF-8''%C4%90%C6%B0%E1%BB%9Dng%20b%E1%BB%99.csv"
    assert disposition("a.csv", "a.csv", shown=False) == 'attachment; filename="a.csv"'


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_name_ends_the_header_or_its_quotes(name, plain):
    header = disposition(name, plain, shown=False)
    assert re.fullmatch(
        r"attachment; filename=\"[A-Za-z0-9._ -]+\"(?:; filename\*=UTF-8''[\x21-\x7e]+)?", header
    )
    assert ";" not in header.partition("''")[2]
