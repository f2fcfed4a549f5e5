"""Whoever walks through the portal reads Vietnamese on every page, error pages included.

The walk follows links as a visitor, an editor, an agency's administrator and a system
administrator, and reads what a page shows and what it says to a screen reader.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from bs4.element import PreformattedString
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp, call_action

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")

LICENCE = "vn-nd47-dieu18"
FREQUENCY = "http://publications.europa.eu/resource/authority/frequency/QUARTERLY"
THEME = "http://publications.europa.eu/resource/authority/data-theme/HEAL"

# Where each role starts, besides the home page: what has no link or must be refused.
STARTS = [
    "/",
    "/about",
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

READ_ALOUD = ("title", "placeholder", "aria-label", "aria-description", "alt", "data-bs-title")
DIACRITIC = re.compile(r"[à-ỹÀ-ỸđĐ]")
WORD = re.compile(r"[A-Za-z]{2,}")
# English words that are no Vietnamese syllables, for text that mixes both.
ENGLISH = re.compile(
    r"\b(?:the|of|and|your|this|from|not|are|with|for|dataset|resource|group|organization|user"
    r"|members?|changed|created|deleted|database|service|search|view|edit)s?\b",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"https?://\S+")
# Names, formats, codes and addresses, which are the same in every language.
ALLOWED = re.compile(
    r"(?:https?://\S+|[\w.+-]+@[\w.-]+|/[\w/-]*|[a-z0-9]+(?:[-_.][a-z0-9]+)+(?:\.\.\.)?"
    r"|[0-9a-f-]{20,}(?:\.\.\.)?|BG(?:-\w+)+|[A-Z]{2,5}(?:\s?\([\w\s/.-]+\))?"
    r"|CKAN:?|English|Facebook|Gravatar|GeoJSON|GeoPackage|Shapefile|JSON-LD|RDF Turtle|RDF/XML"
    r"|REST \(HTTP/JSON\)|SOAP \(HTTP/XML\)|X-Road|\d+ byte|text/\w+|Xem|Trang web \(HTML\)"
    r"|\(xem|admin|test)"
)


@pytest.fixture
def province(app: CKANTestApp) -> dict[str, str]:
    """A small province; return the user of each role by its name (a visitor has none)."""
    people = {
        "editor": factories.User(name="can-bo", fullname="Cán bộ", about="Giới thiệu"),
        "administrator": factories.User(name="quan-ly", fullname="Quản lý", about="Giới thiệu"),
        "sysadmin": factories.Sysadmin(name="quan-tri", fullname="Quản trị", about="Giới thiệu"),
    }
    members = [
        {"name": "can-bo", "capacity": "editor"},
        {"name": "quan-ly", "capacity": "admin"},
    ]
    agency = factories.Organization(
        name="so-y-te", title="Sở Y tế", description="Cơ quan chuyên môn", users=members
    )
    factories.Organization(name="so-tai-chinh", title="Sở Tài chính", description="Cơ quan")
    factories.Group(name="giao-thong", title="Giao thông", description="Dữ liệu giao thông")
    entry: dict[str, Any] = {
        "type": "dataset",
        "notes": "Số liệu.",
        "theme": [THEME],
        "owner_org": agency["id"],
        "data_class": "open",
        "frequency": FREQUENCY,
        "modified": "2026-01-15",
        "license_id": LICENCE,
    }
    resource = {"name": "Số liệu", "url": "https://example.vn/so-lieu.csv", "format": "CSV"}
    by = {"user": "quan-tri"}
    call_action(
        "package_create",
        by,
        **entry,
        name="kham-chua-benh",
        title="Khám, chữa bệnh",
        tags=[{"name": "y tế"}],
        groups=[{"name": "giao-thong"}],
        resources=[resource],
    )
    call_action("package_create", by, **entry, name="du-toan", title="Dự toán", private=True)
    call_action("package_patch", by, id="kham-chua-benh", title="Cơ sở khám, chữa bệnh")
    return {role: person["id"] for role, person in people.items()}


def said(page: str) -> Iterator[str]:
    """Yield what a page shows and what it says to a screen reader, piece by piece."""
    soup = BeautifulSoup(page, "html.parser")
    for silent in soup(["script", "style", "code", "pre"]):
        silent.decompose()
    for piece in soup.find_all(string=True):
        if not isinstance(piece, PreformattedString):
            yield " ".join(piece.split())
    for element in soup.find_all(True):
        for name in (*READ_ALOUD, *(["value"] if element.get("type") == "submit" else [])):
            if element.name != "button" or name != "value":
                yield " ".join(str(element.get(name) or "").split())


def is_english(piece: str) -> bool:
    """Tell whether a piece of text has English in it that is no name."""
    if not WORD.search(piece) or ALLOWED.fullmatch(piece):
        return False
    return bool(ENGLISH.search(ADDRESS.sub("", piece))) if DIACRITIC.search(piece) else True


def walk(app: CKANTestApp) -> Iterator[tuple[str, str]]:
    """Yield address and page, breadth first, for as many pages as one role is given."""
    waiting, known = deque(STARTS), set(STARTS)
    walked = 0
    while waiting and walked < PAGES:
        address = waiting.popleft()
        answer = app.get(address, follow_redirects=True)
        assert answer.status_code != 500, address
        if "html" not in answer.content_type:
            continue
        walked += 1
        yield address, answer.body
        for link in BeautifulSoup(answer.body, "html.parser").find_all("a", href=True):
            parts = urlsplit(urljoin(urljoin("http://test.ckan.net", address), link["href"]))
            target = parts.path + (f"?{parts.query}" if parts.query else "")
            inside = not link["href"].startswith("http") or parts.netloc == "test.ckan.net"
            if inside and target not in known and not NOT_WALKED.search(target):
                known.add(target)
                waiting.append(target)


@pytest.mark.parametrize("role", ["visitor", "editor", "administrator", "sysadmin"])
def test_no_page_shows_english(app: CKANTestApp, province: dict[str, str], role: str) -> None:
    app.set_session_user(province.get(role))
    english: dict[str, str] = {}
    pages = 0
    for address, page in walk(app):
        pages += 1
        for piece in filter(is_english, said(page)):
            english.setdefault(piece, address)
    assert english == {}
    assert pages > 40


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
    app: CKANTestApp, province: dict[str, str], address: str, without_csrf: None
) -> None:
    app.set_session_user(province["sysadmin"] if address != "/user/login" else None)
    answer = app.post(address, data=FORMS[address], follow_redirects=True)
    assert answer.status_code != 500
    assert [piece for piece in said(answer.body) if is_english(piece)] == []


@pytest.fixture
def without_csrf(app: CKANTestApp) -> Iterator[None]:
    """Let a test post a form it has not fetched."""
    before = app.flask_app.config["WTF_CSRF_ENABLED"]
    app.flask_app.config["WTF_CSRF_ENABLED"] = False
    yield
    app.flask_app.config["WTF_CSRF_ENABLED"] = before


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
