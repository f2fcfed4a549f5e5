"""Pages of the cadence: an agency's datasets with their verdicts, and all agencies side by side."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.lib.pagination import Page
from flask import Blueprint

from ckanext.bacgiang.cadence.core.verdict import State
from ckanext.bacgiang.cadence.schema import PAGE

bacgiang_cadence = Blueprint("bacgiang_cadence", __name__)


@bacgiang_cadence.route("/cap-nhat")
def agencies() -> str:
    """Show how many datasets each agency has in which state; for system administrators."""
    try:
        summary = tk.get_action("bacgiang_cadence_summary")({}, {})
    except tk.NotAuthorized as error:
        return tk.abort(403, str(error))
    return tk.render("bacgiang/cadence/agencies.html", {"summary": summary})


@bacgiang_cadence.route("/co-quan/<name>/cap-nhat")
def agency(name: str) -> str:
    """Show the datasets of one agency with their verdicts; for its members."""
    number = tk.h.get_page_number(tk.request.args)
    state = tk.request.args.get("state", "")
    if state not in list(map(str, State)):
        state = ""
    try:
        found = tk.get_action("bacgiang_cadence_list")(
            {},
            {
                "organization": name,
                "state": state,
                "limit": PAGE,
                "offset": (number - 1) * PAGE,
            },
        )
        organization = tk.get_action("organization_show")(
            {}, {"id": name, "include_dataset_count": False}
        )
    except tk.ObjectNotFound:
        return tk.abort(404, tk._("No such agency"))
    except tk.NotAuthorized as error:
        return tk.abort(403, str(error))
    page = _paged(found, number, name=name, state=state or None)
    shown = {"found": found, "organization": organization, "state": state, "page": page}
    return tk.render("bacgiang/cadence/agency.html", shown)


def _paged(found: dict[str, Any], number: int, **kept: str | None) -> Page:
    return Page(
        found["results"],
        page=number,
        url=lambda page: tk.url_for("bacgiang_cadence.agency", **kept, page=page),
        item_count=found["count"],
        items_per_page=PAGE,
        presliced_list=True,
    )
