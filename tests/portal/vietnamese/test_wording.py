"""Dates, sizes, names of types and mails read as Vietnamese officials write them."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.lib import mailer
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp

from ckanext.bacgiang.language import in_portal_language

pytestmark = pytest.mark.usefixtures("with_plugins")

EVENING = "2026-11-25T20:05:09"  # UTC: the 26th in Vietnam


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, "26/11/2026"),
        ({"with_hours": True}, "26/11/2026 03:05"),
        ({"with_seconds": True}, "26/11/2026 03:05:09"),
        ({"date_format": "%Y"}, "2026"),
    ],
)
def test_moment_is_written_day_first_in_vietnamese_time(
    app: CKANTestApp, options: dict[str, object], expected: str
) -> None:
    with in_portal_language():
        assert tk.h.render_datetime(EVENING, **options) == expected


@pytest.mark.parametrize("nothing", [None, "", "hôm qua"])
def test_no_moment_is_written_as_nothing(app: CKANTestApp, nothing: str | None) -> None:
    with in_portal_language():
        assert tk.h.render_datetime(nothing) == ""


def test_moment_on_an_english_page_is_ckans(app: CKANTestApp) -> None:
    with app.flask_app.test_request_context(environ_overrides={"CKAN_LANG": "en"}):
        assert tk.h.render_datetime(EVENING) == "November 26, 2026"


@pytest.mark.parametrize(
    ("object_type", "purpose", "expected"),
    [
        ("shared_database", "add link", "Thêm cơ sở dữ liệu dùng chung"),
        ("data_service", "search placeholder", "Tìm kiếm dịch vụ chia sẻ dữ liệu…"),
        ("data_service", "breadcrumb", "Dịch vụ chia sẻ dữ liệu"),
        ("shared_database", "default label", "Cơ sở dữ liệu dùng chung"),
        ("dataset", "add link", None),
        ("unheard_of", "add link", "Thêm unheard of"),
    ],
)
def test_type_of_entry_is_named_in_vietnamese(
    app: CKANTestApp, object_type: str, purpose: str, expected: str | None
) -> None:
    with in_portal_language():
        assert tk.h.humanize_entity_type("package", object_type, purpose) == expected


def test_size_has_a_comma_and_the_unit_people_know(app: CKANTestApp) -> None:
    with in_portal_language():
        assert tk.h.localised_filesize(2_621_440) == "2,5 MB"


def test_text_known_at_run_time_is_translated_and_not_trusted(app: CKANTestApp) -> None:
    with in_portal_language():
        assert tk.h.bacgiang_vi_text("Not Found") == "Không tìm thấy trang"
        assert tk.h.bacgiang_vi_text("<b>100%s</b>") == "<b>100%s</b>"
        assert tk.h.bacgiang_vi_text(None) == ""


@pytest.mark.parametrize(
    ("filled_in", "expected"),
    [
        (
            "Action package_create requires an authenticated user",
            "Bạn cần đăng nhập để thực hiện thao tác này (package_create)",
        ),
        (
            "User a not authorized to perform b on resource c",
            "Người dùng a không có quyền thực hiện b trên tài nguyên dữ liệu c",
        ),
        ('Resource "<i>" was not found.', 'Không tìm thấy tài nguyên dữ liệu "<i>".'),
    ],
)
def test_message_filled_in_too_early_is_translated_all_the_same(
    app: CKANTestApp, filled_in: str, expected: str
) -> None:
    with in_portal_language():
        assert tk.h.bacgiang_vi_text(filled_in) == expected


@pytest.mark.usefixtures("with_plugins", "clean_db")
def test_invitation_is_a_letter_in_vietnamese(app: CKANTestApp) -> None:
    agency = factories.Organization(title="Sở Y tế", description="Cơ quan")
    user = model.User.get(factories.User(name="can-bo")["id"])
    user.reset_key = "khoa"
    with in_portal_language():
        letter = mailer.get_invite_body(user, agency, "editor")
        subject = tk.render("emails/invite_user_subject.txt", {"site_title": "Cổng"}).strip()
    assert letter.startswith("Kính gửi Ông/Bà can-bo,\n\n")
    assert "cơ quan Sở Y tế với vai trò: Biên tập viên." in letter
    assert subject == "Lời mời tham gia Cổng"
