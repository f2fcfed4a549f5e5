"""Small questions that validators ask of the database: is this name, this identifier taken?"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.bacgiang.catalogue.entry import State


def names_like(name: str) -> frozenset[str]:
    """Return the names of packages and organisations in use that start with ``name``."""
    found: set[str] = set()
    for table in (model.Package, model.Group):
        statement = sa.select(table.name).where(
            table.name.startswith(name[:90], autoescape=True), table.state != State.DELETED.value
        )
        found.update(model.Session.execute(statement).scalars())
    return frozenset(found)


def identifier_taken(identifier: str, by_other_than: str) -> bool:
    """Return whether an entry that is not deleted, other than this id, has the identifier."""
    package = model.Package
    statement = (
        sa.select(package.id)
        .where(package.extras["identifier"].astext == identifier)
        .where(package.id != by_other_than, package.state != State.DELETED.value)
        .limit(1)
    )
    return model.Session.execute(statement).first() is not None


def new_identifier() -> str:
    """Return an identifier that no entry has: "BG-" and twelve hexadecimal digits."""
    return f"BG-{uuid.uuid4().hex[:12].upper()}"


def existing_entries(names: Collection[str], kind: str = "") -> set[str]:
    """Return those of ``names`` that are names or ids of entries not deleted."""
    package = model.Package
    statement = sa.select(package.name, package.id).where(
        sa.or_(package.name.in_(names), package.id.in_(names)),
        package.state != State.DELETED.value,
    )
    if kind:
        statement = statement.where(package.type == kind)
    rows = model.Session.execute(statement).all()
    return {word for row in rows for word in row} & set(names)


def organization_exists(name: str) -> bool:
    """Return whether an active organisation has this name or id."""
    group = model.Group
    statement = sa.select(group.id).where(
        sa.or_(group.name == name, group.id == name),
        group.is_organization.is_(True),
        group.state == State.ACTIVE.value,
    )
    return model.Session.execute(statement).first() is not None


def titles(names: Collection[str]) -> list[Any]:
    """Return name, title and type of the active entries so named, in one statement."""
    package = model.Package
    statement = sa.select(package.name, package.title, package.type).where(
        package.name.in_(list(names)), package.state == State.ACTIVE.value
    )
    return list(model.Session.execute(statement).all())


def newest_entries(kind: str, agencies: Collection[str], limit: int) -> list[Any]:
    """Return name and title of the newest active entries of these agencies, in one statement."""
    package = model.Package
    statement = (
        sa.select(package.name, package.title)
        .where(package.type == kind, package.state == State.ACTIVE.value)
        .where(package.owner_org.in_(list(agencies)))
        .order_by(package.metadata_created.desc())
        .limit(limit)
    )
    return list(model.Session.execute(statement).all())
