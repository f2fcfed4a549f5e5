"""From CKAN's tables to records of the catalogue, set by set.

The only module that asks CKAN's tables for entries; :mod:`.records` knows the field names. Reads
the database, never the search index: the index lags and can hold ghosts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.bacgiang.catalogue import records, serving
from ckanext.bacgiang.catalogue.entry import (
    Agency,
    Dataset,
    Entry,
    EntryType,
    Resource,
    State,
)

BATCH = 500
"""Entries read by one round of statements; bounds memory whatever the catalogue's size."""

Row = Any


def entries(
    types: Collection[EntryType] = tuple(EntryType), *, ids: Collection[str] | None = None
) -> Iterator[Entry]:
    """Yield entries of the given types ordered by id, whatever their state or visibility.

    ``ids`` limits them to these. Takes three statements for each ``BATCH`` entries, one more where
    a dataset has no file that is data, and one for the agencies.
    """
    agencies: dict[str, Agency] = {}
    last, rows = "", _packages(types, ids, "")
    while rows:
        agencies = agencies or _agencies_of(rows, ids)
        found = [row.id for row in rows]
        resources, tags = _resources(found), _tags(found)
        alone = {
            row.id: row.name
            for row in rows
            if row.type == EntryType.DATASET.value and _has_no_data(resources[row.id])
        }
        services = serving.of(alone) if alone else {}
        for row in rows:
            files, words = tuple(resources[row.id]), tuple(sorted(tags[row.id]))
            made = records.entry(row, agencies, files, words)
            known = services.get(row.id, ())
            yield replace(made, services=known) if isinstance(made, Dataset) and known else made
        last = rows[-1].id
        rows = _packages(types, ids, last) if len(rows) == BATCH else []


def datasets(*, ids: Collection[str] | None = None) -> Iterator[Dataset]:
    """Yield the entries of type dataset, as :func:`entries` does."""
    for entry in entries((EntryType.DATASET,), ids=ids):
        if isinstance(entry, Dataset):
            yield entry


def _has_no_data(files: Sequence[Resource]) -> bool:
    return all(file.is_document for file in files)


def all_agencies() -> list[Agency]:
    """Return every active organisation, by name. Takes one statement."""
    return _agencies(sa.true())


def _agencies_of(rows: Sequence[Row], ids: Collection[str] | None) -> dict[str, Agency]:
    """Return the agencies of chosen entries by id; all of them where no entries were chosen."""
    if ids is None or len(ids) > BATCH:
        found = all_agencies()
    else:
        found = _agencies(model.Group.id.in_({row.owner_org for row in rows}))
    return {agency.id: agency for agency in found}


def _agencies(which: sa.ColumnElement[bool]) -> list[Agency]:
    group = model.Group
    rows = model.Session.execute(
        sa.select(group.id, group.name, group.title, group.extras)
        .where(group.is_organization.is_(True), group.state == State.ACTIVE.value, which)
        .order_by(group.name)
    )
    return [records.agency(row) for row in rows]


def _packages(
    types: Collection[EntryType], ids: Collection[str] | None, after: str
) -> Sequence[Row]:
    package = model.Package
    statement = (
        sa.select(
            package.id,
            package.name,
            package.type,
            package.title,
            package.notes,
            package.owner_org,
            package.private,
            package.state,
            package.license_id,
            package.metadata_modified,
            package.extras,
        )
        .where(package.type.in_([kind.value for kind in types]), package.id > after)
        .order_by(package.id)
        .limit(BATCH)
    )
    if ids is not None:
        statement = statement.where(package.id.in_(list(ids)))
    return model.Session.execute(statement).all()


def _resources(package_ids: Sequence[str]) -> dict[str, list[Resource]]:
    resource = model.Resource
    rows = model.Session.execute(
        sa.select(resource)
        .where(resource.package_id.in_(package_ids), resource.state == State.ACTIVE.value)
        .order_by(resource.package_id, resource.position)
    ).scalars()
    found: dict[str, list[Resource]] = defaultdict(list)
    for row in rows:
        found[row.package_id].append(records.resource(row))
    return found


def _tags(package_ids: Sequence[str]) -> dict[str, list[str]]:
    link, tag = model.PackageTag, model.Tag
    rows = model.Session.execute(
        sa.select(link.package_id, tag.name)
        .join(tag, tag.id == link.tag_id)
        .where(link.package_id.in_(package_ids), link.state == State.ACTIVE.value)
        .where(tag.vocabulary_id.is_(None))
    )
    found: dict[str, list[str]] = defaultdict(list)
    for package_id, name in rows:
        found[package_id].append(name)
    return found
