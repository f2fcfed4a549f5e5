"""CKAN's own actions on agencies, people and views: what comes in is cleaned before all else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context, DataDict

from ckanext.bacgiang.intake import received

Action = Callable[[Context, DataDict], Any]

CLEANED = (
    "bulk_update_delete",
    "bulk_update_private",
    "bulk_update_public",
    "group_create",
    "group_patch",
    "group_update",
    "organization_create",
    "organization_patch",
    "organization_update",
    "package_resource_reorder",
    "resource_view_create",
    "resource_view_update",
    "tag_create",
    "user_create",
    "user_invite",
    "user_patch",
    "user_update",
    "vocabulary_create",
    "vocabulary_update",
)
"""Actions that write text which people will read, beside those on entries and files."""


def actions() -> dict[str, Action]:
    """Return CKAN's actions of ``CLEANED``, each given its data cleaned."""
    return {name: _cleaned(name) for name in CLEANED}


def _cleaned(name: str) -> Action:
    def action(original: Action, context: Context, data_dict: DataDict) -> Any:
        received.anything(data_dict)
        return original(context, data_dict)

    action.__name__ = name
    action.__doc__ = "Do as CKAN does, with texts that were cleaned and trimmed first."
    return tk.chained_action(action)
