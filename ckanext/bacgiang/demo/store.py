"""What of the demonstration the portal holds already: small set-based questions to the database."""

from __future__ import annotations

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
    resources: int


def stored(entries: Collection[Planned]) -> dict[str, Stored]:
    """Return which of ``entries`` the portal holds, whatever their state, by id.

    An entry is recognised by its id and its label together. Takes two statements.
    """
    wanted = [entry.id for entry in entries]
    resource = (
        sa.select(sa.func.count(model.Resource.id))
        .where(model.Resource.package_id == model.Package.id, model.Resource.state == "active")
        .scalar_subquery()
    )
    statements = (
        sa.select(model.Package.id, model.Package.extras, resource.label("resources")),
        sa.select(model.Group.id, model.Group.extras, sa.literal(0).label("resources")),
    )
    found = {}
    for table, statement in zip((model.Package, model.Group), statements, strict=True):
        for row in model.Session.execute(statement.where(table.id.in_(wanted))):
            extras = row.extras or {}
            if label := extras.get("demonstration"):
                found[row.id] = Stored(row.id, label, _day(extras.get("issued")), row.resources)
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
