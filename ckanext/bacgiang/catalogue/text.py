"""Vietnamese text as the catalogue keeps it: one form, no invisible characters, readable slugs.

Text is stored in Unicode Normalization Form C (Unicode Standard Annex 15).
"""

from __future__ import annotations

import re
import unicodedata

SLUG_MIN, SLUG_MAX = 2, 100
"""Length of a CKAN name, in characters."""

RESERVED_SLUGS = frozenset({"new", "edit", "search", "activity", "groups", "resource", "api"})
"""Names that CKAN keeps for pages of its own."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]+")
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]+")
_YEAR_AT_END = re.compile(r"-((?:19|20)\d{2})$")
_STROKED = str.maketrans({"đ": "d", "Đ": "D"})


def clean(text: str) -> str:
    """Return ``text`` in NFC, without zero-width characters, control characters become a space.

    Line breaks and tabs stay; a Windows line break becomes a plain one, a no-break space a space.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    text = _INVISIBLE.sub("", _CONTROL.sub(" ", text))
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Return ``text`` lower-cased and without diacritics: "Đất đai" gives "dat dai"."""
    decomposed = unicodedata.normalize("NFKD", text).translate(_STROKED)
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return bare.casefold()


def slug(title: str, *, taken: frozenset[str] = frozenset(), filler: str = "du-lieu") -> str:
    """Return a CKAN name made of ``title``, not among ``taken``, 2 to 100 characters.

    "Tập dữ liệu về đường bộ" gives "tap-du-lieu-ve-duong-bo", the same for NFC and NFD. A year at
    the end survives the cut of a long title; what is too short or reserved gets ``filler``.
    """
    words = re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")
    if len(words) < SLUG_MIN or words in RESERVED_SLUGS:
        words = f"{words}-{filler}".strip("-")
    base = _cut(words, SLUG_MAX)
    name, count = base, 1
    while name in taken:
        count += 1
        suffix = f"-{count}"
        name = _cut(base, SLUG_MAX - len(suffix)) + suffix
    return name


def _cut(words: str, length: int) -> str:
    if len(words) <= length:
        return words
    year = _YEAR_AT_END.search(words)
    tail = year.group(0) if year else ""
    head = words[: length - len(tail)]
    if "-" in head[1:]:
        head = head[: head.rindex("-")]
    return head.strip("-") + tail


def file_name(name: str) -> str:
    """Return ``name`` as a safe file name that keeps its letters: "Đường bộ.GeoJSON" gives
    "duong-bo.geojson"; a name without usable letters becomes "tep" with its extension."""
    stem, dot, extension = name.rpartition(".")
    if not dot:
        stem, extension = extension, ""
    stem = re.sub(r"[^a-z0-9_]+", "-", fold(stem)).strip("-") or "tep"
    extension = re.sub(r"[^a-z0-9]+", "", fold(extension))
    return f"{stem[:90]}.{extension}" if extension else stem[:90]
