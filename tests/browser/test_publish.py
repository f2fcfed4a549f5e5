"""An official publishes a dataset through the form, and it appears where it should.

Two people do it as they would, from the first page on; every click, every field and every second
that the portal lets them wait is counted and kept in publisher.json beside the pictures.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests
from playwright.sync_api import Locator, Page, expect

CSV = "ma;ten;so_giuong\n24001;Bệnh viện Đa khoa tỉnh;1020\n24002;Bệnh viện Sản - Nhi;650\n"
TITLE = "Danh sách bệnh viện trên địa bàn tỉnh"
SLUG = "danh-sach-benh-vien-tren-dia-ban-tinh"
MOST_CLICKS = 30
"""More than that two people together should not need, from signing in to a published dataset."""


@dataclass
class Person:
    """Someone at a page, with what it costs them."""

    page: Page
    clicks: int = 0
    fields: int = 0
    waited: float = 0.0
    steps: list[str] = field(default_factory=list)

    def click(self, what: Locator, *, leads_to: str = "") -> None:
        """Click, and wait for the page it leads to."""
        self.clicks += 1
        began = time.monotonic()
        what.click()
        if leads_to:
            self.page.wait_for_url(leads_to)
            self.waited += time.monotonic() - began
            self.steps.append(self.page.url)

    def fill(self, what: Locator, text: str) -> None:
        """Type into a field."""
        self.fields += 1
        what.fill(text)

    def choose(self, what: Locator, **option: str) -> None:
        """Choose from a list; opening it and choosing are one act."""
        self.fields += 1
        what.select_option(**option)

    def sign_in(self, name: str, password: str) -> None:
        """Sign in, from the first page on."""
        self.page.goto("/")
        self.click(self.page.get_by_role("link", name="Đăng nhập"), leads_to="**/user/login**")
        self.fill(self.page.get_by_label("Tên đăng nhập"), name)
        self.fill(self.page.get_by_label("Mật khẩu"), password)
        self.click(
            self.page.get_by_role("button", name="Đăng nhập"),
            leads_to=lambda url: "/user/login" not in url,  # type: ignore[arg-type]
        )


def _describe(person: Person) -> None:
    page = person.page
    person.fill(page.get_by_label("Tên tập dữ liệu"), TITLE)
    expect(page.locator("#field-name")).to_have_value(SLUG)
    person.fill(page.locator("#field-notes"), "Bệnh viện công lập, số giường bệnh theo từng cơ sở.")
    person.click(page.get_by_label("Y tế", exact=True))
    person.choose(page.get_by_label("Loại dữ liệu"), label="Dữ liệu mở")
    person.choose(page.get_by_label("Tần suất cập nhật"), label="Hằng quý (3 tháng)")
    person.fill(page.get_by_label("Ngày cập nhật dữ liệu"), "01/10/2026")
    person.choose(page.locator("#field-license_id"), value="vn-nd47-dieu18")
    person.fill(page.locator("#field-list_decision"), "123/QĐ-UBND")
    person.fill(page.locator("#field-list_date"), "20/12/2025")
    person.fill(page.locator("#field-list_item"), "7")
    for question in page.locator(".bacgiang-checks > li").all():
        person.click(question.get_by_label("Đạt", exact=True))
    person.fill(page.locator("#field-checklist_signer"), "Trần Văn Bình, Phó Giám đốc")
    person.fill(page.locator("#field-checklist_date"), "10/01/2026")
    expect(page.locator("[data-missing-done]")).to_be_visible()


def _add_file(person: Person, folder: Path) -> None:
    path = folder / "Bệnh viện.csv"
    path.write_text(CSV, encoding="utf-8")
    person.fields += 1
    person.page.locator("input[type=file]").set_input_files(str(path))
    person.fill(person.page.locator("#field-name"), "Danh sách năm 2026")
    person.click(person.page.get_by_role("button", name="Hoàn tất"), leads_to=f"**/dataset/{SLUG}")


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


def _enter(editor: Person, folder: Path, pictures: Path) -> None:
    """Let the editor come to the form, fill it in, add the file and end up at the entry."""
    page = editor.page
    open_data = page.get_by_role("link", name="Dữ liệu mở", exact=True).first
    editor.click(open_data, leads_to="**/dataset/")
    editor.click(page.get_by_role("link", name="Thêm tập dữ liệu"), leads_to="**/new")
    page.screenshot(path=pictures / "publish-1-form.png", full_page=True)
    _describe(editor)
    page.screenshot(path=pictures / "publish-2-filled.png", full_page=True)
    following = page.get_by_role("button", name="Tiếp theo: Thêm dữ liệu")
    editor.click(following, leads_to="**/resource/new")
    page.screenshot(path=pictures / "publish-3-file.png", full_page=True)
    _add_file(editor, folder)
    page.screenshot(path=pictures / "publish-4-entry.png", full_page=True)


def _approve(manager: Person, pictures: Path) -> None:
    """Let the administrator find what waits, look at it and approve it."""
    page = manager.page
    manager.click(page.get_by_role("link", name="Chờ phê duyệt"), leads_to="**/phe-duyet")
    page.screenshot(path=pictures / "publish-6-waiting.png", full_page=True)
    manager.click(page.get_by_role("link", name=TITLE), leads_to=f"**/dataset/{SLUG}*")
    approve = page.get_by_role("button", name="Phê duyệt và công bố")
    manager.click(approve, leads_to="**#bacgiang-approval")
    expect(page.locator("#bacgiang-approval")).to_contain_text("Đã công bố")
    page.screenshot(path=pictures / "publish-7-approved.png", full_page=True)


def _note_cost(pictures: Path, **people: Person) -> None:
    cost = {
        name: {
            "clicks": one.clicks,
            "fields": one.fields,
            "seconds_waited": round(one.waited, 1),
            "pages": len(one.steps),
        }
        for name, one in people.items()
    }
    (pictures / "publisher.json").write_text(json.dumps(cost, indent=2), encoding="utf-8")


def test_a_dataset_entered_by_one_and_approved_by_another_is_public_here_and_on_the_national_portal(
    agency, pictures, province_site, national_site, tmp_path, opened
):
    passwords = province_site.passwords
    visitor, editor, manager = opened(), Person(opened()), Person(opened())
    editor.sign_in("can-bo", passwords["can-bo"])
    _enter(editor, tmp_path, pictures)
    assert visitor.goto(f"/dataset/{SLUG}").status in (403, 404) or "/login" in visitor.url
    editor.click(editor.page.get_by_role("button", name="Gửi duyệt"), leads_to="**#bacgiang-appr*")
    editor.page.screenshot(path=pictures / "publish-5-sent.png", full_page=True)
    manager.sign_in("quan-ly", passwords["quan-ly"])
    _approve(manager, pictures)
    _note_cost(pictures, editor=editor, administrator=manager)
    assert editor.clicks + manager.clicks <= MOST_CLICKS

    visitor.goto(f"/dataset/{SLUG}")
    expect(visitor.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(visitor.get_by_role("link", name="Tải xuống")).to_be_visible()
    visitor.screenshot(path=pictures / "publish-8-visitor.png", full_page=True)

    assert '"failed": 0' in _push(province_site, national_site)
    shown = requests.get(
        f"{national_site.url}/api/3/action/package_show", params={"id": SLUG}, timeout=30
    ).json()["result"]
    assert shown["title"] == TITLE
    data = requests.get(shown["resources"][0]["url"], timeout=30)
    assert data.content.decode("utf-8") == CSV
    visitor.goto(f"{national_site.url}/dataset/{SLUG}")
    visitor.screenshot(path=pictures / "publish-9-national.png", full_page=True)


def test_without_javascript_on_a_telephone_an_editor_enters_and_sends_a_dataset(
    agency, pictures, tmp_path, opened, signs_in, ask
):
    page = opened(java_script_enabled=False, viewport={"width": 320, "height": 700})
    signs_in(page, "can-bo")
    page.goto("/dataset/new")
    page.locator("#field-title").fill("Danh sách trạm y tế")
    page.locator("#field-notes").fill("Trạm y tế các xã, phường.")
    page.get_by_label("Y tế", exact=True).check()
    page.get_by_label("Loại dữ liệu").select_option(label="Dữ liệu mở")
    page.locator("#field-contact-0-name").fill("Nguyễn Thị An")
    page.screenshot(path=pictures / "no-script-form-320.png", full_page=True)
    page.get_by_role("button", name="Tiếp theo: Thêm dữ liệu").click()
    page.wait_for_url("**/resource/new")
    path = tmp_path / "tram.csv"
    path.write_text(CSV, encoding="utf-8")
    page.locator("input[type=file]").set_input_files(str(path))
    page.locator("#field-name").fill("Danh sách")
    page.get_by_role("button", name="Hoàn tất").click()
    page.wait_for_url("**/dataset/danh-sach-tram-y-te")
    made = ask("package_show", id="danh-sach-tram-y-te")
    assert made["private"] is True
    assert [row["name"] for row in made["contact"]] == ["Nguyễn Thị An"]
    assert made["resources"][0]["size"] == len(CSV.encode())
    lacking = page.locator("#bacgiang-approval .bacgiang-missing li")
    assert lacking.count() > 3
    lacking.first.get_by_role("link").click()
    assert "/dataset/edit/danh-sach-tram-y-te#wrap-" in page.url
