"""Everything between the two portals breaks; in the end each dataset has exactly one copy."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model

from ckanext.bacgiang.push import ledger
from ckanext.bacgiang.push.core.entry import Delivery

Make = Callable[..., dict[str, Any]]
HTML = {"Content-Type": "text/html"}
PAGE = b"<html><body>Checking your browser</body></html>"


def state(dataset: dict[str, Any]) -> Delivery:
    [entry] = ledger.entries("national", [dataset["id"]])
    return entry.state


def delivered_once(dataset: dict[str, Any], receiver: Any, push: Make) -> None:
    """Hold that the dataset has one copy, the ledger knows it, and nothing is left to do."""
    copy = receiver.copy(dataset)
    assert copy["title"] == dataset["title"]
    assert state(dataset) is Delivery.SYNCED
    again = push()
    assert (again["remote_calls"], again["failed"], again["unchanged"]) == (0, 0, 1)


BROKEN = [
    pytest.param(None, id="the connection dies"),
    pytest.param((502, HTML, PAGE), id="502"),
    pytest.param((504, HTML, PAGE), id="504"),
    pytest.param((200, HTML, PAGE), id="a page with 200"),
    pytest.param((500, {"Content-Type": "application/json"}, b"{"), id="half an answer"),
]


@pytest.mark.parametrize("answer", BROKEN)
def test_a_create_that_was_committed_but_not_heard_is_found_not_repeated(
    publish: Make, push: Make, receiver: Any, proxy: Any, answer: Any
) -> None:
    dataset = publish()
    proxy.break_next("package_create", forward=True, answer=answer)
    report = push()
    assert (report["created"], report["failed"]) == (1, 0)
    assert proxy.actions() == ["package_create", "package_show"]
    delivered_once(dataset, receiver, push)


def test_a_create_not_heard_of_and_not_looked_up_is_looked_up_by_the_next_run(
    publish: Make, push: Make, receiver: Any, proxy: Any
) -> None:
    dataset = publish()
    proxy.break_next("package_create", forward=True)
    proxy.break_next("package_show")
    report = push()
    assert (report["created"], report["failed"]) == (0, 1)
    assert report["errors"][0]["trouble"] == "answer_lost"
    assert state(dataset) is Delivery.UNKNOWN
    proxy.seen.clear()
    report = push()
    assert (report["created"], report["failed"]) == (1, 0)
    assert proxy.actions() == ["package_show"]
    delivered_once(dataset, receiver, push)


def test_a_create_that_never_arrived_is_sent_again_after_looking(
    publish: Make, push: Make, receiver: Any, proxy: Any
) -> None:
    dataset = publish()
    proxy.break_next("package_create")
    assert push()["failed"] == 1
    assert receiver.copies(dataset) == []
    proxy.seen.clear()
    assert push()["created"] == 1
    assert proxy.actions() == ["package_show", "package_create"]
    delivered_once(dataset, receiver, push)


@pytest.mark.parametrize("answer", BROKEN[:2])
def test_an_update_that_was_committed_but_not_heard_is_not_repeated(
    publish: Make, push: Make, act: Any, receiver: Any, proxy: Any, answer: Any
) -> None:
    dataset = publish()
    push()
    proxy.seen.clear()
    dataset = act("package_patch", id=dataset["id"], title="Tên mới")
    proxy.break_next("package_revise", forward=True, answer=answer)
    report = push()
    assert (report["updated"], report["failed"]) == (1, 0)
    assert proxy.actions() == ["package_revise", "package_show"]
    delivered_once(dataset, receiver, push)


@pytest.mark.parametrize("forward", [True, False])
def test_a_withdrawal_that_was_not_heard_is_made_sure_of(
    publish: Make, push: Make, act: Any, receiver: Any, proxy: Any, forward: bool
) -> None:
    dataset = publish()
    push()
    copy = receiver.copy(dataset)
    act("package_patch", id=dataset["id"], private=True)
    proxy.break_next("package_delete", forward=forward)
    first = push()
    assert first["withdrawn"] == int(forward)
    second = push()
    assert first["withdrawn"] + second["withdrawn"] == 1
    assert receiver.call("package_show", id=copy["id"])["state"] == "deleted"
    assert push()["remote_calls"] == 0


def test_a_portal_that_answers_too_late_is_not_sent_the_dataset_twice(
    publish: Make, push: Make, receiver: Any, proxy: Any, ckan_config: Any, monkeypatch: Any
) -> None:
    dataset = publish()
    until = threading.Event()
    carried_out = proxy.hang_next("package_create", until)
    monkeypatch.setitem(ckan_config, "ckanext.bacgiang.push.timeout", 1)
    push()
    assert carried_out.wait(60)
    until.set()
    monkeypatch.setitem(ckan_config, "ckanext.bacgiang.push.timeout", 20)
    push()
    assert proxy.actions().count("package_create") == 1
    delivered_once(dataset, receiver, push)


def test_a_portal_that_is_down_is_not_hammered_and_everything_arrives_once_it_is_up(
    publish: Make, push: Make, receiver: Any, proxy: Any
) -> None:
    datasets = [publish() for _ in range(8)]
    for _ in range(50):
        proxy.break_next(answer=(502, HTML, PAGE))
    report = push()
    assert report["stopped"] == "lost"
    assert report["created"] == 0
    assert report["remote_calls"] <= 8
    assert report["left"] + report["failed"] == 8
    assert report["left"] >= 4
    proxy.faults.clear()
    report = push()
    assert (report["created"], report["failed"], report["left"]) == (8, 0, 0)
    assert all(len(receiver.copies(dataset)) == 1 for dataset in datasets)


def test_too_many_requests_is_waited_out(
    publish: Make, push: Make, receiver: Any, proxy: Any
) -> None:
    datasets = [publish() for _ in range(3)]
    proxy.break_next("package_create", answer=(429, {**HTML, "Retry-After": "1"}, b""))
    report = push()
    assert (report["created"], report["failed"], report["left"]) == (3, 0, 0)
    assert all(len(receiver.copies(dataset)) == 1 for dataset in datasets)


def test_a_wait_of_an_hour_ends_the_run_and_blames_no_dataset(
    publish: Make, push: Make, proxy: Any
) -> None:
    dataset = publish()
    proxy.break_next("package_create", answer=(429, {**HTML, "Retry-After": "3600"}, b""))
    report = push()
    assert (report["stopped"], report["failed"], report["left"]) == ("throttled", 0, 1)
    assert state(dataset) is Delivery.PENDING
    assert push()["created"] == 1


@pytest.fixture
def elsewhere() -> Iterator[Any]:
    """Another host, which notes what reaches it."""

    class Noting(BaseHTTPRequestHandler):
        reached: list[str] = []  # noqa: RUF012

        def do_POST(self) -> None:
            self.reached.append(self.headers.get("Authorization", ""))
            self.send_response(200)
            self.end_headers()

        do_GET = do_POST  # noqa: N815

        def log_message(self, *args: Any) -> None:
            """Keep the test output free of requests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Noting)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(
    publish: Make, push: Make, proxy: Any, elsewhere: Any, status: int
) -> None:
    dataset = publish()
    there = {"Location": f"http://127.0.0.1:{elsewhere.server_port}/api/3/action/package_create"}
    proxy.break_next("package_create", answer=(status, there, b""))
    report = push()
    assert (report["stopped"], report["failed"]) == ("redirected", 0)
    assert elsewhere.RequestHandlerClass.reached == []
    assert state(dataset) is Delivery.PENDING


