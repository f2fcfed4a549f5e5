"""People who sign in at the portal inside the test process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ckan.lib.redis import connect_to_redis
from ckan.tests import factories

PASSWORD = "bốn-con-hươu-trên-đồi-7391"


@pytest.fixture
def clean_once(request: pytest.FixtureRequest, with_plugins: None) -> None:
    """Empty database, index and Redis before the first test of a module; its tests share them."""
    if not getattr(request.module, "CLEANED", False):
        request.getfixturevalue("clean_db")
        request.getfixturevalue("clean_index")
        connect_to_redis().flushdb()
        request.module.CLEANED = True


@pytest.fixture(scope="session")
def password() -> str:
    """The password of everyone in these tests."""
    return PASSWORD


@pytest.fixture
def person() -> Callable[..., dict[str, Any]]:
    """Return a function that makes a user with ``PASSWORD``."""
    return lambda **fields: factories.User(password=PASSWORD, **fields)


@pytest.fixture
def enter(app: Any) -> Callable[..., Any]:
    """Return a function that signs in through the form, as a browser of its own; it is returned.

    ``browser`` is one that came before, ``fields`` go with the form.
    """

    def sign_in(login: str, password: str = PASSWORD, browser: Any = None, **over: Any) -> Any:
        fields = {"login": login, "password": password, **over.pop("fields", {})}
        browser = browser or app.test_client()
        browser.answer = browser.post("/user/login", data=fields, **over)
        return browser

    return sign_in


@pytest.fixture
def is_inside() -> Callable[[Any], bool]:
    """Return a function that tells whether a browser is signed in."""
    return lambda browser: browser.get("/user/edit").status_code == 200


@pytest.fixture
def api_as(app: Any) -> Callable[..., tuple[int, dict[str, Any]]]:
    """Return a function by which a user calls an action with a key of their own."""

    def call(user: dict[str, Any], action: str, data: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        headers = {"Authorization": factories.APIToken(user=user["name"])["token"]}
        answer = app.post(f"/api/3/action/{action}", json=data, headers=headers)
        return answer.status_code, answer.json

    return call
