"""Pages have no serious barrier and fit a telephone, for visitors and for people inside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

WIDTHS = (1280, 320)

Made = dict[str, dict[str, Any]]
Where = Callable[[Made], str]


def _entry(kind: str, end: str = "") -> Where:
    return lambda made: f"/{kind}/{end}{made[kind]['name']}"


def _file(end: str = "") -> Where:
    def path(made: Made) -> str:
        dataset = made["dataset"]
        return f"/dataset/{dataset['name']}/resource/{dataset['resources'][0]['id']}{end}"

    return path


PUBLIC: dict[str, Where] = {
    "home": lambda made: "/",
    "search": lambda made: "/dataset/",
    "search-found": lambda made: "/dataset/?q=cau",
    "search-nothing": lambda made: "/dataset/?q=khongcogi7391",
    "databases": lambda made: "/shared_database/",
    "services": lambda made: "/data_service/",
    "dataset": _entry("dataset"),
    "database": _entry("shared_database"),
    "service": _entry("data_service"),
    "file": _file(),
    "agencies": lambda made: "/organization/",
    "agency": lambda made: f"/organization/{made['agency']['name']}",
    "terms": lambda made: "/dieu-khoan-su-dung",
    "about": lambda made: "/about",
    "login": lambda made: "/user/login",
    "not-found": lambda made: "/dataset/khong-co-muc-nay",
}
INSIDE: dict[str, Where] = {
    "cadence": lambda made: "/cap-nhat",
    "cadence-of-agency": lambda made: f"/co-quan/{made['agency']['name']}/cap-nhat",
    "approval": lambda made: "/phe-duyet",
    "dataset-inside": _entry("dataset"),
    "dataset-edit": _entry("dataset", "edit/"),
    "database-edit": _entry("shared_database", "edit/"),
    "service-edit": _entry("data_service", "edit/"),
    "files": _entry("dataset", "resources/"),
    "file-new": lambda made: f"/dataset/{made['dataset']['name']}/resource/new",
    "file-edit": _file("/edit"),
    "agency-edit": lambda made: f"/organization/edit/{made['agency']['name']}",
    "agency-members": lambda made: f"/organization/members/{made['agency']['name']}",
    "dashboard": lambda made: "/dashboard/",
}


@pytest.fixture(scope="module")
def visitor(opened: Callable[..., Page]) -> Page:
    """A page of someone who has not signed in."""
    return opened()


@pytest.fixture(scope="module")
def operator(opened: Callable[..., Page], signs_in: Callable[[Page, str], Page]) -> Page:
    """A page of the system administrator, signed in once."""
    return signs_in(opened(), "quan-tri")


def _look(page: Page, path: str, name: str, barriers: Any, pictures: Any) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(path)
        page.wait_for_load_state("networkidle")
        page.screenshot(path=pictures / f"page-{name}-{width}.png", full_page=True)
        assert barriers(page) == [], width
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.set_viewport_size({"width": 360, "height": 900})
    page.screenshot(path=pictures / f"page-{name}-360.png", full_page=True)


@pytest.mark.parametrize("name", PUBLIC)
def test_a_page_of_the_public_has_no_serious_barrier_and_fits_a_telephone(
    visitor: Page, catalogue: Made, barriers: Any, pictures: Any, name: str
) -> None:
    _look(visitor, PUBLIC[name](catalogue), name, barriers, pictures)


@pytest.mark.parametrize("name", INSIDE)
def test_a_page_of_people_inside_has_no_serious_barrier_and_fits_a_telephone(
    operator: Page, catalogue: Made, barriers: Any, pictures: Any, name: str
) -> None:
    _look(operator, INSIDE[name](catalogue), name, barriers, pictures)
