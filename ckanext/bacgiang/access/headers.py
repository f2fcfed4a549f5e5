"""Every answer of the portal tells the browser what it may do with it."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
import flask
from flask import Blueprint, Response

from ckanext.bacgiang.access.core.policy import page_headers

bacgiang_headers = Blueprint("bacgiang_headers", __name__)


@bacgiang_headers.after_app_request
def protect(response: Response) -> Response:
    """Return the answer with the headers of a page; what has a policy of its own keeps it."""
    blueprint, _, view = (flask.request.endpoint or "").rpartition(".")
    embeddable = view == "view" and blueprint.endswith("resource")
    for name, value in page_headers(embeddable=embeddable).items():
        response.headers.setdefault(name, value)
    return response


@bacgiang_headers.route("/bacgiang/site.css")
def site_css() -> Response:
    """Answer the style sheet that a system administrator wrote for the site."""
    return Response(str(tk.g.site_custom_css or ""), mimetype="text/css")
