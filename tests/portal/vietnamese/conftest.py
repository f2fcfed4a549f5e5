"""A small province with its people, and an ear for English."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import ckan.plugins.toolkit as tk
import pytest
from bs4 import BeautifulSoup
from bs4.element import PreformattedString
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp, call_action

from ckanext.bacgiang.vocabularies.units import units as all_units

PASSWORD = "mat-khau-thu-nghiem"

READ_ALOUD = ("title", "placeholder", "aria-label", "aria-description", "alt", "data-bs-title")
DIACRITIC = re.compile(r"[à-ỹÀ-ỸđĐ]")
WORD = re.compile(r"[A-Za-z]{2,}")
# English words that are no Vietnamese syllables, for text that mixes both.
ENGLISH = re.compile(
    r"\b(?:the|of|and|your|this|from|not|are|with|for|dataset|resource|group|organization|user"
    r"|members?|changed|created|deleted|database|service|search|view|edit)s?\b",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"https?://\S+|/\S+/\S+")
# Names, formats, codes and addresses, which are the same in every language.
ALLOWED = re.compile(
    r"(?:https?://\S+|[\w.+-]+@[\w.-]+|/[\w/-]*|[a-z0-9]+(?:[-_.][a-z0-9]+)+(?:\.\.\.)?"
    r"|[0-9a-f-]{20,}(?:\.\.\.)?|BG(?:-\w+)+|[A-Z]{2,5}(?:\s?\([\w\s/.-]+\))?"
    r"|CKAN:?|English|Facebook|Gravatar|GeoJSON|GeoPackage|Shapefile|JSON-LD|RDF Turtle|RDF/XML"
    r"|REST \(HTTP/JSON\)|SOAP \(HTTP/XML\)|X-Road|\d+ byte|text/\w+|Xem|Trang web \(X?HTML\)"
    r"|RDF N-Triples"
    r"|\(xem|admin|test|Internet|soThua|TT 13/2017/TT-BTTTT; OpenAPI 3\.0)"
)

# What the portal, its entries and people are called, and what they hold, in every language.
NAMES = (
    "Cổng dữ liệu mở tỉnh Bắc Giang",
    "Tiếng Việt",
    "Sở Y tế",
    "Sở Tài chính",
    "Sở Xây dựng",
    "Cơ quan chuyên môn",
    "Cơ quan tài chính",
    "Dữ liệu giao thông",
    "Giao thông",
    "Cơ sở khám, chữa bệnh",
    "Khám, chữa bệnh",
    "Dự toán",
    "Số liệu",
    "Nguyễn Thị An",
    "Chuyên viên",
    "Đầu mối chia sẻ dữ liệu",
    "Trần Văn Bình, Phó Giám đốc",
    "Cán bộ",
    "Quản lý",
    "Quản trị",
    "Làm việc từ năm 2020",
    "y tế",
)
# The number of a legal text is its name: 47/2020/NĐ-CP, 123/QĐ-UBND.
NUMBER = re.compile(r"\d+(?:/\d{4})?/(?:NĐ|QĐ|TT|NQ)-\w+")
SAMPLE = re.compile(r"form_placeholder: *([^{}\n]+?)[,}]?$", re.MULTILINE)
SCHEMAS = Path(__file__).parents[3] / "ckanext" / "bacgiang" / "schemas"

# What is no page of the portal, or says nothing new: files, other languages, orders of a list.
NOT_WALKED = re.compile(
    r"^/(?:api|en|base|webassets|uploads|feeds|catalog|user/_logout)\b|/download/|/member_dump/"
    r"|\.(?:ttl|xml|jsonld|rdf|nt|n3|ics|csv)\b|[?&](?:sort|offset|_\w+_limit|old_id)="
)


@pytest.fixture
def province(app: CKANTestApp, complete: Callable[..., dict[str, Any]]) -> dict[str, str]:
    """A small province; return the user of each role by its name (a visitor has none)."""
    more = {"about": "Làm việc từ năm 2020", "password": PASSWORD}
    people = {
        "editor": factories.User(name="can-bo", fullname="Cán bộ", **more),
        "administrator": factories.User(name="quan-ly", fullname="Quản lý", **more),
        "sysadmin": factories.Sysadmin(name="quan-tri", fullname="Quản trị", **more),
    }
    members = [
        {"name": "can-bo", "capacity": "editor"},
        {"name": "quan-ly", "capacity": "admin"},
    ]
    agency = factories.Organization(
        name="so-y-te", title="Sở Y tế", description="Cơ quan chuyên môn", users=members
    )
    other = {"title": "Sở Tài chính", "description": "Cơ quan tài chính"}
    factories.Organization(name="so-tai-chinh", **other)
    factories.Group(name="giao-thong", title="Giao thông", description="Dữ liệu giao thông")
    entry = complete(notes="Số liệu.", owner_org=agency["id"], resources=None)
    resource = {"name": "Số liệu", "url": "https://example.vn/so-lieu.csv", "format": "CSV"}
    by = {"user": "quan-tri"}
    call_action(
        "package_create",
        by,
        **{**entry, "title": "Khám, chữa bệnh"},
        name="kham-chua-benh",
        tags=[{"name": "y tế"}],
        groups=[{"name": "giao-thong"}],
        resources=[resource],
    )
    call_action("package_create", by, **{**entry, "title": "Dự toán"}, name="du-toan", private=True)
    call_action("package_patch", by, id="kham-chua-benh", title="Cơ sở khám, chữa bệnh")
    return {role: person["name"] for role, person in people.items()}


@pytest.fixture
def sign_in(app: CKANTestApp) -> Callable[[str | None], None]:
    """Return a function that signs a user in through the form; nobody for a visitor."""

    def enter(name: str | None) -> None:
        if name is None:
            return
        form = BeautifulSoup(app.get("/user/login").body, "html.parser")
        token = form.find("input", {"name": "_csrf_token"})["value"]
        sent = {"login": name, "password": PASSWORD, "_csrf_token": token}
        page = app.post("/user/login", data=sent, follow_redirects=True)
        assert f"/user/{name}" in page.body

    return enter


@pytest.fixture
def without_csrf(app: CKANTestApp) -> Iterator[None]:
    """Let a test post a form it has not fetched."""
    before = app.flask_app.config["WTF_CSRF_ENABLED"]
    app.flask_app.config["WTF_CSRF_ENABLED"] = False
    yield
    app.flask_app.config["WTF_CSRF_ENABLED"] = before


@pytest.fixture
def english_in() -> Callable[[str], list[str]]:
    """Return a function that lists the English a page shows or says to a screen reader."""
    return lambda page: [piece for piece in _said(page) if _is_english(piece)]


@pytest.fixture
def vietnamese_in() -> Callable[[str], list[str]]:
    """Return a function that lists the Vietnamese of a page that is no name and no data."""
    units = {f"{unit.name} ({year})" for year in ("2022", "2025") for unit in all_units(year)}
    data = units | set(_samples())

    def left(page: str) -> list[str]:
        return [piece for piece in _said(page) if piece not in data and _is_vietnamese(piece)]

    return left


def _samples() -> Iterator[str]:
    """Yield what a field may hold, as forms show it inside the empty field: data, not words."""
    for path in SCHEMAS.glob("*.yaml"):
        yield from map(str.strip, SAMPLE.findall(path.read_text(encoding="utf-8")))


def _said(page: str) -> Iterator[str]:
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


def _is_english(piece: str) -> bool:
    """Tell whether a piece of text has English in it that is no name."""
    if not WORD.search(piece) or ALLOWED.fullmatch(piece):
        return False
    return bool(ENGLISH.search(ADDRESS.sub("", piece))) if DIACRITIC.search(piece) else True


def _is_vietnamese(piece: str) -> bool:
    """Tell whether a piece of text has Vietnamese in it beside names and data."""
    for name in NAMES:
        piece = piece.replace(name, "")
    return bool(DIACRITIC.search(NUMBER.sub("", piece)))


@pytest.fixture
def walk(app: CKANTestApp) -> Callable[..., Iterator[tuple[str, str]]]:
    """Return a function that walks the portal: it yields address and page, breadth first.

    It begins at the addresses given, follows the links that lead ``below`` a prefix, and ends
    after so many pages.
    """

    def pages(starts: list[str], most: int, below: str = "") -> Iterator[tuple[str, str]]:
        waiting, known = deque(starts), set(starts)
        site, walked = tk.config["ckan.site_url"], 0
        while waiting and walked < most:
            address = waiting.popleft()
            answer = app.get(address, follow_redirects=True)
            assert answer.status_code != 500, address
            if "html" not in answer.content_type:
                continue
            walked += 1
            yield address, answer.body
            for target in _links(answer.body, site, address):
                inside = target.startswith(f"{below}/")
                if inside and target not in known and not NOT_WALKED.search(target[len(below) :]):
                    known.add(target)
                    waiting.append(target)

    return pages


def _links(page: str, site: str, address: str) -> Iterator[str]:
    """Yield the addresses within the site that a page leads to."""
    for link in BeautifulSoup(page, "html.parser").find_all("a", href=True):
        parts = urlsplit(urljoin(urljoin(site, address), link["href"]))
        if parts.netloc == urlsplit(site).netloc:
            yield parts.path + (f"?{parts.query}" if parts.query else "")
