"""The whole demonstration province as planned entries, for a day of loading. No portal needed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ckanext.bacgiang.demo.agencies import agencies
from ckanext.bacgiang.demo.datasets import datasets
from ckanext.bacgiang.demo.planned import Planned
from ckanext.bacgiang.demo.shared import databases, services


@dataclass(frozen=True, slots=True)
class Province:
    """What to load. Iterating gives every entry after those it refers to."""

    agencies: tuple[Planned, ...]
    databases: tuple[Planned, ...]
    services: tuple[Planned, ...]
    datasets: tuple[Planned, ...]

    def __iter__(self) -> Iterator[Planned]:
        yield from self.agencies
        yield from self.databases
        yield from self.services
        yield from self.datasets

    def __len__(self) -> int:
        parts = (self.agencies, self.databases, self.services, self.datasets)
        return sum(len(part) for part in parts)

    def sample(self, size: int) -> Province:
        """Return a small province: ``size`` evenly spaced datasets, and ``size`` of each else.

        Databases referred to and agencies needed come along, so references hold.
        """
        chosen = _spaced(self.datasets, size)
        serving = self.services[:size]
        needed = {entry.fields.get("source_database") for entry in chosen}
        needed.update(name for entry in serving for name in entry.fields["serves"])
        bases = tuple(
            entry
            for number, entry in enumerate(self.databases)
            if number < size or entry.name in needed
        )
        owners = {entry.fields["owner_org"] for entry in (*chosen, *serving, *bases)}
        return Province(self._agencies_of(owners, size), bases, serving, chosen)

    def _agencies_of(self, owners: set[str], size: int) -> tuple[Planned, ...]:
        first = {entry.id for entry in self.agencies[:size]}
        wanted = {entry.id for entry in self.agencies if entry.id in owners | first}
        parents = {entry.fields.get("parent", "") for entry in self.agencies if entry.id in wanted}
        return tuple(
            entry for entry in self.agencies if entry.id in wanted or entry.name in parents
        )


def province(loaded: date) -> Province:
    """Return everything the demonstration holds, as it stands on the day of loading."""
    return Province(agencies(), databases(), services(), datasets(loaded))


def _spaced(entries: tuple[Planned, ...], size: int) -> tuple[Planned, ...]:
    if size >= len(entries):
        return entries
    step = len(entries) / max(size, 1)
    return tuple(entries[int(number * step)] for number in range(size))
