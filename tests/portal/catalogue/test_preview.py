"""A form shows what the public would see of it, and writes nothing."""

import pytest
from bs4 import BeautifulSoup
from ckan import model
from ckan.tests import factories

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_once")


@pytest.fixture
def key(member):
    """Return the header of a new member of the agency with a role."""
    return lambda role="editor": {"Authorization": factories.APIToken(user=member(role))["token"]}


def _form(whole, **over):
    fields = whole(**over)
    form = {
        name: value for name, value in fields.items() if isinstance(value, str) and name != "type"
    }
    form["theme"] = fields["theme"]
    for name in ("contact", "checklist", "data_items", "data_sources"):
        for number, row in enumerate(fields.get(name) or []):
            form |= {f"{name}-{number}-{part}": value for part, value in row.items()}
    return form | {"private": "True", "save": ""}


@pytest.mark.parametrize("kind", ["dataset", "shared_database", "data_service"])
def test_it_shows_what_was_typed_and_writes_nothing(app, whole, key, kind):
    form = _form(whole, type=kind, title="Bản chưa lưu 7391")
    before = model.Session.query(model.Package).count()
    page = app.post(f"/xem-truoc/{kind}", data=form, headers=key())
    soup = BeautifulSoup(page.body, "html.parser")
    assert soup.select_one("article h1").get_text() == "Bản chưa lưu 7391"
    assert "Nguyễn Thị An" in soup.get_text()
    assert soup.find(class_="error-explanation") is None
    assert model.Session.query(model.Package).count() == before


def test_what_would_be_refused_is_named_on_top(app, whole, key):
    form = _form(whole, title="Bản chưa lưu", modified="hôm qua", temporal_start="2025", name="")
    page = app.post("/xem-truoc/dataset", data=form, headers=key())
    soup = BeautifulSoup(page.body, "html.parser")
    said = soup.find(class_="error-explanation").get_text()
    assert "Ngày cập nhật dữ liệu" in said
    assert "2025" in soup.find(class_="bacgiang-groups").get_text()


def test_an_entry_that_is_edited_keeps_its_stored_self(app, whole, create, act, key):
    made = create(**whole(title="Tên đã lưu"))
    form = _form(whole, title="Tên mới", name=made["name"])
    page = app.post(f"/xem-truoc/dataset?id={made['id']}", data=form, headers=key())
    soup = BeautifulSoup(page.body, "html.parser")
    assert soup.select_one("article h1").get_text() == "Tên mới"
    assert "Số liệu" in soup.get_text()
    assert act("package_show", id=made["id"])["title"] == "Tên đã lưu"


def test_only_who_may_save_it_sees_it(app, whole, create, key):
    made = create(**whole())
    form = _form(whole)
    for headers in ({}, key("member")):
        for path in ("/xem-truoc/dataset", f"/xem-truoc/dataset?id={made['id']}"):
            answer = app.post(path, data=form, headers=headers, follow_redirects=False)
            assert answer.status_code in (302, 400, 403)
    assert app.post("/xem-truoc/khac", data=form, headers=key()).status_code == 404
    assert app.post("/xem-truoc/dataset?id=khong-co", data=form, headers=key()).status_code == 404


def test_typed_html_stays_text(app, whole, key):
    evil = "<script>alert(7391)</script>"
    form = _form(whole, title=evil, notes=evil, modified=evil)
    page = app.post("/xem-truoc/dataset", data=form, headers=key())
    assert "<script>alert(7391)" not in page.body
    assert "&lt;script&gt;alert(7391)" in page.body


def test_the_form_offers_it_without_javascript(app, key):
    page = app.get("/dataset/new", headers=key())
    button = BeautifulSoup(page.body, "html.parser").find("button", string="Xem trước")
    assert button["formaction"] == "/xem-truoc/dataset"
    assert button["formtarget"] == "_blank"


def test_every_value_of_a_field_is_shown_and_what_is_no_field_does_no_harm(app, whole, key):
    form = _form(whole)
    form["theme"] = [*form["theme"], form["theme"][0].replace("HEAL", "TRAN")]
    odd = {"resources__x__url": "a", "tags__0": "b", "extras__0": "c", "resources": "x", "-": "d"}
    odd |= {"extras": "x", "groups": "x", "contact-x-name": "e", "title-0-a": "f"}
    page = app.post("/xem-truoc/dataset", data=form | odd, headers=key())
    assert page.status_code == 200
    themes = BeautifulSoup(page.body, "html.parser").find(class_="bacgiang-groups").get_text()
    assert "Y tế" in themes
    assert "Giao thông vận tải" in themes
