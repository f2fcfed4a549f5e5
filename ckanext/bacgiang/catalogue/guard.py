"""Pages that hand out a file or an old version without asking whether the caller may have it."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
import flask
from ckan import model
from flask import Blueprint

from ckanext.bacgiang.catalogue import withholding

bacgiang_guard = Blueprint("bacgiang_guard", __name__)

HISTORY = ("activity.package_history", "activity.resource_history", "activity.package_changes")
"""Pages of old versions, which show addresses as they were."""


@bacgiang_guard.before_app_request
def refuse_withheld() -> None:
    """Answer 403, with what to do instead, where data is only described in public.

    Holds for the download of every file, and for old versions of the entry.
    """
    arguments = flask.request.view_args or {}
    package = None
    if _is_download(flask.request.endpoint or ""):
        resource = model.Resource.get(str(arguments.get("resource_id")))
        if resource and not withholding.is_public_file(resource):
            package = resource.package
    elif flask.request.endpoint in HISTORY:
        package = model.Package.get(str(arguments.get("id")))
    if package is None:
        return
    user = tk.current_user
    if not withholding.may_take({"user": user.name if user.is_authenticated else ""}, package):
        tk.abort(403, withholding.refusal(package))


def _is_download(endpoint: str) -> bool:
    blueprint, _, view = endpoint.rpartition(".")
    return view == "download" and blueprint.endswith("resource")
