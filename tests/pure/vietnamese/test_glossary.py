"""One Vietnamese term for one thing: every translation keeps to docs/glossary.md."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import polib

ROOT = Path(__file__).parents[3]
CATALOGUES = (
    "ckanext/bacgiang/i18n/vi/LC_MESSAGES/ckanext-bacgiang.po",
    "ckanext/bacgiang/vietnamese/i18n/vi/LC_MESSAGES/ckanext-bacgiang_vi.po",
)
# What is no prose: placeholders, tags, addresses, names of commands and parameters.
NO_PROSE = re.compile(r"%\(\w+\)s|\{[^{}]*\}|<[^>]+>|https?://\S+|\bckan(?: [a-z-]+)+|\b\w+_\w+\b")

# How a translator marks a message that rightly says it otherwise; the reason follows.
EXCEPTION = "Glossary: "


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the glossary: a pattern for the English, the terms one of which must be there."""

    english: re.Pattern[str]
    terms: tuple[str, ...]


def glossary() -> list[Row]:
    rows = []
    for line in (ROOT / "docs/glossary.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and cells[0] not in ("English", "---"):
            rows.append(Row(_pattern(cells[0]), tuple(cells[1].lower().split(" / "))))
    return rows


def _pattern(cell: str) -> re.Pattern[str]:
    if cell.startswith('"'):
        return re.compile(re.escape(cell.strip('"')), re.IGNORECASE)
    words = "|".join(re.escape(word.strip()) for word in cell.split(","))
    return re.compile(rf".*\b(?:{words})s?\b.*", re.IGNORECASE | re.DOTALL)


def entries() -> list[polib.POEntry]:
    files = (polib.pofile(str(ROOT / name)) for name in CATALOGUES)
    return [entry for file in files for entry in file.translated_entries()]


def broken_rows(entry: polib.POEntry, rows: list[Row]) -> list[tuple[str, ...]]:
    english = NO_PROSE.sub(" ", entry.msgid)
    vietnamese = (entry.msgstr or entry.msgstr_plural.get(0, "")).lower()
    return [
        row.terms
        for row in rows
        if row.english.fullmatch(english) and not any(term in vietnamese for term in row.terms)
    ]


def test_every_translation_uses_the_agreed_terms() -> None:
    rows = glossary()
    held = (entry for entry in entries() if not entry.tcomment.startswith(EXCEPTION))
    offenders = {entry.msgid: broken for entry in held if (broken := broken_rows(entry, rows))}
    assert offenders == {}


def test_exceptions_are_few_needed_and_say_why() -> None:
    rows = glossary()
    exceptions = [entry for entry in entries() if entry.tcomment.startswith(EXCEPTION)]
    assert [e.msgid for e in exceptions if not broken_rows(e, rows)] == []
    assert [e.msgid for e in exceptions if len(e.tcomment) < len(EXCEPTION) + 10] == []
    assert len(exceptions) < len(entries()) // 20


def test_glossary_has_its_rows() -> None:
    assert len(glossary()) > 80
