"""Words as the search compares them: without diacritics, and with them in one spelling.

Vietnamese writes a syllable a word. "hòa" and "hoà", "thủy" and "thuỷ" (place of the tone),
"kỹ" and "kĩ" (y or i alone after a consonant) are the same syllable, in NFC as in NFD.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from ckanext.bacgiang.catalogue.text import clean, fold

MAX_LETTERS = 64
"""Letters of a word that are compared; Solr refuses to look for endless ones."""

_WORD = re.compile(r"[^\W_]+")
# "GD&ĐT", "LĐ-TB&XH": parts of capitals, or of consonants alone, held together by an ampersand.
_AMPERSAND = re.compile(r"(?<!\w)[^\W\d_]{1,6}(?:[&-][^\W\d_]{1,6})+(?!\w)")
_VOWEL = re.compile("[aeiouy]")
# "lý" and "lí", "quý" and "quí": after these consonants a lone y is the same sound as i.
_LONE_Y = re.compile(r"^(h|k|l|m|qu|s|t)y$")
_PLURAL = re.compile(r"^(?=.*[aeiou])(\w{2,}[^siu\d])s$")

_TONES = {"\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0301": "s", "\u0323": "j"}
_SHAPES = {"\u0306": "w", "\u031b": "w"}
_CIRCUMFLEX = "\u0302"
_LEVEL = "z"


@dataclass(frozen=True, slots=True)
class Word:
    """One word: lower-case.

    ``bare`` has no diacritics. ``marked`` spells them in plain letters behind the letter of the
    tone ("đất" is "sddaat", "dat" is "zdat"), so that no analysis of a search engine can blur
    them. ``has_marks`` says whether any diacritic was written.
    """

    bare: str
    marked: str
    has_marks: bool


def words(text: str) -> tuple[Word, ...]:
    """Return the words of ``text`` in their order; punctuation parts them and is dropped."""
    composed = unicodedata.normalize("NFKC", clean(text))
    joined = _AMPERSAND.sub(_joined, composed)
    return tuple(_word(found.group()[:MAX_LETTERS]) for found in _WORD.finditer(joined))


def code(text: str) -> str:
    """Return an identifier as it is compared: "123/QĐ-UBND" gives "123qdubnd"."""
    return re.sub(r"[\W_]+", "", fold(clean(text)))


def _joined(found: re.Match[str]) -> str:
    chunk = found.group()
    letters = chunk.replace("&", "").replace("-", "")
    short = letters.isupper() or not _VOWEL.search(fold(letters))
    return letters if "&" in chunk and short else chunk


@lru_cache(maxsize=20_000)
def _word(written: str) -> Word:
    bare = _same_sound(fold(written))
    letters, tone = [], _LEVEL
    for letter in unicodedata.normalize("NFD", written.casefold()):
        if letter == "đ":
            letters.append("dd")
        elif letter == _CIRCUMFLEX and letters:
            letters.append(letters[-1])
        elif letter in _SHAPES:
            letters.append(_SHAPES[letter])
        elif letter in _TONES:
            tone = _TONES[letter]
        elif not unicodedata.combining(letter):
            letters.append(letter)
    spelled = _same_sound("".join(letters))
    return Word(bare, tone + spelled, tone != _LEVEL or spelled != bare)


def _same_sound(letters: str) -> str:
    """Return one spelling for two of the same word: y for i, an English plural."""
    if found := _LONE_Y.match(letters):
        return found.group(1) + "i"
    if len(letters) > 3 and letters.isascii() and (found := _PLURAL.match(letters)):
        return found.group(1)
    return letters
