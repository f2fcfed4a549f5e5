"""The API writes for programs with a key, and for the portal's own pages."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from ckan import model

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_once")

WRITE = "/api/3/action/user_patch"


def _token(browser):
    page = BeautifulSoup(browser.get("/user/edit").text, "html.parser")
    return page.find("meta", {"name": "_csrf_token"})["content"]


@pytest.mark.ckan_config("WTF_CSRF_ENABLED", True)
def test_a_cookie_alone_writes_nothing_through_the_api(app, person, api_as, password):
    user = person()
    browser = app.test_client()
    page = BeautifulSoup(browser.get("/user/login").text, "html.parser")
    field = page.find("input", {"name": "_csrf_token"})["value"]
    browser.post(
        "/user/login", data={"login": user["name"], "password": password, "_csrf_token": field}
    )
    change = {"id": user["id"], "fullname": "Đổi"}
    own = "http://test.ckan.net"
    token = {"X-CSRFToken": _token(browser)}
    refused = [
        {},
        {"X-CSRFToken": "sai"},
        {**token, "Origin": "https://ke-gian.bacgiang.gov.vn"},
        {**token, "Origin": "null"},
        {**token, "Sec-Fetch-Site": "same-site"},
        {**token, "Sec-Fetch-Site": "cross-site"},
    ]
    for headers in refused:
        for sent in ({"json": change}, {"data": change}):
            answer = browser.post(WRITE, headers=headers, **sent)
            assert answer.status_code == 403, headers
            assert "chương trình có khóa API" in answer.json["error"]["message"]
    model.Session.expire_all()
    assert model.User.get(user["id"]).fullname == user["fullname"]
    answer = browser.post(
        WRITE, json=change, headers={**token, "Origin": own, "Sec-Fetch-Site": "same-origin"}
    )
    assert answer.status_code == 200
    assert api_as(user, "user_patch", {"id": user["id"], "fullname": "Bằng khóa"})[0] == 200
