"""The tree of agencies, each with the number of entries of its own and of all below it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ckanext.bacgiang.catalogue.entry import Agency
from ckanext.bacgiang.catalogue.search.core.agency_names import abbreviations
from ckanext.bacgiang.catalogue.search.core.collation import sort_key
from ckanext.bacgiang.catalogue.search.core.query import MAX_CHARACTERS
from ckanext.bacgiang.catalogue.search.core.words import Word, begins, words


@dataclass(frozen=True, slots=True)
class Branch:
    """An agency with those right below it; ``count`` is its own entries and all below."""

    agency: Agency
    count: int
    below: tuple[Branch, ...] = ()

    def walk(self) -> Iterator[Branch]:
        """Yield this branch and every one below it, from above."""
        yield self
        for branch in self.below:
            yield from branch.walk()


@dataclass(frozen=True, slots=True)
class Place:
    """Where an agency stands: its branch, and the agencies above it, topmost first."""

    above: tuple[Agency, ...]
    branch: Branch


def grow(
    agencies: Iterable[Agency], counts: Mapping[str, int], kinds: Sequence[str]
) -> tuple[Branch, ...]:
    """Return the topmost agencies as branches; each agency stands in the tree exactly once.

    ``counts`` are by name and already hold those below. Agencies side by side stand in the order
    of ``kinds``, then in Vietnamese order. One whose parent is unknown stands at the top, as does
    one agency of a circle of parents.
    """
    known = sorted(agencies, key=lambda agency: _order(agency, kinds))
    names = {agency.name for agency in known}
    below: dict[str, list[Agency]] = {}
    for agency in known:
        parent = agency.parent if agency.parent in names else ""
        below.setdefault("" if parent == agency.name else parent, []).append(agency)
    seen: set[str] = set()
    tops = [_branch(agency, below, counts, seen) for agency in [*below.get("", []), *known]]
    return tuple(branch for branch in tops if branch)


def place(tops: Iterable[Branch], name: str) -> Place | None:
    """Return the place of the agency so named, None where it does not stand in the tree."""
    for branch in tops:
        if branch.agency.name == name:
            return Place((), branch)
        if found := place(branch.below, name):
            return Place((branch.agency, *found.above), found.branch)
    return None


def matching(tops: Iterable[Branch], typed: str) -> list[Place]:
    """Return the agencies whose title or initials hold every word typed, in Vietnamese order.

    The last word may be only begun; words may lack their diacritics. All for no word.
    """
    sought = words(typed[:MAX_CHARACTERS])
    places = [one for top in tops for one in _places(top, ())]
    found = [one for one in places if not sought or holds(one.branch.agency.title, sought)]
    return sorted(found, key=lambda one: sort_key(one.branch.agency.title))


def has_ended(agency: Agency, today: date) -> bool:
    """Return whether the agency's last day is over."""
    return agency.valid_to is not None and agency.valid_to < today


def _order(agency: Agency, kinds: Sequence[str]) -> tuple[int, str]:
    place = kinds.index(agency.kind) if agency.kind in kinds else len(kinds)
    return place, sort_key(agency.title)


def _branch(
    agency: Agency, below: Mapping[str, list[Agency]], counts: Mapping[str, int], seen: set[str]
) -> Branch | None:
    if agency.name in seen:
        return None
    seen.add(agency.name)
    inner = [_branch(one, below, counts, seen) for one in below.get(agency.name, [])]
    return Branch(agency, counts.get(agency.name, 0), tuple(one for one in inner if one))


def _places(branch: Branch, above: tuple[Agency, ...]) -> Iterator[Place]:
    yield Place(above, branch)
    for inner in branch.below:
        yield from _places(inner, (*above, branch.agency))


def holds(title: str, typed: Sequence[Word]) -> bool:
    """Return whether every word typed is a word of the title or of its initials.

    The last word may be only begun; diacritics are obeyed where they were typed.
    """
    known = words(" ".join((title, *abbreviations(title))))
    bare, marked = {word.bare for word in known}, {word.marked for word in known}
    whole, last = typed[:-1], typed[-1]
    if not all(word.marked in marked if word.has_marks else word.bare in bare for word in whole):
        return False
    return any(begins(last, word) for word in known)
