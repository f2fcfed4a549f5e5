"""Validators of addresses and codes: the web, e-mail, telephones of Vietnam, agencies."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import ckan.plugins.toolkit as tk

_EMAIL = re.compile(r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$")
_PHONE = re.compile(r"^((\+84|0)\d{8,10}|1[89]00\d{4,6})$")
_AGENCY_CODE = re.compile(
    r"^([A-Y]\d{2}(\.[A-Z0-9]+)*|Z(0[1-9]|[1-9]\d)\S{1,32}|\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2})$"
)


def bacgiang_web_address(value: Any) -> Any:
    """Accept one http or https address with a host and without blanks."""
    if not value:
        return value
    try:
        parts = urlsplit(value)
        good = parts.scheme in ("http", "https") and parts.hostname and not re.search(r"\s", value)
    except ValueError:
        good = False
    if not good:
        raise tk.Invalid(tk._("Not a web address; it starts with https:// and has no blanks"))
    return value


def bacgiang_email(value: Any) -> Any:
    """Accept one e-mail address of plain letters, as mail servers take it."""
    if not _EMAIL.match(value) or ".." in value:
        raise tk.Invalid(tk._("Not an e-mail address; write one such as ten@bacgiang.gov.vn"))
    return value


def bacgiang_phone(value: Any) -> Any:
    """Accept a telephone number of Vietnam; blanks, dots and hyphens are taken out."""
    number = re.sub(r"[\s.()-]", "", value)
    if not _PHONE.match(number):
        raise tk.Invalid(tk._("Not a telephone number of Vietnam; write 0204 3854 117 or +84…"))
    return number


def bacgiang_agency_code(value: Any) -> Any:
    """Accept an agency identifier by shape (Decision 20/2020/QĐ-TTg Art. 4-6, or the old form)."""
    if len(value) > 35 or not _AGENCY_CODE.match(value):
        raise tk.Invalid(
            tk._("Not an agency identifier by Decision 20/2020/QĐ-TTg, such as H02.10")
        )
    return value
