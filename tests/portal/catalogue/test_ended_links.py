"""Links to what was deleted, renamed or hidden: kept, said to have ended, and taken out at will."""

from __future__ import annotations

import json
from html import unescape

import pytest
from bs4 import BeautifulSoup
from ckan import model
from ckan.lib import search
from ckan.plugins.toolkit import ValidationError
from ckan.tests import factories

from tests.portal.catalogue.typed_forms import saved_by_form, typed

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_once")

ENDED = "hết hiệu lực"
FATES = ["deleted", "renamed", "hidden", "purged"]


@pytest.fixture
def linked(act, complete, whole, request):
    """Entries of the agency that name a database and a dataset of another, and the two's ids."""
    other, number = factories.Organization()["id"], id(request) % 1_000_000
    items = [{"name": f"hạng mục zq{number}", "data_class": "open"}]
    source = act("package_create", **complete(type="shared_database", owner_org=other,
                 title=f"Nguồn zq{number}", data_items=items))  # fmt: skip
    table = act("package_create", **complete(owner_org=other, title=f"Bảng zq{number}"))
    own = act("package_create", **whole(title="Bảng của mình"))
    links = {"source_database": source["name"], "source_database_item": items[0]["name"]}
    links["related"] = [own["name"], source["name"]]
    dataset = act("package_create", **whole(**links))
    service = act("package_create", **whole(type="data_service",
                  serves=[table["name"], own["name"]]))  # fmt: skip
    rows = [{"name": "Giá đất", "data_class": "open", "dataset": table["name"]}]
    database = act("package_create", **whole(type="shared_database", data_items=rows))

    def meet(fate):
        for one in (source, table):
            if fate == "renamed":
                act("package_patch", id=one["id"], name=f"ten-moi-{one['id']}")
            elif fate == "hidden":
                act("package_patch", id=one["id"], private=True, data_class="internal")
            else:
                act("package_delete" if fate == "deleted" else "dataset_purge", id=one["id"])
        search.commit()

    meet.word, meet.own = f"zq{number}", own["name"]
    return meet, dataset, service, database


def _stored(*entries):
    names = ("related", "source_database", "source_database_item", "serves", "data_items")
    rows = [model.Package.get(entry["id"]).extras for entry in entries]
    model.Session.rollback()
    return [{name: row[name] for name in names if row.get(name)} for row in rows]


@pytest.mark.parametrize("fate", FATES)
def test_an_ended_link_is_kept_and_said_to_insiders_alone(app, act, linked, officer, fate):
    meet, *entries = linked
    user, headers = officer
    before = _stored(*entries)
    meet(fate)
    for entry in entries:
        address = f"/{entry['type']}/{entry['name']}"
        for path in (address, f"/{entry['type']}/edit/{entry['name']}"):
            page = unescape(app.get(path, headers=headers).body)
            assert ENDED in page, path
            assert meet.word not in page, path
        assert meet.word not in json.dumps(act("package_show", user=user, id=entry["id"]))
        assert meet.word not in json.dumps(act("package_show", user="", id=entry["id"]))
        page = app.get(address).body
        assert ENDED not in unescape(page)
        assert "het-hieu-luc" not in page
        assert meet.word not in page
        act("package_patch", user=user, id=entry["id"], title="Sửa bằng chương trình")
        saved_by_form(app, headers, entry["type"], entry["name"], title="Sửa bằng biểu mẫu")
    assert _stored(*entries) == before


@pytest.mark.parametrize("fate", FATES)
def test_an_editor_takes_out_a_link_that_has_ended(app, act, linked, officer, fate):
    meet, dataset, service, database = linked
    _, headers = officer
    meet(fate)
    emptied = {
        "dataset": {"related": [meet.own, "", ""], "source_database": ""},
        "data_service": {"serves": ["", meet.own]},
        "shared_database": {"data_items-0-dataset": ""},
    }
    for entry in (dataset, service, database):
        saved_by_form(app, headers, entry["type"], entry["name"], **emptied[entry["type"]])
        page = unescape(app.get(f"/{entry['type']}/{entry['name']}", headers=headers).body)
        assert ENDED not in page
    of_dataset, of_service, of_database = _stored(dataset, service, database)
    assert of_dataset == {"related": json.dumps([meet.own])}
    assert of_service == {"serves": json.dumps([meet.own])}
    assert meet.word not in json.dumps(of_database)


def test_a_program_takes_out_one_ended_link_and_keeps_another(act, linked, officer):
    meet, dataset, service, database = linked
    user, _ = officer
    meet("hidden")
    shown = act("package_show", user=user, id=dataset["id"])
    own, ended = shown["related"]
    assert own == meet.own
    before = _stored(dataset)[0]
    act("package_patch", user=user, id=dataset["id"], related=[ended, own], source_database="")
    after = _stored(dataset)[0]
    assert after == {"related": json.dumps(json.loads(before["related"])[::-1])}
    act("package_patch", user=user, id=dataset["id"], related=[own])
    assert _stored(dataset)[0] == {"related": json.dumps([own])}


def test_the_mark_of_an_ended_link_opens_nothing_elsewhere(act, linked, officer, whole):
    meet, dataset, *_ = linked
    user, _ = officer
    meet("hidden")
    shown = act("package_show", user=user, id=dataset["id"])
    mark = shown["source_database"]
    assert mark not in shown["related"]
    act("package_patch", user=user, id=dataset["id"], notes=mark)
    assert act("package_show", user=user, id=dataset["id"])["notes"] == mark
    for call in (
        {"action": "package_patch", "id": dataset["id"], "related": [mark]},
        {"action": "package_create", **whole(related=[mark])},
    ):
        with pytest.raises(ValidationError) as refused:
            act(call.pop("action"), user=user, **call)
        assert meet.word not in str(refused.value.error_dict)


def test_a_new_database_is_held_to_the_list_although_the_old_one_has_ended(act, linked, officer):
    meet, dataset, *_ = linked
    user, _ = officer
    meet("deleted")
    with pytest.raises(ValidationError) as refused:
        act("package_patch", user=user, id=dataset["id"], source_database="khong-co")
    assert list(refused.value.error_dict) == ["source_database"]


def test_the_form_names_each_box_that_holds_an_ended_link(app, linked, officer):
    meet, dataset, *_ = linked
    _, headers = officer
    meet("renamed")
    page = app.get(f"/dataset/edit/{dataset['name']}", headers=headers)
    hints = BeautifulSoup(page.body, "html.parser").select("form [data-ended-link]")
    assert len(hints) == 3
    assert all("Xóa trống ô này để gỡ liên kết" in hint.get_text() for hint in hints)
    assert typed(page)["related"][0] == meet.own
