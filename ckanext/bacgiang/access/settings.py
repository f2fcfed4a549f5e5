"""Settings that open the portal to more people than it is meant for.

The suite gives CKAN's own options a safe default of its own; what an operator sets counts, and is
told at every start and by ``ckan bacgiang doctor``.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ckan.plugins.toolkit as tk
import yaml

log = logging.getLogger(__name__)


def N_(message: str) -> str:  # noqa: N802 (gettext's own name)
    """Return the message unchanged: it is translated where it is shown."""
    return message


@dataclass(frozen=True, slots=True)
class Safe:
    """An option of CKAN, the value that is safe here, and what another one would allow."""

    key: str
    value: Any
    allows: str


SAFE = (
    Safe("ckan.auth.anon_create_dataset", False, N_("Visitors create entries")),
    Safe("ckan.auth.create_unowned_dataset", False, N_("Entries belong to no agency")),
    Safe(
        "ckan.auth.create_dataset_if_not_in_organization",
        False,
        N_("Users without an agency create entries"),
    ),
    Safe("ckan.auth.user_create_groups", False, N_("Every user creates groups")),
    Safe("ckan.auth.user_create_organizations", False, N_("Every user creates agencies")),
    Safe("ckan.auth.user_delete_groups", False, N_("Administrators delete groups")),
    Safe("ckan.auth.user_delete_organizations", False, N_("Administrators delete agencies")),
    Safe("ckan.auth.create_user_via_api", False, N_("Anyone opens accounts by the API")),
    Safe("ckan.auth.create_user_via_web", False, N_("Anyone opens accounts on a page")),
    Safe("ckan.auth.create_default_api_keys", False, N_("Accounts get keys that never end")),
    Safe("ckan.auth.public_user_details", False, N_("Visitors see the accounts of officials")),
    Safe(
        "ckan.auth.public_activity_stream_detail",
        False,
        N_("Visitors see earlier versions of entries"),
    ),
    Safe(
        "ckan.auth.allow_dataset_collaborators",
        False,
        N_("People outside the agency are given its entries one by one"),
    ),
    Safe(
        "ckan.auth.allow_admin_collaborators",
        False,
        N_("People outside the agency hand its entries on"),
    ),
    Safe(
        "ckan.auth.allow_collaborators_to_change_owner_org",
        False,
        N_("People outside the agency move its entries to another"),
    ),
    Safe(
        "ckan.auth.reveal_private_datasets",
        False,
        N_("Visitors learn that a private entry exists"),
    ),
    Safe("ckan.datastore.sqlsearch.enabled", False, N_("Anyone runs SQL on the tables of files")),
    Safe("ckan.hide_version", True, N_("Visitors learn which version of CKAN runs")),
    Safe("debug", False, N_("Errors show code and settings")),
    Safe("WTF_CSRF_ENABLED", True, N_("Forms are accepted from foreign pages")),
)


@dataclass(frozen=True, slots=True)
class Weakness:
    """A setting that weakens the portal: what it allows and what to do, in the page's language."""

    setting: str
    value: str
    allows: str
    remedy: str


Check = Callable[[Mapping[str, Any]], list[Weakness]]

CHECKS: list[Check] = []
"""What else is looked at; each feature adds its own."""


def check(function: Check) -> Check:
    """Add a check to those that start and doctor run; return it unchanged."""
    CHECKS.append(function)
    return function


def declare(declaration: Any, key: Any) -> None:
    """Declare the suite's own options, and give CKAN's the default that is safe here.

    What is set by hand counts before any default.
    """
    own = Path(__file__).parent.parent / "config_declaration.yaml"
    declaration.load_dict(yaml.safe_load(own.read_text(encoding="utf-8")))
    for option in SAFE:
        declared = declaration.get(option.key)
        if declared is not None:
            declared.set_default(option.value)


def warn(config: Mapping[str, Any]) -> None:
    """Write each setting that weakens the portal to the log, in English."""
    for option in _weak(config):
        log.warning(
            "%s = %s: %s. Set %s = %s, or see: ckan bacgiang doctor",
            option.key,
            config[option.key],
            option.allows,
            option.key,
            str(option.value).lower(),
        )


def _weak(config: Mapping[str, Any]) -> list[Safe]:
    return [
        option
        for option in SAFE
        if option.key in config and tk.asbool(config[option.key]) is not option.value
    ]


def weaknesses(config: Mapping[str, Any]) -> list[Weakness]:
    """Return every setting that weakens the portal, in the order in which they are checked."""
    found = [
        Weakness(
            option.key,
            str(config.get(option.key)),
            tk._(option.allows),
            tk._("Set {key} = {value}").format(key=option.key, value=str(option.value).lower()),
        )
        for option in _weak(config)
    ]
    return found + [weakness for one in CHECKS for weakness in one(config)]
