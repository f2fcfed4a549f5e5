"""A portal with two agencies, a lead agency and entries of every kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ckan import model
from ckan.tests import factories
from ckan.tests.helpers import call_action

Act = Callable[..., Any]

ROLES = {
    "editor": ("so-y-te", "editor"),
    "administrator": ("so-y-te", "admin"),
    "member": ("so-y-te", "member"),
    "lead": ("dau-moi", "admin"),
    "stranger": ("so-tai-chinh", "editor"),
    "strange-administrator": ("so-tai-chinh", "admin"),
}
"""Who is what, and where."""


@pytest.fixture
def agency(request: pytest.FixtureRequest, with_plugins: None) -> Any:
    """The agency of the entries; the portal is emptied once a module."""
    module = request.module.__dict__
    if not module.get("PORTAL_STANDS"):
        for fixture in ("clean_db", "clean_index", "clean_queues"):
            request.getfixturevalue(fixture)
        module["PORTAL_STANDS"] = True
        factories.Organization(title="Sở Y tế", name="so-y-te", identifier="H10.1")
    return call_action("organization_show", id="so-y-te")


@pytest.fixture
def people(agency: Any, ckan_config: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Names of users by what they are."""
    monkeypatch.setitem(ckan_config, "ckanext.bacgiang.approval.lead_agency", "dau-moi")
    found = {"visitor": "", "sysadmin": "quan-tri", "nobody": "nobody"} | {n: n for n in ROLES}
    if model.User.get("quan-tri"):
        return found
    factories.Sysadmin(name="quan-tri")
    factories.User(name="nobody")
    factories.Organization(title="Sở Khoa học và Công nghệ", name="dau-moi")
    factories.Organization(title="Sở Tài chính", name="so-tai-chinh")
    for name, (organization, role) in ROLES.items():
        factories.User(name=name, fullname=f"Người {name}", email=f"{name}@example.vn")
        call_action("organization_member_create", id=organization, username=name, role=role)
    return found


@pytest.fixture
def act(people: dict[str, str]) -> Act:
    """Call an action as one of the people: ``act("editor", "package_show", id=…)``."""

    def call(who: str, action: str, **data: Any) -> Any:
        return call_action(action, {"user": people[who], "ignore_auth": False}, **data)

    return call


@pytest.fixture
def make(act: Act, agency: Any, complete: Callable[..., Any]) -> Callable[..., Any]:
    """Let the agency's administrator save an entry with all that publishing needs."""

    def create(**over: Any) -> Any:
        fields = complete(**{"owner_org": agency["id"], **over})
        return act("administrator", "package_create", **fields)

    return create


@pytest.fixture
def page(app: Any, people: dict[str, str]) -> Callable[..., Any]:
    """Open a page as one of the people; return the answer without following it further."""
    tokens: dict[str, str] = {}

    def get(who: str, path: str) -> Any:
        headers = {}
        if people[who]:
            if who not in tokens:
                tokens[who] = factories.APIToken(user=people[who])["token"]
            headers = {"Authorization": tokens[who]}
        return app.get(path, headers=headers, follow_redirects=False)

    return get
