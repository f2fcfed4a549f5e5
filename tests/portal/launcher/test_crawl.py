"""Reading a catalogue page by page, as a harvester does."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from dev.crawl import Reading, read
from dev.problems import Problem

PREFIXES = (
    "@prefix dcat: <http://www.w3.org/ns/dcat#> ."
    "@prefix hydra: <http://www.w3.org/ns/hydra/core#> ."
)


class Pages(BaseHTTPRequestHandler):
    """Serves ``pages``: path and query → Turtle."""

    pages: dict[str, str] = {}

    def do_GET(self) -> None:  # noqa: N802 (the name that http.server calls)
        """Answer with the page, or 404."""
        text = self.pages.get(self.path)
        self.send_response(200 if text is not None else 404)
        self.end_headers()
        self.wfile.write((text or "").encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture
def catalogue() -> Iterator[str]:
    """The address of a server whose pages a test may set."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        Pages.pages = {}
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def page(names: str, following: str | None = None) -> str:
    """Return a page with a dataset for each letter, and perhaps a link to the next."""
    text = PREFIXES + "".join(f"<urn:{name}> a dcat:Dataset ." for name in names)
    return text + (f'<> hydra:next "{following}" .' if following else "")


def test_every_page_is_read_and_an_entry_on_two_pages_counts_once(catalogue: str) -> None:
    """Triples are added up, entries are told apart by their address."""
    Pages.pages = {"/catalog.ttl": page("ab", f"{catalogue}/catalog.ttl?page=2")}
    Pages.pages["/catalog.ttl?page=2"] = page("bc") + "<urn:s> a dcat:DataService ."
    reading = read(f"{catalogue}/catalog.ttl")
    assert reading == Reading(pages=2, triples=6, datasets=3, services=1)


def test_a_catalogue_that_leads_in_circles_is_a_problem(catalogue: str) -> None:
    """No endless reading."""
    Pages.pages = {"/catalog.ttl": page("a", f"{catalogue}/catalog.ttl")}
    with pytest.raises(Problem, match="does not end"):
        read(f"{catalogue}/catalog.ttl")


def test_a_catalogue_that_leads_to_another_host_is_a_problem(catalogue: str) -> None:
    """We read our own site, whatever a page says."""
    Pages.pages = {"/catalog.ttl": page("a", "http://elsewhere.example/catalog.ttl")}
    with pytest.raises(Problem, match="leads elsewhere"):
        read(f"{catalogue}/catalog.ttl")


@pytest.mark.parametrize("text", [None, "no turtle at all"])
def test_a_page_that_is_missing_or_broken_is_named(catalogue: str, text: str | None) -> None:
    """The line names the page."""
    Pages.pages = {"/catalog.ttl": page("a", f"{catalogue}/catalog.ttl?page=2")}
    if text is not None:
        Pages.pages["/catalog.ttl?page=2"] = text
    with pytest.raises(Problem, match=r"page=2 cannot be read"):
        read(f"{catalogue}/catalog.ttl")
