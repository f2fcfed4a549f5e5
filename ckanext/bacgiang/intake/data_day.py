"""The day of the data: moved by content that changes, on every road, never by a mere edit.

The publisher states it; it is never earlier than the day on which the bytes of a file that is data
last changed after the dataset was published (Decree 47/2020/NĐ-CP Art. 17.1 b: the latest data).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context, DataDict
from werkzeug.datastructures import FileStorage

from ckanext.bacgiang import clock
from ckanext.bacgiang.catalogue.core.file_role import FileRole, role_of
from ckanext.bacgiang.catalogue.entry import EntryType
from ckanext.bacgiang.catalogue.flat import Errors, Flat, value_at

FIELD = "content_changed"
"""The portal's own field of a file: the day on which its stored bytes last changed."""

_EARLIEST = "bacgiang_data_changed"
"""Where the actions leave the day before which the data of an entry cannot be said to be."""


def keep(context: Context, data_dict: DataDict, stored: model.Package | None) -> None:
    """Date the files of a published dataset whose bytes change; what a caller says of it is void.

    Changes ``data_dict`` in place, after the checksums of what is sent are known. ``stored`` is the
    entry as it stands. New content is a change only where other content was public before.
    """
    kind = data_dict.get("type") or (stored.type if stored else EntryType.DATASET.value)
    if kind != EntryType.DATASET.value:
        return
    kept = {file.id: file for file in (stored.resources if stored else [])}
    published = bool(stored and (stored.extras or {}).get("issued"))
    sent = data_dict.get("resources")
    for file in sent or []:
        _date(file, kept, published=published)
    files = sent if sent is not None else [_fields(file) for file in kept.values()]
    context[_EARLIEST] = _latest(files)  # type: ignore[literal-required]


def earliest(context: Any) -> str:
    """Return the day before which the data of the entry cannot be said to be, empty for none.

    It is the last change of any of its files that are data, as the actions have left it.
    """
    return str(context.get(_EARLIEST) or "")


def bacgiang_day_of_content(key: Any, data: Flat, errors: Errors, context: Any) -> None:
    """Give an entry without a stated day the one on which its content changed, where it did."""
    if value_at(data, *key) == "" and (changed := earliest(context)):
        data[key] = changed


def bacgiang_not_before_content(key: Any, data: Flat, errors: Errors, context: Any) -> None:
    """Move a stated day to the one on which the content changed, where that is later.

    Of an entry that is the last change of any of its files that are data.
    """
    changed = value_at(data, *key[:-1], FIELD) if len(key) > 1 else earliest(context)
    stated = data.get(key)
    if changed and (stated in (None, "", tk.missing) or str(stated) < changed):
        data[key] = changed


def _date(file: dict[str, Any], kept: Mapping[Any, model.Resource], *, published: bool) -> None:
    before = kept.get(file.get("id"))
    day = (before.extras or {}).get(FIELD) if before else ""
    if published and _brings_content(file, kept):
        day = file["modified"] = clock.today().isoformat()
    file.pop(FIELD, None)
    if day:
        file[FIELD] = day


def _brings_content(file: Mapping[str, Any], kept: Mapping[Any, model.Resource]) -> bool:
    """Return whether a file is sent whose bytes are those of none that is stored."""
    upload = file.get("upload")
    if not isinstance(upload, FileStorage) or not upload.filename:
        return False
    return file.get("hash") not in {one.hash for one in kept.values() if one.url_type == "upload"}


def _latest(files: Iterable[Mapping[str, Any]]) -> str:
    days = [str(file.get(FIELD) or "") for file in files if role_of(file) is FileRole.DATA]
    return max(days, default="")


def _fields(file: model.Resource) -> dict[str, Any]:
    return {"name": file.name, "format": file.format, "url": file.url, **(file.extras or {})}
