"""The activity plugin's actions: of an entry they tell what the caller may read of it today."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.types import Context, DataDict

from ckanext.bacgiang.access import activities
from ckanext.bacgiang.access.entries import labels_of

Action = Callable[[Context, DataDict], Any]

LISTS = (
    "dashboard_activity_list",
    "group_activity_list",
    "organization_activity_list",
    "package_activity_list",
    "recently_changed_packages_activity_list",
    "user_activity_list",
)
"""The activity plugin's actions that return a list."""


def functions() -> dict[str, Callable[..., Any]]:
    """Return the chained actions by name; none where CKAN keeps no activities."""
    if not p.plugin_loaded("activity"):
        return {}
    return {name: _list(name) for name in LISTS} | {
        "activity_show": activity_show,
        "activity_diff": activity_diff,
    }


def _list(name: str) -> Callable[..., Any]:
    @tk.side_effect_free
    def shown(original: Action, context: Context, data_dict: DataDict) -> Any:
        """Return the list as CKAN does, each entry as the caller may see it today."""
        return activities.shown(original(context, data_dict), labels_of(context))

    shown.__name__ = name
    return tk.chained_action(shown)


@tk.chained_action
@tk.side_effect_free
def activity_show(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Return the activity ``id`` as the caller may see it today.

    CKAN hands out the entry of that time whatever ``include_data`` says, and fails without it.
    Raises ObjectNotFound where the caller may not read what it is about.
    """
    asked = {"include_data": False, **data_dict}
    found = activities.shown([original(context, asked)], labels_of(context))
    if not found:
        raise tk.ObjectNotFound(tk._("Activity not found"))
    return found[0]


@tk.chained_action
@tk.side_effect_free
def activity_diff(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Return what an activity changed, as CKAN does, for those who may edit the entry.

    Raises ObjectNotFound where what the entry held is no longer kept.
    """
    found = original(context, data_dict)
    if any(activities.is_forgotten(activity) for activity in found["activities"]):
        raise tk.ObjectNotFound(tk._("What this entry held then is no longer kept"))
    return found
