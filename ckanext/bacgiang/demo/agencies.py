"""The demonstration's organisations: departments of the province, districts, communes."""

from __future__ import annotations

from typing import Any

from ckanext.bacgiang.catalogue.text import slug
from ckanext.bacgiang.demo.planned import Kind, Planned
from ckanext.bacgiang.demo.sources import demonstration, listed, text
from ckanext.bacgiang.vocabularies.units import Unit, UnitLevel, successors, unit, units

PROVINCE = "ubnd-tinh-bac-giang"
EDITION = "2022"
LAST_DAY = "2025-06-30"
"""Last day of the districts, and of the communes of before (Resolution 1658/NQ-UBTVQH15)."""


def agencies() -> tuple[Planned, ...]:
    """Return the organisations, each after the one above it."""
    return (*map(_department, listed("departments")), *_unit_agencies())


def agency_id(name: str) -> str:
    """Return the id of the planned organisation called ``name``."""
    return Planned(Kind.ORGANIZATION, name, name, "", "").id


def _department(row: dict[str, Any]) -> Planned:
    name, kind = row["name"], row.get("kind", "department")
    fields = {
        "kind": kind,
        "parent": PROVINCE if kind == "department" else "",
        "unit_code": row.get("unit_code", ""),
        "valid_from": str(row.get("valid_from", "")),
        "valid_to": str(row.get("valid_to", "")),
        "successor": row.get("successor", ""),
        "contact": [
            {
                "name": text("agency", "officer"),
                "position": text("agency", "position"),
                "function": text("agency", "contact"),
                "phone": text("agency", "phone"),
                "email": text("agency", "email", name=name),
            }
        ],
    }
    case = "agency_assumed" if row.get("assumed") else "agency"
    return _agency(name, row["title"], demonstration(case), fields)


def _unit_agencies() -> tuple[Planned, ...]:
    below = [found for found in units(EDITION) if found.level is not UnitLevel.PROVINCE]
    return tuple(_committee(found) for found in below)


def _committee(found: Unit) -> Planned:
    heirs = ", ".join(_lower_first(heir.name) for heir in successors(found.value))
    fields = {
        "kind": found.level.value,
        "parent": _parent(found),
        "unit_code": found.value,
        "description": _description(found, heirs),
        "valid_to": LAST_DAY if heirs and not _merged_before(found) else "",
        "successor": heirs if found.level is UnitLevel.COMMUNE else "",
    }
    above = unit(found.parent)
    area = _lower_first(found.name)
    if found.level is UnitLevel.COMMUNE and above:
        area = f"{area}, {_lower_first(above.name)}"
    return _agency(_committee_name(found), f"Ủy ban nhân dân {area}", demonstration("unit"), fields)


def _agency(name: str, title: str, label: str, fields: dict[str, Any]) -> Planned:
    stated = {field: value for field, value in fields.items() if value}
    return Planned(Kind.ORGANIZATION, name, name, title, label, stated)


def _parent(found: Unit) -> str:
    above = unit(found.parent)
    return PROVINCE if above is None or not above.parent else _committee_name(above)


def _committee_name(found: Unit) -> str:
    above = unit(found.parent)
    area = f"{found.name} {above.name}" if above and above.parent else found.name
    return slug(f"UBND {area}")


def _description(found: Unit, heirs: str) -> str:
    if _merged_before(found):
        after = text("agency", "unit_merged")
    else:
        after = text("agency", "unit_heirs", heirs=heirs)
    return text("agency", "unit", code=found.code, heirs=after)


def _merged_before(found: Unit) -> bool:
    """Return whether the unit was gone before July 2025.

    Those communes have no successor in the list; of the districts it was Yên Dũng, code 221
    (https://github.com/daohoangson/dvhcvn, state of 1 March 2025).
    """
    return not successors(found.value) or found.code == "221"


def _lower_first(name: str) -> str:
    return name[:1].lower() + name[1:]
