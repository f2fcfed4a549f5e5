"""The fields of the schemas: what they are called, who owes them and which article says so.

Read from the same YAML that makes the forms, so forms, rules and documentation cannot disagree.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_SCHEMAS = Path(__file__).parent.parent / "schemas"


class Obligation(StrEnum):
    """How strongly a field is owed.

    ``REQUIRED``: an entry always has it; a draft may wait for it. ``TO_PUBLISH``: owed from the
    day of publication on. Without either nothing is public. ``SYSTEM``: the portal keeps it.
    """

    REQUIRED = "required"
    TO_PUBLISH = "to_publish"
    RECOMMENDED = "recommended"
    OPTIONAL = "optional"
    SYSTEM = "system"


Condition = tuple[str, tuple[str, ...]]
"""The name of a field, and values of it."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a schema.

    ``rows`` are the subfields of a repeating field, which owe what the field owes unless they say
    otherwise; ``for_classes`` limits the obligation to these data classes, empty means all;
    ``needed_when`` and ``needed_unless`` limit it to some values of other fields; see
    :func:`is_owed`. ``kept_by`` names who knows a value that is not stored with the entry.
    """

    name: str
    label_vi: str
    label_en: str
    obligation: Obligation
    basis: str
    vocabulary: str = ""
    rows: tuple[Field, ...] = ()
    for_classes: tuple[str, ...] = ()
    unique_rows: tuple[str, ...] = ()
    kept_by: str = ""
    preset: str = ""
    needed_when: tuple[Condition, ...] = ()
    needed_unless: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Schema:
    """The fields of a type of entry, or of organisations, and those of its files.

    ``resources`` says what is owed of the files as a whole, None where nothing is.
    """

    type: str
    about: str
    fields: tuple[Field, ...]
    resource_fields: tuple[Field, ...]
    resources: Field | None

    def field(self, name: str) -> Field:
        """Return the field called ``name``; "resources" is the files as a whole.

        Raises KeyError where the schema has no such field.
        """
        if name == "resources" and self.resources:
            return self.resources
        for found in self.fields:
            if found.name == name:
                return found
        raise KeyError(name)


TYPES = ("dataset", "shared_database", "data_service", "organization")
"""The schemas there are, in the order of the catalogue."""


@cache
def schema(kind: str) -> Schema:
    """Return the schema of a type of entry or of "organization".

    Raises FileNotFoundError for a type without one and ValueError for a field that does not say
    what it is owed and why.
    """
    raw = _load(f"{kind}.yaml")
    files = raw.get("resources")
    return Schema(
        type=kind,
        about=raw["about"],
        fields=tuple(map(_field, raw.get("dataset_fields") or raw.get("fields") or ())),
        resource_fields=tuple(map(_field, raw.get("resource_fields") or ())),
        resources=_field({"field_name": "resources", **files}) if files else None,
    )


def _field(raw: dict[str, Any], above: dict[str, Any] | None = None) -> Field:
    found = {**_presets().get(raw.get("preset", ""), {}), **raw}
    owed = {key: found.get(key) or (above or {}).get(key) for key in ("obligation", "basis")}
    if not owed["obligation"] or not owed["basis"]:
        raise ValueError(f"field {found['field_name']} does not say what it is owed and why")
    return Field(
        name=found["field_name"],
        label_vi=found["label"]["vi"],
        label_en=found["label"]["en"],
        obligation=Obligation(owed["obligation"]),
        basis=owed["basis"],
        vocabulary=found.get("vocabulary", ""),
        rows=tuple(_field(row, {**owed}) for row in found.get("repeating_subfields") or ()),
        for_classes=tuple(found.get("for_classes") or ()),
        unique_rows=tuple(found.get("unique_rows") or ()),
        kept_by=found.get("kept_by", ""),
        preset=found.get("preset", ""),
        needed_when=_conditions(found.get("needed_when")),
        needed_unless=_conditions(found.get("needed_unless")),
    )


def _conditions(raw: dict[str, list[str]] | None) -> tuple[Condition, ...]:
    return tuple((name, tuple(values)) for name, values in (raw or {}).items())


def is_owed(field: Field, value: Callable[[str], str]) -> bool:
    """Return whether ``field`` has to be filled in before an entry with these values is public.

    ``value`` gives the text of a field by name, empty where nothing is stated. While no data class
    is chosen, what any class owes counts. The one answer for the gate, the form and what the form
    says is still missing.
    """
    if field.obligation not in (Obligation.REQUIRED, Obligation.TO_PUBLISH):
        return False
    data_class = value("data_class")
    if data_class and field.for_classes and data_class not in field.for_classes:
        return False
    if any(value(name) in values for name, values in field.needed_unless):
        return False
    return all(value(name) in values for name, values in field.needed_when)


@cache
def _presets() -> dict[str, dict[str, Any]]:
    return {preset["preset_name"]: preset["values"] for preset in _load("presets.yaml")["presets"]}


def _load(name: str) -> Any:
    return yaml.safe_load((_SCHEMAS / name).read_text(encoding="utf-8"))
