"""Nothing incomplete is published, whatever the road; everything missing is said at once."""

import io
import re

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from ckan import model
from ckan.lib.search import rebuild
from ckan.plugins.toolkit import NotAuthorized, ValidationError
from ckan.tests import factories
from werkzeug.datastructures import FileStorage

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_once")

BARE = {"title": "Giá đất", "private": True}
"""All that a draft holds when it is first saved."""


@pytest.fixture
def officer(member):
    """Headers of an administrator of the agency."""
    return {"Authorization": factories.APIToken(user=member("admin"))["token"]}


PDF = "http://publications.europa.eu/resource/authority/file-type/PDF"


def _lacks(call):
    with pytest.raises(ValidationError) as refused:
        call()
    errors = refused.value.error_dict
    # The page of several entries names each that it refused, with what is wrong with it.
    return errors["datasets"][0]["errors"] if "datasets" in errors else errors


@pytest.mark.parametrize("kind", ["dataset", "shared_database", "data_service"])
def test_a_draft_of_a_title_and_an_agency_is_saved(create, agency, kind):
    made = create(type=kind, owner_org=agency["id"], **BARE)
    assert made["private"] is True
    assert made["state"] == "active"


@pytest.mark.parametrize("kind", ["dataset", "shared_database", "data_service"])
def test_publishing_it_says_everything_that_is_missing_at_once(create, act, agency, whole, kind):
    made = create(type=kind, owner_org=agency["id"], **BARE, data_class="open")
    said = _lacks(lambda: act("package_patch", id=made["id"], private=False))
    listed = act("bacgiang_publication_missing", id=made["id"])
    assert said.keys() == {one["field"] for one in listed}
    given = whole(type=kind).keys() - {"type", "title", "owner_org", "data_class", "auth_required"}
    assert given - {"exploitation_rules_date"} <= said.keys() | {
        "exploitation_rules",
        "exploitation_rules_url",
    }
    assert all(re.search(r"Điều \d+", one["article"]) for one in listed)
    assert act("package_show", id=made["id"])["private"] is True


ROADS = {
    "patch": lambda act, made, agency: act("package_patch", id=made["id"], private=False),
    "update": lambda act, made, agency: act("package_update", **{**made, "private": False}),
    "revise": lambda act, made, agency: act(
        "package_revise", match={"id": made["id"]}, update={"private": False}
    ),
    "bulk": lambda act, made, agency: act(
        "bulk_update_public", datasets=[made["id"]], org_id=agency["id"]
    ),
}


@pytest.mark.parametrize("road", ROADS.values(), ids=ROADS)
def test_no_road_publishes_what_lacks_its_place_on_the_list(whole, create, act, agency, road):
    made = create(**whole(private=True, list_decision=None))
    assert _lacks(lambda: road(act, made, agency)).keys() == {"list_decision"}
    assert act("package_show", id=made["id"])["private"] is True


@pytest.mark.parametrize("road", ROADS.values(), ids=ROADS)
def test_every_road_publishes_what_is_complete(whole, create, act, agency, road):
    made = create(**whole(private=True))
    road(act, made, agency)
    assert act("package_show", id=made["id"], user="")["private"] is False


def test_a_draft_without_a_class_and_files_is_never_activated_into_the_public(create, act, agency):
    made = create(title="Giá đất", owner_org=agency["id"], state="draft")
    said = _lacks(lambda: act("package_patch", id=made["id"], state="active"))
    assert {"data_class", "notes", "theme"} <= said.keys()
    assert model.Package.get(made["id"]).state == "draft"


def test_a_published_entry_keeps_what_publishing_needs(whole, create, act):
    made = create(**whole())
    said = _lacks(lambda: act("package_patch", id=made["id"], list_item=""))
    assert said.keys() == {"list_item"}
    said = _lacks(lambda: act("package_patch", id=made["id"], checklist=made["checklist"][:-1]))
    assert said.keys() == {"checklist"}
    assert "Điều" in said["checklist"][0]


def test_the_last_open_file_of_a_published_dataset_stays(whole, create, act):
    made = create(**whole())
    file = made["resources"][0]
    roads = [
        lambda: act("resource_delete", id=file["id"]),
        lambda: act("package_patch", id=made["id"], resources=[]),
        lambda: act("resource_update", id=file["id"], name="Số liệu", url="https://a.vn/a.pdf"),
        lambda: act("resource_patch", id=file["id"], file_type=PDF),
    ]
    for road in roads:
        assert _lacks(road)
    kept = act("package_show", id=made["id"])["resources"]
    assert [one["url"] for one in kept] == [file["url"]]


