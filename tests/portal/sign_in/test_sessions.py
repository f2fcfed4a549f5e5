"""A sign-in is kept by the server, for a time, and ended by the server."""

from __future__ import annotations

import datetime

import pytest
from ckan import model
from ckan.lib.redis import connect_to_redis
from ckan.tests.helpers import call_action
from flask_login import encode_cookie
from freezegun import freeze_time

from ckanext.bacgiang.access import sessions

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_once")

NEW = "năm-cánh-buồm-ngoài-khơi-1864"


def _cookie(browser):
    return browser.get_cookie("ckan", domain="test.ckan.net") or browser.get_cookie("ckan")


def _replayed(app, cookie):
    browser = app.test_client()
    browser.set_cookie("ckan", cookie.value, domain=cookie.domain)
    return browser


def test_the_cookie_of_a_sign_in_holds_no_more_than_an_identifier(person, enter, is_inside):
    user = person()
    browser = enter(user["name"])
    assert is_inside(browser)
    cookie = _cookie(browser)
    assert cookie.value.startswith(sessions.MARK)
    assert user["id"] not in cookie.value
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert 0 < cookie.max_age <= 12 * 3600


def test_a_sign_out_ends_the_session_for_whoever_kept_its_cookie(app, person, enter, is_inside):
    browser = enter(person()["name"])
    cookie = _cookie(browser)
    assert is_inside(_replayed(app, cookie))
    browser.get("/user/_logout")
    assert not is_inside(browser)
    assert not is_inside(_replayed(app, cookie))


def test_a_new_password_ends_every_session_of_that_person_and_no_other(
    app, person, enter, is_inside
):
    user, other = person(), person()
    office, home, colleague = enter(user["name"]), enter(user["name"]), enter(other["name"])
    call_action("user_patch", {"user": ""}, id=user["id"], password=NEW)
    assert not is_inside(office)
    assert not is_inside(home)
    assert not is_inside(_replayed(app, _cookie(home)) if _cookie(home) else home)
    assert is_inside(colleague)
    assert is_inside(enter(user["name"], NEW))


def test_a_deleted_account_has_no_session_even_when_it_comes_back(person, enter, is_inside):
    user = person()
    browser = enter(user["name"])
    call_action("user_delete", {"user": ""}, id=user["id"])
    model.Session.expire_all()
    stored = model.User.get(user["id"])
    stored.state = "active"
    model.Session.commit()
    assert not is_inside(browser)


def test_a_session_ends_twelve_hours_after_the_sign_in_whatever_happens_in_it(
    person, enter, is_inside
):
    browser = enter(person()["name"])
    start = datetime.datetime.now(datetime.UTC)
    with freeze_time(start + datetime.timedelta(hours=11, minutes=59)):
        assert is_inside(browser)
    name = connect_to_redis().keys("*:session:*")
    assert name
    for one in name:
        assert 0 < connect_to_redis().ttl(one) <= 12 * 3600
    with freeze_time(start + datetime.timedelta(hours=12, minutes=1)):
        assert not is_inside(browser)


def test_a_sign_in_gets_an_identifier_of_its_own(app, person, enter):
    first = enter(person()["name"])
    before = _cookie(first).value
    first.get("/user/_logout")
    again = enter(person()["name"], browser=first)
    assert _cookie(again).value != before
    planted = app.test_client()
    planted.set_cookie("ckan", sessions.MARK + "chosen-by-someone-else", domain="test.ckan.net")
    assert "chosen-by-someone-else" not in _cookie(enter(person()["name"], browser=planted)).value


def test_a_remember_cookie_lets_nobody_in_and_is_taken_away(app, person, enter, is_inside):
    user = person()
    browser = app.test_client()
    with app.flask_app.test_request_context():
        value = encode_cookie(user["id"])
    browser.set_cookie("remember_token", value, domain="test.ckan.net")
    assert not is_inside(browser)
    browser = enter(user["name"], fields={"remember": "63072000"})
    assert not browser.get_cookie("remember_token", domain="test.ckan.net")


def test_a_signed_cookie_of_before_lets_nobody_in(app, person, is_inside):
    user = person()
    signer = sessions.PortalSessions().get_signing_serializer(app.flask_app)
    browser = app.test_client()
    browser.set_cookie("ckan", signer.dumps({"_user_id": user["id"]}), domain="test.ckan.net")
    assert not is_inside(browser)


def test_visitors_leave_nothing_in_the_server_memory(app):
    connect_to_redis().flushdb()
    for _ in range(3):
        assert app.test_client().get("/user/login").status_code == 200
    assert connect_to_redis().keys("*:session:*") == []


@pytest.mark.ckan_config("ckan.site_url", "https://dulieu.example.vn")
def test_over_tls_the_cookie_goes_over_tls_alone(ckan_config):
    sessions.settle(ckan_config)
    assert ckan_config["SESSION_COOKIE_SECURE"] is True
