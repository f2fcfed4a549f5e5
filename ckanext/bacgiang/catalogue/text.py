"""Vietnamese text as the catalogue keeps it: one form, no invisible characters, readable slugs.

Text is stored in Unicode Normalization Form C (Unicode Standard Annex 15).
"""

from __future__ import annotations

import re
import unicodedata

from ckanext.bacgiang.text.marks import short_runs

SLUG_MIN, SLUG_MAX = 2, 100
"""Length of a CKAN name, in characters."""

RESERVED_SLUGS = frozenset({"new", "edit", "search", "activity", "groups", "resource", "api"})
"""Names that CKAN keeps for pages of its own."""

_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]+"
)

# What Unicode calls default ignorable (DerivedCoreProperties.txt, Unicode 15): zero-width and
# bidirectional controls, variation selectors, tag characters. Fillers that take up room are blanks.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)
_BLANK = re.compile(
    "[\u00a0\u115f\u1160\u1680\u2000-\u200a\u202f\u205f\u2800\u3000\u3164\uffa0\U0001d159]"
)
_YEAR_AT_END = re.compile(r"-((?:19|20)\d{2})$")
_STROKED = str.maketrans(dict.fromkeys("đðɖ", "d") | dict.fromkeys("ĐÐƉ", "D"))
# Đ, and the two letters that look like it and stand for it in texts of old converters.


def clean(text: str) -> str:
    """Return ``text`` in NFC, without characters that nobody sees; controls become a space.

    Line breaks and tabs stay; a Windows line break becomes a plain one. A no-break space, a
    filler and every other character that looks blank becomes a space, so that a text of nothing
    but such characters is empty once it is trimmed. Of a long run of combining marks only the
    start stays.
    """
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _BLANK.sub(" ", _INVISIBLE.sub("", _CONTROL.sub(" ", text)))
    return unicodedata.normalize("NFC", short_runs(text))


def fold(text: str) -> str:
    """Return ``text`` lower-cased and without diacritics: "Đất đai" gives "dat dai"."""
    decomposed = unicodedata.normalize("NFKD", short_runs(text)).translate(_STROKED)
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
