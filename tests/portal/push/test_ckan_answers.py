"""CKAN's answers are told apart by the kind of error and the fields named, never by status or
wording."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ckanext.bacgiang.push.core.exchange import Copy, Create, Delete, Revise, Show, Verdict
from ckanext.bacgiang.push.core.marker import Marker
from ckanext.bacgiang.push.core.names import resource_id
from ckanext.bacgiang.push.core.payload import Payload, ResourceCopy
from ckanext.bacgiang.push.targets.ckan_answers import read
from ckanext.bacgiang.push.targets.http import Reply

FILES = tuple(
    ResourceCopy(f"r{n}", f"{n}", "", "", "http://x", "", "", None, "", "", "", "") for n in (1, 2)
)
PAYLOAD = Payload("d", "ten", "Tên", "", "", "", "", "", "", (), (), FILES)
MARKER = Marker("bacgiang", "d", "1-ab")
CREATE = Create(PAYLOAD, MARKER, "ten")
REVISE = Revise(Copy("c", "ten", True, (), (), ()), PAYLOAD, MARKER)


def reply(status: int, body: Any, **headers: str) -> Reply:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Reply(
        status, "application/json", headers.get("retry_after", ""), headers.get("to", ""), raw
    )


def refusal(kind: str, **fields: Any) -> dict[str, Any]:
    return {"success": False, "error": {"__type": kind, **fields}}


def verdict(status: int, body: Any, request: Any = CREATE, **headers: str) -> Verdict:
    return read(reply(status, body, **headers), request, "bacgiang", str).verdict


@pytest.mark.parametrize(
    ("status", "error", "meaning"),
    [
        (409, refusal("Validation Error", name=["URL đã được dùng."]), Verdict.NAME_TAKEN),
        (409, refusal("Validation Error", tags=["no"]), Verdict.INVALID),
        (409, refusal("Validation Error", owner_org=["no"]), Verdict.FORBIDDEN),
        (409, refusal("Search Error", message="x"), Verdict.LOST),
        (400, refusal("Search Query Error", message="x"), Verdict.INVALID),
        (400, refusal("Integrity Error", message="x"), Verdict.INVALID),
        (403, refusal("Authorization Error", message="x"), Verdict.FORBIDDEN),
        (404, refusal("Not Found Error", message="x"), Verdict.NOT_FOUND),
        (500, refusal("Search Index Error", message="x"), Verdict.LOST),
        (500, refusal("Internal Server Error", message="x"), Verdict.LOST),
        (200, refusal("Something New", message="x"), Verdict.LOST),
    ],
)
def test_each_error_of_ckan(status: int, error: Any, meaning: Verdict) -> None:
    assert verdict(status, error) is meaning


def test_a_resource_id_in_use_is_named() -> None:
    error = refusal("Validation Error", resources=[{}, {"id": ["x"]}])
    answer = read(reply(409, error), CREATE, "bacgiang", str)
    assert (answer.verdict, answer.resource_id) == (Verdict.RESOURCE_TAKEN, "r2")


@pytest.mark.parametrize(
    "error",
    [
        refusal("Validation Error", match=["extras__2__value"]),
        refusal("Validation Error", resources__r1=["Unmatched key"]),
        refusal("Integrity Error", message="Unmatched key"),
    ],
)
def test_a_copy_that_is_not_as_expected_is_known_from_its_revision(error: Any) -> None:
    assert verdict(409, error, REVISE) is Verdict.CHANGED_THERE


@pytest.mark.parametrize(
    ("status", "of_a_write", "of_a_read"),
    [
        (200, Verdict.LOST, Verdict.INTERCEPTED),
        (403, Verdict.INTERCEPTED, Verdict.INTERCEPTED),
        (404, Verdict.INTERCEPTED, Verdict.INTERCEPTED),
        (408, Verdict.LOST, Verdict.LOST),
        (413, Verdict.INVALID, Verdict.INVALID),
        (499, Verdict.LOST, Verdict.LOST),
        (500, Verdict.LOST, Verdict.LOST),
        (502, Verdict.LOST, Verdict.LOST),
        (503, Verdict.THROTTLED, Verdict.THROTTLED),
        (401, Verdict.UNAUTHORIZED, Verdict.UNAUTHORIZED),
        (301, Verdict.REDIRECTED, Verdict.REDIRECTED),
    ],
)
def test_a_page_is_never_taken_for_ckan(
    status: int, of_a_write: Verdict, of_a_read: Verdict
) -> None:
    for body in (b"<html>", b"", b"[1]", b'{"success": "yes"}', b"[" * 100_000):
        assert verdict(status, body) is of_a_write
        assert verdict(status, body, Delete("c")) is of_a_write
        assert verdict(status, body, Show("c")) is of_a_read


def test_where_a_redirect_leads_is_told_without_its_path() -> None:
    moved = reply(302, b"", to="https://login.example.com/in?key=secret")
    assert read(moved, CREATE, "bacgiang", str).detail == "302 → https://login.example.com"


def test_a_shown_dataset_tells_which_of_its_files_came_from_us() -> None:
    mine = resource_id("bacgiang", "1")
    rows = [
        {"id": "theirs"},
        {"id": mine, "bacgiang_resource": "1"},
        {"id": "claimed", "bacgiang_resource": "1"},
    ]
    shown = {"id": "c", "name": "ten", "state": "active", "extras": [], "resources": rows}
    answer = read(reply(200, {"success": True, "result": shown}), Show("c"), "bacgiang", str)
    assert answer.copy is not None
    assert answer.copy.resource_ids == ("theirs", mine, "claimed")
    assert answer.copy.own_resource_ids == (mine,)
