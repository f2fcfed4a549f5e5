"""Plugin ``bacgiang_vi``."""

from __future__ import annotations

from pathlib import Path

import ckan.plugins.toolkit as tk
from ckan import plugins


@tk.blanket.blueprints
class VietnamesePlugin(plugins.SingletonPlugin):
    """Translates CKAN and the extensions the portal builds on.

    The catalogue holds every message, also those that CKAN translates itself, and overrides them.
    """

    plugins.implements(plugins.ITranslation)

    def i18n_directory(self) -> str:
        """Return the folder of the compiled catalogue."""
        return str(Path(__file__).parent / "i18n")

    def i18n_locales(self) -> list[str]:
        """Return the languages of the catalogue: Vietnamese alone."""
        return ["vi"]

    def i18n_domain(self) -> str:
        """Return the name of the catalogue's files."""
        return "ckanext-bacgiang_vi"
