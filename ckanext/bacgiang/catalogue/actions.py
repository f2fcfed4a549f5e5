"""CKAN's own actions on entries: what comes in is looked at first, first publication is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
import flask
import sqlalchemy as sa
from ckan import model
from ckan.plugins import IDatasetForm, PluginImplementations
from ckan.types import Context, DataDict

from ckanext.bacgiang.access import links
from ckanext.bacgiang.catalogue import gate, mending, versions, withholding
from ckanext.bacgiang.catalogue.entry import EntryType
from ckanext.bacgiang.catalogue.rows import repeating
from ckanext.bacgiang.catalogue.trust import may_write_system_fields
from ckanext.bacgiang.intake import (
    amounts,
    data_day,
    default_views,
    file_facts,
    file_notices,
    first_publication,
    index,
    ownership,
    quiet_saves,
    received,
    remarks,
)
from ckanext.bacgiang.intake.locking import is_locked, locked

Action = Callable[[Context, DataDict], Any]


@tk.chained_action
def package_create(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Create the entry as CKAN does, with its day of first publication.

    Raises ValidationError for what is not shaped as the schema says and for a wrong file.
    """
    received.entry(data_dict)
    tk.check_access("package_create", tk.fresh_context(context), data_dict)
    amounts.refuse_too_many(data_dict, None)
    _refuse_unknown_type(data_dict)
    _take_in(context, data_dict, data_dict.get("type") or EntryType.DATASET.value)
    context[gate.FILES] = data_dict.get("resources") or []  # type: ignore[literal-required]
    data_day.keep(context, data_dict, None)
    with index.after_commit():
        result = original(context, first_publication.dated(context, data_dict, None))
    file_notices.show()
    return remarks.answer(result)


