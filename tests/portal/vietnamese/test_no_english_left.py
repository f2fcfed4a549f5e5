"""Whoever walks through the portal reads Vietnamese on every page.

The walk follows links as a visitor, an editor, an agency's administrator and a system
administrator, and reads what a page shows and what it says to a screen reader.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")

# Where each role starts, besides the home page: what has no link or must be refused.
STARTS = [
    "/",
    "/about",
    "/cap-nhat",
    "/co-quan/so-y-te/cap-nhat",
    "/dieu-khoan-su-dung",
    "/dataset/",
    "/organization/",
    "/group/",
    "/shared_database/",
    "/data_service/",
    "/user/",
    "/user/login",
    "/user/register",
    "/user/reset",
    "/user/edit",
    "/user/reset/xyz",
    "/khong-co-trang-nay",
    "/dataset/khong-co",
    "/organization/khong-co",
    "/group/khong-co",
    "/user/khong-co",
    "/dataset/kham-chua-benh/resource/khong-co",
    "/dataset/du-toan",
    "/organization/khong-co/khong-co",
    "/dataset/?q=zzzz",
    "/organization/?q=zzzz",
    "/group/?q=zzzz",
    "/dataset/new",
    "/shared_database/new",
    "/data_service/new",
    "/organization/new",
    "/group/new",
    "/dataset/edit/kham-chua-benh",
    "/dataset/kham-chua-benh/resource/new",
    "/dataset/activity/kham-chua-benh",
    "/dataset/groups/kham-chua-benh",
    "/dataset/collaborators/kham-chua-benh",
    "/dataset/delete/kham-chua-benh",
    "/organization/edit/so-y-te",
    "/organization/bulk_process/so-y-te",
    "/organization/activity/so-y-te",
    "/organization/members/so-y-te",
    "/organization/manage_members/so-y-te",
    "/organization/member_new/so-y-te",
    "/organization/delete/so-y-te",
    "/group/manage_members/giao-thong",
    "/group/member_new/giao-thong",
    "/group/members/giao-thong",
    "/dashboard/",
    "/dashboard/datasets",
    "/dashboard/organizations",
    "/dashboard/groups",
    "/ckan-admin/",
    "/ckan-admin/config",
    "/ckan-admin/trash",
    "/ckan-admin/trash?name=all",
    "/ckan-admin/reset_config",
    "/ckan-admin/activities",
]
PAGES = 90


@pytest.mark.parametrize("role", ["visitor", "editor", "administrator", "sysadmin"])
def test_no_page_shows_english(
    walk: Callable[..., Iterator[tuple[str, str]]],
    province: dict[str, str],
    sign_in: Callable[[str | None], None],
    english_in: Callable[[str], list[str]],
    role: str,
) -> None:
    sign_in(province.get(role))
    english: dict[str, str] = {}
    pages = 0
    for address, page in walk(STARTS, PAGES):
        pages += 1
        assert (role == "visitor") != ("/user/_logout" in page), address
        for piece in english_in(page):
            english.setdefault(piece, address)
    assert english == {}
    assert pages > 40
