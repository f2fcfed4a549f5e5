"""A form without its token is refused, also after a program has used the same page."""

import pytest
from bs4 import BeautifulSoup
from ckan import model
from ckan.tests import factories

PASSWORD = "mật khẩu dài và riêng 7391"

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")


def test_a_form_without_its_token_is_refused_whoever_used_the_page_before(app, agency, act):
    user = factories.User(password=PASSWORD)
    act("organization_member_create", id=agency["id"], username=user["name"], role="editor")
    key = {"Authorization": factories.APIToken(user=user["name"])["token"]}
    typed = {"title": "Giá đất", "owner_org": agency["id"], "private": "True", "save": ""}
    by_program = app.post("/dataset/new", data=typed, headers=key, follow_redirects=False)
    assert by_program.status_code == 302

    login = BeautifulSoup(app.get("/user/login").body, "html.parser")
    token = login.find("input", {"name": "_csrf_token"})["value"]
    sent = {"login": user["name"], "password": PASSWORD, "_csrf_token": token}
    app.post("/user/login", data=sent)
    forged = app.post(
        "/dataset/new", data={**typed, "title": "Bản giả mạo"}, follow_redirects=False
    )
    assert forged.status_code == 400
    assert model.Package.get("ban-gia-mao") is None

    form = BeautifulSoup(app.get("/dataset/new").body, "html.parser")
    typed["_csrf_token"] = form.find("input", {"name": "_csrf_token"})["value"]
    own = app.post("/dataset/new", data={**typed, "title": "Thật"}, follow_redirects=False)
    assert own.status_code == 302
