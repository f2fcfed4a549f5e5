"""Reading the catalogue as RDF.

CKAN's stock actions of ckanext-dcat give the same, so no road around this one shows more.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context, DataDict

from ckanext.bacgiang.catalogue.entry import EntryType
from ckanext.bacgiang.dcat import paging, selection, serializer

Action = Callable[[Context, DataDict], Any]


@tk.side_effect_free
def bacgiang_dcat_catalog_show(context: Context, data_dict: DataDict) -> str:
    """Return a page of the catalogue in RDF.

    ``format`` is one of ``ttl``, ``xml``, ``rdf``, ``jsonld``, ``nt``, ``n3``; ``page`` counts from
    1, ``after`` is the id behind which the page starts, ``q``, ``fq`` and ``modified_since`` limit
    the entries as package_search does. Only what anybody may see is there, whoever asks.

    Raises ValidationError, ObjectNotFound for a page past the end, and ckan's SearchError where the
    index does not answer or is not whole.
    """
    tk.check_access("bacgiang_dcat_catalog_show", context, data_dict)
    format_ = _format(data_dict)
    try:
        wanted = paging.wanted(data_dict)
    except ValueError as wrong:
        message = tk._("This value makes no sense here")
        raise tk.ValidationError({str(wrong): [message]}) from None
    size = int(tk.config.get("ckanext.dcat.datasets_per_page") or 100)
    page = selection.page_of(wanted, size)
    address = tk.url_for("bacgiang_dcat.catalog", format_=format_, _external=True, locale="default")
    links = paging.links(address, wanted, total=page.total, size=size, next_after=page.next_after)
    graph = serializer.catalogue(page.entries, page.linked, links, page.total, size)
    return serializer.written(graph, format_)


@tk.side_effect_free
def bacgiang_dcat_entry_show(context: Context, data_dict: DataDict) -> str:
    """Return one public entry in RDF: ``id`` (or name), ``format``, and ``type`` to insist on one.

    Raises ObjectNotFound for what the public may not see, ValidationError for an unknown format.
    """
    tk.check_access("bacgiang_dcat_entry_show", context, data_dict)
    format_ = _format(data_dict)
    kind = _kind(data_dict)
    entry = selection.public_entry(str(tk.get_or_bust(data_dict, "id")), kind)
    graph = serializer.described([entry], selection.linked(entry))
    return serializer.written(graph, format_)


@tk.chained_action
@tk.side_effect_free
def dcat_catalog_show(original: Action, context: Context, data_dict: DataDict) -> str:
    """Return what :func:`bacgiang_dcat_catalog_show` returns."""
    return _delegated("bacgiang_dcat_catalog_show", "dcat_catalog_show", context, data_dict)


@tk.chained_action
@tk.side_effect_free
def dcat_catalog_search(original: Action, context: Context, data_dict: DataDict) -> str:
    """Return what :func:`bacgiang_dcat_catalog_show` returns."""
    return _delegated("bacgiang_dcat_catalog_show", "dcat_catalog_search", context, data_dict)


@tk.chained_action
@tk.side_effect_free
def dcat_dataset_show(original: Action, context: Context, data_dict: DataDict) -> str:
    """Return what :func:`bacgiang_dcat_entry_show` returns."""
    asked = {key: value for key, value in data_dict.items() if key != "type"}
    return _delegated("bacgiang_dcat_entry_show", "dcat_dataset_show", context, asked)


def _delegated(action: str, stock: str, context: Context, data_dict: DataDict) -> str:
    tk.check_access(stock, context, data_dict)
    return str(tk.get_action(action)(tk.fresh_context(context), data_dict))


def _kind(data_dict: DataDict) -> EntryType | None:
    given = data_dict.get("type")
    if not given:
        return None
    if given not in list(EntryType):
        raise tk.ValidationError({"type": [tk._("This value makes no sense here")]})
    return EntryType(given)


def _format(data_dict: DataDict) -> str:
    name = str(data_dict.get("format") or "xml")
    if name not in serializer.FORMATS:
        known = ", ".join(serializer.FORMATS)
        message = tk._("Choose one of these formats: {formats}").format(formats=known)
        raise tk.ValidationError({"format": [message]})
    return name
