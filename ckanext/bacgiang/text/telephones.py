"""Telephone numbers of Vietnam, as officials write them, read by the library ``phonenumbers``.

The library knows which area codes are dead (0240 became 0204 in 2017) and how many digits each
network has. It does not know the short service numbers of provinces such as 1022, nor the numbers
of the state's own networks 080 and 069; those are accepted by shape.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import phonenumbers

MAX_CHARACTERS = 200
"""Longest text that is looked at; more is no list of telephone numbers."""

EXTENSION = "máy lẻ"
"""Word before an extension in what is stored."""

_LABEL = re.compile(r"^(?:tel|phone|đt|điện thoại|sđt|đtdđ|fax)\s*[:.]\s*", re.IGNORECASE)
_EXTENSION = re.compile(
    r"(?:máy lẻ|máy nhánh|nội bộ|lẻ|nhánh|ext|x)[\s.:=]{0,5}(\d{1,6})\s{0,5}\)?$", re.IGNORECASE
)
_BETWEEN = re.compile(r"[;,/|\n]|\s[-–—]\s|\s(?:hoặc|và|or)\s", re.IGNORECASE)
_WRITTEN = re.compile(r"[+(]?\d[\d\s.()–—‐‑-]*")
_TRUNK = re.compile(r"0|\+84|84|1[89]00")
_SHORT = re.compile(r"1\d{2,3}")
_STATE_NETWORKS = re.compile(r"0(?:80\d{5}|69\d{6,7})")


@dataclass(frozen=True, slots=True)
class Telephone:
    """A number with digits alone, perhaps behind a "+"; ``extension`` is empty where none is."""

    number: str
    extension: str = ""

    def __str__(self) -> str:
        """Return the number as it is stored and read: "02043854117 máy lẻ 12"."""
        return f"{self.number} {EXTENSION} {self.extension}" if self.extension else self.number


def telephones(text: str) -> tuple[Telephone, ...]:
    """Return every number in ``text`` in its order, each once.

    Empty where any part of it is no telephone number of Vietnam: nothing is dropped unseen.
    """
    whole = text.strip()
    if not whole or len(whole) > MAX_CHARACTERS:
        return ()
    if one := _one(whole):
        return (one,)
    parts = [part for part in _BETWEEN.split(whole) if part.strip()]
    found = [_one(part.strip()) for part in parts]
    known = [one for one in found if one]
    return tuple(dict.fromkeys(known)) if len(known) == len(found) else ()


def _one(text: str) -> Telephone | None:
    bare = _LABEL.sub("", text)
    extension = ""
    if found := _EXTENSION.search(bare):
        bare, extension = bare[: found.start()].rstrip(" ,;(").removesuffix("số"), found[1]
    bare = bare.strip(" ,;(") if extension else bare.strip()
    if not _WRITTEN.fullmatch(bare):
        return None
    digits = re.sub(r"[^+\d]", "", bare)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    number = _known(digits)
    return Telephone(number, extension) if number else None


def _known(digits: str) -> str:
    """Return a number as it is kept: 0… as it was written, else with +84; empty for none."""
    if _SHORT.fullmatch(digits) or _STATE_NETWORKS.fullmatch(digits):
        return digits
    if not _TRUNK.match(digits):
        return ""
    try:
        parsed = phonenumbers.parse("+" + digits if digits.startswith("84") else digits, "VN")
    except phonenumbers.NumberParseException:
        return ""
    if parsed.country_code != 84 or not phonenumbers.is_valid_number(parsed):
        return ""
    national = str(parsed.national_number)
    if digits.startswith(("18", "19")):
        return national
    return f"0{national}" if digits.startswith("0") else f"+84{national}"
