"""Loads the demonstration through CKAN's own actions, and takes it away again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib import uploader
from ckan.types import Context
from werkzeug.datastructures import FileStorage

from ckanext.bacgiang.agencies.ended import CONFIRMED
from ckanext.bacgiang.demo import store
from ckanext.bacgiang.demo.plan import Province
from ckanext.bacgiang.demo.planned import Kind, Planned, stable_id
from ckanext.bacgiang.demo.quiet import no_activities, one_index_commit
from ckanext.bacgiang.demo.sources import FILES

Progress = Callable[[int], None]
"""Is told how many more entries are done."""

_FORGET_EVERY = 50
"""Entries after which the session forgets what it has read, so memory stays bounded."""


class Done(StrEnum):
    """What became of an entry."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(slots=True)
class Outcome:
    """How many entries of each kind were planned, and what became of them."""

    entries: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)


def load(province: Province, user: str, progress: Progress) -> Outcome:
    """Create what is missing of ``province``, renew what an older edition left, keep the rest.

    An entry that is there is not compared field by field: what a person changed on it stays.
    Raises ValidationError, before anything is written, where another entry has a planned name.
    """
    entries = list(province)
    _refuse_taken_names(entries)
    there = store.stored(entries)
    outcome = Outcome()
    with one_index_commit(), no_activities():
        for number, entry in enumerate(entries, 1):
            done = _put(entry, there.get(entry.id), user)
            outcome.entries[entry.kind] += 1
            outcome.done[done] += 1
            if number % _FORGET_EVERY == 0:
                model.Session.expunge_all()
            progress(1)
    return outcome


def clear(entries: Collection[Planned], user: str, progress: Progress) -> None:
    """Purge ``entries`` and their uploaded files from the portal, the last first.

    The caller passes only entries that :func:`.store.stored` has recognised.
    """
    uploaded = store.uploaded_files(entries)
    with one_index_commit(), no_activities():
        for entry in reversed(list(entries)):
            action = "organization" if entry.kind is Kind.ORGANIZATION else "dataset"
            tk.get_action(f"{action}_purge")(_context(user), {"id": entry.id})
            for resource_id in uploaded.get(entry.id, ()):
                _delete_file(resource_id)
            progress(1)


def _put(entry: Planned, there: store.Stored | None, user: str) -> Done:
    if there is None:
        _create(entry, user)
        return Done.CREATED
    if there.demonstration == entry.demonstration:
        return Done.UNCHANGED
    _renew(entry, user)
    return Done.CHANGED


def _create(entry: Planned, user: str) -> None:
    if entry.kind is Kind.ORGANIZATION:
        # Showing an agency asks Solr for its datasets; a new one has none.
        create_agency = tk.get_action("organization_create")
        create_agency(_context(user, return_id_only=True), entry.as_dict())
        return
    create = tk.get_action("package_create")
    given = {**entry.as_dict(), CONFIRMED: "true"}  # entries of agencies of before the reform too
    if not entry.files:
        create(_context(user), given)
        return
    # CKAN takes files only on update, and nothing is public without them; both steps are one
    # transaction.
    create(_context(user, defer_commit=True), {**given, "private": True})
    with _uploads(entry) as resources:
        update = tk.get_action("package_update")
        fresh = {"private": False, **given, "resources": resources}
        updated = update(_context(user), fresh)
    # CKAN gives files their views where they are created, not where an entry is updated.
    views = tk.get_action("package_create_default_resource_views")
    views(_context(user), {"package": updated})


def _renew(entry: Planned, user: str) -> None:
    kind = "organization" if entry.kind is Kind.ORGANIZATION else "package"
    # Dates belong to the day of the first loading; resources may hold a person's files.
    kept = ("modified", "list_date", "checklist_date", "issued", "resources", "private")
    fresh = {name: given for name, given in entry.as_dict().items() if name not in kept}
    tk.get_action(f"{kind}_patch")(_context(user), fresh)


@contextmanager
def _uploads(entry: Planned) -> Iterator[list[dict[str, Any]]]:
    opened = [(one, (FILES / one.file).open("rb")) for one in entry.files]
    try:
        yield [
            {
                "id": stable_id("resource", one.file),
                "name": one.name,
                "description": one.description,
                "file_type": one.file_type,
                "data_dictionary": [dict(column) for column in one.columns],
                "url": one.file,
                "url_type": "upload",
                "upload": FileStorage(stream=stream, filename=one.file),
            }
            for one, stream in opened
        ]
    finally:
        for _, stream in opened:
            stream.close()


def _delete_file(resource_id: str) -> None:
    """Take a file out of CKAN's store, which keeps the files of purged datasets."""
    cleared = {"id": resource_id, "url": "", "url_type": "upload", "clear_upload": True}
    uploader.get_resource_uploader(cleared).upload(resource_id)


def _refuse_taken_names(entries: Collection[Planned]) -> None:
    if taken := store.names_in_use(entries):
        raise tk.ValidationError(
            {
                "name": [
                    tk._(
                        "Nothing was loaded: other entries have these addresses: {names}. "
                        "Change their addresses and load again."
                    ).format(names=", ".join(taken[:5]))
                ]
            }
        )


def _context(user: str, **more: Any) -> Context:
    return Context(user=user, ignore_auth=True, **more)