def test_a_key_eaten_on_the_way_blames_no_dataset_and_the_run_ends_at_once(
    publish: Make, push: Make, receiver: Any, proxy: Any
) -> None:
    """Reading works, so the portal looks fine; every write is refused."""
    datasets = [publish() for _ in range(4)]
    proxy.eats_authorization = True
    report = push()
    assert (report["stopped"], report["failed"], report["left"]) == ("unauthorized", 0, 4)
    assert {state(dataset) for dataset in datasets if _known(dataset)} <= {Delivery.PENDING}
    assert "khóa" in report["errors"][0]["message"].lower()
    proxy.eats_authorization = False
    assert push()["created"] == 4


def _known(dataset: dict[str, Any]) -> bool:
    return bool(ledger.entries("national", [dataset["id"]]))


@pytest.mark.parametrize(
    ("answer", "stopped"),
    [
        ((401, HTML, PAGE), "unauthorized"),
        ((403, HTML, PAGE), "intercepted"),
        ((404, HTML, PAGE), "intercepted"),
        ((400, {}, b'"Bad request - Action name not known: package_create"'), "incompatible"),
    ],
)
def test_what_stands_in_front_of_the_portal_is_not_taken_for_the_portal(
    publish: Make, push: Make, proxy: Any, answer: Any, stopped: str
) -> None:
    dataset = publish()
    proxy.break_next("package_create", answer=answer)
    report = push()
    assert (report["stopped"], report["failed"]) == (stopped, 0)
    assert state(dataset) is Delivery.PENDING
    assert push()["created"] == 1


def test_an_organisation_that_is_not_there_is_one_problem_not_one_a_dataset(
    publish: Make, push: Make, ckan_config: Any, monkeypatch: Any
) -> None:
    for _ in range(4):
        publish()
    option = "ckanext.bacgiang.push.target.national.organization"
    monkeypatch.setitem(ckan_config, option, "khong-co-to-chuc-nay")
    report = push()
    assert (report["stopped"], report["failed"], len(report["errors"])) == ("forbidden", 0, 1)


def test_the_key_is_found_nowhere_after_a_run_in_which_all_went_wrong(
    publish: Make, push: Make, act: Any, receiver: Any, proxy: Any, caplog: Any
) -> None:
    """Not in the ledger, not in the logs, not in what the run reports, even echoed back."""
    caplog.set_level(logging.DEBUG)
    secret = receiver.token
    echo = json.dumps(
        {"success": False, "error": {"__type": "Validation Error", "x": [secret]}}
    ).encode()
    for answer in ((409, {}, echo), (400, {}, json.dumps(secret).encode()), None):
        publish()
        proxy.break_next("package_create", answer=answer)
        report = push()
        assert report["failed"] or report["stopped"]
        assert secret not in json.dumps(report)
    assert secret not in json.dumps(act("bacgiang_push_status", target="national"))
    for table in ("entry", "attempt", "run"):
        rows = model.Session.execute(sa.text(f"SELECT t::text FROM bacgiang_push_{table} t"))
        assert secret not in "\n".join(row[0] for row in rows)
    assert secret not in caplog.text
    assert any(seen.authorization == secret for seen in proxy.seen)
