"""Single values as RDF takes them: addresses, dates, telephone numbers.

A value that cannot be said in RDF is left out, never repaired into something nobody entered: one
bad address must not cost a harvester the whole page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from urllib.parse import quote, urlsplit, urlunsplit

from ckanext.bacgiang.catalogue.text import clean

_NEXT_ADDRESS = re.compile(r"(?<![\s;,|])[\s;,|]+(?=https?://)", re.IGNORECASE)
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]")
_MAIL = re.compile(r"([^\s@<>\"(),:;\\\[\]]+)@([^\s@]+)")
_UNFIT_FOR_IRI = re.compile(r"[\s\x00-\x20<>\"{}|\\^`\x7f-\x9f]")
_LOCAL_NUMBER = re.compile(r"0\d{9,10}")


class DateKind(StrEnum):
    """The XML Schema type that says no more of a date than is known."""

    YEAR = "gYear"
    MONTH = "gYearMonth"
    DAY = "date"
    INSTANT = "dateTime"


@dataclass(frozen=True, slots=True)
class Dated:
    """A date as it is written, and the XML Schema type that fits."""

    text: str
    kind: DateKind


def dated(value: str) -> Dated | None:
    """Return ``value`` with its type: "2022" a year, "2018-05" a month, "2026-04-03" a day.

    An ISO 8601 date and time is an instant. None for what is no date of the calendar: nothing is
    guessed, so "03/04/2026" is none either.
    """
    text = value.strip() if value.isascii() else ""
    try:
        if re.fullmatch(r"\d{4}", text):
            return Dated(text, DateKind.YEAR) if text != "0000" else None
        if re.fullmatch(r"\d{4}-\d{2}", text):
            date.fromisoformat(f"{text}-01")
            return Dated(text, DateKind.MONTH)
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return Dated(date.fromisoformat(text).isoformat(), DateKind.DAY)
        if re.match(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}", text):
            return Dated(datetime.fromisoformat(text).isoformat(), DateKind.INSTANT)
    except ValueError:
        return None
    return None


def addresses(value: str) -> tuple[str, ...]:
    """Return the web addresses in ``value``, percent-encoded, each once.

    One field sometimes holds two addresses; each is returned. What is no http or https address
    with a host is left out.
    """
    parts = _NEXT_ADDRESS.split(clean(value).strip())
    return tuple(dict.fromkeys(found for part in parts if (found := _address(part))))


def _address(text: str) -> str:
    try:
        split = urlsplit(re.sub(r"^<(.*)>$", r"\1", text.strip()))
        port = f":{split.port}" if split.port else ""
        host = _host(split.hostname or "")
    except ValueError:
        return ""
    if split.scheme.lower() not in ("http", "https") or not host:
        return ""
    return urlunsplit(
        (
            split.scheme.lower(),
            host + port,
            _encoded(split.path, "/:@!$&'()*+,;=~-._%"),
            _encoded(split.query, "/?:@!$&'()*+,;=~-._%"),
            _encoded(split.fragment, "/?:@!$&'()*+,;=~-._%"),
        )
    )


def _host(name: str) -> str:
    """Return the host in ASCII, without user name or password; empty where it is none."""
    if ":" in name:
        name = f"[{name}]"
    elif not name.isascii():
        name = name.encode("idna").decode("ascii")
    name = name.lower()
    return name if _HOST.fullmatch(name) else ""


def _encoded(part: str, kept: str) -> str:
    return quote(_STRAY_PERCENT.sub("%25", part), safe=kept, errors="replace")


def mail_address(value: str) -> str:
    """Return ``value`` as a ``mailto:`` IRI, empty where it is no e-mail address."""
    found = _MAIL.fullmatch(clean(value).strip().removeprefix("mailto:").strip())
    if not found or "." not in found[2][1:-1]:
        return ""
    try:
        host = _host(found[2])
    except ValueError:
        return ""
    return f"mailto:{quote(found[1], errors='replace', safe='!$&+-=.~_')}@{host}" if host else ""


def telephone(value: str) -> str:
    """Return ``value`` as a ``tel:`` IRI (RFC 3966), a Vietnamese number with its country code.

    What follows the digits, such as an extension, is left out; empty where there are too few.
    """
    found = re.match(r"[+\d(][\d\s.()/-]*", clean(value).strip())
    number = re.sub(r"[^+\d]", "", found[0]) if found else ""
    if _LOCAL_NUMBER.fullmatch(number):
        number = "+84" + number[1:]
    return f"tel:{number}" if re.fullmatch(r"\+?\d{3,15}", number) else ""


def fits_iri(iri: str) -> bool:
    """Return whether ``iri`` can be written in Turtle, N-Triples, RDF/XML and JSON-LD alike."""
    return not _UNFIT_FOR_IRI.search(iri) and bool(re.match(r"[A-Za-z][A-Za-z0-9+.-]*:.", iri))


def hexadecimal(value: str) -> str:
    """Return a checksum in lower-case hexadecimal, empty where it is none."""
    text = value.strip().lower()
    return text if len(text) % 2 == 0 and re.fullmatch(r"[0-9a-f]{8,128}", text) else ""


def media_type(value: str) -> str:
    """Return an IANA media type such as "text/csv" without parameters, empty where it is none."""
    text = value.partition(";")[0].strip().lower()
    return text if re.fullmatch(r"[a-z]+/[a-z0-9][a-z0-9.+-]*", text) else ""
