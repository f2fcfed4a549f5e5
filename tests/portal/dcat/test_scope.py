"""Nothing that is not public leaves the portal as RDF: in no format, by no road, for nobody."""

import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckan.tests.helpers import call_action

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")

FORMATS = ("ttl", "xml", "rdf", "jsonld", "nt", "n3")


@pytest.fixture
def hide(act, create, minimal):
    """Make an entry that is not public, in one of the ways there are, and return it."""

    def make(way, kind="dataset"):
        name = f"canary-{way}"
        fields = minimal(kind, title=f"Mục kín {name}", name=name)
        if way in _BY_FIELDS:
            return create(**fields | _BY_FIELDS[way])
        made = create(**fields)
        if way == "deleted":
            act("package_delete", id=made["id"])
        else:
            _BY_SQL[way](model.Package.get(made["id"]))
        return made

    return make


def _secret_by_sql(package):
    """An open entry turned secret behind the back of validators and index."""
    package.extras = {**package.extras, "data_class": "internal"}
    model.Session.commit()


def _private_by_sql(package):
    package.private = True
    model.Session.commit()


_BY_FIELDS = {
    "private": {"private": True},
    "draft": {"state": "draft"},
    "secret": {"private": True, "data_class": "state_secret"},
}
_BY_SQL = {"secret-by-sql": _secret_by_sql, "private-by-sql": _private_by_sql}
WAYS = (*_BY_FIELDS, "deleted", *_BY_SQL)


def test_no_page_in_any_format_names_what_is_hidden(hide, create, minimal, app):
    hidden = [hide(way) for way in WAYS]
    create(**minimal(title="Mục mở", name="muc-mo"))
    sysadmin = {"Authorization": factories.SysadminWithToken()["token"]}
    for headers in ({}, sysadmin):
        for ending in FORMATS:
            body = app.get(f"/catalog.{ending}", headers=headers, status=200).body
            assert "muc-mo" in body
            assert "canary" not in body
            assert not [one["name"] for one in hidden if one["id"] in body]


def test_no_address_of_its_own_shows_what_is_hidden(hide, app):
    sysadmin = {"Authorization": factories.SysadminWithToken()["token"]}
    for way in WAYS:
        entry = hide(way)
        for name, ending in ((entry["id"], "ttl"), (entry["name"], "jsonld"), (entry["id"], "xml")):
            for headers in ({}, sysadmin):
                answer = app.get(f"/dataset/{name}.{ending}", headers=headers)
                assert answer.status_code in (403, 404), way
                assert "Mục kín" not in answer.body


@pytest.mark.parametrize("kind", ["shared_database", "data_service"])
def test_hidden_databases_and_services_are_not_found(hide, app, kind):
    entry = hide("private", kind)
    for road in (kind, "dataset"):
        assert app.get(f"/{road}/{entry['name']}.ttl").status_code == 404


def test_a_query_cannot_ask_for_hidden_states(hide, app):
    entry = hide("draft")
    for asked in ("fq=%2Bstate%3Adraft", "q=state%3Adraft", "fq=capacity%3Aprivate"):
        assert entry["id"] not in app.get(f"/catalog.ttl?{asked}").body


def test_links_to_hidden_entries_are_not_stated(hide, create, minimal, read, app):
    hidden = hide("private", "shared_database")
    served = minimal("data_service", name="dich-vu", serves=[hidden["name"]])
    dataset = minimal(name="du-lieu", source_database=hidden["name"])
    for entry in (create(**served), create(**dataset)):
        body = app.get(f"/{entry['type']}/{entry['name']}.ttl", status=200).body
        assert hidden["id"] not in body


@pytest.mark.parametrize(
    ("action", "asked"),
    [
        ("dcat_dataset_show", {"id": "canary-private"}),
        ("bacgiang_dcat_entry_show", {"id": "canary-private"}),
    ],
)
def test_the_actions_hide_it_too(hide, action, asked):
    hide("private")
    with pytest.raises(tk.ObjectNotFound):
        call_action(action, format="ttl", **asked)


@pytest.mark.parametrize(
    "action", ["dcat_catalog_show", "dcat_catalog_search", "bacgiang_dcat_catalog_show"]
)
def test_the_catalogue_actions_leave_it_out(hide, create, minimal, action):
    hide("secret-by-sql")
    create(**minimal(title="Mục mở", name="muc-mo"))
    body = call_action(action, format="ttl")
    assert "muc-mo" in body
    assert "canary" not in body


def test_an_entry_is_not_found_under_another_type(full_dataset, app):
    assert app.get(f"/data_service/{full_dataset['name']}.ttl").status_code == 404


def test_an_unknown_entry_is_not_found(app):
    assert app.get("/dataset/khong-co.ttl").status_code == 404
