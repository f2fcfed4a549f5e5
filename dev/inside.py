"""What has to be done inside a site: tables, users, organisations, tokens, index.

Run with the site's CKAN_INI in the virtual environment. Reads a JSON order from standard input
and writes the tokens it made, ``{name: token}`` as JSON, to the file that BACGIANG_ANSWER names.
Doing it twice changes nothing, except that a token is made anew, and the one before it revoked.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.cli import load_config
from ckan.cli.cli import ckan as ckan_command
from ckan.config.middleware import make_app
from ckan.lib import search


def main() -> None:
    """Carry out the order on standard input."""
    order = json.load(sys.stdin)
    settings = os.environ["CKAN_INI"]
    if order.get("upgrade"):
        ckan_command.main(["-c", settings, "db", "upgrade"], standalone_mode=False)
    if set(order) <= {"upgrade"}:
        return
    with make_app(load_config(settings))._wsgi_app.test_request_context():
        tokens = carry_out(order)
        if order.get("reindex") and model.Session.query(model.Package).first():
            search.rebuild(defer_commit=True, quiet=True, clear=True)
            search.commit()
    with open(os.environ["BACGIANG_ANSWER"], "w", encoding="utf-8") as stream:
        json.dump(tokens, stream)


def carry_out(order: dict[str, Any]) -> dict[str, str]:
    """Make the users, organisations and tokens of an order; return the tokens by name."""
    for user in order.get("users", []):
        ensure_user(user)
    for organization in order.get("organizations", []):
        ensure_organization(organization)
    if "join_largest" in order:
        join_largest(order["join_largest"])
    return {token["name"]: new_token(**token) for token in order.get("tokens", [])}


def _action(name: str, /, **data: Any) -> Any:
    site_user = tk.get_action("get_site_user")({"ignore_auth": True}, {})
    return tk.get_action(name)({"ignore_auth": True, "user": site_user["name"]}, data)


def ensure_user(user: dict[str, Any]) -> None:
    """Make a user (name, password, email, fullname, sysadmin), or give it that password again."""
    found = model.User.get(user["name"])
    if found is None:
        _action(
            "user_create", **{key: user[key] for key in ("name", "password", "email", "fullname")}
        )
        found = model.User.get(user["name"])
    elif not found.validate_password(user["password"]):
        _action("user_patch", id=user["name"], password=user["password"])
    if found is not None:
        found.sysadmin = bool(user.get("sysadmin"))
        model.Session.commit()


def ensure_organization(organization: dict[str, Any]) -> None:
    """Make an organisation (name, title) and its ``members`` (user name → role)."""
    if model.Group.get(organization["name"]) is None:
        _action("organization_create", name=organization["name"], title=organization["title"])
    for user, role in organization.get("members", {}).items():
        _action("organization_member_create", id=organization["name"], username=user, role=role)


def join_largest(roles: dict[str, str]) -> None:
    """Give users (name → role) their roles in the organisation that owns the most datasets."""
    organizations = _action(
        "organization_list", all_fields=True, limit=1, sort="package_count desc"
    )
    for user, role in roles.items():
        _action("organization_member_create", id=organizations[0]["id"], username=user, role=role)


def new_token(user: str, name: str) -> str:
    """Return a fresh token of a user; the one with the same name before it is revoked."""
    for token in _action("api_token_list", user_id=user):
        if token["name"] == name:
            _action("api_token_revoke", jti=token["id"])
    return str(_action("api_token_create", user=user, name=name)["token"])


if __name__ == "__main__":
    main()
