"""The configset is CKAN's schema with Vietnamese in it, and the portal says which one is in use."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock
from xml.etree import ElementTree

import ckan
import ckan.plugins.toolkit as tk
import pytest
from ckan.cli.cli import ckan as command
from ckan.lib import search as ckan_search
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp, call_action

from bench import search_table as table

Make = Callable[..., dict[str, Any]]
Search = Callable[..., list[str]]

OWN = Path(__file__).parents[3] / "ckanext/bacgiang/solr/schema.xml"
STOCK = Path(ckan.__file__).parent / "config/solr/schema.xml"


def fields(schema: Path) -> dict[str, dict[str, str]]:
    """Return the fields of a schema with their attributes."""
    tree = ElementTree.parse(schema)
    return {
        field.attrib["name"]: dict(field.attrib)
        for tag in ("field", "dynamicField")
        for field in tree.iter(tag)
    }


def copies(schema: Path) -> set[tuple[str, str]]:
    """Return what is copied where."""
    found = ElementTree.parse(schema).iter("copyField")
    return {(copy.attrib["source"], copy.attrib["dest"]) for copy in found}


@pytest.fixture(scope="module")
def materials(entry: Make) -> None:
    """The one entry of these tests."""
    entry("Vật liệu xây dựng")


def test_every_field_of_ckans_schema_is_there_unchanged() -> None:
    own, stock = fields(OWN), fields(STOCK)
    assert {name: own.get(name) for name in stock} == stock
    assert copies(STOCK) == copies(OWN)


def test_nothing_is_stemmed() -> None:
    assert "Snowball" not in OWN.read_text(encoding="utf-8")


def test_ckans_own_check_of_the_schema_passes(portal: None) -> None:
    assert ckan_search.check_solr_schema_version()


@pytest.mark.parametrize("query", ['title:"xay dung"', "title:xây", 'text:"XÂY DỰNG"'])
def test_queries_in_solrs_syntax_know_vietnamese(
    materials: None, search: Search, query: str
) -> None:
    assert search(query) == ["Vật liệu xây dựng"]


@pytest.mark.parametrize("typed", ["xay d", "XÂY D", "lieu xay dung"])
def test_ckans_own_autocompletion_does_too(materials: None, typed: str) -> None:
    found = call_action("package_autocomplete", q=typed)
    assert [one["title"] for one in found] == ["Vật liệu xây dựng"]


def test_the_state_names_the_configset_and_is_complete(materials: None) -> None:
    state = call_action("bacgiang_search_status")
    assert (state["schema"], state["entries"], state["current"]) == ("bacgiang", 1, 1)
    assert state["complete"]
    assert state["synonym_groups"] > 60


def test_on_ckans_schema_the_search_box_works_and_the_portal_says_so(
    materials: None, search: Search
) -> None:
    with table.scratch_core("status-stock", "ckan"):
        empty = call_action("bacgiang_search_status")
        assert (empty["schema"], empty["indexed"], empty["complete"]) == ("stock", 0, False)
        ckan_search.rebuild(quiet=True)
        assert search("xay dung") == ["Vật liệu xây dựng"]
        assert call_action("bacgiang_search_status")["complete"]


def test_a_solr_that_does_not_answer_is_named(portal: None) -> None:
    with mock.patch.dict(tk.config, {"solr_url": "http://127.0.0.1:9/solr/none"}):
        assert call_action("bacgiang_search_status")["schema"] == "unreachable"


def test_the_command_tells_the_state_in_vietnamese_and_by_its_exit_code(
    materials: None, cli: Any
) -> None:
    told = cli.invoke(command, ["bacgiang", "search", "status"])
    assert told.exit_code == 0, told.output
    assert "bộ cấu hình của cổng" in told.output
    assert "1 trên 1 mục" in told.output
    as_json = cli.invoke(command, ["bacgiang", "search", "status", "--json"])
    assert json.loads(as_json.output)["complete"]
    ckan_search.clear_all()
    behind = cli.invoke(command, ["bacgiang", "search", "status"])
    ckan_search.rebuild(quiet=True)
    assert behind.exit_code == 1
    assert "ckan search-index rebuild" in behind.output


def test_system_administrators_see_the_state_and_nobody_else(browse: CKANTestApp) -> None:
    headers = {"Authorization": factories.SysadminWithToken()["token"]}
    assert "bộ cấu hình của cổng" in browse.get("/ckan-admin/", headers=headers).body
    user = {"Authorization": factories.UserWithToken()["token"]}
    answer = browse.get("/api/3/action/bacgiang_search_status", headers=user, status=403)
    assert answer.status_code == 403
