"""What is asked before CKAN looks at a request: may the caller have it, and is it their own?

CKAN hands out files and old versions without asking who may have the data, and no longer asks a
form for its token once a program has used the same page with a key, nor ever the forms of an
extension.
"""

from __future__ import annotations

import ckan.plugins.toolkit as tk
import flask
from ckan import model
from flask import Blueprint
from flask_wtf.csrf import validate_csrf
from wtforms.validators import ValidationError as WrongToken

from ckanext.bacgiang.access.downloads import is_download
from ckanext.bacgiang.catalogue import withholding
from ckanext.bacgiang.catalogue.trust import is_inside

bacgiang_guard = Blueprint("bacgiang_guard", __name__)

OURS = ("ckan.views.", "ckanext.bacgiang.")
"""Modules of the pages whose forms all carry a token."""

HISTORY = ("activity.package_history", "activity.resource_history")
"""Pages of old versions, which show an entry and its addresses as they were."""


@bacgiang_guard.before_app_request
def refuse_forged() -> None:
    """Answer 400 to a form without its token, unless a program with a key of its own sends it."""
    request, settings = flask.request, flask.current_app.config
    if not settings["WTF_CSRF_ENABLED"] or request.method not in settings["WTF_CSRF_METHODS"]:
        return
    view = flask.current_app.view_functions.get(request.endpoint or "")
    if request.blueprint == "api" or not str(getattr(view, "__module__", "")).startswith(OURS):
        return
    if not flask.g.get("login_via_auth_header"):
        try:
            validate_csrf(_token())
        except WrongToken:
            tk.abort(400, tk._("The page has been open too long: open it again and repeat"))


def _token() -> str | None:
    name = flask.current_app.config["WTF_CSRF_FIELD_NAME"]
    sent = flask.request.headers.get("X-CSRFToken") or flask.request.headers.get("X-CSRF-Token")
    return flask.request.form.get(name) or sent


@bacgiang_guard.before_app_request
def refuse_withheld() -> None:
    """Answer 403, with what to do instead, where data is only described in public.

    Holds for the download of every file; old versions of an entry, whose text and addresses may
    have been withdrawn since, are for those inside its agency alone.
    """
    arguments = flask.request.view_args or {}
    package = None
    if is_download(flask.request.endpoint or ""):
        resource = model.Resource.get(str(arguments.get("resource_id")))
        if resource and not withholding.is_public_file(resource):
            package = resource.package
    elif flask.request.endpoint in HISTORY:
        old = model.Package.get(str(arguments.get("id")))
        if old and not is_inside(_caller(), old):
            tk.abort(403, tk._("Earlier versions of an entry are for its agency alone"))
    if package and not withholding.may_take(_caller(), package):
        tk.abort(403, withholding.refusal(package))


def _caller() -> dict[str, str]:
    user = tk.current_user
    return {"user": user.name if user.is_authenticated else ""}
