"""Programs write with a key; a browser's cookie alone writes nothing through the API.

CKAN takes the cookie for every call of its API, from whatever page it comes: only ``SameSite``
stands between a page of a sister site and the rights of whoever looks at it.
"""

from __future__ import annotations

from urllib.parse import urlsplit

import ckan.plugins.toolkit as tk
import flask
from flask import Blueprint
from flask_wtf.csrf import validate_csrf
from wtforms.validators import ValidationError as WrongToken

bacgiang_api_writes = Blueprint("bacgiang_api_writes", __name__)

_READS = ("GET", "HEAD", "OPTIONS")
_OWN = ("same-origin", "none")


@bacgiang_api_writes.before_app_request
def refuse_foreign_writes() -> tuple[flask.Response, int] | None:
    """Answer 403 to a write by cookie that does not come from the portal's own pages."""
    request = flask.request
    if request.method in _READS or request.endpoint is None:
        return None
    if flask.g.get("login_via_auth_header") or not tk.current_user.is_authenticated:
        return None
    if _is_foreign() or (request.blueprint == "api" and not _has_token()):
        return _refusal()
    return None


def _is_foreign() -> bool:
    headers = flask.request.headers
    if headers.get("Sec-Fetch-Site", "none") not in _OWN:
        return True
    origin = headers.get("Origin")
    own = {urlsplit(url)[:2] for url in (flask.request.host_url, tk.config["ckan.site_url"])}
    return origin is not None and urlsplit(origin)[:2] not in own


def _has_token() -> bool:
    if not flask.current_app.config["WTF_CSRF_ENABLED"]:
        return True
    headers = flask.request.headers
    try:
        validate_csrf(headers.get("X-CSRFToken") or headers.get("X-CSRF-Token"))
    except WrongToken:
        return False
    return True


def _refusal() -> tuple[flask.Response, int]:
    message = tk._("Send this from the portal's own pages, or from a program with an API key")
    error = {"__type": "Authorization Error", "message": message}
    return flask.jsonify({"help": flask.request.url, "success": False, "error": error}), 403
