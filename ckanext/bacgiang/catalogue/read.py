"""From CKAN's tables to records of the catalogue, set by set.

The only module that knows CKAN's tables and the field names of the schemas. Reads the database,
never the search index: the index lags and can hold ghosts.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.bacgiang.catalogue.entry import (
    Agency,
    Contact,
    Database,
    DataClass,
    Dataset,
    Entry,
    EntryType,
    ListPlace,
    Resource,
    Service,
    State,
)

BATCH = 500
"""Entries read by one round of statements; bounds memory whatever the catalogue's size."""

Row = Any


def entries(
    types: Collection[EntryType] = tuple(EntryType), *, ids: Collection[str] | None = None
) -> Iterator[Entry]:
    """Yield entries of the given types ordered by id, whatever their state or visibility.

    ``ids`` limits them to these. Takes three statements for each ``BATCH`` entries.
    """
    agencies = {agency.id: agency for agency in all_agencies()}
    last = ""
    while rows := _packages(types, ids, last):
        found = [row.id for row in rows]
        resources, tags = _resources(found), _tags(found)
        for row in rows:
            yield _entry(row, agencies, tuple(resources[row.id]), tuple(sorted(tags[row.id])))
        last = rows[-1].id


def datasets(*, ids: Collection[str] | None = None) -> Iterator[Dataset]:
    """Yield the entries of type dataset, as :func:`entries` does."""
    for entry in entries((EntryType.DATASET,), ids=ids):
        if isinstance(entry, Dataset):
            yield entry


def all_agencies() -> list[Agency]:
    """Return every active organisation, by name. Takes one statement."""
    group = model.Group
    rows = model.Session.execute(
        sa.select(group.id, group.name, group.title, group.extras)
        .where(group.is_organization.is_(True), group.state == State.ACTIVE.value)
        .order_by(group.name)
    )
    return [_agency(row) for row in rows]


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
        found[row.package_id].append(_resource(row))
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


def _agency(row: Row) -> Agency:
    extras = row.extras or {}
    contacts = _contacts(extras.get("contact"))
    return Agency(
        id=row.id,
        name=row.name,
        title=row.title or row.name,
        kind=extras.get("kind", ""),
        identifier=extras.get("identifier", ""),
        parent=extras.get("parent", ""),
        email=contacts[0].email if contacts else "",
    )


def _resource(row: Row) -> Resource:
    extras = row.extras or {}
    return Resource(
        id=row.id,
        name=row.name or "",
        description=row.description or "",
        url=row.url or "",
        uploaded=row.url_type == "upload",
        format=row.format or "",
        file_type=extras.get("file_type") or "",
        mimetype=row.mimetype or "",
        size=row.size,
        hash=row.hash or "",
        hash_algorithm=extras.get("hash_algorithm") or "",
        position=row.position or 0,
        issued=_day(extras.get("issued")),
        modified=_day(extras.get("modified")),
    )


def _entry(
    row: Row,
    agencies: dict[str, Agency],
    resources: tuple[Resource, ...],
    tags: tuple[str, ...],
) -> Entry:
    extras: dict[str, str] = row.extras or {}
    shared: dict[str, Any] = {
        "id": row.id,
        "name": row.name,
        "type": EntryType(row.type),
        "title": row.title or row.name,
        "notes": row.notes or "",
        "identifier": extras.get("identifier", ""),
        "agency": agencies.get(row.owner_org),
        "publisher": extras.get("publisher", ""),
        "private": bool(row.private),
        "state": State(row.state),
        "data_class": _data_class(extras.get("data_class")),
        "themes": _values(extras.get("theme")),
        "tags": tags,
        "contacts": _contacts(extras.get("contact")),
        "legal_basis": extras.get("legal_basis", ""),
        "language": _values(extras.get("language")),
        "metadata_modified": row.metadata_modified,
    }
    if row.type == EntryType.DATABASE.value:
        return Database(
            **shared,
            **{key: extras.get(key, "") for key in ("purpose", "scope", "content", "level")},
            demonstration=extras.get("demonstration", ""),
        )
    if row.type == EntryType.SERVICE.value:
        return Service(
            **shared,
            **{key: extras.get(key, "") for key in ("endpoint_url", "protocol", "platform")},
            serves=_values(extras.get("serves")),
            demonstration=extras.get("demonstration", ""),
        )
    return _dataset(shared, extras, row.license_id or "", resources)


def _dataset(
    shared: dict[str, Any],
    extras: dict[str, str],
    license_id: str,
    resources: tuple[Resource, ...],
) -> Dataset:
    return Dataset(
        **shared,
        frequency=extras.get("frequency", ""),
        issued=_day(extras.get("issued")),
        modified=_day(extras.get("modified")),
        license_id=license_id,
        listed=ListPlace(
            extras.get("list_decision", ""),
            _day(extras.get("list_date")),
            extras.get("list_item", ""),
        ),
        source_database=extras.get("source_database", ""),
        temporal_start=extras.get("temporal_start", ""),
        temporal_end=extras.get("temporal_end", ""),
        spatial_units=_values(extras.get("spatial_unit")),
        demand_priority=extras.get("demand_priority") == "true",
        demonstration=extras.get("demonstration", ""),
        resources=resources,
    )


def _data_class(value: str | None) -> DataClass | None:
    try:
        return DataClass(value or "")
    except ValueError:
        return None


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat((value or "")[:10])
    except ValueError:
        return None


def _values(stored: str | None) -> tuple[str, ...]:
    loaded = _loaded(stored)
    if isinstance(loaded, list):
        return tuple(str(item) for item in loaded)
    return (stored,) if stored else ()


def _contacts(stored: str | None) -> tuple[Contact, ...]:
    loaded = _loaded(stored)
    rows = loaded if isinstance(loaded, list) else []
    names = ("name", "position", "function", "phone", "email")
    return tuple(
        Contact(**{name: str(row.get(name) or "") for name in names})
        for row in rows
        if isinstance(row, dict)
    )


def _loaded(stored: str | None) -> Any:
    try:
        return json.loads(stored) if stored else None
    except ValueError:
        return None
