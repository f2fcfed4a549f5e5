"""An agency's page lists and counts its own entries and those of all agencies below it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from ckan import model
from ckan.lib.search.query import PackageSearchQuery
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp, call_action

Make = Callable[..., dict[str, Any]]
WARD = "Ủy ban nhân dân phường Trần Phú"


@pytest.fixture(scope="module")
def tree(agency: Make, entry: Make) -> None:
    """A province, a department and a city below it, a ward below the city; an entry of each."""
    agency("Ủy ban nhân dân tỉnh", name="tinh", kind="province")
    agency("Sở Nội vụ", name="so-noi-vu", parent="tinh", kind="department")
    agency("Ủy ban nhân dân thành phố", name="thanh-pho", parent="tinh", kind="district")
    agency(
        WARD,
        name="phuong",
        parent="thanh-pho",
        kind="commune",
        valid_to="2025-06-30",
        successor="so-noi-vu; Phường mới",
    )
    for name in ("tinh", "so-noi-vu", "thanh-pho", "phuong"):
        # One of them has ended: whoever adds an entry to it says that they know.
        confirmed = {"bacgiang_ended_agency": "true"}
        entry(f"Cây xanh {name}", owner_org=name, tag_string=f"rừng {name}", **confirmed)
    site = {"user": factories.Sysadmin()["name"]}
    private = {"owner_org": "phuong", "type": "dataset", "private": True, **confirmed}
    call_action("package_create", site, title="Cây xanh nháp", name="nhap", **private)


def shown(app: CKANTestApp, address: str, **asked: Any) -> BeautifulSoup:
    return BeautifulSoup(app.get(address, **asked).body, "html.parser")


def titles(page: BeautifulSoup) -> list[str]:
    return sorted(line.get_text(strip=True) for line in page.select(".dataset-heading"))


def test_the_page_lists_the_entries_of_all_agencies_below(browse: CKANTestApp, tree: None) -> None:
    every = [f"Cây xanh {name}" for name in ("phuong", "so-noi-vu", "thanh-pho", "tinh")]
    assert titles(shown(browse, "/organization/tinh")) == every
    below = ["Cây xanh phuong", "Cây xanh thanh-pho"]
    assert titles(shown(browse, "/organization/thanh-pho")) == below
    assert titles(shown(browse, "/organization/phuong")) == below[:1]


def test_search_and_facets_work_within_all_below(browse: CKANTestApp, tree: None) -> None:
    page = shown(browse, "/organization/thanh-pho?q=cay+xanh+phuong")
    assert titles(page) == ["Cây xanh phuong"]
    page = shown(browse, "/organization/thanh-pho?tags=rừng+phuong")
    assert titles(page) == ["Cây xanh phuong"]
    labels = [label.get_text(strip=True) for label in page.select(".item-label")]
    assert "rừng phuong" in labels
    assert "rừng so-noi-vu" not in labels


def test_pages_and_sorting_go_on_within_all_below(
    browse: CKANTestApp, tree: None, monkeypatch: pytest.MonkeyPatch, ckan_config: dict[str, Any]
) -> None:
    monkeypatch.setitem(ckan_config, "ckan.datasets_per_page", 2)
    address = "/organization/tinh?sort=title_string+desc&page="
    found = [shown(browse, f"{address}{number}") for number in (1, 2)]
    pages = [
        [line.get_text(strip=True) for line in page.select(".dataset-heading")] for page in found
    ]
    assert pages == [
        ["Cây xanh tinh", "Cây xanh thanh-pho"],
        ["Cây xanh so-noi-vu", "Cây xanh phuong"],
    ]
    arrow = found[0].select_one(".pagination li:last-child a")
    assert arrow.get_text(strip=True) == "Trang sau"
    assert "sort=title_string" in arrow["href"]


def test_a_draft_below_is_listed_to_those_alone_who_may_read_it(
    browse: CKANTestApp, tree: None
) -> None:
    member = factories.User(password="mat-khau-thu-1")
    role = {"id": "phuong", "username": member["name"], "role": "editor"}
    call_action("organization_member_create", {"user": factories.Sysadmin()["name"]}, **role)
    token = factories.APIToken(user=member["name"])["token"]
    stranger = factories.APIToken(user=factories.User()["name"])["token"]
    for key, expected in ((token, True), (stranger, False)):
        page = shown(browse, "/organization/thanh-pho", headers={"Authorization": key})
        assert ("Cây xanh nháp" in "".join(titles(page))) is expected


def test_the_page_shows_the_place_the_days_and_the_successor(
    browse: CKANTestApp, tree: None
) -> None:
    page = shown(browse, "/organization/phuong")
    trail = [line.get_text(strip=True) for line in page.select(".toolbar .breadcrumb li")]
    assert trail[1:] == ["Cơ quan", "Ủy ban nhân dân tỉnh", "Ủy ban nhân dân thành phố", WARD]
    facts = page.select_one(".bacgiang-facts").get_text(" ", strip=True)
    assert "Có hiệu lực đến 30/06/2025" in facts
    assert "Phường mới" in facts
    assert page.select_one('.bacgiang-facts a[href="/organization/so-noi-vu"]')
    assert "đã kết thúc hoạt động" in page.select_one(".bacgiang-notice").get_text()
    above = shown(browse, "/organization/thanh-pho")
    assert [line["href"] for line in above.select(".bacgiang-below .bacgiang-tree a")] == [
        "/organization/phuong"
    ]
    assert "2" in above.select_one("#organization-info .nums dd").get_text()


def test_the_page_of_all_agencies_is_a_tree_with_counts(browse: CKANTestApp, tree: None) -> None:
    page = shown(browse, "/organization/")
    top = page.select_one('.bacgiang-tree > li:has(> a[href="/organization/tinh"])')
    counted = {
        line.select_one("a").get_text(strip=True): line.select_one(
            ".bacgiang-tree__count"
        ).get_text(strip=True)
        for line in top.select("li")
    }
    assert counted == {
        "Sở Nội vụ": "1 mục",
        "Ủy ban nhân dân thành phố": "2 mục",
        WARD: "1 mục",
    }
    assert [line.get_text(strip=True) for line in top.select("details details a")] == [WARD]


def test_agencies_are_found_by_name_with_those_above(browse: CKANTestApp, tree: None) -> None:
    page = shown(browse, "/organization/?q=phuong+tran")
    assert [line.get_text(strip=True) for line in page.select(".bacgiang-tree a")] == [WARD]
    above = page.select_one(".bacgiang-tree__above").get_text(strip=True)
    assert above == "Ủy ban nhân dân tỉnh › Ủy ban nhân dân thành phố"
    assert "Tìm thấy 0 cơ quan" in browse.get("/organization/?q=khongco").body


def test_the_tree_takes_as_many_questions_however_many_agencies(
    browse: CKANTestApp, tree: None, agency: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {"sql": 0, "solr": 0}
    run = PackageSearchQuery.run

    def count_solr(*args: Any, **named: Any) -> Any:
        asked["solr"] += 1
        return run(*args, **named)

    def count_sql(*args: Any) -> None:
        asked["sql"] += 1

    def cost(address: str) -> dict[str, int]:
        asked.update(sql=0, solr=0)
        browse.get(address)
        return dict(asked)

    monkeypatch.setattr(PackageSearchQuery, "run", count_solr)
    sa.event.listen(model.meta.engine, "before_cursor_execute", count_sql)
    try:
        browse.get("/organization/")
        before = cost("/organization/"), cost("/organization/tinh")
        for number in range(30):
            agency(f"Phòng {number}", name=f"phong-{number}", parent="so-noi-vu")
        after = cost("/organization/"), cost("/organization/tinh")
    finally:
        sa.event.remove(model.meta.engine, "before_cursor_execute", count_sql)
    assert before == after
    assert before[0]["solr"] == 1
    assert before[1]["solr"] == 4, "two of CKAN's own, the tree, the list"


def test_programs_read_the_tree_too(browse: CKANTestApp, tree: None) -> None:
    found = browse.get("/api/3/action/bacgiang_agency_tree?id=thanh-pho").json["result"]
    assert [line["name"] for line in found[0]["above"]] == ["tinh"]
    assert [(line["name"], line["count"], line["ended"]) for line in found[0]["below"]] == [
        ("phuong", 1, True)
    ]
    browse.get("/api/3/action/bacgiang_agency_tree?id=khong-co", status=404)
