"""What CKAN's JavaScript says in the browser is Vietnamese, under the server production uses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect


@pytest.fixture
def agency_form(sign_in: Callable[[str], Page], agency: dict[str, Any]) -> Page:
    """The form of an agency, before a system administrator."""
    page = sign_in("quan-tri")
    page.goto("/organization/edit/so-y-te")
    return page


def test_question_before_deleting_is_asked_and_answered_in_vietnamese(agency_form: Page) -> None:
    agency_form.locator("[data-module=confirm-action]").first.click()
    dialog = agency_form.locator(".modal.show")
    expect(dialog).to_contain_text("Bạn có chắc chắn muốn xóa cơ quan này không?")
    expect(dialog.locator(".modal-title")).to_have_text("Xác nhận")
    expect(dialog.get_by_role("button", name="Hủy")).to_be_visible()
    expect(dialog.get_by_role("button", name="Xác nhận")).to_be_visible()


def test_buttons_that_javascript_puts_into_a_form_are_vietnamese(agency_form: Page) -> None:
    expect(agency_form.get_by_text("Tải lên", exact=True).first).to_be_visible()
    expect(agency_form.get_by_text("Liên kết", exact=True).first).to_be_visible()


def test_reminder_of_markdown_is_vietnamese_and_keeps_its_links(agency_form: Page) -> None:
    agency_form.get_by_role("link", name="định dạng Markdown").first.click()
    reminder = agency_form.locator(".popover")
    expect(reminder).to_contain_text("Chữ đậm")
    expect(reminder.get_by_role("link", name="Cú pháp Markdown đầy đủ")).to_be_visible()


def test_page_in_vietnamese_runs_without_a_javascript_error(
    sign_in: Callable[[str], Page], agency: dict[str, Any]
) -> None:
    page = sign_in("quan-tri")
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    for address in ("/dataset/new", "/organization/edit/so-y-te", "/dataset/", "/dashboard/"):
        page.goto(address)
        page.wait_for_load_state("networkidle")
    assert errors == []
