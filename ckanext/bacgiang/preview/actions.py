"""The action of the preview."""

from __future__ import annotations

import logging
from dataclasses import asdict
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context, DataDict

from ckanext.bacgiang.catalogue import stored_files
from ckanext.bacgiang.preview.core import table

log = logging.getLogger(__name__)

ROWS = 50
"""Rows of a page."""

FORMATS = ("csv", "tsv", "sdmx-csv")


def is_table(resource: dict[str, Any]) -> bool:
    """Return whether the portal stores the file itself and takes it for rows and columns."""
    name = str(resource.get("format") or "").lower()
    return resource.get("url_type") == "upload" and name in FORMATS


def _is_deleted(resource: model.Resource) -> bool:
    return resource.package is None or resource.package.state == model.State.DELETED


@tk.side_effect_free
def bacgiang_preview_rows(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return rows of the stored table ``id``, at most fifty from row ``first`` (1) on.

    ``{columns: [{name, numeric}], rows, first, last, more, beyond, hidden_columns, cut_cells,
    above, encoding, guessed, faults: [{row, line, is_quote}], more_faults}``, see
    :class:`.core.table.Page`. Raises ObjectNotFound for an unknown file, NotAuthorized where the
    data is not for the caller to take, ValidationError where it is no table that can be read.
    """
    resource = model.Resource.get(str(tk.get_or_bust(data_dict, "id")))
    if resource is None or resource.state != model.State.ACTIVE or _is_deleted(resource):
        raise tk.ObjectNotFound(tk._("Resource not found"))
    tk.check_access("bacgiang_preview_rows", context, {"id": resource.id})
    if not is_table({"url_type": resource.url_type, "format": resource.format}):
        raise _refused(tk._("Only tables of text (CSV, TSV) that the portal stores can be shown"))
    found = _page(resource.id, _first(data_dict))
    return {
        "columns": [{"name": one.name, "numeric": one.numeric} for one in found.columns],
        "rows": [list(row) for row in found.rows],
        "first": found.first,
        "last": found.first + len(found.rows) - 1,
        "more": found.more,
        "beyond": found.beyond,
        "hidden_columns": found.hidden_columns,
        "cut_cells": found.cut_cells,
        "above": list(found.above),
        "encoding": found.encoding,
        "guessed": found.guessed,
        "faults": [asdict(fault) for fault in found.faults],
        "more_faults": found.more_faults,
    }


def _page(resource_id: str, first: int) -> table.Page:
    try:
        content, complete = stored_files.head(resource_id, table.MAX_BYTES)
        return table.page(content, complete=complete, first=first, count=ROWS)
    except stored_files.Unreadable as error:
        log.error("preview of %s: %s", resource_id, error)
        raise _refused(tk._("The file cannot be read now")) from error
    except table.NotATable as error:
        raise _refused(_why(error.reason)) from error


def _why(reason: table.Reason) -> str:
    return {
        table.Reason.EMPTY: tk._("The file is empty"),
        table.Reason.NOT_TEXT: tk._("The file holds no text, though its format says so"),
        table.Reason.NO_TABLE: tk._("The rows of the file cannot be told apart"),
    }[reason]


def _refused(message: str) -> tk.ValidationError:
    return tk.ValidationError({"file": [message]})


def _first(data_dict: DataDict) -> int:
    try:
        first = int(data_dict.get("first") or 1)
    except (TypeError, ValueError):
        first = 0
    if first < 1:
        raise tk.ValidationError({"first": [tk._("Must be a natural number")]})
    return min(first, table.MAX_ROWS + 1)
