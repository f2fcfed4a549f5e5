"""Plugin ``bacgiang_dcat``: the catalogue as DCAT-AP 3.0.1, over ckanext-dcat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig
from ckan.exceptions import CkanConfigurationException
from ckanext.dcat.interfaces import IDCATURIGenerator

from ckanext.bacgiang.catalogue.entry import EntryType
from ckanext.bacgiang.dcat import actions, auth, views
from ckanext.bacgiang.dcat.names import Names
from ckanext.bacgiang.dcat.profile import base


@tk.blanket.actions(actions)
@tk.blanket.auth_functions(auth)
@tk.blanket.blueprints([views.bacgiang_dcat])
@tk.blanket.config_declarations
class DcatPlugin(p.SingletonPlugin):
    """Serves datasets, databases and services as RDF, on URIs that outlive the host name."""

    p.implements(p.IConfigurable)
    p.implements(IDCATURIGenerator, inherit=True)

    def configure(self, config: CKANConfig) -> None:
        """Refuse to start without the extension this one builds on."""
        if not p.plugin_loaded("dcat"):
            raise CkanConfigurationException(
                "Thiếu phần mở rộng ckanext-dcat: hãy thêm dcat vào ckan.plugins, "
                "hoặc bỏ bacgiang_dcat"
            )

    def dataset_uri(self, dataset_dict: Mapping[str, Any], default_uri: str) -> str | None:
        """Return the URI of an entry, whatever a stray field ``uri`` says."""
        try:
            kind = EntryType(dataset_dict.get("type") or EntryType.DATASET)
        except ValueError:
            return None
        entry_id = dataset_dict.get("id")
        return Names(base()).entry(kind, str(entry_id)) if entry_id else None

    def resource_uri(self, resource_dict: Mapping[str, Any], default_uri: str) -> str | None:
        """Return the URI of a resource, whatever a stray field ``uri`` says."""
        package, resource = resource_dict.get("package_id"), resource_dict.get("id")
        if not (package and resource):
            return None
        return f"{Names(base()).entry(EntryType.DATASET, str(package))}/resource/{resource}"
