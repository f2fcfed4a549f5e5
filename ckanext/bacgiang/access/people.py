"""Officials' accounts: visitors see none of them, members of a group only as far as they may.

What the public needs is the contact officer that each entry publishes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.types import Context, DataDict

from ckanext.bacgiang.access.entries import is_visitor, labels_of, readable

Action = Callable[[Context, DataDict], Any]


def actions() -> dict[str, Action]:
    """Return the chained actions by name."""
    return {
        "organization_show": organization_show,
        "group_show": group_show,
        "member_list": member_list,
    }


@tk.chained_action
@tk.side_effect_free
def organization_show(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Show the agency as CKAN does, to visitors without its people."""
    return _without_people(context, original(context, data_dict))


@tk.chained_action
@tk.side_effect_free
def group_show(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Show the group as CKAN does, to visitors without its people."""
    return _without_people(context, original(context, data_dict))


@tk.chained_action
@tk.side_effect_free
def member_list(original: Action, context: Context, data_dict: DataDict) -> Any:
    """List members as CKAN does: people to who has signed in, entries to who may read them."""
    rows = original(context, data_dict)
    labels = labels_of(context)
    if labels is None:
        return rows
    if is_visitor(labels):
        rows = [row for row in rows if row[1] != "user"]
    package = model.Package
    asked = [id_ for id_, kind, _capacity in rows if kind == "package"]
    statement = sa.select(package.id).where(package.id.in_(asked), readable(labels))
    known = set(model.Session.execute(statement).scalars()) if asked else set()
    return [row for row in rows if row[1] != "package" or row[0] in known]


def _without_people(context: Context, shown: Any) -> Any:
    if is_visitor(labels_of(context)):
        for name in ("users", "member_count"):
            shown.pop(name, None)
    return shown


@tk.chained_helper
def linked_user(original: Callable[..., Any], user: Any, *args: Any, **kwargs: Any) -> Any:
    """Return CKAN's link to an account; for a visitor the words "an official"."""
    if getattr(tk.current_user, "is_anonymous", True):
        return tk._("An official")
    return original(user, *args, **kwargs)
