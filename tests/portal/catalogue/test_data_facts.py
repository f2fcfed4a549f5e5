"""A title in English, the number of records, a day nobody knows, and the agency's officer."""

import pytest
from bs4 import BeautifulSoup
from ckan.plugins.toolkit import ValidationError
from ckan.tests import factories

from ckanext.bacgiang.catalogue import gate

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_once")

VIETNAMESE, ENGLISH = "Giá đất năm 2025", "Land prices 2025"
KINDS = ("dataset", "shared_database", "data_service")


def _page(app, address):
    return BeautifulSoup(app.get(address).body, "html.parser")


def _head(page):
    return page.select_one(".module-content h1")


def _facts(page):
    """Return what stands beside each label of an entry's page, its groups unfolded."""
    labels = page.select(".bacgiang-facts dt, .bacgiang-fields dt")
    return {
        " ".join(one.get_text().split()): " ".join(one.find_next("dd").get_text().split())
        for one in labels
    }


def _refused(call, field):
    with pytest.raises(ValidationError) as refused:
        call()
    assert list(refused.value.error_dict) == [field]
    return str(refused.value.error_dict[field])


@pytest.mark.parametrize("kind", KINDS)
def test_english_pages_head_an_entry_with_its_english_title(kind, whole, create, app):
    made = create(**whole(type=kind, title=VIETNAMESE, title_en=f" {ENGLISH} "))
    assert (made["title"], made["title_en"]) == (VIETNAMESE, ENGLISH)
    english, vietnamese = (_page(app, f"{at}/{kind}/{made['name']}") for at in ("/en", ""))
    assert _head(english).get_text(strip=True) == ENGLISH
    assert english.title.get_text(strip=True).startswith(ENGLISH)
    assert _head(vietnamese).get_text(strip=True) == VIETNAMESE
    assert _facts(vietnamese)["Tên bằng tiếng Anh"] == ENGLISH
    assert VIETNAMESE in _facts(english).values()
    lists = {at: _page(app, f"{at}/{kind}/?q={made['identifier']}") for at in ("/en", "")}
    heads = {at: page.select_one(".dataset-heading a") for at, page in lists.items()}
    assert heads["/en"].get_text(strip=True) == ENGLISH
    assert heads[""].get_text(strip=True) == VIETNAMESE


def test_an_english_page_shows_the_vietnamese_title_where_there_is_no_other(whole, create, app):
    made = create(**whole(title=VIETNAMESE, title_en="  "))
    assert not made.get("title_en")
    page = _page(app, f"/en/dataset/{made['name']}")
    assert _head(page).get_text(strip=True) == VIETNAMESE


def test_an_english_title_runs_no_script(whole, create, app):
    made = create(**whole(title_en="<script>alert(1)</script>"))
    for address in (f"/en/dataset/{made['name']}", f"/en/dataset/?q={made['identifier']}"):
        assert "<script>alert(1)" not in app.get(address).body


@pytest.mark.parametrize(
    ("given", "kept"), [("1250", "1250"), (1250, "1250"), ("1.234.567", "1234567"), (0, "0")]
)
def test_the_number_of_records_is_kept_as_digits_and_shown_in_groups(
    given, kept, whole, create, app
):
    made = create(**whole(number_of_records=given))
    assert made["number_of_records"] == kept
    shown = _facts(_page(app, f"/dataset/{made['name']}"))["Số bản ghi"]
    assert shown == f"{int(kept):,}".replace(",", ".")


@pytest.mark.parametrize(
    "given", ["-1", -1, "12,5", "1.5", "khoảng 300", "1e9", "9" * 16, "٣", 1.5, True, ["1"]]
)
def test_what_is_no_number_of_records_is_refused(given, whole, create):
    message = _refused(lambda: create(**whole(number_of_records=given)), "number_of_records")
    assert "1250" in message or not isinstance(given, (str, int)) or given is True


def test_a_day_stated_as_unknown_is_published_with_a_remark_and_shown(whole, act, api, app):
    entry = whole(modified=None)
    _refused(lambda: act("package_create", **entry), "modified")
    token = factories.APIToken(user=factories.Sysadmin()["name"])["token"]
    status, answer = api("package_create", entry | {"modified_unknown": "true"}, token)
    assert status == 200, answer
    made = answer["result"]
    assert (made["private"], made.get("modified")) == (False, None)
    assert gate.missing(made["id"]) == ()
    (remark,) = made["bacgiang_remarks"]
    assert "không rõ" in remark
    facts = _facts(_page(app, f"/dataset/{made['name']}"))
    assert facts["Ngày cập nhật dữ liệu"] == "không rõ"


def test_to_leave_the_day_empty_or_to_deny_the_statement_is_not_to_state_it(whole, act):
    for given in ("", "false", None):
        entry = {**whole(modified=None), "modified_unknown": given}
        _refused(lambda entry=entry: act("package_create", **entry), "modified")


def test_a_day_and_the_statement_that_it_is_unknown_contradict_each_other(whole, create):
    entry = whole(modified="2026-01-15", modified_unknown="true")
    assert _refused(lambda: create(**entry), "modified_unknown")


def test_a_day_that_is_given_later_ends_the_statement(whole, create, act):
    made = create(**whole(modified=None, modified_unknown="true"))
    known = act("package_patch", id=made["id"], modified="15/01/2026")
    assert known["modified"] == "2026-01-15"
    assert not known.get("modified_unknown")


@pytest.mark.parametrize("kind", KINDS)
def test_an_entry_without_its_own_officer_shows_that_of_its_agency(kind, whole, act, app):
    officer = {
        "name": "Trần Thị Bình", "position": "Phó phòng", "function": "Đầu mối dữ liệu",
        "phone": "0204 3854 117", "email": "binh@example.vn",
    }  # fmt: skip
    agency = factories.Organization(title="Sở Xây dựng", contact=[officer])
    made = act("package_create", **whole(type=kind, contact=None) | {"owner_org": agency["id"]})
    page = _page(app, f"/{kind}/{made['name']}")
    shown = _facts(page)["Cán bộ đầu mối (của cơ quan chủ quản)"]
    for part in ("Trần Thị Bình", "Phó phòng", "binh@example.vn"):
        assert part in shown
    assert not made.get("contact")
    own = act("package_patch", id=made["id"], contact=[{**officer, "name": "Lê Văn Cường"}])
    page = _page(app, f"/{kind}/{own['name']}")
    assert "Lê Văn Cường" in _facts(page)["Cán bộ đầu mối"]
    assert "Trần Thị Bình" not in page.get_text()