@tk.chained_action
def package_update(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Update the entry as CKAN does, with its day of first publication.

    Waits for another save of the same entry to end. Raises ValidationError for what is not shaped
    as the schema says, for a wrong file, and where someone else has saved since the form was
    opened.
    """
    received.entry(data_dict)
    _refuse_unauthorized(context, data_dict)
    stored = locked(data_dict.get("id") or data_dict.get("name"))
    amounts.refuse_too_many(data_dict, stored)
    _take_in(context, data_dict, stored.type if stored else EntryType.DATASET.value, stored)
    if stored:
        versions.refuse_older(context, data_dict, stored)
    if stored:
        links.keep(context, data_dict, stored)
    context[gate.FILES] = data_dict.get("resources")  # type: ignore[literal-required]
    data_day.keep(context, data_dict, stored)
    retyped = default_views.retyped(data_dict.get("resources"), stored)
    with index.after_commit():
        result = original(context, first_publication.dated(context, data_dict, stored))
    if stored:
        quiet_saves.unannounced(context, stored.id)
    default_views.renew(context, retyped)
    file_notices.show()
    return remarks.answer(result)


@tk.chained_action
@tk.side_effect_free
def package_show(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Show the entry as CKAN does; who holds its row sees the row, not the search index's copy."""
    if context.get("for_update"):
        locked(data_dict.get("id") or data_dict.get("name_or_id"))
    if is_locked(data_dict.get("id") or data_dict.get("name_or_id")):
        context["use_cache"] = False
    return original(context, data_dict)


@tk.chained_action
def package_patch(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Patch the entry as CKAN does. Raises ValidationError for what is wrongly shaped."""
    if isinstance(data_dict.get("id"), sa.Row):  # CKAN's bulk update hands on rows of its query
        data_dict = {**data_dict, "id": data_dict["id"][0]}
    received.entry(data_dict)
    locked(data_dict.get("id"))
    return original(context, data_dict)


@tk.chained_action
def package_revise(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Revise the entry as CKAN does; what comes of it is read again as an update."""
    received.anything(data_dict)
    return original(context, data_dict)


@tk.chained_action
def package_delete(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Delete the entry as CKAN does, after another save of it has ended."""
    received.anything(data_dict)
    locked(data_dict.get("id"))
    with index.after_commit():
        return original(context, data_dict)


@tk.chained_action
def package_owner_org_update(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Move the entry as CKAN does, and index it, which CKAN forgets.

    The agency that it has left would find it until the next save.
    """
    received.anything(data_dict)
    if context.get("defer_commit"):
        return original(context, data_dict)
    stored = locked(data_dict.get("id"))
    with index.after_commit(stored.id if stored else ""):
        return original(context, data_dict)


@tk.chained_action
def dataset_purge(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Purge the entry as CKAN does; the index forgets it once that is committed."""
    stored = locked(data_dict.get("id"))
    with index.after_commit(stored.id if stored else ""):
        return original(context, data_dict)


@tk.chained_action
def resource_create(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Add the file as CKAN does. Raises ValidationError for what is wrongly shaped."""
    received.file(data_dict)
    locked(data_dict.get("package_id"))
    return original(context, data_dict)


@tk.chained_action
def resource_update(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Update the file as CKAN does. Raises ValidationError for what is wrongly shaped."""
    received.file(data_dict)
    _lock_entry_of(data_dict.get("id"))
    return original(context, data_dict)


@tk.chained_action
def resource_patch(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Patch the file as CKAN does. Raises ValidationError for what is wrongly shaped."""
    received.file(data_dict)
    _lock_entry_of(data_dict.get("id"))
    return original(context, data_dict)


@tk.chained_action
def resource_delete(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Delete the file as CKAN does, after another save of its entry has ended."""
    _lock_entry_of(data_dict.get("id"))
    return original(context, data_dict)


@tk.chained_action
@tk.side_effect_free
def resource_search(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Search files as CKAN does, those of entries that are not for everyone without addresses.

    Only the portal itself and sysadmins search and sort by more than what every page shows of a
    file: the mere count of hits would tell an address or a checksum letter by letter. Raises
    ValidationError for others.
    """
    if context.get("search_query") or may_write_system_fields(context):
        return original(context, data_dict)
    if wrong := withholding.beyond_what_is_shown(data_dict):
        raise tk.ValidationError({wrong: [tk._("Files are searched by name, text and format")]})
    return withholding.searched(context, original(context, data_dict))


def _lock_entry_of(file: Any) -> None:
    stored = model.Resource.get(file) if isinstance(file, str) else None
    if stored:
        locked(stored.package_id)


def _refuse_unauthorized(context: Context, data_dict: DataDict) -> None:
    """Ask who may update the entry before any text of it is read."""
    reference = data_dict.get("id") or data_dict.get("name")
    if model.Package.get(reference) is None:
        raise tk.ObjectNotFound(tk._("Dataset not found"))
    tk.check_access("package_update", tk.fresh_context(context), {**data_dict, "id": reference})


def _refuse_unknown_type(data_dict: DataDict) -> None:
    """Refuse a type that no plugin knows: no schema, no gate and no page would be its own.

    An entry without one is a dataset. CKAN takes an empty type for one of its own, without a gate.
    """
    kind = data_dict["type"] = data_dict.get("type") or EntryType.DATASET.value
    forms = PluginImplementations(IDatasetForm)
    if not any(kind in form.package_types() for form in forms):
        raise tk.ValidationError({"type": [tk._("There is no such type of entry")]})


def _take_in(
    context: Context, data_dict: DataDict, kind: str, stored: model.Package | None = None
) -> None:
    """Bring rows into their lists, in the caller's own dict so that a form shows them again."""
    schema = tk.h.scheming_get_dataset_schema(kind)
    if not schema:
        return
    mending.read(data_dict, schema)
    if _is_form():
        for field in repeating(schema["dataset_fields"]):
            if field.get("form_snippet", "") is not None:
                data_dict.setdefault(field["field_name"], [])
    files = data_dict.get("resources") or []
    quiet_saves.keep_media_types(files, stored)
    errors = ownership.refused(context, files, stored)
    if any(errors):
        raise tk.ValidationError({"resources": errors})
    errors = file_facts.take_in(
        files,
        stored,
        {field["field_name"] for field in schema.get("resource_fields", ())},
    )
    if any(errors):
        raise tk.ValidationError({"resources": errors})


def _is_form() -> bool:
    """Tell whether a person's form of a whole entry is being saved: rows not sent are removed."""
    endpoint = str(flask.request.endpoint) if flask.has_request_context() else ""
    views = (".new", ".edit")
    return endpoint.endswith(views) and not endpoint.rpartition(".")[0].endswith("resource")
