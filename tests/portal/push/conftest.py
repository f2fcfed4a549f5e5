"""Open datasets here, the real ledger, and a receiving portal in memory."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.bacgiang import clock
from ckanext.bacgiang.push import settings
from ckanext.bacgiang.push.core.exchange import Answer, Copy, Create, Delete, Revise, Show, Verdict
from ckanext.bacgiang.push.run import apply

PREFIX = "ckanext.bacgiang.push"

_TABLES: list[str] = []


@dataclass
class Receiver:
    """A portal of copies in memory; the tests of exchanges hold a richer one."""

    copies: dict[str, Copy] = field(default_factory=dict)
    requests: list[Any] = field(default_factory=list)
    counter: Any = field(default_factory=lambda: itertools.count(1))

    def ask(self, request: Any) -> Answer:
        self.requests.append(request)
        match request:
            case Create(payload, marker, name):
                extras = (*payload.extras, *marker.extras())
                ids = tuple(row.id for row in payload.resources)
                copy = Copy(f"r{next(self.counter)}", name, True, extras, ids, ids)
                self.copies[copy.id] = copy
                return Answer(Verdict.DONE, copy)
            case Revise(base, payload, marker):
                extras = (*payload.extras, *marker.extras())
                ids = tuple(row.id for row in payload.resources)
                copy = Copy(base.id, base.name, True, extras, ids, ids)
                self.copies[copy.id] = copy
                return Answer(Verdict.DONE, copy)
            case Delete(copy_id):
                self.copies[copy_id] = replace(self.copies[copy_id], active=False)
                return Answer(Verdict.DONE)
            case Show(reference):
                found = self.copies.get(reference)
                return Answer(Verdict.DONE, found) if found else Answer(Verdict.NOT_FOUND)
        raise AssertionError(request)

    def public(self) -> int:
        return sum(copy.active for copy in self.copies.values())

    def close(self) -> None:
        """Nothing is open."""


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
def empty_portal(
    with_plugins: None, request: pytest.FixtureRequest, reset_db: Callable[[], None]
) -> None:
    """Empty the database and the index; the tables are made once."""
    if _TABLES:
        reset_db()
    else:
        request.getfixturevalue("clean_db")
        _TABLES.append("made")
    request.getfixturevalue("clean_index")


@pytest.fixture
def province(
    empty_portal: None,
    ckan_config: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """This portal, empty, with one receiving portal configured."""
    monkeypatch.setenv("BACGIANG_TEST_PUSH_TOKEN", "khoa-thu-nghiem")
    values = {
        f"{PREFIX}.targets": ["national"],
        f"{PREFIX}.target.national.url": "https://data.example.com",
        f"{PREFIX}.target.national.token_env": "BACGIANG_TEST_PUSH_TOKEN",
        f"{PREFIX}.target.national.organization": "bac-giang",
        f"{PREFIX}.target.national.allow_private": "false",
    }
    for key, value in values.items():
        monkeypatch.setitem(ckan_config, key, value)


@pytest.fixture
def admin(province: None) -> str:
    return str(factories.Sysadmin()["name"])


@pytest.fixture
def act(admin: str) -> Callable[..., Any]:
    """Call an action of this portal as its administrator."""
    return lambda action, **data: call_action(action, {"user": admin, "ignore_auth": False}, **data)


@pytest.fixture
def publish(
    act: Callable[..., Any], complete: Callable[..., dict[str, Any]]
) -> Callable[..., dict[str, Any]]:
    """Publish an open dataset here."""
    agency = factories.Organization(title="Sở Y tế")

    def make(**fields: Any) -> dict[str, Any]:
        usual = complete(
            name=f"co-so-kham-benh-{uuid.uuid4().hex[:8]}",
            notes="Cơ sở đã được cấp phép.",
            owner_org=agency["id"],
            resources=[
                {"url": "https://example.com/a.csv", "name": "Số liệu 2025", "format": "CSV"}
            ],
        )
        return act("package_create", **{**usual, **fields})

    return make


@pytest.fixture
def push(province: None, receiver: Receiver) -> Callable[..., dict[str, Any]]:
    """Run a push against ``receiver`` and return its report; ``now`` moves the clock."""

    def run(approved: bool = False, now: Any = None) -> dict[str, Any]:
        done = apply(
            settings.target("national"),
            receiver,
            approved=approved,
            clock=(lambda: now) if now else clock.now,
            progress=lambda over, total: None,
        )
        return done.as_dict()

    return run
