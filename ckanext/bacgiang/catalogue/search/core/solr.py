"""An understood query in the language of Solr's standard parser.

Every word of it is made of letters and digits only, so nothing that was typed can break it. A
word counts more in a title than among keywords, agency and places, and there more than in a
description; words that stand together count more than scattered ones. Where diacritics were
typed, words that have them count most, then synonyms, then words that differ in them alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from ckanext.bacgiang.catalogue.search.core.fields import (
    ABOUT,
    ABOUT_MARKED,
    BODY,
    BODY_MARKED,
    CODES,
    END,
    NEAR,
    NEAR_MARKED,
    START,
    TITLE,
    TITLE_MARKED,
)
from ckanext.bacgiang.catalogue.search.core.places import Place
from ckanext.bacgiang.catalogue.search.core.query import Query, Term
from ckanext.bacgiang.catalogue.search.core.synonyms import Phrase
from ckanext.bacgiang.catalogue.search.core.words import Word, apart

EVERYTHING, NOTHING = "*:*", "-*:*"

_BARE = ((TITLE, 6.0), (ABOUT, 2.0), (BODY, 1.0))
_MARKED = ((TITLE_MARKED, 6.0), (ABOUT_MARKED, 2.0), (BODY_MARKED, 1.0))
_NEAR, _NEAR_MARKED = ((NEAR, 0.3),), ((NEAR_MARKED, 0.3),)
_SYNONYM, _UNMARKED = 0.7, 0.2
"""What a synonym, and a word without the typed diacritics, is worth of the word itself."""
_PAIR, _WHOLE, _START, _EXACT, _CODE = 1.5, 3.0, 6.0, 12.0, 60.0

_BEGUN = 10.0
"""What a word of a title with the typed diacritics is worth of one without, in suggestions."""

MAX_PAIRS = 12
"""Pairs of neighbours that are looked for as phrases."""


def strict(query: Query) -> str:
    """Return a query that wants every term."""
    if query.everything:
        return EVERYTHING
    needed = [f"+{_any(_group(group, query.with_marks))}" for group in query.terms]
    without = [f"-{_any(_fields(words, _BARE))}" for words in query.excluded]
    if not needed:
        return " ".join([EVERYTHING, *without]) if without else NOTHING
    found = f"({' '.join([*needed, _better(query)])})"
    coded = [f'{CODES}:"{code}"^{_CODE:g}' for code in query.codes]
    return " ".join([f"+{_any([found, *coded])}", *without])


def relaxed(query: Query) -> str | None:
    """Return a query for entries that hold at least two neighbouring words, nearest first.

    None where that would find no more than :func:`strict`.
    """
    if len(query.run) < 3:
        return None
    pairs = [_any(_fields(pair, _BARE)) for pair in pairwise(query.run)]
    without = [f"-{_any(_fields(words, _BARE))}" for words in query.excluded]
    return " ".join([f"+{_any(pairs)}", _better(query), *without])


def beginning(query: Query) -> str:
    """Return a query for titles that hold every word, the last perhaps only begun.

    Titles whose diacritics are those typed stand before those that differ in them.
    """
    if not query.run:
        return NOTHING
    *whole, last = query.run
    needed = [f"+{_any(_title(word, 2.0))}" for word in whole]
    begun = [*_title(last, 4.0), f"{TITLE}:{last.bare}*"]
    if last.has_marks:
        begun.append(f"{TITLE_MARKED}:{last.marked}*^{_BEGUN:g}")
    needed.append(f"+{_any(begun)}")
    return " ".join([*needed, _better(query)])


def _title(word: Word, weight: float) -> list[str]:
    """Return clauses for a word of a title, written together or apart, marks first if typed."""
    clauses = [f"{TITLE}:{word.bare}^{weight:g}"]
    if word.has_marks:
        clauses.append(f"{TITLE_MARKED}:{word.marked}^{weight * _BEGUN:g}")
    if parts := apart(word):
        clauses += _fields(parts, _BARE[:1])
    return clauses


def _group(terms: Sequence[Term], with_marks: bool) -> list[str]:
    return [clause for term in terms for clause in _term(term, with_marks)]


def _term(term: Term, with_marks: bool) -> list[str]:
    clauses = []
    if term.phrase or len(term.words) == 1:
        clauses += _either(term.words, with_marks)
    else:
        singles = (Term((word,)) for word in term.words)
        clauses.append(f"({' '.join('+' + _any(_term(one, with_marks)) for one in singles)})")
    for spelling in term.spellings:
        clauses += _either(spelling, with_marks)
    if term.place:
        clauses += _around(term.place, with_marks)
    for other in term.others:
        # A phrase counts for each of its words; a synonym is to count no more than the word typed.
        share = len(term.words) / max(len(term.words), len(other))
        clauses += _fields(other, _MARKED, _SYNONYM * share, marked=True)
    return clauses


def _around(place: Place, with_marks: bool) -> list[str]:
    """Return clauses for entries near the place, and for its kind and its name apart.

    "các huyện Lục Ngạn, Lục Nam" is about "huyện Lục Nam" too.
    """
    clauses = _fields(place.words, _NEAR)
    if with_marks:
        clauses = [
            *_fields(place.words, _NEAR_MARKED, marked=True),
            *_fields(place.words, _NEAR, _UNMARKED),
        ]
    if place.kind:
        parts = (_any(_either(part, with_marks)) for part in (place.kind, place.name))
        clauses.append(f"({' '.join('+' + part for part in parts)})")
    return clauses


def _better(query: Query) -> str:
    """Return what is not required, but puts an entry further up.

    CKAN has Solr require every clause that nothing joins by OR, so the clauses are joined with
    one that always holds and counts nothing.
    """
    run = query.run
    clauses = [f"{EVERYTHING}^0"]
    for pair in list(pairwise(run))[:MAX_PAIRS]:
        clauses += _either(pair, query.with_marks, _PAIR)
    if len(run) > 2:
        clauses += _either(run, query.with_marks, _WHOLE, slop=2)
    bare = " ".join(word.bare for word in run)
    clauses.append(f'{TITLE}:"{START} {bare}"^{_START:g}')
    clauses.append(f'{TITLE}:"{START} {bare} {END}"^{_EXACT:g}')
    return f"+{_any(clauses)}"


def _either(words: Phrase, with_marks: bool, times: float = 1.0, *, slop: int = 0) -> list[str]:
    """Return clauses for the words with their diacritics where any were typed, and without."""
    if not with_marks:
        return _fields(words, _BARE, times, slop=slop)
    marked = _fields(words, _MARKED, times, marked=True, slop=slop)
    return marked + _fields(words, _BARE, times * _UNMARKED, slop=slop)


def _fields(
    words: Phrase,
    fields: Iterable[tuple[str, float]],
    times: float = 1.0,
    *,
    marked: bool = False,
    slop: int = 0,
) -> list[str]:
    spelled = [word.marked if marked else word.bare for word in words]
    sought = spelled[0] if len(spelled) == 1 else f'"{" ".join(spelled)}"'
    near = f"~{slop}" if slop and len(spelled) > 1 else ""
    return [f"{field}:{sought}{near}^{weight * times:g}" for field, weight in fields]


def _any(clauses: Sequence[str]) -> str:
    return clauses[0] if len(clauses) == 1 else f"({' OR '.join(clauses)})"
