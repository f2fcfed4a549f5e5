"""Files that people uploaded, as the portal hands them out: nothing in them runs on its pages.

CKAN serves a file as the type that its sender stated or that the address ends in, and shows it in
the browser on the portal's own origin. Here the bytes decide, and whatever is shown stands in a
sandbox without rights.
"""

from __future__ import annotations

import logging
import os

import ckan.plugins.toolkit as tk
import flask
import magic
from ckan import model
from flask import Blueprint, Response
from werkzeug.utils import safe_join

from ckanext.bacgiang.access.core.disposition import disposition
from ckanext.bacgiang.access.core.file_content import UNKNOWN, Served, served
from ckanext.bacgiang.catalogue import stored_files
from ckanext.bacgiang.catalogue.text import file_name

log = logging.getLogger(__name__)

bacgiang_downloads = Blueprint("bacgiang_downloads", __name__)

SANDBOX = "sandbox; default-src 'none'"
"""Content-Security-Policy of every uploaded file (Content Security Policy Level 3)."""

HEAD = 16 * 1024
"""Bytes at the start of a file that decide how it is served."""

_WITH_CONTENT = (200, 206, 304)


@bacgiang_downloads.after_app_request
def serve_safely(response: Response) -> Response:
    """Return the answer with the headers of an uploaded file, where it hands one out."""
    if response.status_code not in _WITH_CONTENT:
        return response
    endpoint = flask.request.endpoint or ""
    arguments = flask.request.view_args or {}
    if is_download(endpoint):
        _apply(response, *_of_resource(str(arguments.get("resource_id"))))
    elif endpoint == "static":
        path = _picture(str(arguments.get("filename")))
        if path:
            _apply(response, _of_path(path), os.path.basename(path))
    elif endpoint.startswith("file."):
        _apply(response, Served(UNKNOWN, shown=False), "")
    return response


def is_download(endpoint: str) -> bool:
    """Return whether this view hands out the file of an entry, whatever its type."""
    blueprint, _, view = endpoint.rpartition(".")
    return view == "download" and blueprint.endswith("resource")


def _apply(response: Response, how: Served, name: str) -> None:
    headers = response.headers
    headers["Content-Type"] = how.content_type
    headers["Content-Disposition"] = disposition(name, file_name(name), shown=how.shown)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Content-Security-Policy"] = SANDBOX


def _of_resource(resource_id: str) -> tuple[Served, str]:
    resource = model.Resource.get(resource_id)
    if resource is None:
        return Served(UNKNOWN, shown=False), ""
    typed = (resource.extras or {}).get("original_name")
    name = str(typed or (resource.url or "").rpartition("/")[2])
    try:
        head, _ = stored_files.head(resource_id, HEAD)
    except stored_files.Unreadable as error:
        log.warning("Stored file of %s: %s", resource_id, error)
        return Served(UNKNOWN, shown=False), name
    return _of_head(head), name


def _of_path(path: str) -> Served:
    with open(path, "rb") as stream:
        return _of_head(stream.read(HEAD))


def _of_head(head: bytes) -> Served:
    return served(head, magic.from_buffer(head, mime=True) if head else "text/plain")


def _picture(name: str) -> str | None:
    """Return the path of an uploaded picture of an agency, a user or the site, None for others."""
    folder = str(tk.config.get("ckan.storage_path") or "")
    path = safe_join(folder, "storage", name) if folder else None
    return path if path and os.path.isfile(path) else None


@bacgiang_downloads.before_app_request
def refuse_deleted() -> None:
    """Answer 404 to the download of a file that is deleted, or whose entry is, for everyone."""
    if not is_download(flask.request.endpoint or ""):
        return
    resource = model.Resource.get(str((flask.request.view_args or {}).get("resource_id")))
    if resource is None:
        return
    package = resource.package
    gone = package is None or "deleted" in (resource.state, package.state)
    if gone or (resource.url_type == "upload" and not stored_files.is_there(resource.id)):
        tk.abort(404, tk._("Resource not found"))
