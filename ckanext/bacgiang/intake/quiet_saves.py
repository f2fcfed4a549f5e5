"""A save that changes nothing changes nothing: nothing empty is stored, nothing is announced.

A form sends every field it shows, the empty ones too. CKAN stores those as empty texts beside
the fields that a program never sent, takes that for a change, and announces even a save that it
found to be none.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib.dictization import model_save
from ckan.types import Context, DataDict

Action = Callable[[Context, DataDict], Any]

UNCHANGED = "bacgiang_unchanged"
"""Key of a context that says: what was saved is what was stored."""

_COLUMNS = (
    "author", "author_email", "license_id", "maintainer", "maintainer_email", "notes", "url",
    "version",
)  # fmt: skip
_EMPTY = (None, "", "[]", [], tk.missing)


def mend() -> None:
    """Let CKAN say whether a save changed anything; a second call changes nothing."""
    if not hasattr(model_save.package_dict_save, "__wrapped__"):
        model_save.package_dict_save = _saying(model_save.package_dict_save)


def _saying(original: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(original)
    def save(data: dict[str, Any], context: Context, *more: Any, **named: Any) -> Any:
        package, change = original(data, context, *more, **named)
        context[UNCHANGED] = change is None  # type: ignore[literal-required]
        return package, change

    return save


def unannounced(context: Context, entry_id: str) -> None:
    """Take the entry out of what CKAN tells others of this save, where it changed nothing."""
    if context.pop(UNCHANGED, False):  # type: ignore[typeddict-item]
        changed: dict[str, Any] = context.get("changed_entities") or {}
        changed.get("packages", set()).discard(entry_id)


def keep_media_types(resources: Iterable[dict[str, Any]], stored: model.Package | None) -> None:
    """Keep the media type of each file that stays where it is, in place.

    CKAN guesses one wherever a form does not send it, and so changes a file that nobody changed.
    """
    files = {file.id: file for file in (stored.resources if stored else [])}
    for resource in resources:
        file = files.get(resource.get("id") or "")
        if file and not resource.get("upload") and resource.get("url") == file.url:
            resource.setdefault("mimetype", file.mimetype)


def as_stored(data: dict[str, Any], stored: model.Package | None) -> None:
    """Give what is empty in validated ``data`` the form that it has in the database, in place.

    A field that was never there stays away; one that is stored empty stays so; one that held
    something and is emptied now goes.
    """
    if stored is not None:
        for name in _COLUMNS:
            kept = getattr(stored, name)
            if name in data and data[name] in _EMPTY and kept in _EMPTY:
                data[name] = kept
    sent = {row["key"]: row["value"] for row in data.get("extras") or ()}
    data["extras"] = _rows(_without_empty(sent, (stored.extras if stored else None) or {}))
    files = {file.id: file for file in (stored.resources if stored else [])}
    for resource in data.get("resources") or ():
        _file_as_stored(resource, files.get(resource.get("id") or ""))


def agency_as_stored(data: dict[str, Any], stored: model.Group | None) -> None:
    """Do the same to a validated agency, in place."""
    sent = {row["key"]: row["value"] for row in data.get("extras") or ()}
    data["extras"] = _rows(_without_empty(sent, (stored.extras if stored else None) or {}))
    for name in ("description", "image_url"):
        kept = getattr(stored, name, None)
        if name in data and data[name] in _EMPTY and kept in _EMPTY:
            data[name] = kept


def _file_as_stored(resource: dict[str, Any], file: model.Resource | None) -> None:
    columns = model.Resource.get_columns()
    extras = (file.extras if file else None) or {}
    for name in [name for name, value in resource.items() if value in _EMPTY]:
        if name in columns:
            kept = getattr(file, name, None)
            if kept in _EMPTY and file is not None:
                resource[name] = kept
        elif extras.get(name) in _EMPTY and name in extras:
            resource[name] = extras[name]
        else:
            del resource[name]
    for name, kept in extras.items():
        if kept in _EMPTY:
            resource.setdefault(name, kept)
        elif name in resource and _filled(resource[name]) == _filled(kept):
            resource[name] = kept


def _without_empty(sent: dict[str, Any], kept: dict[str, Any]) -> dict[str, Any]:
    stored_empty = {name: value for name, value in kept.items() if value in _EMPTY}
    filled = {
        name: kept[name] if name in kept and _filled(kept[name]) == _filled(value) else value
        for name, value in sent.items()
        if value not in _EMPTY
    }
    return stored_empty | filled


def _filled(value: Any) -> Any:
    """Return the rows that a value holds without their empty parts; any other value as it is."""
    rows = value
    if isinstance(value, str) and value.startswith("[{"):
        try:
            rows = json.loads(value)
        except ValueError:
            return value
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return value
    return [{name: part for name, part in row.items() if part not in _EMPTY} for row in rows]


def _rows(values: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"key": name, "value": value} for name, value in values.items()]


def actions() -> dict[str, Action]:
    """Return the chained actions by name; none where CKAN keeps no activities."""
    return {"activity_create": activity_create} if p.plugin_loaded("activity") else {}


@tk.chained_action
def activity_create(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Keep the activity as CKAN does, but not that an agency "changed" into what it was."""
    said = str(data_dict.get("activity_type") or "")
    if said in ("changed organization", "changed group"):
        from ckanext.activity.model import Activity  # noqa: PLC0415 (an optional plugin)

        last = (
            model.Session.query(Activity)
            .filter_by(object_id=data_dict.get("object_id"))
            .order_by(Activity.timestamp.desc())
            .first()
        )
        if last and (last.data or {}).get("group") == (data_dict.get("data") or {}).get("group"):
            tk.check_access("activity_create", context, data_dict)
            return None
    return original(context, data_dict)
