"""Names of administrative units in a query, and the units around one: what lies where.

A name is looked for as it stands: "Lục Nam" is not an entry about Nam Dương in Lục Ngạn. A unit is
also found by the district it lay in, and by the units it was made of or became part of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ckanext.bacgiang.catalogue.search.core.words import Word, words
from ckanext.bacgiang.vocabularies.units import (
    Edition,
    Unit,
    UnitLevel,
    predecessors,
    successors,
    unit,
    units,
)

Phrase = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A unit's name in a query: its words, and those of them that say its kind ("huyện")."""

    words: Phrase
    kind: Phrase = ()

    @property
    def name(self) -> Phrase:
        """The words without the kind."""
        return self.words[len(self.kind) :]


def place_at(typed: Sequence[Word]) -> Place | None:
    """Return the longest name of a unit, of two words or more, at the start of ``typed``.

    Diacritics agree where they were typed.
    """
    if not typed:
        return None
    for name, kind in _names().get(typed[0].bare, ()):
        if len(name) <= len(typed) and all(map(_agrees, typed, name)):
            found = tuple(typed[: len(name)])
            return Place(found, found[:kind])
    return None


def names_around(value: str) -> tuple[str, ...]:
    """Return the names of the units that the unit stored as ``value`` has to do with.

    The units above it, those it was made of and those it became part of, with the units above
    them; provinces are left out, as everything lies in one. Nearest first, none twice.
    """
    own = unit(value)
    if own is None or own.level is UnitLevel.PROVINCE:
        return ()
    near = [own, *successors(value), *predecessors(value)]
    found = dict.fromkeys(one.name for start in near for one in _with_those_above(start))
    found.pop(own.name, None)
    return tuple(found)


def areas(value: str) -> tuple[str, ...]:
    """Return the value of a unit and those of the units above it, nearest first."""
    own = unit(value)
    return tuple(one.value for one in _climb(own)) if own else ()


def areas_today(value: str) -> tuple[str, ...]:
    """Return the same with the units that a unit became part of, and those above them.

    A district became part of none: its communes did.
    """
    found = dict.fromkeys(areas(value))
    for one in areas(value):
        known = unit(one)
        if known and known.level is not UnitLevel.DISTRICT:
            heirs = (own for heir in successors(one) for own in areas(heir.value))
            found.update(dict.fromkeys(heirs))
    return tuple(found)


def _with_those_above(start: Unit) -> Iterator[Unit]:
    return (one for one in _climb(start) if one.level is not UnitLevel.PROVINCE)


def _climb(start: Unit | None) -> Iterator[Unit]:
    while start:
        yield start
        start = unit(start.parent)


@cache
def _names() -> dict[str, list[tuple[Phrase, int]]]:
    """Return every name by its first word, longest first, each with the words of its kind."""
    found: dict[Phrase, int] = {}
    for edition in Edition:
        for one in units(edition):
            full, kind = words(one.name), len(words(one.type))
            for name, length in ((full, kind), (full[kind:], 0)):
                if len(name) > 1:
                    found.setdefault(name, length)
    by_start: dict[str, list[tuple[Phrase, int]]] = {}
    for name, length in found.items():
        by_start.setdefault(name[0].bare, []).append((name, length))
    for known in by_start.values():
        known.sort(key=lambda entry: -len(entry[0]))
    return by_start


def _agrees(typed: Word, known: Word) -> bool:
    return typed.bare == known.bare and (not typed.has_marks or typed.marked == known.marked)
