"""Many entries of an agency at once: each stands or falls by itself, and all of it is told.

CKAN changes them one after another and ends at the first that is refused: those before it are
changed, those behind it are not, and the caller reads of a server error.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.types import Context, DataDict

Action = Callable[[Context, DataDict], Any]
Change = tuple[str, dict[str, Any]]

MOST = 500
"""Entries in one call: as many as CKAN's page shows."""


@tk.chained_action
def bulk_update_public(original: Action, context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Make entries of an agency public; see :func:`_each`."""
    return _each(context, data_dict, "bulk_update_public", ("package_patch", {"private": False}))


@tk.chained_action
def bulk_update_private(original: Action, context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Make entries of an agency private; see :func:`_each`."""
    return _each(context, data_dict, "bulk_update_private", ("package_patch", {"private": True}))


@tk.chained_action
def bulk_update_delete(original: Action, context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Delete entries of an agency; see :func:`_each`."""
    return _each(context, data_dict, "bulk_update_delete", ("package_delete", {}))


def _each(context: Context, data_dict: DataDict, name: str, change: Change) -> dict[str, Any]:
    """Change each of ``datasets`` (ids) of the agency ``org_id`` in a transaction of its own.

    Returns ``done`` and ``refused``, each with ``id``, ``name``, ``title``, ``type`` of its
    entries by title; a refused one also has ``errors``, messages by field. The order in which the
    entries are named makes no difference. Raises NotAuthorized, and ValidationError, nothing
    changed, where the parameters are no such lists or every entry is refused.
    """
    organization, ids = _asked(data_dict)
    tk.check_access(name, context, {**data_dict, "org_id": organization})
    entries = _entries(organization, ids)
    result: dict[str, Any] = {"done": [], "refused": [_unknown(one) for one in ids - set(entries)]}
    for entry_id in sorted(entries):  # one order, whoever asks: nobody waits in a circle
        shown, errors = entries[entry_id], _changed(context, change, entry_id)
        part = {**shown, "errors": errors} if errors else shown
        result["refused" if errors else "done"].append(part)
    # CKAN's record of activities would note every entry that was named, and those done twice.
    data_dict["datasets"] = []
    for part in result.values():
        part.sort(key=lambda entry: (entry["title"], entry["id"]))
    if result["refused"] and not result["done"]:
        raise tk.ValidationError({"datasets": result["refused"]})
    return result


def _asked(data_dict: DataDict) -> tuple[str, set[str]]:
    organization, datasets = data_dict.get("org_id"), data_dict.get("datasets")
    errors: dict[str, Any] = {}
    if not isinstance(organization, str) or not organization:
        errors["org_id"] = [tk._("Missing value")]
    if isinstance(datasets, str):
        datasets = [datasets]
    if not isinstance(datasets, list) or not all(isinstance(one, str) for one in datasets):
        errors["datasets"] = [tk._("Give a list of texts")]
    elif not datasets:
        errors["datasets"] = [tk._("Choose at least one entry")]
    elif len(datasets) > MOST:
        errors["datasets"] = [tk._("At most {count} entries at once").format(count=MOST)]
    if errors:
        raise tk.ValidationError(errors)
    group = model.Group.get(organization)
    return (group.id if group else str(organization)), set(datasets or ())


def _entries(organization: str, ids: Sequence[str] | set[str]) -> dict[str, dict[str, str]]:
    package = model.Package
    statement = sa.select(package.id, package.name, package.title, package.type).where(
        package.id.in_(ids),
        package.owner_org == organization,
        package.state != model.State.DELETED,
    )
    return {
        row.id: {"id": row.id, "name": row.name, "title": row.title or row.name, "type": row.type}
        for row in model.Session.execute(statement)
    }


def _unknown(entry_id: str) -> dict[str, Any]:
    errors = {"id": [tk._("The agency has no such entry")]}
    return {"id": entry_id, "name": "", "title": entry_id, "type": "", "errors": errors}


def _changed(context: Context, change: Change, entry_id: str) -> dict[str, Any]:
    """Change one entry; return why it is refused, messages by field, or nothing."""
    action, values = change
    asked = tk.fresh_context(context)
    try:
        tk.get_action(action)(asked, {"id": entry_id, **values})
    except tk.ValidationError as error:
        errors = dict(error.error_dict)
    except (tk.NotAuthorized, tk.ObjectNotFound) as error:
        errors = {"id": [str(error) or tk._("Not authorized to perform bulk update")]}
    else:
        return {}
    model.Session.rollback()
    return errors
