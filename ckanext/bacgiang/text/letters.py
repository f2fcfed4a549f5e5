"""Đ and the two letters that look like it: Ð (eth, U+00D0) and Ɖ (African D, U+0189).

Old converters and fonts wrote one for the other. Nothing but the word tells which was meant: in
Vietnamese the letter begins a syllable, or stands in an abbreviation; in Icelandic the eth does
neither.
"""

from __future__ import annotations

import re
import unicodedata

LOOKALIKES = "ÐðƉɖ"
"""Letters that are drawn like Đ and đ."""

_MEANT = str.maketrans(LOOKALIKES, "ĐđĐđ")
_WORD = re.compile(r"[^\W\d_]+")
_SYLLABLE = re.compile(r"đ[aeiouy]{1,3}(?:ch|ng|nh|[ckmnpt])?")
_VOWELS = frozenset("aeiouy")
_OF_VIETNAMESE = frozenset("\u0306\u0309\u031b\u0323")
"""Breve, hook above, horn, dot below: marks that no other language of the catalogue has."""
_LONGEST = 12
"""Letters of the longest abbreviation that is looked at."""


def with_vietnamese_d(text: str) -> tuple[str, tuple[str, ...]]:
    """Return ``text`` with Đ where Đ was meant, and the words that were changed, as they are now.

    A word is Vietnamese where it is a syllable with đ in front and the text has other signs of
    Vietnamese, or where it is an abbreviation of capitals without a vowel ("HĐND").
    """
    if not any(letter in text for letter in LOOKALIKES):
        return text, ()
    vietnamese = _is_vietnamese(text)
    changed: dict[str, None] = {}

    def meant(found: re.Match[str]) -> str:
        word = found.group()
        if not _meant(word, vietnamese):
            return word
        own = word.translate(_MEANT)
        if own != word:
            changed[own] = None
        return own

    return _WORD.sub(meant, unicodedata.normalize("NFC", text)), tuple(changed)


def _meant(word: str, vietnamese: bool) -> bool:
    own = word.translate(_MEANT)
    bare = _bare(own)
    if word.isupper() and 2 <= len(word) <= _LONGEST and not _VOWELS & set(bare):
        return True
    return vietnamese and (bare == "đ" or bool(_SYLLABLE.fullmatch(bare)))


def _is_vietnamese(text: str) -> bool:
    """Return whether the text has a đ, or a mark or two on one letter as only Vietnamese has."""
    decomposed = unicodedata.normalize("NFD", text)
    if "đ" in decomposed.lower() or _OF_VIETNAMESE & set(decomposed):
        return True
    return any(
        unicodedata.combining(one) and unicodedata.combining(two)
        for one, two in zip(decomposed, decomposed[1:], strict=False)
    )


def _bare(word: str) -> str:
    """Return the word in small letters without marks, đ kept."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
