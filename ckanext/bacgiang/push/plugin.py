"""Plugin ``bacgiang_push``: copies of the open datasets on other portals."""

from __future__ import annotations

from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.bacgiang import clock
from ckanext.bacgiang.push import actions, auth, cli, helpers, ledger

__all__ = ["PushPlugin", "cli"]


@tk.blanket.actions(actions)
@tk.blanket.auth_functions(auth)
@tk.blanket.config_declarations
@tk.blanket.helpers(helpers)
class PushPlugin(p.SingletonPlugin):
    """The push to the national portal and others."""

    p.implements(p.IDomainObjectModification, inherit=True)

    def notify(self, entity: Any, operation: str) -> None:
        """Note a purge in the ledger, within the transaction that purges.

        It is the one way a dataset disappears by a person's will; without this note its copies
        would stay, for what is merely absent is never withdrawn.
        """
        purged = operation == model.DomainObjectOperation.deleted
        if purged and isinstance(entity, model.Package):
            ledger.purged(entity.id, clock.now())
