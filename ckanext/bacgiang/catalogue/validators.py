"""Validators of single values of the schemas.

Each refusal says in the reader's language what to do.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

import ckan.plugins.toolkit as tk

from ckanext.bacgiang.catalogue import lookup
from ckanext.bacgiang.catalogue.text import clean

MAX_CHARACTERS = 10_000
"""Longest text of one field, in characters."""

MAX_BYTES = 32_000
"""Longest text of one field in UTF-8: Solr refuses a string field over 32,766 bytes."""

_DMY = re.compile(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$")
_MY = re.compile(r"^(\d{1,2})/(\d{4})$")
_EMAIL = re.compile(r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$")
_PHONE = re.compile(r"^(\+84|0)\d{8,10}$")
_AGENCY_CODE = re.compile(
    r"^([A-Y]\d{2}(\.[A-Z0-9]+)*|Z(0[1-9]|[1-9]\d)\S{1,32}|\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2})$"
)


def bacgiang_text(value: Any) -> Any:
    """Return the text trimmed; refuse what is no text, and what is longer than one field holds."""
    if value is None or value is tk.missing:
        return value
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise tk.Invalid(tk._("Enter text here"))
    text = clean(str(value)).strip()
    if len(text) > MAX_CHARACTERS or len(text.encode()) > MAX_BYTES:
        raise tk.Invalid(
            tk._("Too long: at most {limit} characters, this has {length}").format(
                limit=f"{MAX_CHARACTERS:,}".replace(",", "."),
                length=f"{len(text):,}".replace(",", "."),
            )
        )
    return text


def bacgiang_date(value: Any) -> Any:
    """Return the day as ``YYYY-MM-DD``; accepts that form, dd/mm/yyyy, a date or a datetime."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if value in ("", None):
        return value
    text = str(value).strip()
    if found := _DMY.match(text):
        text = f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}"
    try:
        return date.fromisoformat(text[:10] if "T" in text else text).isoformat()
    except ValueError:
        raise tk.Invalid(tk._("Not a day of the calendar; write it as 31/12/2025")) from None


def bacgiang_partial_date(value: Any) -> Any:
    """Return ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, as much as is known, never more."""
    text = str(value or "").strip()
    if not text or re.fullmatch(r"(1[89]|20|21)\d{2}", text):
        return text
    if found := _MY.match(text):
        text = f"{found[2]}-{int(found[1]):02d}"
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text):
        return text
    try:
        return bacgiang_date(text)
    except tk.Invalid:
        message = tk._("Write a year, a month (12/2025) or a day (31/12/2025)")
        raise tk.Invalid(message) from None


def bacgiang_issued(value: Any) -> Any:
    """Accept the day of first publication that the portal has set; see :mod:`.actions`."""
    return "" if value in (None, tk.missing) else bacgiang_date(value)


def bacgiang_yes_no(value: Any) -> Any:
    """Return ``true`` or ``false`` as text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if str(value) in ("true", "false", ""):
        return value
    raise tk.Invalid(tk._("Choose yes or no"))


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


def bacgiang_tags(value: Any) -> Any:
    """Return keywords split at commas, without blanks at the ends and without repeats."""
    if not isinstance(value, str):
        return value
    seen = dict.fromkeys(word.strip() for word in re.split(r"[,;\n]", clean(value)))
    words = [re.sub(r"\s+", " ", word) for word in seen if word]
    for word in words:
        if not 2 <= len(word) <= 100 or not re.fullmatch(r"[\w \-.]*", word):
            raise tk.Invalid(
                tk._('Keyword "{word}": 2 to 100 letters, digits, blanks or - _ .').format(
                    word=word[:60]
                )
            )
    return ",".join(words)


def bacgiang_required_link(value: Any) -> Any:
    """Refuse a resource that has neither a file nor an address."""
    if value in (None, "", tk.missing):
        raise tk.Invalid(tk._("Choose a file or give the address of the data"))
    return value


def bacgiang_database_exists(value: Any) -> Any:
    """Accept the name of a shared-database entry of this portal."""
    if not lookup.existing_entries([value], "shared_database"):
        raise tk.Invalid(tk._('No shared database has the name "{name}"').format(name=value))
    return value


def bacgiang_organization_exists(value: Any) -> Any:
    """Accept the name of an organisation of this portal."""
    if not lookup.organization_exists(value):
        raise tk.Invalid(tk._('No agency has the name "{name}"').format(name=value))
    return value
