"""Pages of the approval: taking a step, and what waits for it."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.lib.pagination import Page
from ckan.types import Response
from flask import Blueprint

from ckanext.bacgiang.approval import wording
from ckanext.bacgiang.approval.core.flow import Act, State

bacgiang_approval = Blueprint("bacgiang_approval", __name__)

UNSEEN = "-"
"""What a form without a mark is taken to have seen: no entry has this mark."""

PAGE = 20
"""Entries on one page of what waits."""


@bacgiang_approval.route("/phe-duyet")
def pending() -> str:
    """Show the entries that wait for the signed-in person's approval."""
    number = tk.h.get_page_number(tk.request.args)
    try:
        found = tk.get_action("bacgiang_approval_pending")(
            {}, {"limit": PAGE, "offset": (number - 1) * PAGE}
        )
    except tk.NotAuthorized as error:
        return tk.abort(403, str(error))
    page = Page(
        found["results"],
        page=number,
        url=lambda page: tk.url_for("bacgiang_approval.pending", page=page),
        item_count=found["count"],
        items_per_page=PAGE,
        presliced_list=True,
    )
    return tk.render("bacgiang/approval/pending.html", {"found": found, "page": page})


@bacgiang_approval.route("/phe-duyet/<entry_id>/<act>", methods=["POST"])
def step(entry_id: str, act: str) -> Response | str:
    """Take a step, and show the entry again; what was typed is kept where it is refused."""
    if act not in list(map(str, Act)):
        return tk.abort(404, tk._("Page not found"))
    reason = tk.request.form.get("reason", "")
    # A program may decide without having looked, a person may not.
    seen = tk.request.form.get("seen") or UNSEEN
    try:
        done = tk.get_action(f"bacgiang_approval_{act}")(
            {}, {"id": entry_id, "reason": reason, "seen": seen}
        )
    except tk.NotAuthorized as error:
        return tk.abort(403, str(error))
    except tk.ObjectNotFound as error:
        return tk.abort(404, str(error))
    except tk.ValidationError as error:
        return _refused(entry_id, Act(act), reason, seen, error.error_dict)
    tk.h.flash_success(wording.state_label(State(done["state"])))
    return _to_entry(done["id"])


def _refused(
    entry_id: str, act: Act, reason: str, seen: str, errors: dict[str, Any]
) -> Response | str:
    if "reason" not in errors:
        if "act" in errors:
            tk.h.flash_error(errors["act"][0])
        else:
            tk.h.flash_error(tk._("Not published: complete what the list below says first"))
        return _to_entry(entry_id)
    shown = {
        "entry_id": entry_id,
        "act": {"act": act.value, "button": wording.button(act), "needs_reason": True},
        "seen": seen,
        "reason": reason,
        "error": errors["reason"][0],
    }
    return tk.render("bacgiang/approval/reason.html", shown)


def _to_entry(entry_id: str) -> Response:
    shown = tk.get_action("package_show")({}, {"id": entry_id})
    return tk.redirect_to(f"{shown['type']}.read", id=shown["name"], _anchor="bacgiang-approval")
