"""Suggestions below the search box: by keyboard and mouse, and a plain search without them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

SERIOUS = ("serious", "critical")


def suggestions(page: Page) -> Locator:
    """Return the options of the open list; those of the order menu are not among them."""
    return page.locator('[role="listbox"]:not([hidden]) [role="option"]')


@pytest.fixture
def entries(
    ask: Callable[..., Any], agency: dict[str, Any], complete: Callable[..., dict[str, Any]]
) -> None:
    """Two datasets that begin alike, and a private one, made once for the run."""
    there = ask("package_search", q="name:goi-y-*", include_private=True)["count"]
    for name, title in (
        []
        if there
        else [
            ("goi-y-1", "Giá đất ở đô thị"),
            ("goi-y-2", "Giá đất nông nghiệp"),
            ("goi-y-3", "Giá đất chưa công bố"),
        ]
    ):
        given = complete(title=title, notes="Mô tả", owner_org=agency["id"])
        ask("package_create", **given, name=name, private=name == "goi-y-3")


@pytest.fixture
def page(browsing: BrowserContext, entries: None) -> Page:
    """The search page before a visitor."""
    opened = browsing.new_page()
    opened.goto("/dataset/")
    return opened


def test_a_visitor_types_and_chooses_by_keyboard(page: Page, pictures: Path) -> None:
    box = page.locator("#dataset-search-form input[name=q]")
    box.press_sequentially("gia dat")
    options = suggestions(page)
    expect(options).to_have_count(2)
    expect(box).to_have_attribute("aria-expanded", "true")
    page.screenshot(path=pictures / "suggestions.png")
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    active = box.get_attribute("aria-activedescendant")
    assert active == options.first.get_attribute("id")
    box.press("Escape")
    expect(options).to_have_count(0)
    box.press_sequentially(" n")
    expect(options).to_have_count(1)
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url("**/dataset/goi-y-2")


def test_a_suggestion_is_chosen_by_mouse_from_the_header_of_any_page(page: Page) -> None:
    page.goto("/organization/")
    page.locator("form.site-search input[name=q]").press_sequentially("giá đất ở")
    suggestions(page).filter(has_text="Giá đất ở đô thị").click()
    page.wait_for_url("**/dataset/goi-y-1")


def test_enter_without_a_choice_searches(page: Page) -> None:
    box = page.locator("#dataset-search-form input[name=q]")
    box.press_sequentially("gia dat")
    expect(suggestions(page)).to_have_count(2)
    box.press("Enter")
    page.wait_for_url(re.compile(r"[?&]q=gia(\+|%20)dat"))
    expect(page.locator(".dataset-item, .dataset-list li").first).to_contain_text("Giá đất")


def test_an_open_list_has_no_serious_fault_for_assistive_technology(page: Page) -> None:
    page.locator("#dataset-search-form input[name=q]").press_sequentially("gia dat")
    expect(suggestions(page)).to_have_count(2)
    found = Axe().run(page, context=".bacgiang-suggest")
    faults = [one for one in found.response["violations"] if one["impact"] in SERIOUS]
    assert not faults, faults


def test_without_javascript_the_box_is_a_plain_search(
    chromium: Browser, province_site: Any, entries: None
) -> None:
    context = chromium.new_context(base_url=province_site.url, java_script_enabled=False)
    plain = context.new_page()
    plain.goto("/dataset/")
    plain.locator("#dataset-search-form input[name=q]").fill("gia dat o do thi")
    plain.locator("#dataset-search-form button[value=search]").click()
    assert "q=gia" in plain.url
    assert "Giá đất ở đô thị" in plain.content()
    context.close()
