"""One save of an entry at a time: its row is locked before anything of it is judged.

The row of the entry is the only lock that a save takes, and a transaction takes that of one entry
alone, so that no two saves wait for each other.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from ckan import model

_HELD = "bacgiang_locked_entries"

_PARTS = (model.Package, model.Resource, model.PackageTag, model.Member)
"""What the session may hold of an entry from before it was locked."""


def locked(reference: Any) -> model.Package | None:
    """Return the entry with this id or name as it is stored now; None where there is none.

    Its row is locked until the transaction ends. Waits for another save of the same entry. What
    the session read of it before is read again.
    """
    if not isinstance(reference, str) or not reference:
        return None
    if known := _held().get(reference):
        return model.Session.get(model.Package, known)
    _forget()
    for column in (model.Package.id, model.Package.name):
        statement = (
            sa.select(model.Package)
            .where(column == reference)
            .with_for_update(of=model.Package)
            .execution_options(populate_existing=True)
        )
        package = model.Session.execute(statement).scalar_one_or_none()
        if package is not None:
            _held().update({package.id: package.id, package.name: package.id})
            return package
    return None


def is_locked(reference: Any) -> bool:
    """Return whether this transaction holds the row of the entry with this id or name."""
    return isinstance(reference, str) and reference in _held()


def _held() -> dict[str, str]:
    """Return the entries locked in this transaction, their ids by id and by name."""
    session = model.Session()
    transaction = session.get_transaction()
    of, held = session.info.get(_HELD, (None, {}))
    if of is not transaction or transaction is None:
        held = {}
        session.info[_HELD] = (transaction, held)
    return held


def _forget() -> None:
    session = model.Session()
    session.flush()
    for part in list(session.identity_map.values()):
        if isinstance(part, _PARTS):
            session.expire(part)
