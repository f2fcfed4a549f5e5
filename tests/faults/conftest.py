"""The province in this process, a real stock CKAN as receiver, and a proxy between them that
breaks things on command."""

from __future__ import annotations

import http.client
import json
import threading
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import pytest
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.bacgiang.push.core.names import resource_id

TOKEN_VARIABLE = "BACGIANG_TEST_PUSH_TOKEN"

Sent = tuple[int, dict[str, str], bytes]


@dataclass
class Seen:
    """A request that reached the proxy: the action, and whether the key came along."""

    action: str
    authorization: str


@dataclass
class Fault:
    """What happens to the next request for ``action`` (to any, where empty).

    ``forward``: it reaches the receiver and is carried out. ``answer``: sent back instead of the
    receiver's own; without one, the connection is cut.
    """

    action: str
    forward: bool
    answer: Sent | None = None
    hang: threading.Event | None = None
    carried_out: threading.Event = field(default_factory=threading.Event)


@dataclass
class Proxy:
    """Stands in front of the receiver; faults are used up one a request."""

    upstream: str
    url: str = ""
    faults: list[Fault] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    eats_authorization: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def break_next(
        self, action: str = "", *, forward: bool = False, answer: Sent | None = None
    ) -> None:
        """Let the next request for ``action`` meet a fault."""
        self.faults.append(Fault(action, forward, answer))

    def hang_next(self, action: str, until: threading.Event) -> threading.Event:
        """Let the next request for ``action`` be carried out and its answer wait for ``until``.

        What is returned is set once the portal has carried the request out.
        """
        fault = Fault(action, True, None, until)
        self.faults.append(fault)
        return fault.carried_out

    def take(self, action: str) -> Fault | None:
        with self.lock:
            for fault in self.faults:
                if fault.action in ("", action):
                    self.faults.remove(fault)
                    return fault
        return None

    def actions(self) -> list[str]:
        return [one.action for one in self.seen]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    proxy: Proxy

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        action = self.path.rsplit("/", 1)[-1]
        self.proxy.seen.append(Seen(action, self.headers.get("Authorization", "")))
        fault = self.proxy.take(action)
        answer = self._forward(body) if fault is None or fault.forward else None
        if fault is not None:
            fault.carried_out.set()
            if fault.hang is not None:
                fault.hang.wait(60)
            answer = fault.answer
        if answer is None:
            self.close_connection = True
            self.connection.close()
            return
        self._send(*answer)

    def _forward(self, body: bytes) -> Sent:
        there = urlsplit(self.proxy.upstream)
        link = http.client.HTTPConnection(there.hostname or "", there.port or 80, timeout=60)
        headers = {key: value for key, value in self.headers.items() if key.lower() != "host"}
        if self.proxy.eats_authorization:
            headers.pop("Authorization", None)
        link.request("POST", self.path, body, headers)
        got = link.getresponse()
        content = got.read()
        link.close()
        return got.status, {"Content-Type": got.getheader("Content-Type", "")}, content

    def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Keep the test output free of requests."""


@pytest.fixture
def proxy(national_site: Any) -> Iterator[Proxy]:
    made = Proxy(national_site.url)
    handler = type("HandlerHere", (Handler,), {"proxy": made})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    made.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield made
    server.shutdown()
    server.server_close()


@dataclass
class Receiver:
    """The real second CKAN, spoken to directly, past the proxy."""

    url: str
    token: str
    organization: str

    def call(self, action: str, **data: Any) -> Any:
        there = urlsplit(self.url)
        link = http.client.HTTPConnection(there.hostname or "", there.port or 80, timeout=60)
        headers = {"Content-Type": "application/json", "Authorization": self.token}
        link.request("POST", f"/api/3/action/{action}", json.dumps(data).encode(), headers)
        answer = json.loads(link.getresponse().read())
        link.close()
        if not answer["success"]:
            raise LookupError(f"{action}: {answer['error']}")
        return answer["result"]

    def copies(self, dataset: dict[str, Any]) -> list[dict[str, Any]]:
        """Return every dataset there that came from ``dataset``, deleted ones included."""
        found = {}
        for reference in self._references(dataset):
            try:
                shown = self.call("package_show", id=reference)
            except LookupError:
                continue
            if self.extras(shown).get("bacgiang_dataset") == dataset["id"]:
                found[shown["id"]] = shown
        query = f'extras_bacgiang_dataset:"{dataset["id"]}"'
        for shown in self.call("package_search", fq=query)["results"]:
            found[shown["id"]] = shown
        return list(found.values())

    def copy(self, dataset: dict[str, Any]) -> dict[str, Any]:
        [only] = self.copies(dataset)
        return only

    @staticmethod
    def extras(shown: dict[str, Any]) -> dict[str, str]:
        return {extra["key"]: extra["value"] for extra in shown["extras"]}

    def _references(self, dataset: dict[str, Any]) -> Iterator[str]:
        yield dataset["name"]
        for resource in dataset["resources"]:
            try:
                mine = resource_id("bacgiang", resource["id"])
                yield self.call("resource_show", id=mine)["package_id"]
            except LookupError:
                continue


@pytest.fixture
def receiver(national_site: Any) -> Receiver:
    return Receiver(national_site.url, national_site.token, national_site.organization)


_TABLES: list[str] = []


@pytest.fixture
def empty_portal(
    with_plugins: None, request: pytest.FixtureRequest, reset_db: Callable[[], None]
) -> None:
    """Empty the database and the index; the tables are made once."""
    if _TABLES:
        reset_db()
    else:
        request.getfixturevalue("clean_db")
        _TABLES.append("made")
    request.getfixturevalue("clean_index")


@pytest.fixture
def province(
    empty_portal: None,
    proxy: Proxy,
    receiver: Receiver,
    ckan_config: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """This portal, empty, set to push through the proxy."""
    prefix = "ckanext.bacgiang.push"
    monkeypatch.setenv(TOKEN_VARIABLE, receiver.token)
    settings = {
        f"{prefix}.targets": ["national"],
        f"{prefix}.timeout": 20,
        f"{prefix}.target.national.url": proxy.url,
        f"{prefix}.target.national.token_env": TOKEN_VARIABLE,
        f"{prefix}.target.national.organization": receiver.organization,
        f"{prefix}.target.national.allow_private": "true",
    }
    for key, value in settings.items():
        monkeypatch.setitem(ckan_config, key, value)


@pytest.fixture
def act(province: None) -> Callable[..., Any]:
    """Call an action of this portal as its administrator."""
    admin = factories.Sysadmin()["name"]
    return lambda action, **data: call_action(action, {"user": admin, "ignore_auth": False}, **data)


@pytest.fixture
def publish(
    act: Callable[..., Any], complete: Callable[..., dict[str, Any]]
) -> Callable[..., dict[str, Any]]:
    """Publish an open dataset here; its name is one nobody else has."""
    agency = factories.Organization(title="Sở Y tế", name=f"so-y-te-{uuid.uuid4().hex[:8]}")

    def make(**fields: Any) -> dict[str, Any]:
        usual = complete(
            name=f"co-so-kham-benh-{uuid.uuid4().hex[:8]}",
            notes="Cơ sở đã được cấp phép.",
            owner_org=agency["id"],
            tag_string="y tế,khám bệnh",
            resources=[
                {"url": "https://example.com/a.csv", "name": "Số liệu 2025", "format": "CSV"}
            ],
        )
        return act("package_create", **{**usual, **fields})

    return make


@pytest.fixture
def push(act: Callable[..., Any]) -> Callable[..., dict[str, Any]]:
    """Run a push and return its report."""

    def run(**data: Any) -> dict[str, Any]:
        return act("bacgiang_push_apply", target="national", **data)

    return run
