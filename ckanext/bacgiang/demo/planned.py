"""What a planned entry of the demonstration is: an id of its own for ever, and its values."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from ckanext.bacgiang.demo.timeline import Timeline
from ckanext.bacgiang.vocabularies.terms import vocabulary

_NAMESPACE = uuid.UUID("3f0f0d5e-6b7c-5f0b-9d55-6d2f3b1c47a2")
"""Marks the demonstration's ids; never change it, or what was loaded is no longer recognised."""


class Kind(StrEnum):
    """What is loaded, named as CKAN names its types."""

    ORGANIZATION = "organization"
    DATASET = "dataset"
    DATABASE = "shared_database"
    SERVICE = "data_service"


@dataclass(frozen=True, slots=True)
class DataFile:
    """A real file to upload: its name under ``data/files``, and the resource it becomes.

    ``file_type`` is an authority URI; ``columns`` are rows of its data dictionary.
    """

    file: str
    name: str
    description: str
    file_type: str
    columns: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """One entry to load.

    ``id`` follows from kind and key alone. ``fields`` are the values of the schema's fields;
    ``files`` are uploaded after the entry exists. ``timeline`` is None for what is not published
    as open data.
    """

    kind: Kind
    key: str
    name: str
    title: str
    demonstration: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    files: tuple[DataFile, ...] = ()
    timeline: Timeline | None = None

    @property
    def id(self) -> str:
        """The id that this entry has on every portal."""
        return stable_id(self.kind, self.key)

    def as_dict(self) -> dict[str, Any]:
        """Return the entry as CKAN's actions take it, without its files."""
        own = {
            "id": self.id,
            "name": self.name,
            "title": self.title,
            "demonstration": self.demonstration,
        }
        if self.kind is not Kind.ORGANIZATION:
            own["type"] = self.kind.value
        return {**self.fields, **own}


def stable_id(*words: str) -> str:
    """Return the id of what ``words`` name, the same on every portal."""
    return str(uuid.uuid5(_NAMESPACE, "/".join(words)))


def value(list_name: str, code: str) -> str:
    """Return the stored value of a term of a controlled list.

    Raises LookupError where the list has no such term.
    """
    term = vocabulary(list_name).find(code)
    if term is None:
        raise LookupError(f"{list_name} has no {code}")
    return term.value
