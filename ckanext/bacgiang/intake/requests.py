"""What a request holds, fit to be read; and what is refused on a page, told on a page.

CKAN puts an address with a NUL into SQL as it is, and lets refusals of its actions pass through
some of its pages, where they end as server errors.
"""

from __future__ import annotations

import re
from typing import Any

import ckan.plugins.toolkit as tk
import flask
from ckan.lib.search import SearchQueryError
from flask import Blueprint
from werkzeug.datastructures import ImmutableMultiDict, MultiDict

bacgiang_requests = Blueprint("bacgiang_requests", __name__)

RETURNS = ("next", "came_from", "url")
"""Where a page is asked to lead afterwards."""

LEADING = ("user.login", "user.logout", "util.internal_redirect")
"""Pages that lead where they are asked to."""

_INSIDE = re.compile(r"/(?![/\\])[^\\\s\x00-\x1f\x7f]*")

TAKEN_FOR_GRANTED = {
    ("admin", "config"): ("save",),
    ("group", "member_new"): ("role", "username"),
    ("organization", "member_new"): ("role", "username"),
    ("resource", "edit"): ("save",),
    ("resource", "new"): ("save", "id"),
    ("user", "edit"): ("old_password",),
    ("user", "login"): ("login", "password"),
}
"""Fields that a page reads whether or not its form sent them, by blueprint and view."""

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


@bacgiang_requests.before_app_request
def read_without_nul() -> None:
    """Take NULs out of what a form or an address asks; answer 404 to an address that is one.

    The database cannot hold the character, and nobody sees it: it is read as a blank.
    """
    request = flask.request
    if request.endpoint == "group.bulk_process":  # CKAN has the page for agencies alone
        tk.abort(404, tk._("Page not found"))
    if any("\x00" in str(value) for value in (request.view_args or {}).values()):
        tk.abort(404, tk._("Page not found"))
    if "%00" in request.query_string.decode("latin-1"):
        request.args = _without_nul(request.args)  # type: ignore[misc]
    is_form = request.method == "POST" and request.mimetype in FORMS
    if is_form and any("\x00" in key + value for key, value in request.form.items(multi=True)):
        request.form = _without_nul(request.form)  # type: ignore[misc]


@bacgiang_requests.before_app_request
def read_left_out_as_blank() -> None:
    """Read a field that CKAN takes for granted, and a form did not send, as left blank."""
    request = flask.request
    blueprint, _, view = (request.endpoint or "").rpartition(".")
    kind = "resource" if blueprint.endswith("_resource") or blueprint == "resource" else blueprint
    taken = TAKEN_FOR_GRANTED.get((kind, view))
    if taken and request.method == "POST":
        missing = [(name, "") for name in taken if name not in request.form]
        if missing:
            sent = [*request.form.items(multi=True), *missing]
            request.form = ImmutableMultiDict(sent)  # type: ignore[misc]


@bacgiang_requests.before_app_request
def lead_nowhere_else() -> None:
    """Take no notice of a wish to be led anywhere but to a page of the portal."""
    request = flask.request
    if request.endpoint not in LEADING:
        return
    inside = f"{tk.config['ckan.site_url'].rstrip('/')}/"
    kept = [
        (name, value)
        for name, value in request.args.items(multi=True)
        if name not in RETURNS or _INSIDE.fullmatch(value.removeprefix(inside[:-1]))
    ]
    if len(kept) != sum(1 for _ in request.args.items(multi=True)):
        request.args = ImmutableMultiDict(kept)  # type: ignore[misc]


def _without_nul(sent: MultiDict[str, str]) -> ImmutableMultiDict[str, str]:
    pairs = [
        (key.replace("\x00", " "), value.replace("\x00", " "))
        for key, value in sent.items(multi=True)
    ]
    return ImmutableMultiDict(pairs)


@bacgiang_requests.app_errorhandler(tk.ValidationError)
def refused(error: tk.ValidationError) -> Any:
    """Answer 400 with the messages where a page lets the refusal of an action pass."""
    return _answer(400, tk.h.bacgiang_error_text(error.error_dict))


@bacgiang_requests.app_errorhandler(SearchQueryError)
def not_searched(error: SearchQueryError) -> Any:
    """Answer 400 where a page lets the refusal of a search pass."""
    return _answer(400, tk._("The search cannot be understood: write it more simply"))


@bacgiang_requests.app_errorhandler(tk.ObjectNotFound)
def not_found(error: tk.ObjectNotFound) -> Any:
    """Answer 404 where a page looks for what is not there."""
    return _answer(404, tk._("Page not found"))


@bacgiang_requests.app_errorhandler(tk.NotAuthorized)
def not_allowed(error: tk.NotAuthorized) -> Any:
    """Answer 403 where a page lets the refusal of an action pass."""
    return _answer(403, tk._("You are not allowed to see this page"))


def _answer(code: int, content: str) -> tuple[str, int]:
    names = {400: tk._("Bad request"), 403: tk._("Forbidden"), 404: tk._("Not Found")}
    shown = {
        "code": code,
        "name": names[code],
        "content": content,
        "show_login_redirect_link": code == 403 and tk.current_user.is_anonymous,
    }
    return tk.render("error_document_template.html", shown), code
