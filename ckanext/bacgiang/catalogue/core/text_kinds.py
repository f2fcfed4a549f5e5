"""What a text without markup is: a table, a PC-Axis file, statements in Turtle, or plain text."""

from __future__ import annotations

import re

_LINES = 40
_LINE_LENGTH = 2_000
_PX_FIRST = re.compile(r'[A-Z][A-Z0-9-]{2,30}(?:\[[a-z-]{2,5}\])?(?:\("[^"\n]{0,200}"\))?=')
_PX_WORDS = ("MATRIX=", "TITLE=", "CONTENTS=", "UNITS=", "STUB=", "HEADING=", "SUBJECT-AREA=",
             'VALUES("', "DECIMALS=", "DATA=")  # fmt: skip
_PX_ENOUGH = 3
_TURTLE = re.compile(r"(?:@prefix|@base|PREFIX|BASE)\s|<[a-z][a-z0-9+.-]{1,20}:[^>\s]{1,500}>\s")
_SDMX_CSV = re.compile(r'"?(?:DATAFLOW|STRUCTURE"?[,;]"?STRUCTURE_ID)"?[,;]')
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_SEPARATORS = ("\t", ";", ",", "|")


def of_plain(text: str) -> tuple[str, frozenset[str]]:
    """Return the type of a text by what stands in it, and all types that it may be stated to be."""
    if is_px(text):
        return "PX", frozenset({"PX"})
    if _SDMX_CSV.match(text):
        return "SDMX_CSV", frozenset({"SDMX_CSV", "CSV", "TXT"})
    lines = _first_lines(text)
    statements = "\n".join(line for line in lines if not line.startswith("#"))
    if _TURTLE.match(statements):
        return "RDF_TURTLE", frozenset({"RDF_TURTLE", "RDF_N_TRIPLES", "N3", "TXT"})
    separator = _separator(lines)
    if separator == "\t":
        return "TSV", frozenset({"TSV", "CSV", "TXT"})
    if separator:
        return "CSV", frozenset({"CSV", "TXT"})
    # One column is a table too, if that is what it is called.
    return "TXT", frozenset({"TXT", "CSV", "TSV"})


def is_px(text: str) -> bool:
    """Return whether a text is a PC-Axis file (PX file format, Statistics Sweden).

    It starts with a keyword and its value, and has several of the keywords every such file has.
    """
    if not _PX_FIRST.match(text):
        return False
    return sum(word in text for word in _PX_WORDS) >= _PX_ENOUGH


def utf_16_without_mark(head: bytes) -> str:
    """Return which UTF-16 bytes without a mark are, empty where they are none.

    In text of Latin letters the upper half of most units is zero, and no unit as a whole is.
    """
    pairs = head[: len(head) // 2 * 2]
    if len(pairs) < 2:
        return ""
    count = len(pairs) // 2
    even, odd = pairs[0::2].count(0), pairs[1::2].count(0)
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    if max(even, odd) * 10 < count * 4 or min(even, odd) * 50 > count:
        return ""
    text = pairs.decode(encoding, errors="replace")
    return "" if _CONTROL.search(text) or text.count("\ufffd") * 50 > count else encoding


def _first_lines(text: str) -> list[str]:
    lines = re.split(r"\r\n|\r|\n", text[: _LINES * _LINE_LENGTH])
    return [line[:_LINE_LENGTH] for line in lines if line.strip()][:_LINES]


def _separator(lines: list[str]) -> str:
    """Return what stands equally often in most of the lines, empty where nothing does."""
    for separator in _SEPARATORS:
        counts = [line.count(separator) for line in lines]
        usual = max(set(counts), key=counts.count, default=0)
        if usual and len(lines) > 1 and counts.count(usual) * 2 >= len(lines):
            return separator
    return ""
