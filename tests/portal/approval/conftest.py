"""An agency with an editor and an administrator, a lead agency, and entries ready to be sent."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from ckan import model
from ckan.tests import factories
from ckan.tests.helpers import call_action

Act = Callable[..., Any]

ROLES = {
    "editor": ("so-y-te", "editor"),
    "administrator": ("so-y-te", "admin"),
    "member": ("so-y-te", "member"),
    "lead": ("dau-moi", "admin"),
    "lead-editor": ("dau-moi", "editor"),
    "stranger": ("so-tai-chinh", "admin"),
}
"""Who is what, and where."""


@pytest.fixture
def agency(request: pytest.FixtureRequest, with_plugins: None) -> Any:
    """The agency of the entries, on a portal that is emptied for each test.

    A module that says ``SHARES_PORTAL`` has it emptied once: its tests look at their own entries.
    """
    module = request.module.__dict__
    if not (module.get("SHARES_PORTAL") and module.get("PORTAL_STANDS")):
        for fixture in ("clean_db", "clean_index", "clean_queues"):
            request.getfixturevalue(fixture)
        module["PORTAL_STANDS"] = True
        factories.Organization(title="Sở Y tế", name="so-y-te")
    return call_action("organization_show", id="so-y-te")


@pytest.fixture
def people(agency: Any, ckan_config: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Names of users by what they are."""
    monkeypatch.setitem(ckan_config, "ckanext.bacgiang.approval.lead_agency", "dau-moi")
    names = {name: name for name in ROLES}
    found = {"visitor": "", "sysadmin": "quan-tri", **names}
    if model.User.get("quan-tri"):
        return found
    factories.Sysadmin(name="quan-tri")
    factories.Organization(title="Sở Khoa học và Công nghệ", name="dau-moi")
    factories.Organization(title="Sở Tài chính", name="so-tai-chinh")
    for name, (organization, role) in ROLES.items():
        factories.User(name=name, fullname=name.capitalize(), email=f"{name}@example.vn")
        call_action("organization_member_create", id=organization, username=name, role=role)
    return found


@pytest.fixture
def act(people: dict[str, str]) -> Act:
    """Call an action as one of the people: ``act("editor", "package_show", id=…)``."""

    def call(who: str, action: str, **data: Any) -> Any:
        context = {"user": people[who], "ignore_auth": False}
        return call_action(action, context, **data)

    return call


@pytest.fixture
def ready(act: Act, agency: Any, complete: Callable[..., Any]) -> Callable[..., Any]:
    """Let the editor save an entry that holds everything publishing needs."""

    def make(**over: Any) -> Any:
        fields = complete(owner_org=agency["id"], private=True, **over)
        return act("editor", "package_create", **fields)

    return make


@pytest.fixture
def published(act: Act, ready: Callable[..., Any]) -> Any:
    """An entry that was sent and approved."""
    made = ready()
    act("editor", "bacgiang_approval_submit", id=made["id"])
    act("administrator", "bacgiang_approval_approve", id=made["id"])
    return act("administrator", "package_show", id=made["id"])


class _Reader(socketserver.StreamRequestHandler):
    """Takes letters as RFC 5321 says."""

    def handle(self) -> None:
        receivers: list[str] = []
        self._say("220 test")
        while line := self.rfile.readline().decode("ascii", "replace").strip():
            word = line[:4].upper()
            if word == "RCPT":
                receivers.append(line.partition("<")[2].partition(">")[0])
            if word == "DATA":
                self._say("354 go on")
                self.server.letters.append((receivers, self._text()))  # type: ignore[attr-defined]
                receivers = []
            if word == "MAIL" and self.server.refusal:  # type: ignore[attr-defined]
                self._say(self.server.refusal)  # type: ignore[attr-defined]
                continue
            self._say("221 bye" if word == "QUIT" else "250 well")

    def _text(self) -> str:
        lines = iter(self.rfile.readline, b".\r\n")
        return b"".join(lines).decode("utf-8")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class SmtpServer(socketserver.ThreadingTCPServer):
    """A mail server: ``letters`` are those it took, each with its receivers."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Reader)
        self.letters: list[tuple[list[str], str]] = []
        self.refusal = ""

    @contextmanager
    def answering(self, refusal: str) -> Iterator[None]:
        """Refuse every letter with this answer."""
        self.refusal = refusal
        yield
        self.refusal = ""


@pytest.fixture
def smtp_server(ckan_config: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[SmtpServer]:
    """A mail server that the portal is set to send through."""
    with SmtpServer() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        monkeypatch.setitem(ckan_config, "smtp.server", f"127.0.0.1:{server.server_address[1]}")
        yield server
        server.shutdown()
        thread.join()
