"""Entries of the catalogue for tests: the fewest fields each type can do with."""

from __future__ import annotations

from typing import Any

import pytest
from ckan.tests import factories
from ckan.tests.helpers import call_action


@pytest.fixture
def clean_once(request: pytest.FixtureRequest, with_plugins: None) -> None:
    """Empty database and index before the first test of a module; its tests share them."""
    if not getattr(request.module, "CLEANED", False):
        request.getfixturevalue("clean_db")
        request.getfixturevalue("clean_index")
        request.module.CLEANED = True


@pytest.fixture
def agency() -> dict[str, Any]:
    """An agency of the province."""
    return factories.Organization(title="Sở Y tế")


@pytest.fixture
def whole(complete, agency, request):
    """Return an entry of the given type with all that publishing needs, anything put over it."""

    def make(**over: Any) -> dict[str, Any]:
        if over.get("type") == "data_service" and "serves" not in over:
            over["serves"] = [request.getfixturevalue("served")["name"]]
        return complete(owner_org=agency["id"], **over)

    return make


@pytest.fixture
def served(complete, agency, create):
    """A published shared database for services to serve."""
    return create(**complete(type="shared_database", title="Giá", owner_org=agency["id"]))


@pytest.fixture
def csv_link() -> dict[str, Any]:
    """A resource that is an address."""
    return {"name": "Số liệu", "url": "https://example.vn/so-lieu.csv"}


@pytest.fixture
def act(agency):
    """Call an action as the portal itself would, with every validator, or as someone else.

    ``user`` is a user's name; an empty one is a visitor. Without it nobody's rights are asked.
    """
    site = factories.Sysadmin()["name"]

    def call(action: str, *, user: str | None = None, **data: Any) -> Any:
        context = {"user": site} if user is None else {"user": user, "ignore_auth": False}
        return call_action(action, context, **data)

    return call


@pytest.fixture
def create(act):
    """Create an entry as the portal itself would."""

    def make(**fields: Any) -> dict[str, Any]:
        return act("package_create", **fields)

    return make


@pytest.fixture
def member(agency):
    """Return the name of a new user with a role in the agency, or in none where it is empty."""

    def make(role: str = "editor") -> str:
        user = factories.User()
        if role:
            call_action(
                "organization_member_create", id=agency["id"], username=user["name"], role=role
            )
        return user["name"]

    return make


@pytest.fixture
def api(app):
    """Call an action over HTTP as a program does; return the status and the answer.

    ``token`` is an API token; without it a visitor calls.
    """

    def call(action: str, payload: Any, token: str = "") -> tuple[int, dict[str, Any]]:
        headers = {"Authorization": token} if token else {}
        answer = app.post(f"/api/3/action/{action}", json=payload, headers=headers)
        return answer.status_code, answer.json

    return call


@pytest.fixture
def token(member):
    """Return an API token of a new editor of the agency."""
    return factories.APIToken(user=member("editor"))["token"]


@pytest.fixture
def officer(member: Any) -> tuple[str, dict[str, str]]:
    """Name and headers of a new administrator of the agency."""
    user = member("admin")
    return user, {"Authorization": factories.APIToken(user=user)["token"]}
