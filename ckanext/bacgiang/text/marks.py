"""Runs of combining marks: normalisation sorts them in a time that grows with their square.

The Stream-Safe Text Format (Unicode Standard Annex 15, section 13) allows thirty marks behind a
letter; no language needs more.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST_RUN = 30
"""Marks in a row that are kept."""

# Marks are neither letters nor blanks; two letters of half width become marks.
_PERHAPS_MARKS = re.compile(rf"(?:[^\x00-\u02ff\w\s]|[\uff9e\uff9f]){{{LONGEST_RUN + 1},}}")


def short_runs(text: str) -> str:
    """Return ``text`` with no more than ``LONGEST_RUN`` combining marks in a row."""
    if len(text) <= LONGEST_RUN or text.isascii():
        return text
    return _PERHAPS_MARKS.sub(_shortened, text)


def _shortened(found: re.Match[str]) -> str:
    kept, run = [], 0
    for letter in found.group():
        run = run + 1 if _becomes_marks(letter) else 0
        if run <= LONGEST_RUN:
            kept.append(letter)
    return "".join(kept)


def _becomes_marks(letter: str) -> bool:
    return all(unicodedata.combining(part) for part in unicodedata.normalize("NFKD", letter))
