"""An official publishes a dataset through the form, and it appears where it should."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import requests
from playwright.sync_api import Page, expect

CSV = "ma;ten;so_giuong\n24001;Bệnh viện Đa khoa tỉnh;1020\n24002;Bệnh viện Sản - Nhi;650\n"
TITLE = "Danh sách bệnh viện trên địa bàn tỉnh"
SLUG = "danh-sach-benh-vien-tren-dia-ban-tinh"


def _describe(page: Page) -> None:
    page.get_by_label("Tên tập dữ liệu").fill(TITLE)
    expect(page.locator("#field-name")).to_have_value(SLUG)
    page.locator("#field-notes").fill("Bệnh viện công lập, số giường bệnh theo từng cơ sở.")
    page.get_by_label("Y tế", exact=True).check()
    page.locator("#field-private").select_option(label="Công khai")
    page.get_by_label("Loại dữ liệu").select_option(label="Dữ liệu mở")
    page.get_by_label("Tần suất cập nhật").select_option(label="Hằng quý (3 tháng)")
    page.get_by_label("Ngày cập nhật dữ liệu").fill("01/10/2026")
    page.locator("#field-license_id").select_option(value="vn-nd47-dieu18")
    page.get_by_role("button", name="Tiếp theo: Thêm dữ liệu").click()


def _add_file(page: Page, folder: Path) -> None:
    path = folder / "Bệnh viện.csv"
    path.write_text(CSV, encoding="utf-8")
    page.locator("input[type=file]").set_input_files(str(path))
    page.locator("#field-name").fill("Danh sách năm 2026")
    page.get_by_role("button", name="Công bố").click()


def _push(province_site: Any, national_site: Any) -> str:
    done = subprocess.run(
        [os.environ["BACGIANG_TEST_CKAN"], "-c", str(province_site.ini)]
        + ["bacgiang", "push", "apply", "--target", "national", "--json"],
        capture_output=True,
        env={**os.environ, "BACGIANG_NATIONAL_TOKEN": national_site.token},
        text=True,
        check=False,
        timeout=180,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_a_dataset_entered_in_the_form_is_public_here_and_after_a_push_on_the_national_portal(
    sign_in, agency, pictures, province_site, national_site, tmp_path, browsing
):
    page = sign_in("quan-ly")
    page.goto("/dataset/new")
    page.screenshot(path=pictures / "publish-1-form.png", full_page=True)
    _describe(page)
    page.wait_for_url("**/resource/new")
    page.screenshot(path=pictures / "publish-2-file.png", full_page=True)
    _add_file(page, tmp_path)
    page.wait_for_url(f"**/dataset/{SLUG}")
    page.screenshot(path=pictures / "publish-3-signed-in.png", full_page=True)

    visitor = browsing.browser.new_context(base_url=province_site.url, locale="vi-VN").new_page()
    visitor.goto(f"/dataset/{SLUG}")
    expect(visitor.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(visitor.get_by_role("link", name="Tải xuống")).to_be_visible()
    visitor.screenshot(path=pictures / "publish-4-visitor.png", full_page=True)

    assert '"created": 1' in _push(province_site, national_site)
    shown = requests.get(
        f"{national_site.url}/api/3/action/package_show", params={"id": SLUG}, timeout=30
    ).json()["result"]
    assert shown["title"] == TITLE
    data = requests.get(shown["resources"][0]["url"], timeout=30)
    assert data.content.decode("utf-8") == CSV
    visitor.goto(f"{national_site.url}/dataset/{SLUG}")
    visitor.screenshot(path=pictures / "publish-5-national.png", full_page=True)
