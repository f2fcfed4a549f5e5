"""Validators of single values of the schemas: texts, days, choices.

Each refusal says in the reader's language what to do.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.bacgiang.catalogue.text import clean

MAX_CHARACTERS = 10_000
"""Longest text of one field, in characters."""

MAX_BYTES = 32_000
"""Longest text of one field in UTF-8: Solr refuses a string field over 32,766 bytes."""

_DMY = re.compile(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$")
_MY = re.compile(r"^(\d{1,2})/(\d{4})$")


def bacgiang_text(value: Any) -> Any:
    """Return the text trimmed; refuse what is no text, and what is longer than one field holds."""
    if value is None or value is tk.missing:
        return value
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise tk.Invalid(tk._("Enter text here"))
    text = clean(str(value)).strip()
    if len(text) > MAX_CHARACTERS or len(text.encode()) > MAX_BYTES:
        raise tk.Invalid(too_long(text))
    return text


def too_long(text: str) -> str:
    """Return the message for a text longer than one field holds."""
    message: str = tk._("Too long: at most {limit} characters, this has {length}").format(
        limit=f"{MAX_CHARACTERS:,}".replace(",", "."),
        length=f"{len(text):,}".replace(",", "."),
    )
    return message


def bacgiang_list(value: Any) -> Any:
    """Return words of one kind as one text, separated by "; ", without blanks and repeats.

    Takes a list of texts too (Circular 24/2011/TT-BTTTT Art. 5: values separated by ";").
    """
    text = bacgiang_text("; ".join(value) if isinstance(value, list) else value)
    if not isinstance(text, str):
        return text
    words = dict.fromkeys(" ".join(word.split()) for word in re.split(r"[;\n]", text))
    return "; ".join(word for word in words if word)


def bacgiang_year(value: Any) -> Any:
    """Accept a year of four digits, from 1900 on."""
    if not re.fullmatch(r"(19|20|21)\d{2}", str(value).strip()):
        raise tk.Invalid(tk._("Write a year, such as 2025"))
    return str(value).strip()


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


def bacgiang_yes_no(value: Any) -> Any:
    """Return ``true`` or ``false`` as text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if str(value) in ("true", "false", ""):
        return value
    raise tk.Invalid(tk._("Choose yes or no"))


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
    if value in (None, tk.missing) or not str(value).strip():
        raise tk.Invalid(tk._("Choose a file or give the address of the data"))
    return value