def test_a_refused_replacement_leaves_the_bytes_of_the_file_as_they_were(
    whole, create, act, app, agency
):
    made = create(**whole(private=True, resources=[]))
    stored = act(
        "resource_create",
        package_id=made["id"],
        name="Số liệu",
        upload=FileStorage(stream=io.BytesIO(b"a;b\n1;2\n"), filename="a.csv"),
    )
    act("package_patch", id=made["id"], private=False)
    pdf = FileStorage(stream=io.BytesIO(b"%PDF-1.7\n" + b"0" * 200), filename="a.pdf")
    assert _lacks(
        lambda: act("resource_update", id=stored["id"], name="Số liệu", file_type="", upload=pdf)
    )
    kept = app.get(f"/dataset/{made['id']}/resource/{stored['id']}/download/a.csv")
    assert kept.data == b"a;b\n1;2\n"


def test_among_several_files_the_fault_is_said_at_the_one_that_was_changed(whole, create, act):
    pdf = {"name": "Báo cáo", "url": "https://example.vn/b.pdf"}
    csv = {"name": "Số liệu", "url": "https://example.vn/a.csv"}
    made = create(**whole(resources=[pdf, csv, {**pdf, "name": "Báo cáo khác"}]))
    said = _lacks(
        lambda: act(
            "resource_patch",
            id=made["resources"][1]["id"],
            url="https://example.vn/x.pdf",
            file_type=PDF,
        )
    )
    assert "định dạng mở" in str(said) or "open format" in str(said)


def test_the_agencys_officer_stands_for_an_entry_that_names_none(whole, create, act, agency):
    made = create(**whole(private=True, contact=None))
    said = _lacks(lambda: act("package_patch", id=made["id"], private=False))
    assert said.keys() == {"contact", "feedback_email"}
    act("organization_patch", id=agency["id"], contact=whole()["contact"])
    assert act("package_patch", id=made["id"], private=False)["private"] is False


def test_a_part_of_the_officer_that_is_missing_is_said_at_its_place(whole, create):
    officer = {**whole()["contact"][0], "phone": ""}
    said = _lacks(lambda: create(**whole(contact=[officer])))
    assert said["contact"][0].keys() == {"phone"}


def test_an_entry_public_since_before_is_mended_step_by_step(whole, create, act):
    made = create(**whole(private=True, list_decision=None, list_item=None))
    model.Session.execute(
        sa.update(model.Package).where(model.Package.id == made["id"]).values(private=False)
    )
    model.Session.commit()
    rebuild(made["id"])
    mended = act("package_patch", id=made["id"], notes="Mô tả mới")
    assert (mended["notes"], mended["private"]) == ("Mô tả mới", False)
    assert act("package_patch", id=made["id"], list_item="9")["list_item"] == "9"
    assert _lacks(lambda: act("package_patch", id=made["id"], list_date="")).keys() == {"list_date"}


def test_data_that_is_only_described_owes_neither_list_nor_checks(whole, create):
    made = create(
        **whole(data_class="on_request", checklist=None, list_decision=None, resources=[])
    )
    assert made["private"] is False


def test_a_service_stands_for_a_file(whole, create, act):
    made = create(**whole(private=True, resources=[]))
    create(**whole(type="data_service", serves=[made["name"]]))
    assert act("package_patch", id=made["id"], private=False)["private"] is False


def test_what_is_missing_is_told_to_those_alone_who_may_edit(create, act, agency, member):
    made = create(owner_org=agency["id"], **BARE)
    listed = act("bacgiang_publication_missing", user=member("editor"), id=made["id"])
    by_field = {one["field"]: one for one in listed}
    assert by_field["notes"]["url"].endswith(f"/dataset/edit/{made['name']}#wrap-notes")
    for stranger in (member(""), ""):
        with pytest.raises(NotAuthorized):
            act("bacgiang_publication_missing", user=stranger, id=made["id"])


def test_the_form_lists_everything_with_links_to_the_fields_and_loses_nothing(
    app, act, create, agency, officer
):
    made = create(owner_org=agency["id"], **BARE, data_class="open")
    typed = {"title": "Giá đất", "name": made["name"], "owner_org": agency["id"]}
    typed |= {"private": "False", "data_class": "open", "notes": "Đã gõ 7391", "save": ""}
    answer = app.post(f"/dataset/edit/{made['name']}", data=typed, headers=officer)
    page = BeautifulSoup(answer.body, "html.parser")
    errors = page.find(id="form-errors")
    targets = [link["href"] for link in errors.find_all("a")]
    for field in ("theme", "frequency", "license_id", "list_item", "checklist", "contact"):
        assert f"#wrap-{field}" in targets
        assert page.find(id=f"wrap-{field}")
    assert "Đã gõ 7391" in answer.body
    assert act("package_show", id=made["id"])["private"] is True


@pytest.mark.parametrize("blank", ["", " ", "\u00a0", "\u200b"])
def test_blanks_are_no_title_and_no_address(whole, create, act, blank):
    said = _lacks(lambda: create(**whole(title=blank, name="mot-ten")))
    assert "title" in said
    said = _lacks(lambda: create(**whole(resources=[{"url": blank, "name": "a", "format": "CSV"}])))
    assert "resources" in said
