"""English stays available as the second language: its pages have no Vietnamese but names and data.

The walk follows links below /en as a visitor and as a system administrator.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from bs4 import BeautifulSoup
from ckan.tests.helpers import CKANTestApp

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")

STARTS = [
    "/",
    "/about",
    "/cap-nhat",
    "/co-quan/so-y-te/cap-nhat",
    "/dieu-khoan-su-dung",
    "/phe-duyet",
    "/dataset/",
    "/dataset/kham-chua-benh",
    "/dataset/?q=zzzz",
    "/shared_database/",
    "/data_service/",
    "/organization/",
    "/organization/so-y-te",
    "/organization/about/so-y-te",
    "/organization/?q=zzzz",
    "/group/",
    "/user/",
    "/user/login",
    "/user/reset",
    "/khong-co-trang-nay",
    "/dataset/new",
    "/shared_database/new",
    "/data_service/new",
    "/organization/new",
    "/dataset/edit/kham-chua-benh",
    "/dataset/kham-chua-benh/resource/new",
    "/dataset/activity/kham-chua-benh",
    "/dataset/du-toan",
    "/organization/edit/so-y-te",
    "/organization/members/so-y-te",
    "/dashboard/",
    "/dashboard/datasets",
    "/ckan-admin/",
    "/ckan-admin/config",
    "/ckan-admin/trash",
]
PAGES = 60


@pytest.mark.parametrize("role", ["visitor", "sysadmin"])
def test_no_page_of_the_second_language_shows_vietnamese(
    walk: Callable[..., Iterator[tuple[str, str]]],
    province: dict[str, str],
    sign_in: Callable[[str | None], None],
    vietnamese_in: Callable[[str], list[str]],
    role: str,
) -> None:
    sign_in(province.get(role))
    left: dict[str, str] = {}
    pages = 0
    for address, page in walk([f"/en{start}" for start in STARTS], PAGES, below="/en"):
        pages += 1
        for piece in vietnamese_in(page):
            left.setdefault(piece, address)
    assert left == {}
    assert pages > 30


def test_types_have_names_and_no_codes_in_either_language(
    app: CKANTestApp, province: dict[str, str], sign_in: Callable[[str | None], None]
) -> None:
    sign_in("quan-tri")
    code = re.compile(r"(?<![/\w])(?:shared_database|data_service)", re.IGNORECASE)
    for kind, name in (("shared_database", "Shared database"), ("data_service", "Data service")):
        for address in (f"/{kind}/", f"/{kind}/?q=zzzz", f"/{kind}/new"):
            for language in ("", "/en"):
                page = BeautifulSoup(app.get(f"{language}{address}").body, "html.parser")
                for silent in page(["script", "style"]):
                    silent.decompose()
                assert not code.search(" ".join(page.stripped_strings)), (language, address)
        english = app.get(f"/en/{kind}/").body
        assert f"{name}s</a>" in " ".join(english.split()).replace("> ", ">").replace(" <", "<")
