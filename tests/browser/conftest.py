"""A person at the portal: Chromium, signed in or not, keeping pictures of what was seen."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ARGUMENTS = [
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; as root it cannot use its own sandbox."""
    arguments = ARGUMENTS + (["--no-sandbox"] if os.geteuid() == 0 else [])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("BACGIANG_TEST_CHROMIUM", "/usr/bin/chromium"),
            args=arguments,
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def pictures() -> Path:
    """The folder under .local/ where a test run keeps what was seen."""
    folder = Path(os.environ["BACGIANG_TEST_SCREENSHOTS"])
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def ask(province_site: Any) -> Callable[..., Any]:
    """Return a function that asks the province's API as its system administrator."""

    def call(action: str, **parameters: Any) -> Any:
        answer = requests.post(
            f"{province_site.url}/api/3/action/{action}",
            json=parameters,
            headers={"Authorization": province_site.token},
            timeout=60,
        )
        assert answer.ok, answer.text
        return answer.json()["result"]

    return call


@pytest.fixture
def agency(ask: Callable[..., Any], complete: Callable[..., dict[str, Any]]) -> dict[str, Any]:
    """The agency of the publisher and the manager, made once for the run."""
    found = ask("organization_list")
    if "so-y-te" not in found:
        officer = complete()["contact"]
        fields = {"name": "so-y-te", "title": "Sở Y tế", "kind": "department", "contact": officer}
        ask("organization_create", **fields)
        for name, role in (("can-bo", "editor"), ("quan-ly", "admin")):
            ask("organization_member_create", id="so-y-te", username=name, role=role)
    return dict(ask("organization_show", id="so-y-te"))


@pytest.fixture
def browsing(chromium: Browser, province_site: Any) -> Iterator[BrowserContext]:
    """A fresh visit to the province's portal, as Vietnam sees it."""
    context = chromium.new_context(
        base_url=province_site.url,
        viewport={"width": 1280, "height": 900},
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
    )
    context.set_default_timeout(20_000)
    yield context
    context.close()


@pytest.fixture(scope="session")
def opened(chromium: Browser, province_site: Any) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page of its own on the province's portal.

    What is given over it (``viewport``, ``java_script_enabled`` …) goes to the browser.
    """
    contexts: list[BrowserContext] = []

    def enter(**over: Any) -> Page:
        context = chromium.new_context(base_url=province_site.url, locale="vi-VN", **over)
        context.set_default_timeout(20_000)
        contexts.append(context)
        return context.new_page()

    yield enter
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def signs_in(province_site: Any) -> Callable[[Page, str], Page]:
    """Return a function by which a person signs in on a page, through the form."""

    def enter(page: Page, name: str) -> Page:
        page.goto("/user/login")
        page.get_by_label("Tên đăng nhập").fill(name)
        page.get_by_label("Mật khẩu").fill(province_site.passwords[name])
        page.get_by_role("button", name="Đăng nhập").click()
        page.wait_for_url(lambda url: "/user/login" not in url)
        return page

    return enter


@pytest.fixture
def sign_in(
    browsing: BrowserContext, signs_in: Callable[[Page, str], Page]
) -> Callable[[str], Page]:
    """Return a function that signs a person in and gives the page."""
    return lambda name: signs_in(browsing.new_page(), name)


@pytest.fixture(scope="session")
def barriers() -> Callable[[Page], list[Any]]:
    """Return what axe-core finds on a page that is serious or critical, with the elements."""

    def find(page: Page) -> list[Any]:
        return [
            (one["id"], [node["html"] for node in one["nodes"]])
            for one in Axe().run(page).response["violations"]
            if one["impact"] in ("serious", "critical")
        ]

    return find


@pytest.fixture(scope="session")
def catalogue(
    ask: Callable[..., Any], complete: Callable[..., dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    """A published entry of each type and their agency, made once for the run, by what they are."""

    agency = ask("organization_create", name="so-giao-thong", title="Sở Giao thông vận tải")
    made = {"agency": agency}
    titles = {
        "shared_database": "Cơ sở dữ liệu cầu đường bộ",
        "dataset": "Danh sách cầu trên các tuyến đường tỉnh",
        "data_service": "Dịch vụ tra cứu tải trọng cầu",
    }
    for kind, title in titles.items():
        serves = {"serves": [made["shared_database"]["name"]]} if kind == "data_service" else {}
        given = complete(type=kind, title=title, owner_org=agency["id"], **serves)
        made[kind] = ask("package_create", **given)
    return made
