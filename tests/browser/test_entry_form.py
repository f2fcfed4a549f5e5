"""The entry form helps whoever fills it in: rows, what is missing, a kept draft, last time's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

FREQUENCY = "http://publications.europa.eu/resource/authority/frequency/QUARTERLY"
THEME = "http://publications.europa.eu/resource/authority/data-theme/HEAL"


@pytest.fixture
def form(sign_in: Any, agency: dict[str, Any]) -> Page:
    """The form of a new dataset, opened by the agency's manager."""
    page = sign_in("quan-ly")
    page.goto("/dataset/new")
    return page


def _names(page: Page) -> list[str]:
    rows = page.locator("#field-contact [data-row]")
    return [
        rows.nth(number).locator(f"#field-contact-{number}-name").input_value()
        for number in range(rows.count())
    ]


def test_rows_are_added_moved_and_removed_with_the_keyboard_alone(form: Page) -> None:
    form.locator("#field-contact-0-name").fill("Người thứ nhất")
    form.get_by_role("button", name="Thêm: Cán bộ đầu mối").press("Enter")
    expect(form.locator("#field-contact-1-name")).to_be_focused()
    form.keyboard.type("Người thứ hai")
    second = form.locator("#field-contact [data-row]").nth(1)
    second.get_by_role("button", name="Lên").press("Enter")
    assert _names(form) == ["Người thứ hai", "Người thứ nhất"]
    first = form.locator("#field-contact [data-row]").first
    first.get_by_role("button", name="Gỡ").press("Enter")
    assert _names(form) == ["Người thứ nhất"]


def test_what_is_missing_shrinks_while_typing_and_leads_to_its_field(form: Page) -> None:
    missing = form.locator("[data-missing-list] a")
    expect(missing.filter(has_text="Mô tả")).to_have_count(1)
    missing.filter(has_text="Mô tả").click()
    expect(form.locator("#field-notes")).to_be_focused()
    form.keyboard.type("Số liệu theo từng cơ sở.")
    expect(missing.filter(has_text="Mô tả")).to_have_count(0)


def test_checks_before_publication_are_owed_by_open_data_alone(form: Page) -> None:
    signer = form.locator("[data-missing-list] a").filter(has_text="Người ký kiểm tra")
    expect(signer).to_have_count(1)
    form.get_by_label("Loại dữ liệu").select_option(label="Dữ liệu chia sẻ mặc định")
    expect(signer).to_have_count(0)
    form.get_by_label("Loại dữ liệu").select_option(label="Dữ liệu mở")
    expect(signer).to_have_count(1)


def test_what_was_typed_is_offered_again_after_the_page_was_lost(form: Page) -> None:
    form.get_by_label("Tên tập dữ liệu").fill("Bản nháp chưa lưu")
    form.locator("#field-contact-0-name").fill("Người thứ nhất")
    form.get_by_role("button", name="Thêm: Cán bộ đầu mối").click()
    form.locator("#field-contact-1-name").fill("Người thứ hai")
    form.wait_for_function(
        "() => Object.values(localStorage).some(kept => kept.includes('Người thứ hai'))"
    )
    form.reload()
    expect(form.get_by_label("Tên tập dữ liệu")).to_have_value("")
    form.get_by_role("button", name="Khôi phục").click()
    expect(form.get_by_label("Tên tập dữ liệu")).to_have_value("Bản nháp chưa lưu")
    assert _names(form) == ["Người thứ nhất", "Người thứ hai"]


def test_an_error_keeps_everything_typed_and_leads_to_its_field(form: Page, pictures: Any) -> None:
    form.get_by_label("Tên tập dữ liệu").fill("Có một ngày sai")
    form.get_by_label("Y tế", exact=True).check()
    form.get_by_label("Ngày cập nhật dữ liệu").fill("31/04/2026")
    form.get_by_role("button", name="Tiếp theo: Thêm dữ liệu").click()
    summary = form.locator("#form-errors")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link", name="Ngày cập nhật dữ liệu")).to_have_attribute(
        "href", "#wrap-modified"
    )
    expect(form.get_by_label("Tên tập dữ liệu")).to_have_value("Có một ngày sai")
    expect(form.get_by_label("Ngày cập nhật dữ liệu")).to_have_value("31/04/2026")
    expect(form.get_by_label("Y tế", exact=True)).to_be_checked()
    form.screenshot(path=pictures / "form-errors.png", full_page=True)


def test_an_earlier_entry_gives_its_values_but_not_what_is_its_own(
    form: Page, ask: Any, agency: dict[str, Any], complete: Callable[..., dict[str, Any]]
) -> None:
    given = complete(title="Mục của quý trước", notes="Mô tả dùng lại", owner_org=agency["id"])
    made = ask("package_create", **given)
    form.goto(f"/dataset/new?copy_of={made['name']}")
    expect(form.locator("#field-notes")).to_have_value("Mô tả dùng lại")
    expect(form.locator("#field-frequency")).to_have_value(given["frequency"])
    expect(form.locator("#field-list_decision")).to_have_value("123/QĐ-UBND")
    for own in ("title", "name", "identifier", "modified", "list_item"):
        expect(form.locator(f"#field-{own}")).to_have_value("")


@pytest.mark.parametrize("kind", ["dataset", "shared_database", "data_service"])
@pytest.mark.parametrize("width", [1280, 360, 320])
def test_the_forms_are_free_of_serious_barriers_and_fit_a_small_screen(
    form: Page, pictures: Any, barriers: Any, kind: str, width: int
) -> None:
    form.set_viewport_size({"width": width, "height": 900})
    form.goto(f"/{kind}/new")
    form.screenshot(path=pictures / f"form-{kind}-{width}.png", full_page=True)
    assert barriers(form) == []
    assert form.evaluate("document.documentElement.scrollWidth") <= width
