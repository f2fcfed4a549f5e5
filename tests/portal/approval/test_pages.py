"""The panel on an entry's page, the list of what waits, and the forms of the steps."""

import pytest
from bs4 import BeautifulSoup
from ckan import model
from ckan.tests import factories

from ckanext.bacgiang.approval import record

PASSWORD = "mật khẩu dài và riêng 7391"


@pytest.fixture
def page(app, people):
    """Read a page as one of the people."""

    def read(who, path, status=200):
        headers = {}
        if people[who]:
            headers["Authorization"] = factories.APIToken(user=people[who])["token"]
        return BeautifulSoup(app.get(path, headers=headers, status=status).body, "html.parser")

    return read


@pytest.fixture
def press(app, people):
    """Take a step through its form, as a program with a token does (no cookie, no CSRF)."""

    def post(who, made, step, **typed):
        package = model.Package.get(made["id"])
        seen = {"seen": record.mark(package) if package else "-"}
        token = factories.APIToken(user=people[who])["token"]
        return app.post(
            f"/phe-duyet/{made['id']}/{step}", data=seen | typed, headers={"Authorization": token}
        )

    return post


def _buttons(soup):
    panel = soup.find(id="bacgiang-approval")
    return [button.get_text(strip=True) for button in panel.find_all("button")] if panel else None


def test_each_sees_the_steps_that_are_theirs_and_the_public_no_panel(act, ready, page):
    made = ready()
    path = f"/dataset/{made['name']}"
    assert _buttons(page("editor", path)) == ["Gửi duyệt"]
    assert _buttons(page("administrator", path)) == ["Gửi duyệt", "Phê duyệt và công bố"]
    act("editor", "bacgiang_approval_submit", id=made["id"])
    assert _buttons(page("editor", path)) == ["Rút lại"]
    assert _buttons(page("administrator", path)) == ["Rút lại", "Phê duyệt và công bố", "Trả lại"]
    act("administrator", "bacgiang_approval_approve", id=made["id"])
    assert _buttons(page("editor", path)) == []
    assert _buttons(page("lead", path)) == ["Gỡ xuống"]
    for who in ("visitor", "stranger", "member"):
        assert _buttons(page(who, path)) is None


def test_what_is_missing_stands_there_with_links_to_its_fields_and_no_button(act, ready, page):
    made = ready(list_item=None)
    soup = page("editor", f"/dataset/{made['name']}")
    assert _buttons(soup) == []
    link = soup.find(id="bacgiang-approval").find("a")
    assert link["href"].endswith(f"/dataset/edit/{made['name']}#wrap-list_item")


def test_a_step_through_its_form_leads_back_to_the_entry(ready, press, act):
    made = ready()
    answer = press("editor", made, "submit")
    assert "Chờ phê duyệt" in answer.body
    assert act("editor", "bacgiang_approval_show", id=made["id"])["state"] == "submitted"


def test_a_refused_reason_is_asked_again_with_what_was_typed(ready, press, act):
    made = ready()
    press("editor", made, "submit")
    typed = "x" * 2001
    answer = press("administrator", made, "return", reason=typed)
    soup = BeautifulSoup(answer.body, "html.parser")
    assert soup.find("textarea", {"name": "reason"}).get_text(strip=True) == typed
    assert "Không quá 2000 ký tự" in soup.get_text()
    assert act("editor", "bacgiang_approval_show", id=made["id"])["state"] == "submitted"


def test_a_reason_is_shown_as_the_text_it_is(ready, press, page):
    made = ready()
    press("editor", made, "submit")
    press("administrator", made, "return", reason="<script>alert(1)</script>")
    soup = page("editor", f"/dataset/{made['name']}")
    assert soup.find("blockquote").get_text() == "<script>alert(1)</script>"


def test_every_form_carries_the_token_and_none_goes_through_without(app, act, ready, page, people):
    made = ready()
    form = page("editor", f"/dataset/{made['name']}").find(id="bacgiang-approval").find("form")
    assert form.find("input", {"name": "_csrf_token"})
    act("sysadmin", "user_update", id="editor", email="e@example.vn", password=PASSWORD)
    login = BeautifulSoup(app.get("/user/login").body, "html.parser")
    token = login.find("input", {"name": "_csrf_token"})["value"]
    sent = {"login": "editor", "password": PASSWORD, "_csrf_token": token}
    assert "/user/editor" in app.post("/user/login", data=sent, follow_redirects=True).body
    answer = app.post(f"/phe-duyet/{made['id']}/submit", data={}, follow_redirects=False)
    assert answer.status_code == 400
    assert act("editor", "bacgiang_approval_show", id=made["id"])["state"] == "draft"


def test_what_waits_is_listed_and_counted_for_who_may_approve(act, ready, page):
    made = ready(title="Bến xe khách")
    act("editor", "bacgiang_approval_submit", id=made["id"])
    assert "Bến xe khách" in page("administrator", "/phe-duyet").get_text()
    home = page("administrator", "/")
    assert home.find("a", href="/phe-duyet").find(class_="badge").get_text() == "1"
    assert page("editor", "/").find("a", href="/phe-duyet") is None
    assert "Không có mục nào" in page("editor", "/phe-duyet").get_text()
    page("visitor", "/phe-duyet", status=403)


def test_an_unknown_step_or_entry_is_not_found(press, ready):
    made = ready()
    assert press("editor", made, "khac").status_code == 404
    assert press("editor", {"id": "khong-co"}, "submit").status_code == 404


def test_a_new_entry_is_private_whatever_the_form_is_told_to_show(page, people):
    soup = page("editor", "/dataset/new")
    assert soup.find("select", {"name": "private"}) is None
    assert soup.find("input", {"name": "private"})["value"] == "True"


def test_saving_the_form_of_a_published_entry_leaves_it_published(
    app, act, published, page, people
):
    path = f"/dataset/edit/{published['name']}"
    form = page("editor", path).find("form", id="dataset-edit")
    assert form.find("input", {"name": "private"})["value"] == "False"
    typed = {"title": "", "notes": "Sửa nhưng thiếu", "save": "", "private": "False"}
    token = factories.APIToken(user=people["editor"])["token"]
    refused = app.post(path, data=typed, headers={"Authorization": token})
    again = BeautifulSoup(refused.body, "html.parser").find("input", {"name": "private"})
    assert again["value"] == "False"


def test_an_unfinished_entry_is_finished_as_a_private_one(app, act, agency, page):
    draft = act("editor", "package_create", title="Dở", owner_org=agency["id"], private=True)
    act("sysadmin", "package_patch", id=draft["id"], private=False, state="draft")
    form = page("editor", f"/dataset/edit/{draft['name']}")
    assert form.find("input", {"name": "private"})["value"] == "True"


def test_a_form_that_does_not_say_what_was_seen_decides_nothing(act, ready, press):
    made = ready()
    act("editor", "bacgiang_approval_submit", id=made["id"])
    said = press("administrator", made, "approve", seen="")
    assert "đã thay đổi" in said.body
    assert act("editor", "package_show", id=made["id"])["private"] is True
