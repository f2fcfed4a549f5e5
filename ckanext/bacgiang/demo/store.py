"""What of the demonstration the portal holds already: small set-based questions to the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from ckan import model

from ckanext.bacgiang.demo.planned import Kind, Planned


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored entry of the demonstration.

    ``demonstration`` is its label, which names the edition of the data; ``issued`` the day of
    first publication, None for what is not published.
    """

    id: str
    demonstration: str
    issued: date | None


def stored(entries: Collection[Planned]) -> dict[str, Stored]:
    """Return which of ``entries`` the portal holds, whatever their state, by id.

    An entry is recognised by its id and its label together. Takes two statements.
    """
    wanted = [entry.id for entry in entries]
    found = {}
    for table in (model.Package, model.Group):
        statement = sa.select(table.id, table.extras).where(table.id.in_(wanted))
        for row in model.Session.execute(statement):
            extras = row.extras or {}
            if label := extras.get("demonstration"):
                found[row.id] = Stored(row.id, label, _day(extras.get("issued")))
    return found


def uploaded_files(entries: Collection[Planned]) -> dict[str, list[str]]:
    """Return the ids of the uploaded resources of ``entries``, by the entry's id."""
    resource = model.Resource
    statement = sa.select(resource.package_id, resource.id).where(
        resource.package_id.in_([entry.id for entry in entries]), resource.url_type == "upload"
    )
    found: dict[str, list[str]] = defaultdict(list)
    for package_id, resource_id in model.Session.execute(statement):
        found[package_id].append(resource_id)
    return found


def names_in_use(entries: Collection[Planned]) -> list[str]:
    """Return the names that ``entries`` need and other entries of the portal have, sorted."""
    taken: set[str] = set()
    for table, own in (
        (model.Package, [entry for entry in entries if entry.kind is not Kind.ORGANIZATION]),
        (model.Group, [entry for entry in entries if entry.kind is Kind.ORGANIZATION]),
    ):
        statement = sa.select(table.name).where(
            table.name.in_([entry.name for entry in own]),
            table.id.not_in([entry.id for entry in own]),
        )
        taken.update(model.Session.execute(statement).scalars())
    return sorted(taken)


def agencies_with_other_entries(entries: Collection[Planned]) -> set[str]:
    """Return the ids of planned organisations that hold entries which are not planned."""
    statement = (
        sa.select(model.Package.owner_org)
        .where(
            model.Package.owner_org.in_([entry.id for entry in entries]),
            model.Package.id.not_in([entry.id for entry in entries]),
        )
        .distinct()
    )
    return set(model.Session.execute(statement).scalars())


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
