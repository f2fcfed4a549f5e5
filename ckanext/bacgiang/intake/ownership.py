"""Identifiers are the portal's to choose, and a file that is sent is there.

CKAN takes any identifier that no live file has. With that of a file deleted long ago its bytes,
which CKAN leaves on the disk, come back under another entry.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib import uploader
from ckan.types import Context
from werkzeug.datastructures import FileStorage

from ckanext.bacgiang.catalogue.trust import may_write_system_fields

Errors = dict[str, list[str]]


def refused(
    context: Context, resources: Iterable[Mapping[str, Any]], stored: model.Package | None
) -> list[Errors]:
    """Return what is wrong with identifiers and uploads, one dict of errors by field a file.

    ``stored`` is the entry as it stands, None for a new one: its own files keep their identifiers.
    Only system administrators and the portal itself bring an identifier along, and name an upload
    whose file is there already.
    """
    trusted = may_write_system_fields(context)
    own = {file.id: file for file in (stored.resources if stored else [])}
    return [_errors(row, own.get(str(row.get("id") or "")), trusted=trusted) for row in resources]


def _errors(row: Mapping[str, Any], own: model.Resource | None, *, trusted: bool) -> Errors:
    given = row.get("id")
    if given and own is None and not trusted:
        return {"id": [tk._("The portal chooses the identifier of a file: leave it out")]}
    if row.get("url_type") != "upload" or row.get("clear_upload") or _is_sent(row):
        return {}
    if own is not None and own.url_type == "upload":
        return {}
    if given and trusted and _is_stored(str(given)):
        return {}
    return {"url": [tk._("Choose a file: none was sent and none is stored")]}


def _is_sent(row: Mapping[str, Any]) -> bool:
    upload = row.get("upload")
    return isinstance(upload, FileStorage) and bool(upload.filename)


def _is_stored(file_id: str) -> bool:
    keeper = uploader.get_resource_uploader({"id": file_id, "url_type": "upload"})
    try:
        return os.path.exists(keeper.get_path(file_id))
    except (OSError, TypeError, ValueError):
        return False
