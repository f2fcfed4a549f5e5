"""What pages make once instead of twice, or keep, is as right as if it were made anew."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
import pytest
from bs4 import BeautifulSoup
from ckan import model
from ckan.tests import factories
from flask_login import login_user

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")


def page(app, path: str, **headers: str) -> BeautifulSoup:
    return BeautifulSoup(app.get(path, headers=headers).body, "html.parser")


def test_a_facets_links_lead_to_the_entries_they_promise(app, whole, create) -> None:
    """Also where the value has blanks, diacritics and signs, and other filters are set already."""
    for number, tag in enumerate(("đất đai 1.0", "đất đai 2.0")):
        create(**whole(title=f"Bản đồ {number}", tag_string=tag, name=f"ban-do-{number}"))
    before = page(app, "/dataset/?q=bản+đồ&sort=title_string+asc&page=1")
    (link,) = [a for a in before.select(".nav-facet a") if "đất đai 2.0" in a.text]
    after = page(app, link["href"])
    assert [a["href"] for a in after.select(".dataset-heading a")] == ["/dataset/ban-do-1"]
    (again,) = [a for a in after.select(".nav-facet .active a") if "đất đai 2.0" in a.text]
    assert len(page(app, again["href"]).select(".dataset-heading")) == 2


def test_the_home_page_names_the_agencies_with_the_most_entries(app, whole, create, agency) -> None:
    small = factories.Organization(title="Sở Nhỏ")
    for number in range(2):
        create(**whole(name=f"lon-{number}"))
    create(**whole(name="nho") | {"owner_org": small["id"]})
    home = page(app, "/")
    rows = [row.get_text(" ", strip=True) for row in home.select(".module-feeds li")]
    assert rows[:2] == ["Sở Y tế 2", "Sở Nhỏ 1"]
    assert home.select_one(".module-feeds li a")["href"] == f"/organization/{agency['name']}"


@pytest.mark.ckan_config("ckan.featured_orgs", "so-noi-bat")
def test_the_operators_featured_agency_goes_before_it(app, whole, create) -> None:
    featured = factories.Organization(name="so-noi-bat", title="Sở Nổi Bật")
    create(**whole() | {"owner_org": featured["id"]})
    assert page(app, "/").select(".module-feeds a[href='/organization/so-noi-bat']")


def test_an_entrys_page_shows_its_agency_with_and_without_a_logo(app, whole, create) -> None:
    logo = "https://example.vn/logo.png"
    plain = factories.Organization(title="Sở Y tế", description="Quản lý nhà nước về y tế")
    with_logo = factories.Organization(title="Sở Xây dựng", image_url=logo)
    create(**whole(name="mot") | {"owner_org": plain["id"]})
    create(**whole(name="hai") | {"owner_org": with_logo["id"]})
    box = page(app, "/dataset/mot").select_one("#organization-info")
    assert "Sở Y tế" in box.text
    assert "Quản lý nhà nước về y tế" in box.text
    assert page(app, "/dataset/hai").select_one("#organization-info img")["src"] == logo


def test_a_form_has_its_side_column_once(app, token) -> None:
    form = page(app, "/dataset/new", Authorization=token)
    assert len(form.select("#panel-missing")) == 1
    assert len(form.select("aside.secondary")) == 1
    assert not form.select(".wrapper.no-nav")


def test_a_page_without_a_side_column_takes_the_whole_width(app) -> None:
    assert page(app, "/about").select(".wrapper.no-nav")


def test_agencies_kept_for_a_request_are_those_of_the_person_who_asks(app, agency, member) -> None:
    """Two people in one request, as tests and commands may have them, get each their own."""
    inside, outside = model.User.get(member("editor")), model.User.get(factories.User()["name"])
    with app.flask_app.test_request_context():
        for user, expected in ((inside, [agency["name"]]), (outside, [])):
            login_user(user)
            for _ in range(2):
                found = tk.h.organizations_available("create_dataset")
                assert [row["name"] for row in found] == expected


def test_an_extract_follows_the_text(app, whole, create, act) -> None:
    """A text that changes has another extract at once."""
    made = create(**whole(name="trich", notes="Mô tả **cũ** của dữ liệu"))
    assert "Mô tả cũ của dữ liệu" in page(app, "/dataset/").text
    act("package_patch", id=made["id"], notes="Mô tả mới")
    assert "Mô tả mới" in page(app, "/dataset/").text
