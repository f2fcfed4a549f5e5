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
_YEAR = re.compile(r"(?:19|20)\d\d")
_KINDS = re.compile(r"\d+|\D+")

MAX_TOGETHER = 12
"""Longest of two words that are also looked for written together."""


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


def apart(word: Word) -> tuple[Word, ...]:
    """Return the letters and the digits of a word as words of their own: "covid19" is covid, 19.

    Empty for a word of one kind.
    """
    bare, spelled = _KINDS.findall(word.bare), _KINDS.findall(word.marked[1:])
    if len(bare) < 2 or len(bare) != len(spelled):
        return ()
    tones = [_LEVEL if part[0].isdigit() else word.marked[0] for part in bare]
    parts = zip(bare, tones, spelled, strict=True)
    return tuple(Word(one, tone + own, tone != _LEVEL or own != one) for one, tone, own in parts)


def together(first: Word, second: Word) -> Word | None:
    """Return letters and digits side by side as one word: covid, 19 is "covid19".

    None for two words of one kind, and for what nobody writes together: a word with diacritics, a
    long one, a year.
    """
    kinds = {first.bare.isdigit(), second.bare.isdigit()}
    longest = max(len(first.bare), len(second.bare))
    written_apart = first.has_marks or second.has_marks or longest > MAX_TOGETHER
    if len(kinds) < 2 or written_apart or apart(first) or apart(second):
        return None
    if _YEAR.fullmatch(first.bare) or _YEAR.fullmatch(second.bare):
        return None
    return Word(first.bare + second.bare, first.marked + second.marked[1:], False)


def begins(typed: Word, known: Word) -> bool:
    """Return whether ``typed`` may be the beginning of ``known``; typed diacritics are obeyed.

    "da", "đa" and "đấ" begin "đất"; "dâ" and "đà" do not.
    """
    if not typed.has_marks:
        return known.bare.startswith(typed.bare)
    same_tone = typed.marked[0] in (_LEVEL, known.marked[0])
    return same_tone and known.marked[1:].startswith(typed.marked[1:])


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
        if letter in "đðɖ":
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
