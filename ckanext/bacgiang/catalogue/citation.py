"""The citation that Decree 47/2020/NĐ-CP Art. 18.2 asks of users of open data, ready to copy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Cited:
    """What is cited: who answers for it, what it is called, the day of the data, where it is."""

    agency: str
    title: str
    modified: date | None
    portal: str
    address: str


def citation(cited: Cited, language: str = "vi") -> str:
    """Return one line of text that names agency, dataset, day of the data, portal and address.

    Vietnamese, or English where ``language`` is not Vietnamese; what is not known is left out.
    """
    vietnamese = language.startswith("vi")
    day = ""
    if cited.modified:
        known = cited.modified
        day = f"cập nhật ngày {known:%d/%m/%Y}" if vietnamese else f"updated {known.isoformat()}"
    title = f"“{cited.title}”"
    return ", ".join(
        part for part in (cited.agency, title, day, cited.portal, cited.address) if part
    )
