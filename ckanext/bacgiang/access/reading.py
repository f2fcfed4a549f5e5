"""What the portal's plugin takes from here so that each reader meets what they may see."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import ckan.plugins as p

from ckanext.bacgiang import chaining
from ckanext.bacgiang.access import (
    activities,
    activity_actions,
    cli,  # noqa: F401 (joins the commands)
    memberships,
    people,
    settings,
    tags,
)
from ckanext.bacgiang.agencies import identity

HELPERS: dict[str, Callable[..., Any]] = {
    "linked_user": people.linked_user,
    "bacgiang_is_fixed": identity.bacgiang_is_fixed,
}


def actions() -> dict[str, Callable[..., Any]]:
    """Return the chained actions by name."""
    return chaining.merged(
        {"group_update": identity.group_update},
        tags.actions(),
        memberships.actions(),
        people.actions(),
        activity_actions.functions(),
    )


def mend(config: Mapping[str, Any]) -> None:
    """Put the rule of who may read what into CKAN's own lists; tell which settings weaken it."""
    if p.plugin_loaded("activity"):
        activities.mend()
    tags.mend()
    settings.warn(config)
