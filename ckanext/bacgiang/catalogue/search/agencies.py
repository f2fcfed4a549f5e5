"""Agencies as the search needs them: titles, and who stands above whom."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

import sqlalchemy as sa
from ckan import model

MAX_LEVELS = 10
"""Levels of a tree that are followed; a circle of parents ends there."""


@dataclass(frozen=True, slots=True)
class AgencyLine:
    """An agency in a list: ``parent`` is the name of the one above it, empty at the top."""

    name: str
    title: str
    parent: str


def with_those_above(name: str) -> list[str]:
    """Return the names of an agency and of all above it, nearest first; empty for no name."""
    if not name:
        return []
    rows = model.Session.execute(_climb(), {"agency": name}).scalars()
    return list(dict.fromkeys(rows)) or [name]


@cache
def _climb() -> sa.Select[tuple[str]]:
    """The statement above, made once: making it takes longer than the database needs for it."""
    group = model.Group
    climb = (
        sa.select(group.name, _parent().label("parent"), sa.literal(0).label("level"))
        .where(group.name == sa.bindparam("agency"), group.is_organization.is_(True))
        .cte(recursive=True)
    )
    climb = climb.union_all(
        sa.select(group.name, _parent(), climb.c.level + 1).where(
            group.name == climb.c.parent, climb.c.level < MAX_LEVELS
        )
    )
    return sa.select(climb.c.name).order_by(climb.c.level)


def ids_with_those_below(name: str) -> list[str]:
    """Return the ids of an agency and of all below it."""
    group = model.Group
    fall = (
        sa.select(group.id, group.name, sa.literal(0).label("level"))
        .where(group.name == name, group.is_organization.is_(True))
        .cte(recursive=True)
    )
    fall = fall.union_all(
        sa.select(group.id, group.name, fall.c.level + 1).where(
            _parent() == fall.c.name, group.is_organization.is_(True), fall.c.level < MAX_LEVELS
        )
    )
    return list(dict.fromkeys(model.Session.execute(sa.select(fall.c.id)).scalars()))


def named(names: Collection[str]) -> dict[str, AgencyLine]:
    """Return the agencies so named, by name, in one statement."""
    group = model.Group
    statement = sa.select(group.name, group.title, _parent()).where(group.name.in_(list(names)))
    rows = model.Session.execute(statement).all() if names else []
    return {name: AgencyLine(name, title or name, parent) for name, title, parent in rows}


def active() -> list[AgencyLine]:
    """Return every active agency, in one statement."""
    group = model.Group
    statement = sa.select(group.name, group.title, _parent()).where(
        group.is_organization.is_(True), group.state == model.State.ACTIVE
    )
    rows = model.Session.execute(statement).all()
    return [AgencyLine(name, title or name, parent) for name, title, parent in rows]


def package_ids(organization_ids: Collection[str]) -> list[str]:
    """Return the ids of the packages of these agencies that are in the index."""
    package = model.Package
    statement = sa.select(package.id).where(
        package.owner_org.in_(list(organization_ids)), package.state != model.State.DELETED
    )
    return list(model.Session.execute(statement).scalars())


def _parent() -> sa.ColumnElement[str]:
    return sa.func.coalesce(model.Group.extras["parent"].astext, "")
