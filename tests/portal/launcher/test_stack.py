"""The stack that the tests stand on."""

from __future__ import annotations

from ckan import model
from ckan.lib.search import is_available


def test_solr_answers_with_ckans_schema() -> None:
    """The search of the test process has its core, and the core CKAN's schema."""
    assert is_available()


def test_database_is_the_tests_own() -> None:
    """The tests' database is not the demonstration's."""
    assert model.Session.bind.url.database == "bacgiang_test"
