"""Plugin ``bacgiang_demo``: the demonstration province."""

from __future__ import annotations

import ckan.plugins as p
import ckan.plugins.toolkit as tk

from ckanext.bacgiang.demo import actions, auth, cli


@tk.blanket.actions(actions)
@tk.blanket.auth_functions(auth)
@tk.blanket.cli(cli)
class DemoPlugin(p.SingletonPlugin):
    """Loads and clears a province of real titles and files; for training and trials only."""
