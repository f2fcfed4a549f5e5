"""The page of all agencies: the tree, or those that a search names."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from flask import Blueprint

bacgiang_agencies = Blueprint("bacgiang_agencies", __name__)


@bacgiang_agencies.route("/organization/")
def index() -> str:
    """Show the agencies as a tree with the number of entries of each and all below it.

    Takes the place of CKAN's list; with ``q`` the agencies whose title holds the words.
    """
    typed = tk.request.args.get("q", "").strip()
    try:
        found = tk.get_action("bacgiang_agency_tree")({}, {"q": typed})
    except tk.NotAuthorized:
        return tk.abort(403, tk._("Not authorized to see this page"))
    return tk.render("bacgiang/search/agencies.html", {"found": found, "q": typed})
