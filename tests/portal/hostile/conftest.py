"""A small province to be attacked, a look at all that is stored, and the way back to it."""

from __future__ import annotations

import os
import random
import zlib
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa
from ckan import model
from ckan.tests import factories
from ckan.tests.helpers import call_action

LONG = bool(os.environ.get("BACGIANG_TEST_LONG"))
# A usual run tries the same values each time, so that it fails for what was changed; the long one
# draws them anew.
DRAWN = random.SystemRandom().randrange(2**32) if LONG else 4261148467
SEED = int(os.environ.get("BACGIANG_TEST_SEED") or DRAWN)
LINES: list[str] = []
ROLES = ("visitor", "editor", "administrator", "sysadmin")
STANDING: list[World] = []
"""The province once it stands: each test leaves it as it was."""

COPY = "stored_before"
"""The schema that holds the rows to go back to."""

UNTOLD = ("api_token", "alembic_version", "tracking_raw", "tracking_summary")
"""Tables that a mere request may touch: when a key was last used."""


@dataclass(frozen=True, slots=True)
class World:
    """What stands on the portal: references by kind of thing, and who attacks with which token."""

    things: dict[str, str]
    tokens: dict[str, str]
    entry: dict[str, Any]


class Stored:
    """All rows of the database: whether they are as they were, and bringing them back."""

    def __init__(self) -> None:
        there = set(sa.inspect(model.meta.engine).get_table_names())
        known = [t.name for t in model.meta.metadata.sorted_tables if t.name in there]
        self.tables = [name for name in known if not name.endswith("alembic_version")]
        looked = [name for name in self.tables if name not in UNTOLD]
        row = "md5((to_jsonb(t) - 'last_active')::text)"
        self.look = sa.text(
            " UNION ALL ".join(
                f"SELECT '{name}', md5(coalesce(string_agg({row}, '' ORDER BY {row}), ''))"
                f' FROM "{name}" t'
                for name in looked
            )
        )
        self.settings = dict(tk.config)
        with model.meta.engine.begin() as connection:
            connection.execute(sa.text(f"DROP SCHEMA IF EXISTS {COPY} CASCADE"))
            connection.execute(sa.text(f"CREATE SCHEMA {COPY}"))
            for name in self.tables:
                copied = f'CREATE TABLE {COPY}."{name}" AS TABLE public."{name}"'
                connection.execute(sa.text(copied))
        self.before = self.now()
        self.last_write = self._newest_write()

    def _newest_write(self) -> int:
        """Return the number that the next transaction gets which writes anything."""
        statement = sa.text("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        with model.meta.engine.connect() as connection:
            return int(connection.execute(statement).scalar_one())

    def now(self) -> dict[str, str]:
        """Return a fingerprint of each table."""
        with model.meta.engine.connect() as connection:
            return dict(connection.execute(self.look).tuples().all())

    def changed(self) -> list[str]:
        """Return the tables that are not as they were."""
        newest = self._newest_write()
        if newest == self.last_write:
            return []
        self.last_write = newest
        now = self.now()
        return [name for name, kept in self.before.items() if now[name] != kept]

    def restore(self) -> None:
        """Bring every row and setting back."""
        model.Session.rollback()
        model.Session.remove()
        emptied = [f'DELETE FROM "{name}"' for name in reversed(self.tables)]
        filled = [f'INSERT INTO "{name}" SELECT * FROM {COPY}."{name}"' for name in self.tables]
        with model.meta.engine.begin() as connection:
            connection.execute(sa.text("; ".join(emptied + filled)))
        if dict(tk.config) != self.settings:
            tk.config.clear()
            tk.config.update(self.settings)
        self.last_write = self._newest_write()


@pytest.fixture
def seed() -> int:
    """The number from which all chance follows: BACGIANG_TEST_SEED, or a new one."""
    return SEED


@pytest.fixture
def budget() -> Callable[[str, str], int]:
    """Return a function: how often ``thing`` is tried by chance as ``role``.

    In an ordinary run, which has two minutes, twice as the one role that the seed chooses for the
    thing; as all of them it is tried with nothing at all.
    """

    def tries(thing: str, role: str) -> int:
        if LONG:
            return 50
        chosen = ROLES[zlib.crc32(f"{SEED} {thing}".encode()) % len(ROLES)]
        return 2 if role in (chosen, "") else 0

    return tries


@pytest.fixture
def tell() -> Callable[[str], None]:
    """Return a function that puts a line under the tests' summary."""
    return LINES.append


@pytest.fixture
def world(
    request: pytest.FixtureRequest, with_plugins: None, complete: Callable[..., Any]
) -> World:
    """Two agencies, entries of each type and fate, files, views, people of each role."""
    if STANDING and model.User.get("he-thong"):
        return STANDING[0]
    for fixture in ("clean_db", "clean_index"):
        request.getfixturevalue(fixture)
    STANDING[:] = [_province(complete)]
    return STANDING[0]


def _province(complete: Callable[..., Any]) -> World:
    boss = factories.SysadminWithToken(name="he-thong")
    agency = factories.Organization(name="so-y-te", title="Sở Y tế")
    other = factories.Organization(name="so-tai-chinh", title="Sở Tài chính")
    people = {
        "editor": factories.UserWithToken(name="bien-tap"),
        "administrator": factories.UserWithToken(name="quan-ly"),
    }
    for role, person in zip(("editor", "admin"), people.values(), strict=True):
        call_action("organization_member_create", id="so-y-te", username=person["name"], role=role)
    group = factories.Group(name="nhom", title="Nhóm")
    vocabulary = factories.Vocabulary(name="tu-vung")

    def make(name: str, **over: Any) -> dict[str, Any]:
        fields = complete(name=name, **{"owner_org": agency["id"], **over})
        return call_action("package_create", {"user": boss["name"]}, **fields)

    base = make("co-so-du-lieu", type="shared_database", title="Giá")
    make("dich-vu", type="data_service", title="Dịch vụ giá", serves=[base["name"]])
    make("cua-co-quan-khac", owner_org=other["id"], private=True)
    make("cho-duyet", private=True, title="Chờ duyệt")
    entry = make("y-te", title="Khám bệnh", tags=[{"name": "y tế"}], groups=[{"name": "nhom"}])
    file = entry["resources"][0]
    view = call_action(
        "resource_view_create",
        {"user": boss["name"]},
        resource_id=file["id"],
        title="Xem",
        view_type="text_view",
    )
    activity = model.Session.execute(sa.text("SELECT id FROM activity LIMIT 1")).scalar()
    things = {
        "package": entry["name"],
        "resource": file["id"],
        "view": view["id"],
        "organization": agency["name"],
        "group": group["name"],
        "user": "bien-tap",
        "vocabulary": vocabulary["id"],
        "tag": "y tế",
        "activity": str(activity),
    }
    tokens = {role: person["token"] for role, person in people.items()}
    return World(things, {"visitor": "", **tokens, "sysadmin": boss["token"]}, deepcopy(entry))


@pytest.fixture
def stored(world: World) -> Iterator[Stored]:
    """The rows of the province, to compare with and to go back to."""
    kept = Stored()
    yield kept
    kept.restore()
    with model.meta.engine.begin() as connection:
        connection.execute(sa.text(f"DROP SCHEMA IF EXISTS {COPY} CASCADE"))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print what was tried and the seed that repeats it."""
    for line in LINES:
        terminalreporter.write_line(f"{line}; BACGIANG_TEST_SEED={SEED}")
