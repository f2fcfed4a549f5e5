"""How much the database holds for the public, and between which days: what an index cannot say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from ckan import model

from ckanext.bacgiang.catalogue.entry import DataClass, EntryType, State
from ckanext.bacgiang.catalogue.publishing import may_be_public

_DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"


@dataclass(frozen=True, slots=True)
class Span:
    """First publication and last change among the public datasets, as written; empty if none."""

    issued: str
    modified: str


def public_entries() -> int:
    """Return how many entries the search index should hold for the public."""
    package = model.Package
    statement = sa.select(sa.func.count(package.id)).where(
        package.type.in_([kind.value for kind in EntryType]), *_public()
    )
    return int(model.Session.execute(statement).scalar_one())


def span(today: date) -> Span:
    """Return the days of the public datasets; a day after ``today`` is a slip and does not count.

    Taken from the fields ``issued`` and ``modified``, never from CKAN's own dates.
    """
    package = model.Package
    issued = package.extras["issued"].astext
    modified = package.extras["modified"].astext
    statement = sa.select(
        sa.func.min(issued).filter(issued.regexp_match(_DATE)),
        sa.func.max(modified).filter(
            modified.regexp_match(_DATE), modified <= today.isoformat()
        ),
    ).where(package.type == EntryType.DATASET.value, *_public())
    row = model.Session.execute(statement).one()
    return Span(row[0] or "", max(row[0] or "", row[1] or ""))


def _public() -> tuple[sa.ColumnElement[bool], ...]:
    """Return in SQL what :func:`.publishing.public_barriers` states as a rule."""
    package = model.Package
    classes = [one.value for one in DataClass if may_be_public(one)]
    return (
        package.state == State.ACTIVE.value,
        package.private.is_(False),
        package.extras["data_class"].astext.in_(classes),
    )
