"""A small province with its people, and an ear for English."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from bs4.element import PreformattedString
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp, call_action

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
    r"|REST \(HTTP/JSON\)|SOAP \(HTTP/XML\)|X-Road|\d+ byte|text/\w+|Xem|Trang web \(HTML\)"
    r"|\(xem|admin|test|Internet|soThua|TT 13/2017/TT-BTTTT; OpenAPI 3\.0)"
)


@pytest.fixture
def province(app: CKANTestApp, complete: Callable[..., dict[str, Any]]) -> dict[str, str]:
    """A small province; return the user of each role by its name (a visitor has none)."""
    more = {"about": "Giới thiệu", "password": PASSWORD}
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
    factories.Organization(name="so-tai-chinh", title="Sở Tài chính", description="Cơ quan")
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
