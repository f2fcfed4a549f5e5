"""A page of error says in Vietnamese what is wrong, names nothing from inside, and leads on."""

from __future__ import annotations

import re

import flask
import pytest
from bs4 import BeautifulSoup
from ckan.tests import factories

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_once")

INSIDE = re.compile(r"bacgiang_\w+|Traceback|[a-z]+_[a-z]+|\bAction\b|NotAuthorized")


def _shown(answer):
    return BeautifulSoup(answer.body, "html.parser").find(id="error-content").parent


@pytest.mark.parametrize(
    ("ask", "code", "said"),
    [
        (lambda app: app.get("/catalog.ttl?fq={!xmlparser}"), 400, "không dùng được"),
        (lambda app: app.get("/cap-nhat"), 403, "Trang này dành cho người đã đăng nhập."),
        (lambda app: app.get("/khong-co"), 404, "Không tìm thấy trang"),
        (lambda app: app.get("/dataset/%00"), 404, "Không tìm thấy trang"),
        (lambda app: app.post("/about"), 405, "405"),
    ],
)
def test_an_error_is_told_in_vietnamese_with_ways_on(app, ask, code, said):
    answer = ask(app)
    assert answer.status_code == code
    shown = _shown(answer)
    assert said in shown.text
    assert not INSIDE.search(shown.text), shown.text
    assert shown.find("input", {"name": "q"})
    assert {link["href"] for link in shown.find_all("a")} >= {"/", "/dataset/", "/organization/"}


def test_a_visitor_is_asked_to_sign_in_once_and_comes_back(app):
    shown = _shown(app.get("/cap-nhat"))
    assert shown.text.lower().count("đăng nhập") == 2  # what the page is, and the way there
    [link] = [link for link in shown.find_all("a") if "login" in link["href"]]
    assert "came_from=%2Fcap-nhat" in link["href"] or "came_from=/cap-nhat" in link["href"]


@pytest.mark.parametrize("code", [400, 403, 404, 405, 413, 500])
def test_every_code_has_a_vietnamese_name_and_ways_on(app, monkeypatch, code):
    monkeypatch.setitem(app.flask_app.view_functions, "home.about", lambda: flask.abort(code))
    answer = app.get("/about")
    assert answer.status_code == code
    shown = _shown(answer)
    heading = shown.find("h1").text
    assert heading.startswith(str(code))
    assert re.search("[à-ỹÀ-ỸđĐ]", heading), heading
    said = shown.find(id="error-content").text.replace(heading, "")
    assert re.search("[à-ỹÀ-ỸđĐ]", said), said
    assert not re.search(r"\b(the|you|server|request)\b", said, re.IGNORECASE), said
    assert shown.find("input", {"name": "q"})


@pytest.mark.parametrize(
    "address",
    [
        "/catalog.ttl?q={!join from=id to=id}*:*",
        "/catalog.ttl?fq={!xmlparser}",
        "/dataset/?fq={!xmlparser v='<a/>'}",
        "/dataset/?q={!join from=id to=id}*:*",
        "/organization/%00",
        "/user/%00",
        "/dataset/x/resource/%00",
        "/api/2/util/dataset/autocomplete?incomplete=%00&limit=abc",
        "/api/2/util/user/autocomplete?q=%00&limit={}",
        "/dataset/?q=%00",
        "/group/bulk_process/khong-co",
        "/dataset/changes_multiple?new_id=khong-co&old_id=khong-co",
        "/dataset/changes_multiple",
        "/dataset/changes/khong-co",
    ],
)
def test_an_address_made_to_hurt_is_never_a_fault_of_the_server(app, address):
    assert app.get(address).status_code < 500


def test_the_changes_of_an_entry_that_is_not_public_are_for_those_who_may_read_it(app, whole, act):
    made = act("package_create", **whole(private=True))
    act("package_patch", id=made["id"], title="Tên khác")
    new, old = [row["id"] for row in act("package_activity_list", id=made["id"])][:2]
    answer = app.get(f"/dataset/changes_multiple?new_id={new}&old_id={old}")
    assert answer.status_code in (403, 404)
    assert "Tên khác" not in answer.body


def test_signing_in_leads_nowhere_else(app):
    user = factories.User(password="mat-khau-thu-nghiem")
    for target in ("\\\\evil.example", "/\\evil.example", "//evil.example", "https:evil.example"):
        answer = app.post(
            "/user/login",
            query_string={"next": target},
            data={"login": user["name"], "password": "mat-khau-thu-nghiem", "next": target},
            follow_redirects=False,
        )
        assert answer.status_code < 500, target
        assert "evil" not in answer.headers.get("Location", "")
