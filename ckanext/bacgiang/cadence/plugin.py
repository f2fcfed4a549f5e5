"""Plugin ``bacgiang_cadence``: is open data kept up as Regulation Art. 13.2 asks?"""

from __future__ import annotations

from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig

from ckanext.bacgiang import clock
from ckanext.bacgiang.cadence import (
    actions,
    auth,
    cli,
    doorbell,
    helpers,
    indexing,
    measures,
    views,
)

__all__ = ["CadencePlugin", "cli"]


@tk.blanket.actions(actions)
@tk.blanket.auth_functions(auth)
@tk.blanket.blueprints([views.bacgiang_cadence])
@tk.blanket.config_declarations
@tk.blanket.helpers(helpers)
class CadencePlugin(p.SingletonPlugin):
    """The update cadence of open datasets."""

    p.implements(p.IConfigurable)
    p.implements(p.IPackageController, inherit=True)
    p.implements(p.ISignal)

    def configure(self, config: CKANConfig) -> None:
        """Refuse to start with a calendar of the portal's own that cannot be read."""
        try:
            measures.on(clock.today())
        except (OSError, ValueError) as error:
            option = "ckanext.bacgiang.cadence.calendar_file"
            raise tk.CkanConfigurationException(f"{option}: {error}") from error

    def before_dataset_index(self, pkg_dict: dict[str, Any]) -> dict[str, Any]:
        """Return the index document with the state of the last check, where there is one."""
        rule = measures.on(clock.today()).rule
        state = indexing.states(rule.id, [pkg_dict["id"]]) if rule else {}
        return {**pkg_dict, indexing.FIELD: list(state.values())}

    def get_signal_subscriptions(self) -> dict[Any, list[Any]]:
        """Listen to what is saved, after it is committed."""
        heard = [{"sender": name, "receiver": doorbell.saved} for name in doorbell.HEARD]
        return {tk.signals.action_succeeded: heard}
