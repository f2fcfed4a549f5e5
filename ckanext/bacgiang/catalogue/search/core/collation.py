"""The order of a Vietnamese dictionary, as text that any machine sorts right byte by byte.

Letters first (a ă â b c d đ e ê …), then tones (level, huyền, hỏi, ngã, sắc, nặng), then small
before capital: the order of the Unicode Common Locale Data Repository for ``vi``. Python and the
ICU library can do it too, but a page of search results is cut by the search engine, which sorts
bytes; so the order is put into the bytes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TypeVar

from ckanext.bacgiang.catalogue.text import clean

Item = TypeVar("Item")

KEY_LETTERS = 300
"""Letters of a text that decide its place; more are cut, for the index's sake."""

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PLACES = {letter: chr(ord("A") + place) for place, letter in enumerate(_ALPHABET)}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_SHAPES = "\u0302\u0306\u031b"
# Below digits and letters in ASCII, and the first below the second: the end of a level comes
# before the gap between two words, so that "ma" stands before "ma mới".
_LEVEL, _GAP, _OTHER = "!", "-", "~"
_LOOKALIKES = str.maketrans("ðɖÐƉ", "đđĐĐ")
_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=2048)
def sort_key(text: str) -> str:
    """Return a key: texts sorted by their keys' code points or UTF-8 bytes are in Vietnamese order.

    Punctuation does not count, but parts words; digits stand before letters, other scripts after.
    """
    composed = unicodedata.normalize("NFC", clean(text)).strip()[:KEY_LETTERS]
    composed = composed.translate(_LOOKALIKES)
    parts = [_letters_and_tone(word) for word in _WORD.findall(composed)]
    letters = _GAP.join(letters for letters, _ in parts)
    tones = "".join(tone for _, tone in parts)
    return _LEVEL.join((letters, tones, composed.swapcase()))


def in_order(items: Iterable[Item], text: Callable[[Item], str]) -> list[Item]:
    """Return the items in the Vietnamese order of the text that ``text`` gives for each."""
    return sorted(items, key=lambda item: sort_key(text(item)))


def _letters_and_tone(word: str) -> tuple[str, str]:
    letters: list[str] = []
    tone = "0"
    for mark in unicodedata.normalize("NFD", word.lower()):
        if mark in _TONES:
            tone = _TONES[mark]
        elif mark in _SHAPES and letters:
            letters[-1] = unicodedata.normalize("NFC", letters[-1] + mark)
        elif not unicodedata.combining(mark):
            letters.append(mark)
    return "".join(_place(letter) for letter in letters), tone


def _place(letter: str) -> str:
    if letter in _PLACES:
        return _PLACES[letter]
    return letter if letter.isascii() else _OTHER + letter
