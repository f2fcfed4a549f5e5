"""A file that nobody may have any more does not stay: it is unlinked once its deletion is kept.

CKAN leaves every file where it is: of a file that is deleted, of one that became a link, of an
entry that is deleted or purged. Files of a deleted entry wait for the time in which it can be
brought back; the rest goes with the transaction that deleted it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from sqlalchemy import event
from sqlalchemy.orm import Session

from ckanext.bacgiang import clock
from ckanext.bacgiang.catalogue import stored_files

log = logging.getLogger(__name__)

UNDO = "ckanext.bacgiang.files.undo_days"

UNDER_WAY = timedelta(hours=1)
"""Age below which a file without an entry may be one whose entry is being saved."""

_LEFT = "bacgiang_files_left"


def listen() -> None:
    """Watch what is deleted, by whatever road; a second call changes nothing."""
    for name, function in (
        ("before_flush", _date),
        ("after_flush", _note),
        ("after_commit", _dispose),
        ("after_rollback", _keep),
    ):
        if not event.contains(model.Session, name, function):
            event.listen(model.Session, name, function)


@dataclass(frozen=True, slots=True)
class Leftovers:
    """Files of the past: ``gone`` are unlinked (or would be), ``waiting`` may come back."""

    gone: list[stored_files.StoredFile]
    waiting: list[stored_files.StoredFile]


def clean(now: datetime, *, dry_run: bool) -> Leftovers:
    """Unlink every stored file that no entry uses, and return what was found.

    The files of an entry that was deleted wait for the days that the operator sets. Raises
    :class:`.stored_files.Unreadable` where the files cannot be listed or unlinked.
    """
    found = [one for one in stored_files.every_file() if one.changed <= now - UNDER_WAY]
    gone, waiting = [], []
    for part in (found[at : at + 500] for at in range(0, len(found), 500)):
        deleted = _deletions(one.resource_id for one in part)
        end = (now - timedelta(days=int(tk.config[UNDO]))).replace(tzinfo=None)
        for one in part:
            if one.resource_id not in deleted:
                gone.append(one)
            elif (since := deleted[one.resource_id]) is not None:
                (gone if since <= end else waiting).append(one)
    if not dry_run:
        for one in gone:
            stored_files.remove(one.resource_id)
    return Leftovers(gone, waiting)


def _deletions(ids: Iterable[str]) -> dict[str, datetime | None]:
    """Return, by resource, when its entry was deleted; None for one that is in use."""
    resource, package = model.Resource, model.Package
    query = (
        sa.select(resource.id, package.state, package.metadata_modified)
        .join(package, package.id == resource.package_id)
        .where(resource.id.in_(list(ids)), resource.state != "deleted")
        .where(resource.url_type == "upload")
    )
    with model.meta.engine.connect() as connection:  # as it is kept, whatever is under way here
        return {
            row.id: row.metadata_modified if row.state == "deleted" else None
            for row in connection.execute(query)
        }


def _date(session: Session, _context: Any, _instances: Any) -> None:
    """Have a deleted entry say when it was deleted: CKAN leaves the day of its last change."""
    for thing in session.dirty:
        if isinstance(thing, model.Package):
            added = sa.inspect(thing).attrs.state.history.added or ()
            if "deleted" in added:
                thing.metadata_modified = clock.now().replace(tzinfo=None)


def _note(session: Session, _context: Any) -> None:
    """Remember which files the flushed changes leave without an entry."""
    left = session.info.setdefault(_LEFT, set())
    for thing in session.deleted:
        if isinstance(thing, model.Resource):
            left.add(thing.id)
    for thing in session.dirty:
        if isinstance(thing, model.Resource):
            links = sa.inspect(thing).attrs.url_type.history.deleted or ()
            if thing.state == "deleted" or ("upload" in links and thing.url_type != "upload"):
                left.add(thing.id)


def _keep(session: Session) -> None:
    session.info.pop(_LEFT, None)


def _dispose(session: Session) -> None:
    """Unlink what the transaction left without an entry; what fails waits for the clean-up."""
    if session.in_nested_transaction():
        return
    left = session.info.pop(_LEFT, None)
    if not left:
        return
    used = _deletions(left)
    for resource_id in left - set(used):
        try:
            stored_files.remove(resource_id)
        except stored_files.Unreadable as error:
            log.error("The file of %s was deleted but not unlinked: %s", resource_id, error)
