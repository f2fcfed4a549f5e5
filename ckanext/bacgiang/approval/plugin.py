"""Plugin ``bacgiang_approval``: entries become public by approval."""

from __future__ import annotations

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.types import Context

from ckanext.bacgiang.approval import actions, auth, cli, enforced, helpers, views
from ckanext.bacgiang.intake.changes import Change, IEntryChanges

__all__ = ["ApprovalPlugin", "cli"]

STEPS = {name: action for name, action in vars(actions).items() if name.startswith("bacgiang_")}
AROUND = {name: action for name, action in vars(enforced).items() if name.startswith("package_")}


@tk.blanket.actions(lambda: {**STEPS, **AROUND})
@tk.blanket.auth_functions(auth)
@tk.blanket.blueprints(views)
@tk.blanket.config_declarations
@tk.blanket.helpers(helpers)
class ApprovalPlugin(p.SingletonPlugin):
    """The way of an entry to the public."""

    p.implements(IEntryChanges)

    def refuse_change(self, context: Context, change: Change) -> dict[str, list[str]]:
        """Return why a save would go around the approval."""
        return enforced.refused(context, change)
