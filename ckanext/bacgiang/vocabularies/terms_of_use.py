"""The wording of the terms of use of open data (Decree 47/2020/NĐ-CP Art. 18), by version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

_FILE = Path(__file__).parent / "data" / "terms_of_use.yaml"


@dataclass(frozen=True, slots=True)
class Wording:
    """A text in the languages of the portal."""

    vi: str
    en: str

    def text(self, language: str = "vi") -> str:
        """Return the Vietnamese text, or the English one where ``language`` is not Vietnamese."""
        return self.vi if language.startswith("vi") else self.en


@dataclass(frozen=True, slots=True)
class TermsOfUse:
    """One version of the terms: its clauses in order, and when the law gave them force.

    ``force_to`` is the last day in force by law, None where it is open; after it the text stands
    as the portal's own terms until a new version is issued.
    """

    version: str
    license: str
    source: str
    title: Wording
    clauses: tuple[Wording, ...]
    note: Wording
    force_from: date
    force_to: date | None


@cache
def versions() -> tuple[TermsOfUse, ...]:
    """Return every version of the terms, oldest first."""
    raw = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    found = [
        TermsOfUse(
            version=row["version"],
            license=row["license"],
            source=row["source"],
            title=Wording(**row["title"]),
            clauses=tuple(Wording(**clause) for clause in row["clauses"]),
            note=Wording(**row["note"]),
            force_from=row["force_from"],
            force_to=row.get("force_to"),
        )
        for row in raw["versions"]
    ]
    return tuple(sorted(found, key=lambda terms: terms.force_from))


def latest() -> TermsOfUse:
    """Return the version that is granted with data published now."""
    return versions()[-1]
