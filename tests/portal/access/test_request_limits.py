"""What holds too much is refused before it is read, with one line that says how much is read."""

from __future__ import annotations

import io
import json
from importlib import import_module
from typing import Any

import pytest
from ckan.tests import factories

ACTION = "/api/3/action/"
KB = 1024
VISITOR_BYTES = 200 * KB


class Watched(io.RawIOBase):
    """An endless body that counts what is read of it."""

    def __init__(self) -> None:
        self.taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.taken += len(buffer)
        buffer[:] = b" " * len(buffer)
        return len(buffer)


@pytest.fixture
def key(people: Any) -> dict[str, str]:
    """The headers of a program that calls as an editor."""
    return {"Authorization": factories.APIToken(user="editor")["token"]}


def _told(answer: Any) -> str:
    assert answer.json["success"] is False
    return str(answer.json["error"]["message"])


def test_a_body_that_is_announced_too_long_is_not_read(app, agency):
    body = Watched()
    environ = {"wsgi.input": body, "CONTENT_LENGTH": str(150 * KB * KB)}
    answer = app.post(ACTION + "package_search", environ_overrides=environ)
    assert (answer.status_code, body.taken) == (413, 0)
    assert _told(answer) == ("Dữ liệu gửi lên quá lớn: khi chưa đăng nhập, tối đa 200 KB mỗi lần")


def test_a_body_that_comes_in_pieces_is_read_no_further_than_the_limit(app, agency):
    body = Watched()
    answer = app.post(
        ACTION + "package_search",
        environ_overrides={"wsgi.input": body, "wsgi.input_terminated": True},
        headers={"Transfer-Encoding": "chunked", "Content-Type": "application/json"},
    )
    assert answer.status_code == 413, answer.body
    assert body.taken <= VISITOR_BYTES + 64 * KB


def test_a_program_with_a_key_may_send_more_and_has_a_limit_too(app, agency, key, ckan_config):
    large = {"q": "y" * 300 * KB}
    assert app.post(ACTION + "package_search", json=large).status_code == 413
    assert app.post(ACTION + "package_search", json=large, headers=key).status_code == 200
    ckan_config["ckanext.bacgiang.limits.body"] = 100 * KB
    answer = app.post(ACTION + "package_search", json=large, headers=key)
    assert (answer.status_code, _told(answer)) == (
        413,
        "Dữ liệu gửi lên quá lớn: tối đa 100 KB mỗi lần",
    )


DEEP = "[" * 5000 + "]" * 5000


@pytest.mark.parametrize(
    "sent",
    [
        {"data": '{"q": ' + DEEP + "}", "content_type": "application/json"},
        {"data": '{"q": ' + DEEP + "}", "content_type": "text/plain"},
        {"data": {'{"q": ' + DEEP + "}": "1"}},
        {"data": {"q": DEEP}},
        {"json": {"filters": DEEP}},
    ],
    ids=["json", "json as text", "json as the name of a form's field", "form", "json in json"],
)
def test_what_is_nested_too_deep_is_told_so(app, agency, key, sent):
    answer = app.post(ACTION + "package_search", headers=key, **sent)
    assert (answer.status_code, _told(answer)) == (
        400,
        "Dữ liệu lồng nhau quá sâu: tối đa 50 cấp",
    )


def test_a_parameter_of_an_address_is_not_nested_too_deep(app, agency):
    answer = app.get(ACTION + "datastore_search?resource_id=x&filters=" + "[" * 3000)
    assert answer.status_code == 400


def test_too_many_keys_are_told_so(app, agency, key):
    many = json.dumps({f"k{number}": 1 for number in range(3000)})
    answer = app.post(ACTION + "package_search", data=many, content_type="application/json")
    assert (answer.status_code, _told(answer)) == (
        413,
        "Gửi quá nhiều giá trị trong một lần: tối đa 5.000",
    )
    kept = app.post(ACTION + "status_show", data=many, content_type="application/json", headers=key)
    assert kept.status_code == 200


def test_json_in_another_encoding_is_told_so(app, agency):
    body = json.dumps({"q": "x"}).encode("utf-16")
    answer = app.post(ACTION + "package_search", data=body, content_type="application/json")
    assert (answer.status_code, _told(answer)) == (400, "Dữ liệu JSON phải dùng bảng mã UTF-8")


@pytest.mark.parametrize("address", ["/dataset/?q=", "/co-quan?q=", ACTION + "package_search?q="])
def test_an_address_that_is_too_long_is_told_so(app, agency, address):
    answer = app.get(address + "a" * 320_000)
    assert answer.status_code == 414
    told = "Đường dẫn này quá dài: tối đa 8.000 ký tự"
    assert told in (_told(answer) if "/api/" in address else answer.body)


@pytest.mark.parametrize(
    ("action", "sent", "told"),
    [
        ("package_show", {"id": "a" * 5000}, "id: tối đa 500 ký tự"),
        ("package_search", {"rows": 10**30}, "rows: tối đa 2.147.483.647"),
        ("package_search", {"start": "9" * 5000}, "start: tối đa 2.147.483.647"),
        ("organization_list", {"limit": "99999999999"}, "limit: tối đa 2.147.483.647"),
    ],
)
def test_an_identifier_and_a_number_have_a_largest(app, agency, action, sent, told):
    answer = app.post(ACTION + action, json=sent)
    assert (answer.status_code, _told(answer)) == (400, told)


def test_what_is_nested_within_the_limits_but_too_deep_for_python_is_no_fault_of_the_portal(
    app, agency, monkeypatch
):
    def too_deep(**options: Any) -> None:
        raise RecursionError

    monkeypatch.setattr(import_module("ckan.views.api"), "_get_request_data", too_deep)
    assert app.post(ACTION + "package_search", json={"q": "x"}).status_code == 400


@pytest.mark.parametrize(
    ("field", "sent"),
    [
        ("fq", {"fq": "title:(" + "*a* OR " * 30 + "b)"}),
        ("fq", {"fq_list": ["tags:a"] * 200}),
        ("facet.field", {"facet.field": ["tags"] * 60}),
        ("facet.field", {"facet.field": json.dumps(["tags"] * 60)}),
    ],
)
def test_a_search_looks_at_a_bounded_number_of_filters_and_facets(app, agency, field, sent):
    answer = app.post(ACTION + "package_search", json=sent)
    assert answer.status_code == 409
    assert "hãy bớt điều kiện lọc" in answer.json["error"][field][0]


def test_a_page_of_results_makes_links_for_a_bounded_number_of_parameters(app, agency):
    assert app.get("/dataset/?" + "tags=x&" * 450).status_code == 400


@pytest.mark.parametrize("order", ["title_string+asc,+", ",", "+", "title_string+asc,,name+asc"])
def test_a_sort_with_an_empty_field_is_told_so(app, agency, order):
    answer = app.get("/dataset/?sort=" + order)
    assert answer.status_code == 400
    assert "Traceback" not in answer.body


def test_a_search_is_sorted_by_a_bounded_number_of_fields(app, agency):
    assert app.get("/dataset/?sort=" + ",".join(["title_string+asc"] * 200)).status_code == 200
