"""Reads the demonstration's own tables: titles, assignments, agencies, databases, services, files.

What in them is real and what is assumed stands in ``README.md`` beside this module.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"
FILES = DATA / "files"


@dataclass(frozen=True, slots=True)
class Table:
    """A statistical table or series as its source lists it.

    ``context`` names the group of a series whose own title says too little ("Lương thực");
    ``cells`` is the number of figures, 0 where not stated; ``frequency`` is the source's letter
    (A, Q, M, S for half-yearly, joined by ";"), empty where not stated; ``start`` and ``end`` are
    years or months.
    """

    id: str
    source: str
    topic: str
    context: str
    title: str
    frequency: str
    start: str
    end: str
    url: str
    cells: int

    @property
    def full_title(self) -> str:
        """The title, led by the name of its group where the title alone says too little."""
        return f"{self.context}: {self.title}" if self.context else self.title


@dataclass(frozen=True, slots=True)
class Assignment:
    """Theme codes, agency and keywords that a table gets."""

    topic: str
    words: tuple[str, ...]
    themes: tuple[str, ...]
    agency: str
    tags: tuple[str, ...]

    def fits(self, table: Table) -> bool:
        """Return whether ``table`` is of this topic and its title has one of the words, if any."""
        title = table.full_title.lower()
        return self.topic == table.topic and (
            not self.words or any(word in title for word in self.words)
        )


@cache
def tables() -> tuple[Table, ...]:
    """Return the tables in the order of their list."""
    with (DATA / "titles.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_table(row) for row in csv.DictReader(file))


def _table(row: dict[str, str]) -> Table:
    cells = int(row.pop("cells") or 0)
    return Table(**row, cells=cells)


def assignment(table: Table) -> Assignment:
    """Return the first assignment that fits ``table``. Raises LookupError where none does."""
    for candidate in _assignments():
        if candidate.fits(table):
            return candidate
    raise LookupError(f"no assignment for {table.id} of topic {table.topic}")


@cache
def columns(file: str) -> tuple[dict[str, str], ...]:
    """Return the data dictionary of a CSV file: a row for each column whose meaning is known."""
    known = listed("columns")
    with (FILES / file).open(encoding="utf-8-sig", newline="") as opened:
        names = next(csv.reader(opened))
    return tuple({"column": name, **known[name]} for name in names if name in known)


@cache
def listed(name: str) -> Any:
    """Return what ``data/<name>.yaml`` holds: a list of rows, or texts by name."""
    return yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))


def text(*path: str, **words: object) -> str:
    """Return the sentence at ``path`` of the texts with its braces filled by ``words``."""
    found = listed("texts")
    for step in path:
        found = found[step]
    return str(found).format(**words)


def demonstration(case: str, **words: object) -> str:
    """Return what the page says of an entry: what is real, what is assumed, which edition."""
    return text("demonstration", case, edition=listed("texts")["edition"], **words)


@cache
def _assignments() -> tuple[Assignment, ...]:
    return tuple(
        Assignment(
            topic=row["topic"],
            words=tuple(row.get("words", ())),
            themes=tuple(row["themes"]),
            agency=row["agency"],
            tags=tuple(row["tags"]),
        )
        for row in listed("assignments")
    )
