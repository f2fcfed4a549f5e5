"""Administrative units of the province, by the date their code was valid.

A code alone is ambiguous: 24 was Bắc Giang until 30 June 2025 and is Bắc Ninh since 1 July 2025.
A unit's value therefore carries the edition of the list it stands in: ``2022-24``, ``2025-24``.

Sources and licences of the lists: ``data/administrative_units.md``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"


class Edition(StrEnum):
    """A state of the official list of administrative units."""

    OCTOBER_2022 = "2022"
    JULY_2025 = "2025"


class UnitLevel(StrEnum):
    """Rank of a unit; since 1 July 2025 there are no districts."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


VALID_AT = {Edition.OCTOBER_2022: date(2022, 10, 1), Edition.JULY_2025: date(2025, 7, 1)}
"""A day on which every unit of the edition existed under its code."""


@dataclass(frozen=True, slots=True)
class Unit:
    """An administrative unit as one edition of the list has it.

    ``value`` is what the catalogue stores; ``code`` is the official code without its edition;
    ``type`` is the Vietnamese word that starts the name (Tỉnh, Huyện, Phường …); ``parent`` is the
    value of the unit above, empty for a province.
    """

    value: str
    edition: Edition
    code: str
    name: str
    type: str
    level: UnitLevel
    parent: str

    @property
    def valid_at(self) -> date:
        """A day on which this unit existed under this code."""
        return VALID_AT[self.edition]

    @property
    def full_name(self) -> str:
        """The name with those of the units above: "Xã Canh Nậu, Huyện Yên Thế, Tỉnh Bắc Giang"."""
        above = unit(self.parent)
        return f"{self.name}, {above.full_name}" if above else self.name


def unit(value: str) -> Unit | None:
    """Return the unit stored as ``value``, None where no edition has it."""
    return _index().get(value)


@cache
def units(edition: str) -> tuple[Unit, ...]:
    """Return the units of an edition ("2022", "2025"), each after the one above it.

    Raises ValueError for an edition that does not exist.
    """
    kept = Edition(edition)
    return tuple(
        Unit(
            value=f"{kept}-{row['code']}",
            edition=kept,
            code=row["code"],
            name=row["name"],
            type=row["type"],
            level=UnitLevel(row["level"]),
            parent=f"{kept}-{row['parent_code']}" if row["parent_code"] else "",
        )
        for row in _rows(f"administrative_units_{kept}.csv")
    )


def successors(value: str) -> tuple[Unit, ...]:
    """Return the units that took over the area of the unit stored as ``value``, by code.

    A district was abolished without an heir: its communes' successors are returned. Empty for a
    unit still valid, unknown, or whose successor no source states.
    Sources: Resolution 1658/NQ-UBTVQH15 Article 1; Resolution 202/2025/QH15.
    """
    stated = _successors().get(value)
    if stated is not None:
        return (stated,)
    heirs = {
        heir.value: heir
        for child in _children().get(value, ())
        if (heir := _successors().get(child)) is not None
    }
    return tuple(heirs[key] for key in sorted(heirs))


def predecessors(value: str) -> tuple[Unit, ...]:
    """Return the units whose area the unit stored as ``value`` took over, by code.

    Empty for a unit that took over none, or of which no source says so.
    """
    return _predecessors().get(value, ())


@cache
def _predecessors() -> dict[str, tuple[Unit, ...]]:
    index = _index()
    found: dict[str, tuple[Unit, ...]] = {}
    for old, heir in sorted(_successors().items()):
        found[heir.value] = (*found.get(heir.value, ()), index[old])
    return found


@cache
def _index() -> dict[str, Unit]:
    return {found.value: found for edition in Edition for found in units(edition)}


@cache
def _children() -> dict[str, tuple[str, ...]]:
    children: dict[str, tuple[str, ...]] = {}
    for found in _index().values():
        children[found.parent] = (*children.get(found.parent, ()), found.value)
    return children


@cache
def _successors() -> dict[str, Unit]:
    index = _index()
    return {row["old"]: index[row["new"]] for row in _rows("administrative_unit_successors.csv")}


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
