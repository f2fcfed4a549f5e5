"""A portal that is emptied once for each file of tests, and entries to search in it.

The tests of a file share what the others of that file made: each speaks of other things.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from ckan import plugins
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp, _get_test_app, call_action

THEME = "http://publications.europa.eu/resource/authority/data-theme/OP_DATPRO"

Make = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def portal(
    reset_db: Callable[[], None],
    migrate_db_for: Callable[[str], None],
    reset_index: Callable[[], None],
) -> Iterator[None]:
    """The plugins, an empty database with their tables, an empty index."""
    plugins.load_all()
    reset_db()
    migrate_db_for("activity")
    migrations = Path(__file__).parents[3] / "ckanext" / "bacgiang" / "migration"
    for folder in sorted(migrations.glob("*/versions")):
        migrate_db_for(folder.parent.name)
    reset_index()
    yield
    plugins.unload_all()


@pytest.fixture(scope="module")
def browse(portal: None) -> CKANTestApp:
    """The portal as a browser or a program meets it."""
    return _get_test_app()


@pytest.fixture(scope="module")
def agency(portal: None) -> Make:
    """Make agencies by title: ``agency("Sở Y tế", name="so-y-te", parent="ubnd-tinh")``."""

    def make(title: str, **over: Any) -> dict[str, Any]:
        made: dict[str, Any] = factories.Organization(title=title, **over)
        return made

    return make


@pytest.fixture(scope="module")
def entry(agency: Make, complete: Make) -> Make:
    """Make public datasets by title, with anything put over the least they need."""
    owner = agency("Văn phòng thử nghiệm", name="van-phong-thu-nghiem")
    site = factories.Sysadmin()["name"]

    def make(title: str, **over: Any) -> dict[str, Any]:
        fields = complete(title=title, notes="Mô tả.", theme=[THEME], owner_org=owner["id"])
        made: dict[str, Any] = call_action("package_create", {"user": site}, **fields | over)
        return made

    return make


@pytest.fixture(scope="module")
def search(portal: None) -> Callable[..., list[str]]:
    """Search as a visitor does; return the titles, best first."""

    def ask(q: str, **over: Any) -> list[str]:
        context = {"ignore_auth": False, "user": "", "auth_user_obj": None}
        found = call_action("package_search", context, q=q, **over)
        return [one["title"] for one in found["results"]]

    return ask
