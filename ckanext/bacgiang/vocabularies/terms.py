"""Terms of the controlled lists kept as YAML in ``data/``.

A term's stored value is its authority URI where an authority publishes one, else its own code.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of a controlled list.

    ``value`` is what the catalogue stores; ``notes`` are further facts of the list's own
    (such as a media type of a format), by name.
    """

    code: str
    value: str
    vi: str
    en: str
    uri: str = ""
    notes: tuple[tuple[str, str], ...] = ()

    def label(self, language: str = "vi") -> str:
        """Return the Vietnamese label, or the English one where ``language`` is not Vietnamese."""
        return self.vi if language.startswith("vi") else self.en

    def note(self, name: str) -> str:
        """Return the fact called ``name``, or an empty string."""
        return dict(self.notes).get(name, "")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A controlled list in its own order, with where it comes from."""

    name: str
    scheme: str
    title_vi: str
    source: str
    terms: tuple[Term, ...]
    _index: dict[str, Term] = field(repr=False, compare=False, default_factory=dict)

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms)

    def __contains__(self, value: object) -> bool:
        return value in self._index

    def find(self, value: str) -> Term | None:
        """Return the term stored as ``value`` (or whose code it is), None where there is none."""
        return self._index.get(value)

    def label(self, value: str, language: str = "vi") -> str:
        """Return the label of ``value``; the value itself where the list does not know it."""
        term = self.find(value)
        return term.label(language) if term else value


@cache
def vocabulary(name: str) -> Vocabulary:
    """Return the list kept in ``data/<name>.yaml``.

    Raises FileNotFoundError for a list that does not exist and ValueError where two of its terms
    share a code or value.
    """
    raw = yaml.safe_load((_DATA / f"{name}.yaml").read_text(encoding="utf-8"))
    base = raw.get("base", "")
    terms = tuple(_term(row, base) for row in raw["terms"])
    index: dict[str, Term] = {}
    for term in terms:
        for key in {term.value, term.code}:
            if key in index:
                raise ValueError(f"vocabulary {name}: {key} stands twice")
            index[key] = term
    return Vocabulary(name, raw.get("scheme", ""), raw["title_vi"], raw["source"], terms, index)


def _term(row: dict[str, str], base: str) -> Term:
    uri = row.get("uri") or (base + row["code"] if base else "")
    known = {"code", "vi", "en", "uri", "value"}
    notes = tuple((key, str(value)) for key, value in row.items() if key not in known)
    value = row.get("value") or uri or row["code"]
    return Term(row["code"], value, row["vi"], row["en"], uri, notes)
