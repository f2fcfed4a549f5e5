"""Does the search index say what the database says? Compared entry by entry, and mended.

A save that is committed while the search engine is away, or whose worker dies before it has
indexed, leaves an entry in the index as it was: found by everyone although it was taken down.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.lib import search
from ckan.lib.plugins import get_permission_labels
from ckan.lib.search.common import make_connection

from ckanext.bacgiang.intake import index

BATCH = 500
"""Entries compared by one round of questions."""

FIELDS = ("id", "name", "state", "capacity", "organization", "metadata_modified")
"""Fields of the index that decide who finds an entry, and of which save it is."""


@dataclass(slots=True)
class Comparison:
    """What was found: ids of entries that the index lacks, has wrongly, or has although they are
    gone; ``healed`` of them were put right, ``failed`` could not be."""

    compared: int = 0
    missing: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    healed: int = 0
    failed: int = 0

    @property
    def wrong(self) -> list[str]:
        """Ids of all entries that the index does not have as the database has them."""
        return [*self.missing, *self.differing, *self.gone]


def compared() -> Comparison:
    """Return how index and database differ. Raises SolrError where the index cannot be asked."""
    found = Comparison()
    indexed, public = _indexed(), _found_by_everyone()
    names = model.Session.execute(sa.select(model.Group.id, model.Group.name)).tuples()
    agencies = dict(names.all())
    for package in _stored():
        found.compared += 1
        document = indexed.pop(package.id, None)
        if document is None:
            found.missing.append(package.id)
        elif document != _expected(package, agencies) or (
            (package.id in public) != ("public" in _labels(package))
        ):
            found.differing.append(package.id)
    found.gone = sorted(indexed)
    return found


def heal(found: Comparison) -> None:
    """Index again what differs, each entry as it is stored by then; counts what was done."""
    for entry_id in found.wrong:
        if index.now(entry_id, commit=False):
            found.healed += 1
        else:
            found.failed += 1
    if found.healed:
        search.commit()


def _indexed() -> dict[str, tuple[Any, ...]]:
    """Return what the index holds of each entry of this portal, by id."""
    return {
        row["id"]: (*(row.get(name) for name in FIELDS[1:-1]), _second(row.get(FIELDS[-1])))
        for row in _documents(FIELDS)
    }


def _found_by_everyone() -> set[str]:
    """Return the ids of the entries that a visitor's search finds."""
    return {row["id"] for row in _documents(("id",), '+permission_labels:"public"')}


def _documents(fields: Sequence[str], *which: str) -> Iterator[dict[str, Any]]:
    connection = make_connection()
    mine = '+entity_type:package +site_id:"{}"'.format(tk.config["ckan.site_id"])
    cursor, last = "*", ""
    while cursor != last:
        page = connection.search(
            "*:*",
            fq=[mine, *which],
            fl=",".join(fields),
            rows=BATCH,
            sort="index_id asc",
            cursorMark=cursor,
        )
        yield from page
        cursor, last = page.nextCursorMark, cursor


def _expected(package: model.Package, agencies: dict[str, str]) -> tuple[Any, ...]:
    return (
        package.name,
        package.state,
        "private" if package.private else "public",
        agencies.get(package.owner_org or ""),
        _second(package.metadata_modified),
    )


def _labels(package: model.Package) -> list[str]:
    return list(get_permission_labels().get_dataset_labels(package))


def _second(moment: Any) -> str:
    """Return a moment to its second; the index may give it as a text or read it itself."""
    text = moment.isoformat() if isinstance(moment, datetime) else str(moment)
    return text[: len("2026-01-31T00:00:00")]


def _stored() -> Iterator[model.Package]:
    """Yield the entries that the index should hold, by id, a batch at a time."""
    last, rows = "", _packages("")
    while rows:
        yield from rows
        last = rows[-1].id
        rows = _packages(last)


def _packages(after: str) -> Sequence[model.Package]:
    package = model.Package
    statement = sa.select(package).where(package.id > after).order_by(package.id).limit(BATCH)
    if tk.config.get("ckan.search.remove_deleted_packages"):
        statement = statement.where(package.state != model.State.DELETED)
    return model.Session.execute(statement).scalars().all()
