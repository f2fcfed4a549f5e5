"""The search index follows the database: what a save has changed is indexed once it is committed.

CKAN indexes before it commits, out of what it is about to store. A commit that then fails leaves
the index with an entry that the database never had.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import logic, model
from ckan.lib.search import SearchError, SearchIndexError
from pysolr import SolrError
from redis.exceptions import RedisError

from ckanext.bacgiang.intake.locking import locked

log = logging.getLogger(__name__)

Index = Callable[..., None]

_waiting: ContextVar[list[str] | None] = ContextVar("bacgiang_waiting", default=None)
_at_once: dict[str, Index] = {}

UNREACHABLE = (SearchError, SearchIndexError, SolrError, OSError)
"""What a search engine that is away or refuses a document raises."""


def mend() -> None:
    """Let a save tell what it changed instead of indexing it; a second call changes nothing."""
    for name in ("index_update_package_dicts", "index_insert_package_dicts"):
        if name not in _at_once:
            _at_once[name] = getattr(logic, name)
            setattr(logic, name, _mended(_at_once[name]))


def _mended(original: Index) -> Index:
    @wraps(original)
    def index(both: tuple[dict[str, Any], dict[str, Any]], *args: Any, **more: Any) -> None:
        waiting = _waiting.get()
        if waiting is None:
            original(both, *args, **more)
        else:
            waiting.append(both[0]["id"])

    return index


@contextmanager
def after_commit(entry_id: str = "") -> Iterator[None]:
    """Index what is saved inside when all of it is committed; nothing where it fails.

    ``entry_id`` is indexed even where CKAN would not. A search engine that is away does not undo
    the save: the entry is indexed again in the background, or by the next comparison.
    """
    if _waiting.get() is not None:
        yield
        return
    waiting = [entry_id] if entry_id else []
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    for changed in dict.fromkeys(waiting):
        if not now(changed):
            _try_again(changed)


def soon(entry_id: str) -> None:
    """Index another entry too when the running save is committed; outside one, in a worker."""
    waiting = _waiting.get()
    if waiting is None:
        _try_again(entry_id)
    else:
        waiting.append(entry_id)


def now(entry_id: str, *, commit: bool = True) -> bool:
    """Bring the index in line with what is stored of the entry; return whether that was done.

    The row is locked meanwhile, so that of two saves the later one is indexed last. Ends the
    running transaction. ``commit`` shows the change to searches at once.
    """
    try:
        if locked(entry_id) is None:
            logic.index_remove_package(entry_id)
        else:
            logic.index_update_package({"ignore_auth": True}, entry_id, not commit)
    except UNREACHABLE as error:
        log.error("the index does not have what was saved of %s: %s", entry_id, error)
        return False
    finally:
        model.Session.commit()
    return True


def again(entry_id: str) -> None:
    """Index the entry once more; run by a worker."""
    now(entry_id)


def _try_again(entry_id: str) -> None:
    try:
        tk.enqueue_job(again, [entry_id], title=f"bacgiang index: {entry_id}")
    except RedisError as error:
        log.warning("no new try for %s in the background: %s", entry_id, error)
