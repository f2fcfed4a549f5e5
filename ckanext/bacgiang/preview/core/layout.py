"""Where in a text of rows the table is: its separator, the lines above it, its rows of names."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

SEPARATORS = "\t|;,"
"""The last is taken only where it fits better: it stands in numbers and sentences too."""

MAX_ABOVE = 12
"""Lines above the names that are taken for a title."""

MAX_NAME_ROWS = 3

_SAMPLE_ROWS = 60
_SAMPLE_CHARACTERS = 64 * 1024
_LONGEST_CELL = 100
"""Lines that one cell may have; more say that a quote was never closed."""

_HINT = re.compile(r'"?sep=([^\w\s"]|\t)"?[;,|\t ]*(?:\n|$)', re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?\d[\d.,\u00a0 ]*%?")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Row:
    """A row that holds anything, and the line of the text at which it starts, from 1 on."""

    cells: list[str]
    line: int


class StrayQuote(Exception):
    """A quote was opened and never closed; ``line`` is where."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


@dataclass(frozen=True, slots=True)
class Heading:
    """How the first rows are read: so many lines of title, then so many rows of names."""

    above: int
    rows: int


def is_number(cell: str) -> bool:
    """Return whether a cell holds a number as people write it."""
    return bool(_NUMBER.fullmatch(cell))


def hinted(text: str) -> tuple[str, str, int]:
    """Return the separator that the first line names ("sep=;"), the text below, lines left out."""
    found = _HINT.match(text)
    return (found.group(1), text[found.end() :], 1) if found else ("", text, 0)


def separator_of(text: str) -> str:
    """Return the separator that gives most of the first rows the same number of columns."""
    sample = text[:_SAMPLE_CHARACTERS]

    def fit(separator: str) -> tuple[int, int]:
        try:
            found = list(islice(rows(sample, separator, whole=False), _SAMPLE_ROWS))
        except StrayQuote:
            found = list(islice(rows(sample, separator, quotes=False), _SAMPLE_ROWS))
        widths = Counter(len(row.cells) for row in found if len(row.cells) > 1)
        return max(((count, width) for width, count in widths.items()), default=(0, 0))

    return max(SEPARATORS, key=fit)


def rows(text: str, separator: str, *, quotes: bool = True, whole: bool = True) -> Iterator[Row]:
    """Yield the rows of a text that hold anything.

    ``quotes`` says whether quotes hold cells together, ``whole`` whether the text goes to its end.
    Raises StrayQuote for one that is never closed, csv.Error for what cannot be told apart.
    """
    stream = io.StringIO(text, newline="")
    reader = (
        csv.reader(stream, delimiter=separator)
        if quotes
        else csv.reader(stream, delimiter=separator, quoting=csv.QUOTE_NONE)
    )
    odd = quotes and whole and text.count('"') % 2 == 1
    lines = text.count("\n") + (not text.endswith("\n")) if odd else -1
    before = 0
    while True:
        try:
            cells = next(reader, None)
        except csv.Error:
            if quotes and '"' in text:
                raise StrayQuote(before + 1) from None
            raise
        if cells is None:
            return
        length = reader.line_num - before
        if length > _LONGEST_CELL or (odd and length > 1 and reader.line_num >= lines):
            raise StrayQuote(before + 1)
        if any(cell.strip() for cell in cells):
            yield Row(cells, before + 1)
        before = reader.line_num


def heading_of(first: Sequence[Row]) -> Heading:
    """Return where the names stand among the ``first`` rows of a table.

    A title has few cells filled; the names are the first row with most of the usual number. Where
    that row is one of values, or none is found, the first row has the names.
    """
    filled = [sum(bool(cell.strip()) for cell in row.cells) for row in first]
    usual = Counter(count for count in filled if count > 1)
    body = max(usual, key=lambda count: (usual[count], count), default=1)
    owed = max(body // 2 + 1, 2)
    above = next((place for place, count in enumerate(filled) if count >= owed), 0)
    if above > MAX_ABOVE or body == 1 or (above and _holds_values(first[above].cells)):
        above = 0
    count = 1
    while count < MAX_NAME_ROWS and above + count + 1 < len(first):
        upper, lower = first[above + count - 1].cells, first[above + count].cells
        if not _goes_on_below(upper, lower):
            break
        count += 1
    return Heading(above, count)


def names_of(heads: Sequence[Row], width: int) -> list[str]:
    """Return one name for each column out of one or several rows of names.

    A name that stands over several columns goes before each of those below it.
    """
    names = [""] * width
    for depth, row in enumerate(heads):
        over = ""
        cells = [cell.strip() for cell in row.cells[:width]]
        cells += [""] * (width - len(cells))
        below = heads[depth + 1].cells if depth + 1 < len(heads) else []
        for place, cell in enumerate(cells):
            spans = place < len(below) and below[place].strip()
            over = cell or (over if spans else "")
            part = cell or over
            names[place] = (
                f"{names[place]} – {part}" if names[place] and part else names[place] or part
            )
    return names


def _holds_values(cells: Sequence[str]) -> bool:
    filled = [cell.strip() for cell in cells if cell.strip()]
    values = [cell for cell in filled if is_number(cell) and not _YEAR.fullmatch(cell)]
    return len(values) * 2 >= len(filled)


def _goes_on_below(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Return whether a row of names has another one below it, as merged cells leave them."""
    pairs = [
        (upper[place].strip() if place < len(upper) else "", cell.strip())
        for place, cell in enumerate(lower)
    ]
    fills_gap = any(low and not up for up, low in pairs)
    leaves_gap = any(up and not low for up, low in pairs) or len(lower) < len(upper)
    has_number = any(is_number(low) and not _YEAR.fullmatch(low) for _, low in pairs)
    return fills_gap and leaves_gap and not has_number
