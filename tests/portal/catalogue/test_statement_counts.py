"""No request makes more SQL statements because the catalogue holds more."""

from __future__ import annotations

from typing import Any

import pytest
from ckan.lib import search
from ckan.tests import factories
from ckan.tests.helpers import call_action

from bench import counted

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")


@pytest.fixture
def grow(complete, monkeypatch):
    """Add so many datasets, of several agencies and with several keywords, each served."""

    def make(first: int, last: int) -> None:
        for number in range(first, last):
            agency = factories.Organization(title=f"Sở {number}") if number % 5 == 0 else None
            owner = (agency or {}).get("id") or make.owner
            make.owner = owner
            entry = complete(
                owner_org=owner,
                title=f"Dữ liệu {number}",
                tag_string=f"từ khóa {number}, chung",
                name=f"du-lieu-{number}",
                # A page of results asks once more where any of them names another entry.
                source_database=make.source,
            )
            with monkeypatch.context() as patched:
                patched.setitem(search.config, "ckan.search.solr_commit", "false")
                call_action("package_create", {"user": make.user}, **entry)
        search.commit()

    make.owner = make.source = ""
    make.user = factories.Sysadmin()["name"]
    return make


def test_the_number_of_statements_does_not_grow_with_the_catalogue(app, complete, grow) -> None:
    """Pages, forms, saving and the API: as many statements at sixty entries as at ten.

    The number of agencies stays below one page of them.
    """
    client = app.app.test_client(use_cookies=False)
    user = factories.Sysadmin()
    owner = factories.Organization(title="Sở Y tế")
    database = _create(complete(type="shared_database", owner_org=owner["id"]), user)
    dataset = _create(complete(owner_org=owner["id"], source_database=database["name"]), user)
    service = _create(
        complete(type="data_service", owner_org=owner["id"], serves=[dataset["name"]]), user
    )
    of = counted.Subjects(
        dataset["name"],
        database["name"],
        service["name"],
        owner["name"],
        factories.APIToken(user=user["name"])["token"],
    )
    grow.source = database["name"]
    grow(0, 10)
    few = counted.counts(client, of)
    grow(10, 60)
    many = counted.counts(client, of)
    assert many == few


def _create(fields: dict[str, Any], user: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = call_action("package_create", {"user": user["name"]}, **fields)
    return made
