"""Small questions that validators ask of the database: is this name, this identifier taken?"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects.postgresql import JSONB

from ckanext.bacgiang.access.entries import Labels, open_to_all, readable
from ckanext.bacgiang.catalogue.entry import State
from ckanext.bacgiang.catalogue.rows import stored_rows


def names_like(name: str) -> frozenset[str]:
    """Return the names of packages and organisations in use that start with ``name``."""
    found: set[str] = set()
    for table in (model.Package, model.Group):
        statement = sa.select(table.name).where(
            table.name.startswith(name[:90], autoescape=True), table.state != State.DELETED.value
        )
        found.update(model.Session.execute(statement).scalars())
    return frozenset(found)


def identifier_taken(identifier: str, by_other_than: str, labels: Labels) -> bool | None:
    """Return whether an entry that is not deleted, other than this id, has the identifier.

    None stands for one that the caller with these permission labels may not know of.
    """
    package = model.Package
    statement = (
        sa.select(readable(labels))
        .where(package.extras["identifier"].astext == identifier)
        .where(package.id != by_other_than, package.state != State.DELETED.value)
    )
    found = set(model.Session.execute(statement).scalars())
    return True if True in found else (None if found else False)


def is_hidden_name(name: str, labels: Labels) -> bool:
    """Return whether an entry has this name that the caller may not know of."""
    package = model.Package
    statement = sa.select(package.id).where(package.name == name, sa.not_(readable(labels)))
    return model.Session.execute(statement).first() is not None


def new_identifier() -> str:
    """Return an identifier that no entry has: "BG-" and twelve hexadecimal digits."""
    return f"BG-{uuid.uuid4().hex[:12].upper()}"


def existing_entries(names: Collection[str], labels: Labels, *kinds: str) -> set[str]:
    """Return those of ``names`` that are names or ids of entries not deleted, of these types.

    Of entries that the caller with these permission labels may not read nothing is said.
    """
    package = model.Package
    statement = sa.select(package.name, package.id).where(
        sa.or_(package.name.in_(names), package.id.in_(names)),
        package.state != State.DELETED.value,
        readable(labels),
    )
    if any(kinds):
        statement = statement.where(package.type.in_(kinds))
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


def parents() -> dict[str, str]:
    """Return the name above each active organisation that has one, in one statement."""
    group = model.Group
    above = group.extras["parent"].astext
    rows = model.Session.execute(
        sa.select(group.name, above).where(
            group.is_organization.is_(True), group.state == State.ACTIVE.value, above != ""
        )
    )
    return dict(rows.tuples().all())


def agency_code_taken(code: str, by_other_than: str) -> bool:
    """Return whether an active organisation, other than this id, has the agency identifier."""
    group = model.Group
    statement = (
        sa.select(group.id)
        .where(group.extras["identifier"].astext == code, group.id != by_other_than)
        .where(group.is_organization.is_(True), group.state == State.ACTIVE.value)
        .limit(1)
    )
    return model.Session.execute(statement).first() is not None


def item_names(database: str, labels: Labels) -> list[str]:
    """Return the names of the items of the shared database so named (or with this id).

    Nothing where the caller with these permission labels may not read it.
    """
    package = model.Package
    statement = sa.select(package.extras).where(
        sa.or_(package.name == database, package.id == database), readable(labels)
    )
    extras = model.Session.execute(statement).scalar()
    rows = stored_rows(extras, "data_items") if extras else []
    return list(dict.fromkeys(str(row.get("name") or "") for row in rows))


def agency_titles(names: Collection[str]) -> dict[str, str]:
    """Return the title of each active organisation so named, in one statement."""
    group = model.Group
    rows = model.Session.execute(
        sa.select(group.name, group.title).where(
            group.name.in_(list(names)),
            group.is_organization.is_(True),
            group.state == State.ACTIVE.value,
        )
    )
    return {name: title or name for name, title in rows.tuples()}


def serving(name: str, id_: str) -> list[Any]:
    """Return name and title of the active public services that serve this entry, by title."""
    package = model.Package
    said = sa.cast(package.extras["serves"].astext, JSONB)
    statement = (
        sa.select(package.name, package.title)
        .where(package.type == "data_service", open_to_all())
        .where(package.extras["serves"].astext.startswith("["))
        .where(sa.or_(said.contains([name]), said.contains([id_])))
        .order_by(package.title)
    )
    return list(model.Session.execute(statement).all())


def drawn_from(database: str) -> list[Any]:
    """Return name and title of the active public datasets taken from this database, by title."""
    package = model.Package
    statement = (
        sa.select(package.name, package.title)
        .where(package.type == "dataset", open_to_all())
        .where(package.extras["source_database"].astext == database)
        .order_by(package.title)
    )
    return list(model.Session.execute(statement).all())


def titles(names: Collection[str], labels: Labels) -> list[Any]:
    """Return name, title, type, id of the active entries so named (or with these ids).

    In one statement, and of those alone that a reader with these permission labels may read.
    """
    package, asked = model.Package, list(names)
    statement = sa.select(package.name, package.title, package.type, package.id).where(
        sa.or_(package.name.in_(asked), package.id.in_(asked)),
        package.state == State.ACTIVE.value,
        readable(labels),
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
