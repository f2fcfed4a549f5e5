"""Rows and columns out of the bytes of a text file (RFC 4180 and what people make of it).

Whatever the file holds is shown, or said to be hidden: lines above the table, columns without a
name, cells that are cut, bytes that are no letters.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from ckanext.bacgiang.catalogue.text import clean
from ckanext.bacgiang.preview.core import layout
from ckanext.bacgiang.preview.core.encoding import UNREADABLE, Text, read
from ckanext.bacgiang.preview.core.layout import Heading, Row

MAX_BYTES = 5 * 1024 * 1024
"""Bytes at the start of a file that are looked into."""

MAX_ROWS = 2_000
"""Rows of a file that can be seen here; the file itself has them all."""

MAX_COLUMNS = 60
MAX_CELL = 300
"""Characters of a cell that are shown."""

MAX_FAULTS = 5
"""Faults of a file that are named; of others only that there are some is told."""

MAX_LINES = 100_000
"""Lines of a file that are looked into."""
_LONGEST = 4 * MAX_CELL
"""Signs of a cell out of which those that are shown come: some of them nobody sees."""

_BLANK = ' \r\n"\ufeff'


class Reason(StrEnum):
    """Why a file cannot be shown as a table."""

    EMPTY = "empty"
    NOT_TEXT = "not_text"
    NO_TABLE = "no_table"


class NotATable(Exception):
    """The content is no table of text; ``reason`` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, empty where the file gives none, and whether all values are numbers."""

    name: str
    numeric: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in the file: at this row, 0 above the first one, and this line of it.

    ``is_quote`` says that a quote is never closed there; else a byte is no letter.
    """

    row: int
    line: int
    is_quote: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of a table from the row ``first`` on, counted from 1 below the names.

    Each row has a cell for each column. ``more`` says whether another page can be seen here,
    ``beyond`` whether the file goes on behind what can; ``hidden_columns`` were left out and
    ``cut_cells`` shortened. ``above`` are the lines above the names. ``faults`` names the first
    rows with a fault, ``more_faults`` says that there are others.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    first: int
    more: bool
    beyond: bool
    hidden_columns: int
    above: tuple[str, ...] = ()
    cut_cells: int = 0
    separator: str = ","
    encoding: str = "UTF-8"
    guessed: bool = False
    faults: tuple[Fault, ...] = ()
    more_faults: bool = False


@dataclass(frozen=True, slots=True)
class _Table:
    """A text that was told apart: its first rows, and what is known of all that was read."""

    rows: list[Row]
    heading: Heading
    separator: str
    faults: list[Fault]


def page(content: bytes, *, complete: bool, first: int, count: int) -> Page:
    """Return at most ``count`` rows from row ``first`` on, of the ``MAX_ROWS`` that can be seen.

    ``content`` is the start of the file, ``complete`` whether it is all of it. A ``first`` beyond
    the end gives no rows. Raises :class:`NotATable`.
    """
    text = read(content, complete=complete)
    letters, complete = _letters(text, complete)
    found = _table(letters, complete)
    top = found.heading.above + found.heading.rows
    body = found.rows[top : top + MAX_ROWS]
    width = max(_width(row.cells) for row in found.rows[found.heading.above : top + MAX_ROWS])
    seen = body[first - 1 : first - 1 + count]
    shown = [_fitting(row.cells, width) for row in seen]
    names = layout.names_of(found.rows[found.heading.above : top], width)
    above = [_line(row, found.separator) for row in found.rows[: found.heading.above]]
    at_sight = (names, above, *(row.cells for row in seen))
    goes_on = len(found.rows) > top + MAX_ROWS
    more = len(body) > first - 1 + len(seen) if seen else False
    return Page(
        columns=_columns(names, shown),
        rows=tuple(shown),
        first=first,
        more=more,
        beyond=not more and (goes_on or not complete),
        hidden_columns=max(width - MAX_COLUMNS, 0),
        above=tuple(map(_cut, above)),
        cut_cells=sum(_is_cut(cell) for cells in at_sight for cell in cells[:MAX_COLUMNS]),
        separator=found.separator,
        encoding=text.encoding,
        guessed=text.guessed,
        faults=tuple(found.faults[:MAX_FAULTS]),
        more_faults=len(found.faults) > MAX_FAULTS,
    )


