"""From the bytes of a text to its letters, and how sure that is.

A text rarely says in which encoding it is. UTF-8 and a mark at the start prove themselves; all else
is a guess and is called one.
"""

from __future__ import annotations

import codecs
import unicodedata
from dataclasses import dataclass

import charset_normalizer

from ckanext.bacgiang.catalogue.core.text_kinds import utf_16_without_mark
from ckanext.bacgiang.text.marks import short_runs

UNREADABLE = "\ufffd"
"""Stands for bytes that are no letter in the encoding of the text."""

_SAMPLE = 64 * 1024
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"),
          (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
_CERTAIN_ENOUGH = 8
"""Letters of UTF-8 beyond ASCII for each byte that is none, that prove a text to be UTF-8."""

_VIETNAMESE = frozenset(
    letter
    for base in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
    for mark in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    for letter in unicodedata.normalize("NFC", base + mark)
) | frozenset("đĐ–—“”‘’…°²³±×€ ₫")
_MOSTLY = 0.9
_NAMES = {
    "cp1258": "Windows-1258",
    "cp1252": "Windows-1252",
    "big5": "Big5",
    "gb18030": "GB18030",
    "mac_roman": "Mac Roman",
    "cp932": "Shift JIS",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
}
_GUESSED = [name for name in _NAMES if not name.startswith("utf")]


@dataclass(frozen=True, slots=True)
class Text:
    """The letters of a text. ``encoding`` is its usual name, ``guessed`` whether it is a guess."""

    letters: str
    encoding: str
    guessed: bool


def read(content: bytes, *, complete: bool) -> Text:
    """Return the text of ``content``, the start of a file or, where ``complete``, all of it.

    What is no letter is given as ``UNREADABLE``. Never raises.
    """
    for mark, name in _MARKS:
        if content.startswith(mark):
            return Text(_decoded(content, name, complete=complete), _plain(name), guessed=False)
    sample = content[:_SAMPLE]
    name = utf_16_without_mark(sample) if b"\0" in sample else ""
    if not name and _is_utf_8(_decoded(sample, "utf-8", complete=False)):
        letters = _decoded(content, "utf-8", complete=complete)
        if _is_utf_8(letters):
            return Text(letters, "UTF-8", guessed=False)
    name = name or _guess(sample)
    return Text(_decoded(content, name, complete=complete), _NAMES[name], guessed=True)


def _is_utf_8(letters: str) -> bool:
    """Return whether a text that was read as UTF-8 is that, but for a wrong byte here and there."""
    wrong = letters.count(UNREADABLE)
    beyond = len(letters) - len(letters.encode("ascii", "ignore")) - wrong if wrong else 0
    return not wrong or beyond >= _CERTAIN_ENOUGH * wrong


def _guess(sample: bytes) -> str:
    """Return the likeliest encoding; the Vietnamese one of Windows where its letters make sense."""
    text = unicodedata.normalize("NFC", short_runs(_decoded(sample, "cp1258", complete=True)))
    beyond = [letter for letter in text if letter > "\x7f"]
    if sum(letter in _VIETNAMESE for letter in beyond) >= _MOSTLY * len(beyond):
        return "cp1258"
    best = charset_normalizer.from_bytes(sample, cp_isolation=_GUESSED).best()
    return best.encoding if best and best.encoding in _NAMES else "cp1258"


def _decoded(content: bytes, name: str, *, complete: bool) -> str:
    return codecs.getincrementaldecoder(name)(errors="replace").decode(content, complete)


def _plain(name: str) -> str:
    return "UTF-8" if name == "utf-8-sig" else "UTF-16"
