"""What CKAN's JavaScript says is Vietnamese, whichever server answers."""

from __future__ import annotations

import pytest
from ckan.tests.helpers import CKANTestApp

pytestmark = pytest.mark.usefixtures("with_plugins")


def test_browser_gets_the_messages_of_core_and_of_extensions(app: CKANTestApp) -> None:
    messages = app.get("/api/i18n/vi").json
    assert messages[""]["plural-forms"] == "nplurals=1; plural=0;"
    assert messages["Please Confirm"] == [None, "Xác nhận"]
    assert messages["Upload"] == [None, "Tải lên"]
    assert messages["Show none"] == [None, "Ẩn tất cả"]


def test_plural_has_its_one_form(app: CKANTestApp) -> None:
    messages = app.get("/api/i18n/vi").json
    assert messages["Input is too short, must be at least one character"] == [
        "Input is too short, must be at least %(num)d characters",
        "Nội dung quá ngắn, cần ít nhất %(num)d ký tự",
    ]


def test_only_what_javascript_uses_is_sent(app: CKANTestApp) -> None:
    assert "Purge deleted datasets, organizations or groups forever and irreversibly." not in (
        app.get("/api/i18n/vi").json
    )


def test_browser_that_has_the_messages_gets_nothing_again(app: CKANTestApp) -> None:
    first = app.get("/api/i18n/vi")
    again = app.get("/api/i18n/vi", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_page_in_english_does_not_turn_the_messages_english(app: CKANTestApp) -> None:
    assert app.get("/en/api/i18n/vi").json["Upload"] == [None, "Tải lên"]


def test_english_is_answered_as_before(app: CKANTestApp) -> None:
    assert app.get("/api/i18n/en").status_code == 200
