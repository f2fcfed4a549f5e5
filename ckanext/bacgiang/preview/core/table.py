"""Rows and columns out of the bytes of a text file (RFC 4180 and what people make of it).

The encoding and the separator are found out, as files rarely say them: UTF-8 with or without a
mark, UTF-16 with one, else the Vietnamese code page of Windows; comma, semicolon, tab or bar.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from ckanext.bacgiang.catalogue.text import clean

MAX_BYTES = 5 * 1024 * 1024
"""Bytes at the start of a file that are looked into."""

MAX_ROWS = 2_000
"""Rows of a file that can be seen here; the file itself has them all."""

MAX_COLUMNS = 60
MAX_CELL = 300
"""Characters of a cell that are shown."""

_SEPARATORS = "\t|;,"
"""The last is taken only where it fits better: it stands in numbers and sentences too."""

_BLANK = " \r\n\"\ufeff"
_SAMPLE_ROWS = 20
_SAMPLE_CHARACTERS = 64 * 1024
_NUMBER = re.compile(r"[+-]?\d[\d.,\u00a0 ]*%?")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"),
          (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip


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
    """A column: its name, and whether every value seen is a number."""

    name: str
    numeric: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of a table from the row ``first`` on, counted from 1 below the row of names.

    Each row has a cell for each column. ``more`` says whether another page can be seen here,
    ``beyond`` whether the file goes on behind what can; ``hidden_columns`` were left out.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    first: int
    more: bool
    beyond: bool
    hidden_columns: int


def page(content: bytes, *, complete: bool, first: int, count: int) -> Page:
    """Return at most ``count`` rows from row ``first`` on, of the ``MAX_ROWS`` that can be seen.

    ``content`` is the start of the file, ``complete`` whether it is all of it. A ``first`` beyond
    the end gives no rows. Raises :class:`NotATable`.
    """
    text = _text(content, complete)
    rows = _rows(text, _separator(text))
    names = next(rows, None)
    if names is None:
        raise NotATable(Reason.EMPTY)
    last = min(first + count - 1, MAX_ROWS)
    seen = list(islice(rows, first - 1, last + 1))
    shown = [_fitting(row, len(names)) for row in seen[: max(last - first + 1, 0)]]
    goes_on = len(seen) > len(shown)
    return Page(
        columns=_columns(names, shown),
        rows=tuple(shown),
        first=first,
        more=goes_on and last < MAX_ROWS,
        beyond=(goes_on and last >= MAX_ROWS) or (not goes_on and not complete),
        hidden_columns=max(len(names) - MAX_COLUMNS, 0),
    )


def _text(content: bytes, complete: bool) -> str:
    text = _decoded(content, complete)
    if not text.strip(_SEPARATORS + _BLANK):
        raise NotATable(Reason.EMPTY)
    if "\0" in text:
        raise NotATable(Reason.NOT_TEXT)
    if not complete:
        text = text[: text.rfind("\n") + 1] or text
    return clean(text)


def _decoded(content: bytes, complete: bool) -> str:
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    try:
        return codecs.getincrementaldecoder(marked)().decode(content, complete)
    except UnicodeDecodeError:
        return content.decode("cp1258", errors="replace")


def _separator(text: str) -> str:
    """Return the separator that gives most of the first rows the same number of columns."""
    sample = text[:_SAMPLE_CHARACTERS]

    def fit(separator: str) -> tuple[int, int]:
        rows = list(islice(_rows(sample, separator), _SAMPLE_ROWS))
        width = len(rows[0]) if rows else 0
        return (sum(len(row) == width for row in rows) if width > 1 else 0, width)

    return max(_SEPARATORS, key=fit)


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    """Yield the rows that hold anything. Raises NotATable for quotes that never end."""
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            if any(cell.strip() for cell in row):
                yield row
    except csv.Error as error:
        raise NotATable(Reason.NO_TABLE) from error


def _fitting(row: Sequence[str], width: int) -> tuple[str, ...]:
    width = min(width, MAX_COLUMNS)
    cells = [_cut(cell) for cell in row[:width]]
    return (*cells, *[""] * (width - len(cells)))


def _cut(cell: str) -> str:
    text = cell.strip()
    return text if len(text) <= MAX_CELL else text[: MAX_CELL - 1] + "…"


def _columns(names: Sequence[str], rows: Sequence[tuple[str, ...]]) -> tuple[Column, ...]:
    found = []
    for place, name in enumerate(_fitting(names, len(names))):
        values = [row[place] for row in rows if row[place]]
        numeric = bool(values) and all(_NUMBER.fullmatch(value) for value in values)
        found.append(Column(name, numeric))
    return tuple(found)
