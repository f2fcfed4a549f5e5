"""Plugin ``bacgiang``: schemas, templates, strings, validators and helpers of the portal."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from inspect import isfunction
from types import ModuleType
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig
from ckan.lib.plugins import DefaultTranslation
from ckan.types import Context

from ckanext.bacgiang import chaining, clock
from ckanext.bacgiang.access import (
    collaborators,
    memberships,
    passwords,
    reading,
    registered,
    request_limits,
    sessions,
    settings,
)
from ckanext.bacgiang.access import links as hidden_links
from ckanext.bacgiang.access.entries import labels_of_reader
from ckanext.bacgiang.catalogue import (
    actions,
    datastore_auth,
    disposal,
    entry_shown,
    files_cli,  # noqa: F401 (joins the commands)
    files_shown,
    form,
    guard,
    helpers,
    licenses,
    mending,
    publication,
    publication_auth,
    rows,
    thrift,
    views,
    withholding,
)
from ckanext.bacgiang.catalogue.search import actions as search_actions
from ckanext.bacgiang.catalogue.search import agency_actions, auth, completions, document, facets
from ckanext.bacgiang.catalogue.search import cli as search_cli  # noqa: F401 (joins the commands)
from ckanext.bacgiang.catalogue.search import helpers as search_helpers
from ckanext.bacgiang.catalogue.search import views as search_views
from ckanext.bacgiang.catalogue.validators import (
    addresses,
    entries,
    intake,
    links,
    periods,
    values,
)
from ckanext.bacgiang.catalogue.validators import rows as row_rules
from ckanext.bacgiang.catalogue.visibility import ScopeLabels
from ckanext.bacgiang.intake import actions as intake_actions
from ckanext.bacgiang.intake import (
    api,
    bulk,
    bulk_page,
    data_day,
    error_page,
    first_publication,
    index,
    people,
    picture_sizes,
    quiet_saves,
    requests,
)
from ckanext.bacgiang.intake.validators import agencies, choices, data_facts, letters


def _validators() -> dict[str, Callable[..., Any]]:
    modules = (
        addresses,
        agencies,
        choices,
        data_day,
        data_facts,
        entries,
        intake,
        letters,
        links,
        periods,
        row_rules,
        values,
    )
    found = {
        name: function
        for module in modules
        for name, function in vars(module).items()
        if name.startswith("bacgiang_")
    }
    return {**found, "user_password_validator": passwords.user_password_validator}


def _functions(*modules: ModuleType) -> dict[str, Callable[..., Any]]:
    return {
        name: function
        for module in modules
        for name, function in vars(module).items()
        if isfunction(function) and function.__module__ == module.__name__ and name[0] != "_"
    }


@tk.blanket.actions(
    lambda: chaining.merged(
        intake_actions.actions(),
        *map(_functions, (actions, publication, search_actions, agency_actions, bulk, people)),
        _functions(completions),
        *map(_functions, registered.ACTIONS),
        reading.actions(),
        quiet_saves.actions(),
    )
)
@tk.blanket.auth_functions(
    lambda: {
        **_functions(auth, publication_auth, collaborators),
        **datastore_auth.functions(),
        **memberships.auth_functions(),
    }
)
@tk.blanket.blueprints(
    [
        request_limits.bacgiang_limits,
        views.bacgiang_terms,
        views.bacgiang_form,
        requests.bacgiang_requests,
        guard.bacgiang_guard,
        *registered.BLUEPRINTS,
        search_views.bacgiang_agencies,
    ]
)
@tk.blanket.cli
@tk.blanket.config_declarations(settings.declare)
@tk.blanket.helpers(
    lambda: {
        **_functions(helpers, form, entry_shown, thrift, files_shown, search_helpers, error_page),
        **registered.HELPERS,
        **reading.HELPERS,
    }
)
@tk.blanket.validators(_validators)
class BacGiangPlugin(registered.Access, ScopeLabels, DefaultTranslation, p.SingletonPlugin):
    """The catalogue of the province on CKAN."""

    p.implements(p.IApiToken, inherit=True)
    p.implements(p.IAuthenticator, inherit=True)
    p.implements(p.IConfigurable)
    p.implements(p.IConfigurer)
    p.implements(p.IFacets, inherit=True)
    p.implements(p.IMiddleware, inherit=True)
    p.implements(p.IPackageController, inherit=True)
    p.implements(p.IPermissionLabels)
    p.implements(p.ISignal)
    p.implements(p.ITranslation)

    def update_config(self, config: CKANConfig) -> None:
        """Put templates and assets where CKAN looks for them; show times in the portal's zone."""
        if config.get("ckan.display_timezone") in (None, "", "UTC"):
            config["ckan.display_timezone"] = str(clock.PORTAL_ZONE)
        tk.add_template_directory(config, "templates")
        tk.add_resource("assets", "bacgiang")
        mending.mend()
        index.mend()
        quiet_saves.mend()
        disposal.listen()
        sessions.settle(config)
        picture_sizes.mend()

    def make_middleware(self, app: Any, config: CKANConfig) -> Any:
        """Return the application with CKAN's own views mended: each application has its own."""
        api.mend(app)
        bulk_page.mend(app)
        return super().make_middleware(app, config)

    def configure(self, config: CKANConfig) -> None:
        """Give CKAN the register of licences, and its lists the rule of who may read what."""
        licenses.register(config)
        reading.mend(config)

    def get_signal_subscriptions(self) -> dict[Any, list[Any]]:
        """Listen to what is saved, after it is committed."""
        heard = [
            {"sender": name, "receiver": first_publication.served}
            for name in ("package_create", "package_update")
        ]
        return {tk.signals.action_succeeded: heard}

    def i18n_domain(self) -> str:
        """Return the domain of this package's own strings."""
        return "ckanext-bacgiang"

    def dataset_facets(self, facets_dict: Any, package_type: str) -> OrderedDict[str, Any]:
        """Return the facets of the search page."""
        return facets.facets()

    def organization_facets(
        self, facets_dict: Any, organization_type: str, package_type: str | None
    ) -> OrderedDict[str, Any]:
        """Return the facets of an agency's page: those of search, less the agency."""
        return facets.facets(of_agency=True)

    def before_dataset_index(self, pkg_dict: dict[str, Any]) -> dict[str, Any]:
        """Return the index document with its words, facets and place in a sorted list.

        Addresses that are not for everyone stay out of the index.
        """
        withholding.strip_document(pkg_dict)
        hidden_links.hide_in_document(pkg_dict)
        return document.indexed(rows.unindexed(pkg_dict))

    def after_dataset_show(self, context: Context, pkg_dict: dict[str, Any]) -> None:
        """Show addresses of data to those alone who may have the data."""
        withholding.show(context, pkg_dict)
        hidden_links.show(context, pkg_dict)

    def after_dataset_update(self, context: Context, pkg_dict: dict[str, Any]) -> None:
        """Take the name of what is no longer open out of the index of those that name it."""
        hidden_links.index_naming(pkg_dict["id"])

    def after_dataset_delete(self, context: Context, pkg_dict: dict[str, Any]) -> None:
        """As after an update."""
        hidden_links.index_naming(pkg_dict["id"])

    def after_dataset_search(
        self, search_results: dict[str, Any], search_params: dict[str, Any]
    ) -> dict[str, Any]:
        """Return the result with facet values named in the page's language."""
        hidden_links.hide(search_results["results"], labels_of_reader)
        return facets.labelled(search_results)
