"""What somebody typed into a search box, understood as words.

Two languages meet in one box. People write words, sometimes a "phrase", -word or OR; programs
write the search engine's own syntax; :func:`.syntax.is_solr_syntax` tells them apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ckanext.bacgiang.catalogue.search.core.places import Place, place_at
from ckanext.bacgiang.catalogue.search.core.synonyms import Phrase, Synonyms
from ckanext.bacgiang.catalogue.search.core.words import Word, apart, code, together, words
from ckanext.bacgiang.catalogue.text import clean

MAX_CHARACTERS, MAX_WORDS = 2000, 24
"""More of a query in words than this is not read."""

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″＂", '"'))
_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_PART = re.compile(r'(?P<minus>(?<!\S)-(?=["\w]))?(?:"(?P<phrase>[^"]*)"|(?P<bare>[^\s"]+))')
_HAS_DIGIT = re.compile(r"\d")

_AND, _OR = ("AND", "&&"), ("OR", "||")

_FILLERS = frozenset(
    word.marked
    for word in words("và của các những theo tại trên về cho là với từ ở trong do được bằng")
)
# Safe to take for fillers without diacritics too; others may be "chợ", "vé", "tư", "cua" …
_PLAIN_FILLERS = frozenset(word.marked for word in words("va cac nhung theo"))


@dataclass(frozen=True, slots=True)
class Term:
    """What an entry must hold: these words, or one of the ``others``; a phrase if ``phrase``.

    ``spellings`` are the same words parted or joined where letters meet digits ("covid 19").
    ``place`` says that the words name an administrative unit.
    """

    words: Phrase
    others: tuple[Phrase, ...] = ()
    phrase: bool = False
    spellings: tuple[Phrase, ...] = ()
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """A search understood.

    ``terms`` must be met, each tuple of them by one of its terms ("lúa OR ngô"); ``run`` is every
    word in its order, for ranking phrases; ``codes`` are what may be identifiers; nothing that
    holds one of ``excluded`` is wanted. ``everything`` says that no words were typed at all.
    """

    terms: tuple[tuple[Term, ...], ...] = ()
    run: Phrase = ()
    codes: tuple[str, ...] = ()
    excluded: tuple[Phrase, ...] = ()
    everything: bool = False

    @property
    def with_marks(self) -> bool:
        """Whether diacritics were typed, so that a word without them was meant without."""
        return any(word.has_marks for word in self.run)


def understand(text: str, synonyms: Synonyms) -> Query:
    """Return what the words of ``text`` ask for. Never raises: what is no word is passed over."""
    text = clean(text[:MAX_CHARACTERS]).translate(_QUOTES)
    if text.strip() in ("", "*", '""', "''"):
        return Query(everything=True)
    text = " ".join(_without_address(part) for part in text.split())
    if text.count('"') % 2:
        text = text.replace('"', " ")
    reader = _Reader(synonyms)
    for part in _PART.finditer(text):
        reader.read(part["phrase"], part["bare"], excluded=part["minus"] is not None)
    return reader.query()


def _without_address(part: str) -> str:
    """Return ``part`` with the last name of an address in it instead of the whole address."""
    scheme = _SCHEME.search(part)
    if scheme is None:
        return part
    path = part[scheme.end() :].partition("?")[0].partition("#")[0].rstrip("/")
    name = path.rpartition("/")[2]
    return f"{part[: scheme.start()]} {name} " if name else part


class _Reader:
    """Takes the parts of a query one by one."""

    def __init__(self, synonyms: Synonyms) -> None:
        self.synonyms = synonyms
        self.terms: list[tuple[Term, ...]] = []
        self.run: list[Word] = []
        self.codes: list[str] = []
        self.excluded: list[Phrase] = []
        self.pending: list[Word] = []
        self.joins = False

    def read(self, phrase: str | None, bare: str | None, *, excluded: bool) -> None:
        """Take a "phrase" or what stands between two spaces."""
        if bare in _AND + _OR and (self.terms or self.pending):
            self.settle()
            self.joins = bare in _OR
            return
        found = words(bare or phrase or "")
        if excluded and found:
            self.excluded.append(found)
            return
        found = found[: MAX_WORDS - len(self.run)]
        self.run += found
        if phrase is not None and len(found) > 1:
            self.settle()
            self.add(Term(found, phrase=True, place=_whole_place(found)))
        else:
            self.pending += found
        if bare and (len(found) > 1 or _HAS_DIGIT.search(bare)):
            self.codes.append(code(bare))

    def settle(self) -> None:
        """Make terms of the words that wait, so that synonyms are found across them."""
        waiting, self.pending = self.pending, []
        place = 0
        while place < len(waiting):
            term = self.term(waiting[place:])
            self.add(term)
            place += len(term.words)

    def term(self, waiting: list[Word]) -> Term:
        """Return the term at the start: a place, a synonym, or a word in its spellings."""
        area, found = place_at(waiting), self.synonyms.at(waiting)
        if area and (found is None or found.length <= len(area.words)):
            return Term(area.words, found.others if found else (), phrase=True, place=area)
        if found:
            return Term(tuple(waiting[: found.length]), found.others)
        if parts := apart(waiting[0]):
            return Term((waiting[0],), spellings=(parts,))
        if len(waiting) > 1 and (joined := together(waiting[0], waiting[1])):
            rest = waiting[1:]
            if not place_at(rest) and not self.synonyms.at(rest):
                return Term(tuple(waiting[:2]), spellings=((joined,),))
        return Term((waiting[0],))

    def add(self, term: Term) -> None:
        """Add a term, or another choice to the last one."""
        if self.joins and self.terms:
            self.terms[-1] = (*self.terms[-1], term)
        else:
            self.terms.append((term,))
        self.joins = False

    def query(self) -> Query:
        """Return what was read."""
        self.settle()
        return Query(self.needed(), tuple(self.run), tuple(self.codes), tuple(self.excluded))

    def needed(self) -> tuple[tuple[Term, ...], ...]:
        """Return the terms less "và", "của" and their like, unless nothing else was typed."""
        fillers = _FILLERS if any(word.has_marks for word in self.run) else _PLAIN_FILLERS
        groups = []
        for group in self.terms:
            kept = tuple(_without(fillers, term) for term in group)
            if any(term.words for term in kept):
                groups.append(tuple(term for term in kept if term.words))
        return tuple(groups) or tuple(self.terms)


def _whole_place(phrase: Phrase) -> Place | None:
    found = place_at(phrase)
    return found if found and len(found.words) == len(phrase) else None


def _without(fillers: frozenset[str], term: Term) -> Term:
    if term.phrase:
        return term
    return replace(term, words=tuple(word for word in term.words if word.marked not in fillers))
