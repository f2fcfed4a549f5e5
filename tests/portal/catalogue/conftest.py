"""Entries of the catalogue for tests: the fewest fields each type can do with."""

from __future__ import annotations

from typing import Any

import pytest
from ckan.tests import factories
from ckan.tests.helpers import call_action

FREQUENCY = "http://publications.europa.eu/resource/authority/frequency/"
THEME = "http://publications.europa.eu/resource/authority/data-theme/"

OWN_FIELDS = {
    "dataset": {
        "frequency": FREQUENCY + "QUARTERLY",
        "modified": "2026-01-15",
        "license_id": "vn-nd47-dieu18",
    },
    "shared_database": {
        "purpose": "Quản lý nhà nước về giá",
        "scope": "Toàn tỉnh",
        "content": "Giá đất, giá hàng hóa, dịch vụ",
        "level": "province",
    },
    "data_service": {
        "platform": "lgsp",
        "protocol": "rest",
        "sharing_method": "online",
        "endpoint_url": "https://api.example.vn/gia",
    },
}


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
def minimal(agency):
    """Return the least that an entry of the given type holds, with anything put over it."""

    def make(**over: Any) -> dict[str, Any]:
        kind = over.get("type", "dataset")
        fields = {
            "type": kind,
            "title": "Danh sách cơ sở khám bệnh, chữa bệnh",
            "notes": "Cơ sở khám bệnh, chữa bệnh được cấp phép hoạt động.",
            "theme": [THEME + "HEAL"],
            "owner_org": agency["id"],
            "data_class": "open",
        }
        return fields | OWN_FIELDS[kind] | over

    return make


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
