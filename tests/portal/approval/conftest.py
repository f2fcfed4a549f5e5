"""An agency with an editor and an administrator, a lead agency, and entries ready to be sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ckan.tests import factories
from ckan.tests.helpers import call_action

Act = Callable[..., Any]


@pytest.fixture
def agency(with_plugins: None, clean_db: None, clean_index: None, clean_queues: None) -> Any:
    """The agency of the entries, on an empty portal."""
    return factories.Organization(title="Sở Y tế", name="so-y-te")


@pytest.fixture
def people(agency: Any, ckan_config: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Names of users by what they are."""
    lead = factories.Organization(title="Sở Khoa học và Công nghệ", name="dau-moi")
    other = factories.Organization(title="Sở Tài chính", name="so-tai-chinh")
    monkeypatch.setitem(ckan_config, "ckanext.bacgiang.approval.lead_agency", "dau-moi")
    wanted = {
        "editor": (agency, "editor"),
        "administrator": (agency, "admin"),
        "member": (agency, "member"),
        "lead": (lead, "admin"),
        "lead-editor": (lead, "editor"),
        "stranger": (other, "admin"),
    }
    found = {"visitor": "", "sysadmin": factories.Sysadmin(name="quan-tri")["name"]}
    for name, (organization, role) in wanted.items():
        user = factories.User(name=name, fullname=name.capitalize(), email=f"{name}@example.vn")
        call_action("organization_member_create", id=organization["id"], username=name, role=role)
        found[name] = user["name"]
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
