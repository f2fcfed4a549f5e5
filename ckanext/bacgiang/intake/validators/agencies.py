"""Validators of whose an entry is."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.bacgiang.agencies.ended import CONFIRMED, ended
from ckanext.bacgiang.catalogue.flat import Errors, Flat, add_error, value_at


def bacgiang_agency_ended(key: Any, data: Flat, errors: Errors, context: Any) -> None:
    """Ask before an entry is given to an agency that has ended; the entry's own agency passes."""
    owner = value_at(data, "owner_org")
    extras = data.get(("__extras",))
    sent = extras if isinstance(extras, dict) else {}
    if not owner or str(sent.get(CONFIRMED, "")).lower() == "true" or _is_own(owner, context):
        return
    if found := ended(owner):
        how = tk._("Programs confirm with “{name}”: “true”").format(name=CONFIRMED)
        add_error(errors, ("owner_org",), f"{found.question}. {how}")


def _is_own(owner: str, context: Any) -> bool:
    package = context.get("package")
    group = model.Group.get(owner) if package else None
    return bool(group and package.owner_org == group.id)
