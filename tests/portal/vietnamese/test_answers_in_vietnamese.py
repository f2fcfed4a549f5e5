"""Refused forms, errors and notices are in Vietnamese; English pages stay English."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from ckan.tests.helpers import CKANTestApp

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")

DIACRITIC = re.compile(r"[à-ỹÀ-ỸđĐ]")

FORMS = {
    "/user/login": {"login": "khong-co", "password": "sai"},
    "/dataset/new": {"title": "", "name": "Có dấu", "_ckan_phase": ""},
    "/organization/new": {"title": "", "name": "Có dấu"},
    "/group/new": {"title": "", "name": ""},
    "/user/register": {"name": "", "email": "sai", "password1": "a", "password2": "b"},
    "/dataset/kham-chua-benh/resource/new": {"id": "", "name": "", "save": "again"},
    "/organization/member_new/so-y-te": {"username": "", "role": "sai"},
}


@pytest.mark.parametrize("address", FORMS)
def test_no_refused_form_answers_in_english(
    app: CKANTestApp,
    province: dict[str, str],
    sign_in: Callable[[str | None], None],
    english_in: Callable[[str], list[str]],
    address: str,
    without_csrf: None,
) -> None:
    sign_in(province["sysadmin"] if address != "/user/login" else None)
    answer = app.post(address, data=FORMS[address], follow_redirects=True)
    assert answer.status_code != 500
    assert english_in(answer.body) == []


def test_notice_of_a_promotion_is_vietnamese(
    app: CKANTestApp,
    province: dict[str, str],
    sign_in: Callable[[str | None], None],
    without_csrf: None,
) -> None:
    sign_in(province["sysadmin"])
    sent = {"username": "can-bo", "status": "1"}
    page = app.post("/user/sysadmin", data=sent, follow_redirects=True)
    assert "Đã cấp quyền quản trị viên hệ thống cho Cán bộ" in page.body


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda app: app.get("/khong-co"), "404 Không tìm thấy trang"),
        (lambda app: app.get("/user/register"), "403 Không có quyền truy cập"),
        (lambda app: app.get("/organization/khong-co"), "Không tìm thấy nhóm hoặc cơ quan"),
    ],
)
def test_errors_are_named_in_vietnamese(
    app: CKANTestApp, make: Callable[[CKANTestApp], Any], expected: str
) -> None:
    page = BeautifulSoup(make(app).body, "html.parser")
    assert expected in page.find(id="error-content").text


def test_error_page_escapes_what_the_address_said(app: CKANTestApp) -> None:
    answer = app.get("/dataset/%3Cscript%3Ealert(1)%3C/script%3E%25s")
    assert "<script>alert(1)" not in answer.body


def test_english_stays_available_and_free_of_vietnamese(app: CKANTestApp) -> None:
    page = app.get("/en/khong-co").body
    main = BeautifulSoup(page, "html.parser").find(id="error-content")
    assert "404 Not Found" in main.text
    assert not DIACRITIC.search(main.text)
