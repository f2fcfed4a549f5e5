"""The addresses harvesters read: the catalogue by pages, and each entry by itself."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.lib.search import SearchError, SearchQueryError
from flask import Blueprint, Response, request
from flask.blueprints import BlueprintSetupState
from werkzeug.routing import BaseConverter

from ckanext.bacgiang.catalogue.entry import EntryType
from ckanext.bacgiang.dcat.serializer import FORMATS

bacgiang_dcat = Blueprint("bacgiang_dcat", __name__)

_ASKED = ("page", "after", "q", "fq", "modified_since")


class _RdfFormat(BaseConverter):
    """An ending we serve. It weighs less than a plain part of an address, so it is tried first."""

    regex = "(?:" + "|".join(FORMATS) + ")"
    weight = 50


@bacgiang_dcat.record
def _know_formats(state: BlueprintSetupState) -> None:
    state.app.url_map.converters["bacgiang_rdf"] = _RdfFormat


@bacgiang_dcat.route("/catalog.<bacgiang_rdf:format_>")
def catalog(format_: str) -> Response:
    """Answer a page of the catalogue; 503 with Retry-After while the index is not whole."""
    asked = {name: request.args.get(name) for name in _ASKED}
    return _answer("bacgiang_dcat_catalog_show", format_, asked)


@bacgiang_dcat.route("/dataset/<entry_id>.<bacgiang_rdf:format_>")
def entry(entry_id: str, format_: str) -> Response:
    """Answer an entry of any type; this is the address that CKAN's pages link to."""
    return _answer("bacgiang_dcat_entry_show", format_, {"id": entry_id})


@bacgiang_dcat.route("/shared_database/<entry_id>.<bacgiang_rdf:format_>")
def database(entry_id: str, format_: str) -> Response:
    """Answer a shared database."""
    asked = {"id": entry_id, "type": EntryType.DATABASE.value}
    return _answer("bacgiang_dcat_entry_show", format_, asked)


@bacgiang_dcat.route("/data_service/<entry_id>.<bacgiang_rdf:format_>")
def service(entry_id: str, format_: str) -> Response:
    """Answer a data-sharing service."""
    asked = {"id": entry_id, "type": EntryType.SERVICE.value}
    return _answer("bacgiang_dcat_entry_show", format_, asked)


def _answer(action: str, format_: str, asked: dict[str, Any]) -> Response:
    try:
        body = tk.get_action(action)({}, {**asked, "format": format_})
    except tk.ObjectNotFound as missing:
        return tk.abort(404, str(missing))
    except tk.ValidationError as wrong:
        return tk.abort(400, "; ".join(f"{k}: {v}" for k, v in wrong.error_summary.items()))
    except SearchQueryError:
        return tk.abort(400, tk._("The query cannot be understood"))
    except SearchError:
        return _later()
    response = Response(body, content_type=FORMATS[format_][1])
    response.add_etag()
    return response.make_conditional(request)


def _later() -> Response:
    """Answer that the catalogue is not whole now; what a harvester has it had better keep."""
    text = tk._("The catalogue is not complete at the moment; please come again later")
    wait = {"Retry-After": str(tk.config["ckanext.bacgiang.dcat.retry_after"])}
    return Response(f"{text}\n", 503, wait, content_type="text/plain; charset=utf-8")