def _letters(text: Text, complete: bool) -> tuple[str, bool]:
    """Return the lines that are looked into, with plain line ends, and whether they are all."""
    letters = text.letters
    if not letters.strip(layout.SEPARATORS + _BLANK):
        raise NotATable(Reason.EMPTY)
    if "\0" in letters:
        raise NotATable(Reason.NOT_TEXT)
    letters = letters.replace("\r\n", "\n").replace("\r", "\n")
    if not complete:
        letters = letters[: letters.rfind("\n") + 1] or letters
    end = 0
    for _ in range(MAX_LINES):
        end = letters.find("\n", end) + 1
        if not end:
            return letters, complete
    return letters[:end], complete and end == len(letters)


def _table(letters: str, complete: bool) -> _Table:
    """Tell the rows of a text apart. Raises NotATable."""
    named, letters, skipped = layout.hinted(letters)
    separator = named or layout.separator_of(letters)
    faults: list[Fault] = []
    quotes = True
    try:
        found = _some(letters, separator, quotes, complete)
    except layout.StrayQuote as error:
        faults.append(Fault(0, error.line, is_quote=True))
        quotes = False
        found = _plain_rows(letters, separator)
    except csv.Error as error:
        raise NotATable(Reason.NO_TABLE) from error
    if not found:
        raise NotATable(Reason.EMPTY)
    heading = layout.heading_of(found[: MAX_ROWS // 20])
    top = heading.above + heading.rows
    if UNREADABLE in letters:
        every = layout.rows(letters, separator, quotes=quotes, whole=complete)
        spoilt = (
            Fault(max(place - top + 1, 0), row.line)
            for place, row in enumerate(every)
            if any(UNREADABLE in cell for cell in row.cells)
        )
        faults += islice(spoilt, MAX_FAULTS + 1)
    placed = [_placed(fault, found, top, skipped) for fault in faults]
    return _Table(found, heading, separator, placed)


def _some(letters: str, separator: str, quotes: bool, complete: bool) -> list[Row]:
    """Return the rows that can be seen and one more; looks at all for a quote never closed."""
    every = layout.rows(letters, separator, quotes=quotes, whole=complete)
    most = layout.MAX_ABOVE + layout.MAX_NAME_ROWS + MAX_ROWS + 1
    return list(islice(every, most))


def _plain_rows(letters: str, separator: str) -> list[Row]:
    try:
        return _some(letters, separator, quotes=False, complete=True)
    except csv.Error as error:
        raise NotATable(Reason.NO_TABLE) from error


def _placed(fault: Fault, found: Sequence[Row], top: int, skipped: int) -> Fault:
    row = fault.row
    if fault.is_quote:
        before = sum(one.line <= fault.line for one in found)
        row = max(before - top, 0)
    return Fault(row, fault.line + skipped, fault.is_quote)


def _width(cells: Sequence[str]) -> int:
    """Return how many columns a row fills; empty ones at its end do not count."""
    return next((place for place in range(len(cells), 0, -1) if cells[place - 1].strip()), 0)


def _line(row: Row, separator: str) -> str:
    return separator.join(row.cells).strip(separator + " ")


def _fitting(row: Sequence[str], width: int) -> tuple[str, ...]:
    width = min(width, MAX_COLUMNS)
    cells = [_cut(cell) for cell in row[:width]]
    return (*cells, *[""] * (width - len(cells)))


def _cut(cell: str) -> str:
    text = clean(cell[:_LONGEST]).strip()
    return text[: MAX_CELL - 1] + "…" if _is_cut(cell) else text


def _is_cut(cell: str) -> bool:
    return len(cell) > MAX_CELL and (
        len(cell) > _LONGEST or len(clean(cell[:_LONGEST]).strip()) > MAX_CELL
    )


def _columns(names: Sequence[str], rows: Sequence[tuple[str, ...]]) -> tuple[Column, ...]:
    found = []
    for place, name in enumerate(_fitting(names, len(names))):
        values = [row[place] for row in rows if row[place]]
        numeric = bool(values) and all(map(layout.is_number, values))
        found.append(Column(name, numeric))
    return tuple(found)
