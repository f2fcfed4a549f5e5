"""Whoever walks through the portal reads Vietnamese on every page.

The walk follows links as a visitor, an editor, an agency's administrator and a system
administrator, and reads what a page shows and what it says to a screen reader.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator
from urllib.parse import urljoin, urlsplit

import ckan.plugins.toolkit as tk
import pytest
from bs4 import BeautifulSoup
from ckan.tests.helpers import CKANTestApp

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
# What is no page of the portal, or says nothing new: files, other languages, orders of a list.
NOT_WALKED = re.compile(
    r"^/(?:api|en|base|webassets|uploads|feeds|catalog|user/_logout)\b|/download/|/member_dump/"
    r"|\.(?:ttl|xml|jsonld|rdf|nt|n3|ics|csv)\b|[?&](?:sort|offset|_\w+_limit|old_id)="
)
PAGES = 90


def walk(app: CKANTestApp) -> Iterator[tuple[str, str]]:
    """Yield address and page, breadth first, for as many pages as one role is given."""
    waiting, known = deque(STARTS), set(STARTS)
    site, walked = tk.config["ckan.site_url"], 0
    while waiting and walked < PAGES:
        address = waiting.popleft()
        answer = app.get(address, follow_redirects=True)
        assert answer.status_code != 500, address
        if "html" not in answer.content_type:
            continue
        walked += 1
        yield address, answer.body
        for link in BeautifulSoup(answer.body, "html.parser").find_all("a", href=True):
            parts = urlsplit(urljoin(urljoin(site, address), link["href"]))
            target = parts.path + (f"?{parts.query}" if parts.query else "")
            if (
                parts.netloc == urlsplit(site).netloc
                and target not in known
                and not NOT_WALKED.search(target)
            ):
                known.add(target)
                waiting.append(target)


@pytest.mark.parametrize("role", ["visitor", "editor", "administrator", "sysadmin"])
def test_no_page_shows_english(
    app: CKANTestApp,
    province: dict[str, str],
    sign_in: Callable[[str | None], None],
    english_in: Callable[[str], list[str]],
    role: str,
) -> None:
    sign_in(province.get(role))
    english: dict[str, str] = {}
    pages = 0
    for address, page in walk(app):
        pages += 1
        assert (role == "visitor") != ("/user/_logout" in page), address
        for piece in english_in(page):
            english.setdefault(piece, address)
    assert english == {}
    assert pages > 40
