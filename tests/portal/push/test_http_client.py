"""The one road to other portals: where it goes, where it refuses to go, what it never takes in."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from ckanext.bacgiang.push.targets import http
from ckanext.bacgiang.push.targets.addresses import is_public
from ckanext.bacgiang.push.targets.http import (
    AnswerLost,
    HttpClient,
    Origin,
    PrivateAddress,
    Unsent,
)

Serve = Callable[..., str]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serve what ``answer`` does with a handler, and return the address."""
    servers = []

    def start(answer: Callable[[BaseHTTPRequestHandler], None]) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                answer(self)

            def log_message(self, *args: Any) -> None:
                """Keep the test output free of requests."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def client(url: str, *, allow_private: bool = True, seconds: float = 10) -> HttpClient:
    return HttpClient(Origin(url, allow_private, seconds), "khoa-bi-mat", "test", 2)


def plain(handler: BaseHTTPRequestHandler, body: bytes = b"{}", **headers: str) -> None:
    handler.send_response(200)
    for key, value in headers.items():
        handler.send_header(key.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def test_a_private_address_is_refused_before_a_byte_is_sent(serve: Serve) -> None:
    reached = threading.Event()

    def answer(handler: BaseHTTPRequestHandler) -> None:
        reached.set()
        plain(handler)

    url = serve(answer)
    with pytest.raises(PrivateAddress):
        client(url, allow_private=False).post("api", b"{}")
    assert not reached.is_set()
    assert client(url).post("api", b"{}").status == 200


def test_a_name_that_changes_its_address_after_being_checked_is_refused(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What counts is the address of the connection, not what a look-up said before."""
    url = serve(plain)
    port = int(url.rsplit(":", 1)[1])
    inside = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **options: inside)
    with pytest.raises(PrivateAddress):
        client(f"http://data.example.com:{port}", allow_private=False).post("api", b"{}")


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("203.162.4.190", True),
        ("2405:4800::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("192.168.1.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("::ffff:203.162.4.190", True),
        ("64:ff9b::a00:1", False),
        ("2002:a00:1::", False),
        ("not an address", False),
    ],
)
def test_which_addresses_are_of_the_public_internet(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize(
    "path", ["//other.example.com/x", "https://other.example.com/x", "@other.example.com/x"]
)
def test_a_path_cannot_lead_to_another_host(serve: Serve, path: str) -> None:
    reached: list[str] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        reached.append(handler.path)
        plain(handler)

    client(serve(answer)).post(path, b"{}")
    assert len(reached) == 1


def test_proxies_and_passwords_of_the_environment_are_not_used(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    seen: list[str] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        seen.append(handler.headers["Authorization"])
        plain(handler, Set_Cookie="a=b")

    url = serve(answer)
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login a password b\n")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    made = client(url)
    assert made.post("api", b"{}").status == 200
    assert seen == ["khoa-bi-mat"]


def test_an_endless_answer_is_not_read_to_the_end(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "LARGEST_ANSWER", 1000)

    def answer(handler: BaseHTTPRequestHandler) -> None:
        plain(handler, b"x" * 5000)

    with pytest.raises(AnswerLost):
        client(serve(answer)).post("api", b"{}")


def test_nobody_listening_is_known_to_be_unsent_and_a_cut_connection_is_not(serve: Serve) -> None:
    free = socket.socket()
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
    free.close()
    with pytest.raises(Unsent):
        client(f"http://127.0.0.1:{port}").post("api", b"{}")

    def cut(handler: BaseHTTPRequestHandler) -> None:
        handler.connection.shutdown(socket.SHUT_RDWR)

    with pytest.raises(AnswerLost):
        client(serve(cut)).post("api", b"{}")


def test_an_answer_that_never_comes_is_lost_not_waited_for(serve: Serve) -> None:
    until = threading.Event()

    def silent(handler: BaseHTTPRequestHandler) -> None:
        until.wait(60)

    try:
        with pytest.raises(AnswerLost):
            client(serve(silent), seconds=0.2).post("api", b"{}")
    finally:
        until.set()


def test_no_error_text_holds_the_key(serve: Serve) -> None:
    def cut(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 khoa-bi-mat\r\n\r\n")
        handler.connection.shutdown(socket.SHUT_RDWR)

    with pytest.raises(AnswerLost) as caught:
        client(serve(cut)).post("api", b"{}")
    assert "khoa-bi-mat" not in str(caught.value)
    assert caught.value.__cause__ is None
