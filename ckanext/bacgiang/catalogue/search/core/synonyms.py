"""Other words for the same thing, kept in a file that people maintain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from ckanext.bacgiang.catalogue.search.core.words import Word, words

Phrase = tuple[Word, ...]

_VOWELS = frozenset("aeiouy")


class SynonymsError(ValueError):
    """The file of synonyms cannot be used; the message says where."""


@dataclass(frozen=True, slots=True)
class Found:
    """A run of typed words that the file knows: how many, and what else they are called."""

    length: int
    others: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Groups of terms with one meaning."""

    groups: tuple[tuple[Phrase, ...], ...] = ()
    _starts: dict[str, list[tuple[Phrase, int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for number, group in enumerate(self.groups):
            for term in group:
                self._starts.setdefault(term[0].bare, []).append((term, number))
        for known in self._starts.values():
            known.sort(key=lambda entry: -len(entry[0]))

    def at(self, typed: Sequence[Word]) -> Found | None:
        """Return the longest term at the start of ``typed`` with its synonyms, if any is there.

        Diacritics must agree where they were typed. One syllable typed without the diacritics
        that it has in the file is not enough: "lon" may be "lợn", "lớn" or "lon". An abbreviation
        has no vowel to doubt: "HDND" is "HĐND".
        """
        if not typed:
            return None
        for term, number in self._starts.get(typed[0].bare, ()):
            if _agree(typed[: len(term)], term):
                others = tuple(other for other in self.groups[number] if other != term)
                return Found(len(term), others)
        return None


def load_synonyms(content: str) -> Synonyms:
    """Return the groups of a YAML text: ``groups`` is a list of lists of terms.

    Raises SynonymsError, naming the group, where that is not what stands there.
    """
    try:
        loaded: Any = yaml.safe_load(content) or {}
    except yaml.YAMLError as error:
        raise SynonymsError(f"no YAML: {error}") from error
    groups = loaded.get("groups") if isinstance(loaded, dict) else None
    if not isinstance(groups, list):
        raise SynonymsError('no list "groups"')
    return Synonyms(tuple(_group(number, group) for number, group in enumerate(groups, 1)))


def _group(number: int, group: Any) -> tuple[Phrase, ...]:
    terms = group if isinstance(group, list) else []
    phrases = tuple(dict.fromkeys(words(str(term)) for term in terms))
    if len(phrases) < 2 or not all(phrases):
        raise SynonymsError(f"group {number} is not a list of two terms or more: {group!r}")
    return phrases


def _agree(typed: Sequence[Word], term: Phrase) -> bool:
    if len(typed) != len(term):
        return False
    if len(term) == 1 and _VOWELS & set(term[0].bare) and term[0].has_marks > typed[0].has_marks:
        return False
    return all(
        word.bare == known.bare and (not word.has_marks or word.marked == known.marked)
        for word, known in zip(typed, term, strict=True)
    )
