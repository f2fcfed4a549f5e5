"""The day of first publication: set once, and never moved by whatever a caller sends.

``issued`` is the first moment a dataset is public with data (Regulation of Decision 47/2022
Art. 13.2: "kể từ thời điểm công bố"): a file that is no mere document beside it, or a public
service that serves it. ``info_published`` is that of a service (Decree 47/2020 Art. 25.1). Only a
sysadmin may bring an earlier day along when a catalogue is imported.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import date
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.lib import search
from ckan.types import Context, DataDict
from sqlalchemy.exc import SQLAlchemyError

from ckanext.bacgiang import clock
from ckanext.bacgiang.catalogue import serving
from ckanext.bacgiang.catalogue.core.file_role import FileRole, role_of
from ckanext.bacgiang.catalogue.entry import EntryType, State
from ckanext.bacgiang.catalogue.trust import may_write_system_fields
from ckanext.bacgiang.catalogue.visibility import is_private

log = logging.getLogger(__name__)

FIRST_PUBLIC = {EntryType.DATASET.value: "issued", EntryType.SERVICE.value: "info_published"}
"""The field of each type that holds the day of first publication."""


def dated(context: Context, data_dict: DataDict, stored: model.Package | None) -> DataDict:
    """Return what is about to be saved with its day of first publication, if it has one by then.

    ``stored`` is the entry as it stands, None for a new one.
    """
    kind = data_dict.get("type") or (stored.type if stored else EntryType.DATASET.value)
    name = FIRST_PUBLIC.get(kind)
    if name is None:
        return data_dict
    day = (stored.extras or {}).get(name, "") if stored else ""
    needs_data = kind == EntryType.DATASET.value
    if not day and _will_be_public(data_dict, stored, needs_data=needs_data):
        day = _imported(context, data_dict.get(name)) or clock.today().isoformat()
    return dict(data_dict, **{name: day})


def served(sender: str, **details: Any) -> None:
    """Date the public datasets that a service, just saved, is the first to serve.

    Hears CKAN's signal after the commit. What fails here the nightly look makes up for.
    """
    result = details.get("result")
    package = model.Package.get(result["id"] if isinstance(result, dict) else result)
    if package is None or package.type != EntryType.SERVICE.value:
        return
    try:
        if serving.is_offered(package):
            date_anew(serving.served_by(package))
    except (SQLAlchemyError, search.SearchError):
        model.Session.rollback()
        log.exception("the datasets that %s serves are not dated yet", package.id)


def date_anew(packages: Iterable[model.Package]) -> int:
    """Date those public datasets today that a service alone serves and that have no day.

    Returns how many there were. They are indexed again. Commits.
    """
    lacking = [package for package in packages if not (package.extras or {}).get("issued")]
    services = serving.of({package.id: package.name for package in lacking}) if lacking else {}
    dated_now = [
        package
        for package in lacking
        if not package.private
        and package.state == State.ACTIVE.value
        and package.id in services
        and not _has_data(_stored_files(package))
    ]
    today = clock.today().isoformat()
    for package in dated_now:
        package.extras = {**(package.extras or {}), "issued": today}
    if dated_now:
        ids = [package.id for package in dated_now]
        model.Session.commit()
        search.rebuild(package_ids=ids, quiet=True)
        search.commit()
    return len(dated_now)


def undated() -> list[model.Package]:
    """Return the active public datasets without a day of first publication, in one statement."""
    package = model.Package
    statement = (
        sa.select(package)
        .where(package.type == EntryType.DATASET.value, package.state == State.ACTIVE.value)
        .where(package.private.is_(False))
        .where(sa.func.coalesce(package.extras["issued"].astext, "") == "")
    )
    return list(model.Session.execute(statement).scalars())


def _will_be_public(data_dict: DataDict, stored: model.Package | None, *, needs_data: bool) -> bool:
    if is_private(data_dict.get("private")):
        return False
    state = data_dict.get("state") or (stored.state if stored else State.ACTIVE.value)
    if state != State.ACTIVE.value:
        return False
    if not needs_data:
        return True
    sent = data_dict.get("resources") if "resources" in data_dict else None
    files = sent if sent is not None else _stored_files(stored)
    return _has_data(files) or bool(stored and serving.of({stored.id: stored.name}))


def _has_data(files: Iterable[Any]) -> bool:
    return any(role_of(file) is FileRole.DATA for file in files)


def _stored_files(package: model.Package | None) -> list[dict[str, Any]]:
    files = package.resources if package else []
    return [
        {"name": file.name, "format": file.format, "url": file.url, **(file.extras or {})}
        for file in files
    ]


def _imported(context: Context, given: Any) -> str:
    """Return the day a sysadmin brings along, or nothing; a day to come is no publication."""
    if not given or not may_write_system_fields(context):
        return ""
    try:
        day = date.fromisoformat(str(given)[:10])
    except ValueError:
        return ""
    return day.isoformat() if day <= clock.today() else ""
