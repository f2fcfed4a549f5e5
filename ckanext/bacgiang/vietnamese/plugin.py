"""Plugin ``bacgiang_vi``."""

from __future__ import annotations

from pathlib import Path

import ckan.plugins.toolkit as tk
from ckan import plugins
from ckan.common import CKANConfig

from ckanext.bacgiang.vietnamese import helpers


@tk.blanket.blueprints
@tk.blanket.helpers(helpers)
class VietnamesePlugin(plugins.SingletonPlugin):
    """Has CKAN and the extensions the portal builds on speak Vietnamese, and nothing more.

    The catalogue holds every message, also those that CKAN translates itself, and overrides them.
    Templates and helpers reach the few words that CKAN does not look up in a catalogue.
    """

    plugins.implements(plugins.IConfigurer)
    plugins.implements(plugins.ITranslation)

    def update_config(self, config: CKANConfig) -> None:
        """Put the templates where CKAN looks for them."""
        tk.add_template_directory(config, "templates")

    def i18n_directory(self) -> str:
        """Return the folder of the compiled catalogue."""
        return str(Path(__file__).parent / "i18n")

    def i18n_locales(self) -> list[str]:
        """Return the languages of the catalogue: Vietnamese alone."""
        return ["vi"]

    def i18n_domain(self) -> str:
        """Return the name of the catalogue's files."""
        return "ckanext-bacgiang_vi"
