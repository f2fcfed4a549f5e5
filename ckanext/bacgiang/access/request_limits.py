"""How much one request may hold, asked before CKAN reads it.

Stands in front of every page and action. What is announced too long is not read at all, what comes
in pieces no further than the limit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import ckan.plugins.toolkit as tk
import flask
from flask import Blueprint

from ckanext.bacgiang.access.core.json_amounts import Bounds, Excess, excess

bacgiang_limits = Blueprint("bacgiang_limits", __name__)

OPTIONS = "ckanext.bacgiang.limits."

IDENTIFIERS = ("id", "name_or_id", "organization_id", "owner_org", "package_id", "resource_id")
MAX_IDENTIFIER = 500
"""Characters; names and ids of CKAN have at most 100."""

NUMBERS = ("limit", "offset", "rows", "start", "page", "facet.limit", "first")
MAX_NUMBER = 2**31 - 1
"""PostgreSQL and Solr count no further."""

MAX_PARAMETERS = 100
"""Parameters of an address; a page of search results makes links for every chosen value."""

MEGABYTE = 1024 * 1024

Answer = tuple[flask.Response, int]


@bacgiang_limits.before_app_request
def refuse_too_much() -> Answer | None:
    """Answer 413, 414 or 400, with what the limit is, to a request that holds too much.

    ``ckanext.bacgiang.limits.*`` set the limits, lower ones for who is not signed in.
    """
    request = flask.request
    if len(request.query_string) > (most := _option("address")) or len(request.path) > most:
        message = tk._("This address is too long: at most {limit} characters are read")
        return _refused(414, message.format(limit=_written(most)))
    if len(request.query_string.split(b"&")) > MAX_PARAMETERS:
        return _refused(400, _too_many(MAX_PARAMETERS))
    order = request.args.get("sort", "")
    if order and not all(part.strip() for part in order.split(",")):  # CKAN's pages trip over it
        return _refused(400, tk._("This value makes no sense here"))
    return _body() or _parameters()


@bacgiang_limits.app_errorhandler(RecursionError)
def refuse_too_deep(error: RecursionError) -> Answer:
    """Answer 400 where data is nested so deep that Python gives up on it."""
    return _refused(400, _too_deep())


def _body() -> Answer | None:
    request = flask.request
    most = _most_bytes()
    request.max_content_length = most
    if (request.content_length or 0) > most:
        return _refused(413, _too_long(most))
    if not _is_read_as_json():
        return None
    sent = request.get_data(parse_form_data=False)
    # What came in pieces was cut at the limit, without a word.
    if request.content_length is None and len(sent) >= most:
        return _refused(413, _too_long(most))
    return _judged(sent)


def _parameters() -> Answer | None:
    """Judge what a program gives by name: texts that hold JSON, identifiers, numbers."""
    request = flask.request
    if request.blueprint != "api":
        return None
    form = request.form if request.mimetype == "application/x-www-form-urlencoded" else {}
    for name, value in (*_given(), *request.args.items(), *form.items()):
        # CKAN takes the name of a lone parameter for JSON.
        for text in (name, value):
            if _holds_json(text) and (answer := _judged(text.encode("utf-8", "replace"))):
                return answer
        if name in IDENTIFIERS and isinstance(value, str) and len(value) > MAX_IDENTIFIER:
            message = tk._("{name}: at most {limit} characters")
            return _refused(400, message.format(name=name, limit=MAX_IDENTIFIER))
        if name in NUMBERS and _is_beyond(value):
            message = tk._("{name}: at most {limit}")
            return _refused(400, message.format(name=name, limit=_written(MAX_NUMBER)))
    return None


def _given() -> Iterator[tuple[str, Any]]:
    if _is_read_as_json():
        sent = flask.request.get_json(force=True, silent=True)
        if isinstance(sent, Mapping):
            yield from sent.items()


def _holds_json(value: Any) -> bool:
    return isinstance(value, str) and value.lstrip()[:1] in ("[", "{")


def _is_beyond(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return False
    if isinstance(value, str):
        digits = value.strip().lstrip("+-").lstrip("0")
        return digits.isdigit() and (len(digits) > 10 or int(digits) > MAX_NUMBER)
    return abs(value) > MAX_NUMBER


def _is_read_as_json() -> bool:
    """Tell whether CKAN reads the body of this request as JSON, whatever it is called."""
    request = flask.request
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return request.is_json
    forms = ("multipart/form-data", "application/x-www-form-urlencoded")
    return request.is_json or (request.blueprint == "api" and request.mimetype not in forms)


def _judged(sent: bytes) -> Answer | None:
    bounds = Bounds(_option("depth"), _option("values" if _signed_in() else "visitor_values"))
    match excess(sent, bounds):
        case Excess.DEPTH:
            return _refused(400, _too_deep())
        case Excess.VALUES:
            return _refused(413, _too_many(bounds.values))
        case Excess.ENCODING:
            return _refused(400, tk._("JSON must be written in UTF-8"))
    return None


def _most_bytes() -> int:
    if not _signed_in():
        return _option("visitor_body")
    if flask.request.mimetype != "multipart/form-data":
        return _option("body")
    # A file that is a little too large is told so at its field, with all that was typed kept.
    largest = max(tk.config["ckan.max_resource_size"], tk.config["ckan.max_image_size"])
    return 2 * int(largest) * MEGABYTE + _option("body")


def _signed_in() -> bool:
    return bool(tk.current_user.is_authenticated)


def _option(name: str) -> int:
    return int(tk.config[OPTIONS + name])


def _too_long(most: int) -> str:
    message = tk._("Too much was sent at once: at most {limit} KB are read")
    if not _signed_in():
        message = tk._("Too much was sent at once: at most {limit} KB are read without signing in")
    return str(message.format(limit=_written(most // 1024)))


def _too_many(most: int) -> str:
    message: str = tk._("Too many values were sent at once: at most {limit} are read")
    return message.format(limit=_written(most))


def _too_deep() -> str:
    message: str = tk._("The data is nested too deep: at most {limit} levels are read")
    return message.format(limit=_option("depth"))


def _written(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _refused(status: int, message: str) -> Answer:
    request = flask.request
    if request.blueprint != "api" and not request.is_json:
        tk.abort(status, message)
    error = {"__type": "Limit Error", "message": message}
    return flask.jsonify({"help": request.base_url, "success": False, "error": error}), status
