"""Who may change what of an entry is decided on what will be stored, in one place for all roads.

Form, API, patch, revise, bulk and files one by one all end in the validation of the entry. There
the rules of every feature are asked, with what is stored and what is about to be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ckan import model
from ckan.plugins import Interface, PluginImplementations
from ckan.types import Context

from ckanext.bacgiang.catalogue.entry import EntryType, State

ONLY_SHOWN = "bacgiang_only_shown"
"""Key of a context in which an entry is validated to be looked at, not to be saved."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a save makes of an entry: ``stored`` is None for a new one.

    ``values`` holds the licence and the fields of the schema as they will be stored, ``files``
    those that the save brings or changes.
    """

    stored: model.Package | None
    kind: str
    private: bool
    state: str
    owner_org: str
    values: Mapping[str, Any]
    files: Sequence[Mapping[str, Any]]

    @property
    def was_public(self) -> bool:
        """Whether everyone sees the entry before the save."""
        return (
            self.stored is not None
            and self.stored.state == State.ACTIVE.value
            and not self.stored.private
        )

    @property
    def will_be_public(self) -> bool:
        """Whether everyone sees the entry after the save."""
        return self.state == State.ACTIVE.value and not self.private


class IEntryChanges(Interface):
    """Rules on who may change what of an entry."""

    def refuse_change(self, context: Context, change: Change) -> dict[str, list[str]]:
        """Return CKAN's errors by field; empty where the change may be saved.

        Called with the entry's row locked, on every road, after validation found nothing wrong.
        """
        return {}


def refused(context: Context, data: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return why the rules refuse to save validated ``data``, as CKAN's errors by field."""
    if context.get(ONLY_SHOWN):
        return {}
    change = _change(context.get("package"), data)
    if change.kind not in list(EntryType):
        return {}
    found: dict[str, list[str]] = {}
    for plugin in PluginImplementations(IEntryChanges):
        found |= plugin.refuse_change(context, change)
    return found


def _change(stored: model.Package | None, data: Mapping[str, Any]) -> Change:
    private, state, owner, licence = (
        data[name] if data.get(name) is not None else getattr(stored, name, None)
        for name in ("private", "state", "owner_org", "license_id")
    )
    values = {row["key"]: row["value"] for row in data.get("extras") or ()}
    return Change(
        stored=stored,
        kind=str(data.get("type") or (stored.type if stored else EntryType.DATASET.value)),
        private=bool(private),
        state=str(state or State.ACTIVE.value),
        owner_org=str(owner or ""),
        values={**values, "license_id": licence},
        files=tuple(data.get("resources") or ()),
    )
