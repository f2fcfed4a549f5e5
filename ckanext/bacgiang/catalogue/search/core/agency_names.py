"""What an agency is called for short: "Sở Tài nguyên và Môi trường" is STNMT or Sở TNMT."""

from __future__ import annotations

import re

from ckanext.bacgiang.catalogue.text import clean, fold

_WORD = re.compile(r"[^\W\d_]+")
_LINKING = frozenset({"va", "cac", "cua", "tinh"})
_KINDS = frozenset({"so", "ban", "cuc", "chi", "phong", "trung", "van"})
"""First words that people leave out of an abbreviation."""


def abbreviations(title: str) -> tuple[str, ...]:
    """Return the initials of an agency's title, and those behind the word for its kind.

    Linking words ("và", "các") and "tỉnh" do not count. Empty for titles of two words or fewer
    that count, whose initials would say nothing.
    """
    found = [word for word in _WORD.findall(clean(title)) if fold(word) not in _LINKING]
    if len(found) < 3:
        return ()
    initials = "".join(_initial(word) for word in found)
    if fold(found[0]) in _KINDS and len(found) > 2:
        return (initials, f"{found[0]} {initials[1:]}")
    return (initials,)


def _initial(word: str) -> str:
    """Return the first letter without its diacritics, though Đ is a letter of its own."""
    return "Đ" if word[0] in "đĐðÐɖƉ" else fold(word[0]).upper()
