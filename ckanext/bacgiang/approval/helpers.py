"""Template helpers of the approval."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.bacgiang.approval import wording
from ckanext.bacgiang.approval.core.flow import REASON_MOST, RULES, Act


def bacgiang_approval_panel(pkg: dict[str, Any]) -> dict[str, Any] | None:
    """Return what the panel of an entry's page shows, None for those who take no part.

    ``state``, ``label``, ``history`` as :func:`.actions.bacgiang_approval_show` has them; ``acts``
    as dicts of ``act``, ``button``, ``needs_reason``; ``missing`` as
    ``bacgiang_publication_missing`` has it: what was published may have lost its data since.
    """
    if not tk.current_user.is_authenticated:
        return None
    try:
        shown = tk.get_action("bacgiang_approval_show")({}, {"id": pkg["id"]})
    except (tk.NotAuthorized, tk.ObjectNotFound):
        return None
    acts = [Act(act) for act in shown["acts"]]
    shown["acts"] = [
        {"act": act.value, "button": wording.button(act), "needs_reason": RULES[act].needs_reason}
        for act in acts
    ]
    ask = tk.get_action("bacgiang_publication_missing")
    try:
        return {**shown, "missing": ask({}, {"id": pkg["id"]})}
    except tk.NotAuthorized:  # the lead agency of an entry that is not its own
        return {**shown, "missing": []}


def bacgiang_approval_waiting() -> int:
    """Return how many entries wait for the signed-in person's approval."""
    if not tk.current_user.is_authenticated:
        return 0
    found = tk.get_action("bacgiang_approval_pending")({}, {"limit": 0})
    return int(found["count"])


def bacgiang_approval_moment(iso: str) -> str:
    """Return an instant as Vietnam writes it, in the portal's zone: 31/12/2025 08:30."""
    return wording.moment(datetime.fromisoformat(iso))


def bacgiang_approval_reason_most() -> int:
    """Return how many characters a reason may have."""
    return REASON_MOST
