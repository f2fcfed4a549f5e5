"""An agency with an editor and an administrator, a lead agency, and entries ready to be sent."""

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
    "lead-editor": ("dau-moi", "editor"),
    "stranger": ("so-tai-chinh", "admin"),
}
"""Who is what, and where."""


@pytest.fixture
def agency(request: pytest.FixtureRequest, with_plugins: None) -> Any:
    """The agency of the entries, on a portal that is emptied for each test.

    A module that says ``SHARES_PORTAL`` has it emptied once: its tests look at their own entries.
    """
    module = request.module.__dict__
    if not (module.get("SHARES_PORTAL") and module.get("PORTAL_STANDS")):
        for fixture in ("clean_db", "clean_index", "clean_queues"):
            request.getfixturevalue(fixture)
        module["PORTAL_STANDS"] = True
        factories.Organization(title="Sở Y tế", name="so-y-te")
    return call_action("organization_show", id="so-y-te")


@pytest.fixture
def people(agency: Any, ckan_config: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Names of users by what they are."""
    monkeypatch.setitem(ckan_config, "ckanext.bacgiang.approval.lead_agency", "dau-moi")
    names = {name: name for name in ROLES}
    found = {"visitor": "", "sysadmin": "quan-tri", **names}
    if model.User.get("quan-tri"):
        return found
    factories.Sysadmin(name="quan-tri")
    factories.Organization(title="Sở Khoa học và Công nghệ", name="dau-moi")
    factories.Organization(title="Sở Tài chính", name="so-tai-chinh")
    for name, (organization, role) in ROLES.items():
        factories.User(name=name, fullname=name.capitalize(), email=f"{name}@example.vn")
        call_action("organization_member_create", id=organization, username=name, role=role)
    return found


@pytest.fixture
def act(people: dict[str, str]) -> Act:
    """Call an action as one of the people: ``act("editor", "package_show", id=…)``."""

    def call(who: str, action: str, **data: Any) -> Any:
        context = {"user": people[who], "ignore_auth": False}
        return call_action(action, context, **data)

    return call


@pytest.fixture
def ready(act: Act, agency: Any, complete: Callable[..., Any]) -> Callable[..., Any]:
    """Let the editor save an entry that holds everything publishing needs."""

    def make(**over: Any) -> Any:
        fields = complete(owner_org=agency["id"], private=True, **over)
        return act("editor", "package_create", **fields)

    return make


@pytest.fixture
def published(act: Act, ready: Callable[..., Any]) -> Any:
    """An entry that was sent and approved."""
    made = ready()
    act("editor", "bacgiang_approval_submit", id=made["id"])
    act("administrator", "bacgiang_approval_approve", id=made["id"])
    return act("administrator", "package_show", id=made["id"])
