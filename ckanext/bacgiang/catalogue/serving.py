"""Which public services serve a dataset, and which datasets a service serves.

Decree 47/2020/NĐ-CP Art. 21.1: open data is had as files or by a service.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from ckanext.bacgiang import clock
from ckanext.bacgiang.catalogue import stored
from ckanext.bacgiang.catalogue.entry import EntryType, State
from ckanext.bacgiang.catalogue.parts import Serving
from ckanext.bacgiang.catalogue.visibility import never_public


def of(names: Mapping[str, str]) -> dict[str, tuple[Serving, ...]]:
    """Return the public services of each dataset that has any, by title.

    ``names`` are the datasets' names by id. A service counts while it is active, public and not
    ended. Takes one statement.
    """
    package = model.Package
    words = [*names, *names.values()]
    said = sa.cast(package.extras["serves"].astext, JSONB)
    rows = model.Session.execute(
        sa.select(package)
        .where(package.type == EntryType.SERVICE.value, package.state == State.ACTIVE.value)
        .where(package.private.is_(False), package.extras["serves"].astext.startswith("["))
        .where(said.has_any(sa.cast(words, ARRAY(sa.Text))))
        .order_by(package.title, package.id)
    ).scalars()
    ids = {name: id_ for id_, name in names.items()} | {id_: id_ for id_ in names}
    found: dict[str, dict[str, Serving]] = defaultdict(dict)
    for row in rows:
        if is_offered(row):
            for word in stored.values((row.extras or {}).get("serves")):
                if word in ids:
                    found[ids[word]][row.id] = _serving(row)
    return {id_: tuple(services.values()) for id_, services in found.items()}


def served_by(service: model.Package) -> list[model.Package]:
    """Return the active public datasets that the service names, in one statement."""
    package = model.Package
    words = list(stored.values((service.extras or {}).get("serves")))
    if not words:
        return []
    statement = (
        sa.select(package)
        .where(sa.or_(package.name.in_(words), package.id.in_(words)))
        .where(package.type == EntryType.DATASET.value, package.state == State.ACTIVE.value)
        .where(package.private.is_(False))
    )
    return list(model.Session.execute(statement).scalars())


def is_offered(service: model.Package) -> bool:
    """Return whether the public may use the service now: it is public and has not ended."""
    ended = stored.day((service.extras or {}).get("terminated"))
    is_public = service.state == State.ACTIVE.value and not service.private
    return is_public and not never_public(service) and not (ended and ended <= clock.today())


def _serving(row: model.Package) -> Serving:
    published = stored.day((row.extras or {}).get("info_published"))
    return Serving(row.id, row.name, row.title or row.name, row.notes or "", published)
