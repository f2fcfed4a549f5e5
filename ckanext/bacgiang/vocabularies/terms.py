"""Terms of the controlled lists kept as YAML in ``data/``.

A term's stored value is its authority URI where an authority publishes one, else its own code.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of a controlled list.

    ``value`` is what the catalogue stores; ``notes`` are further facts of the list's own
    (such as a media type of a format), by name. ``force_from`` and ``force_to`` are the first and
    the last day on which the term may be chosen, None where that end is open.
    """

    code: str
    value: str
    vi: str
    en: str
    uri: str = ""
    notes: tuple[tuple[str, str], ...] = ()
    force_from: date | None = None
    force_to: date | None = None

    def in_force(self, day: date) -> bool:
        """Return whether the term may be chosen on ``day``."""
        begun = self.force_from is None or self.force_from <= day
        return begun and not self.has_ended(day)

    def has_ended(self, day: date) -> bool:
        """Return whether the term's last day is over on ``day``."""
        return self.force_to is not None and self.force_to < day

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
    share a code or value, or where a time of force is no day.
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


def _term(row: dict[str, Any], base: str) -> Term:
    # An empty address says that the authority has no such term.
    uri = row.get("uri", base + row["code"] if base else "")
    known = {"code", "vi", "en", "uri", "value", "force_from", "force_to"}
    notes = tuple((key, str(value)) for key, value in row.items() if key not in known)
    value = row.get("value") or uri or row["code"]
    force = {name: _day(row, name) for name in ("force_from", "force_to")}
    return Term(row["code"], value, row["vi"], row["en"], uri, notes, **force)


def _day(row: dict[str, Any], name: str) -> date | None:
    day = row.get(name)
    if day is not None and type(day) is not date:
        raise ValueError(f"term {row['code']}: {name} is no day such as 2025-12-31")
    return day
