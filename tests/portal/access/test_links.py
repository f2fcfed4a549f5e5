"""Entries that name others tell a reader of those alone that the reader may read."""

from __future__ import annotations

import json

import pytest
from ckan.lib import search
from ckan.lib.search import make_connection
from ckan.plugins.toolkit import ValidationError

OUTSIDE = ("visitor", "stranger")
HIDDEN = "du-lieu-noi-bo-8812"
TITLE = "Tên nội bộ 8812"
ITEM = "Hạng mục nội bộ 8812"


@pytest.fixture
def database(act, make):
    """A shared database of the agency that nobody outside may know of."""
    if not act("sysadmin", "package_search", q=f"name:{HIDDEN}", include_private=True)["count"]:
        make(
            type="shared_database",
            name=HIDDEN,
            title=TITLE,
            data_class="internal",
            private=True,
            data_items=[{"name": ITEM, "data_class": "on_request"}],
        )
    return act("editor", "package_show", id=HIDDEN)


@pytest.fixture
def naming(database, make):
    """A public dataset of the same agency that names it as source and as related."""
    return make(source_database=HIDDEN, source_database_item=ITEM, related=[HIDDEN])


def test_a_reader_meets_neither_name_nor_title_nor_item_of_a_hidden_entry(act, page, naming):
    search.commit()
    for who in OUTSIDE:
        told = [
            act(who, "package_show", id=naming["id"]),
            act(who, "package_show", id=naming["id"], use_default_schema=True),
            act(who, "package_search", q=f"id:{naming['id']}"),
            act(who, "package_search", q=f"id:{naming['id']}", fl="*"),
        ]
        assert told[2]["count"] == 1
        for answer in told:
            assert "8812" not in json.dumps(answer, ensure_ascii=False), who
        for path in ("", ".ttl", ".jsonld"):
            answer = page(who, f"/dataset/{naming['name']}{path}")
            assert answer.status_code == 200
            assert "8812" not in answer.body, (who, path)
        for query in (f"source_database:{HIDDEN}", f"related:*{HIDDEN}*", HIDDEN):
            assert act(who, "package_search", q=query)["count"] == 0, query
    assert "8812" not in json.dumps(
        make_connection().search(f"id:{naming['id']}", fl="*").docs, default=str
    )
    shown = act("editor", "package_show", id=naming["id"])
    assert (shown["source_database"], shown["related"]) == (HIDDEN, [HIDDEN])
    assert shown["source_database_item"] == ITEM
    assert TITLE in page("editor", f"/dataset/{naming['name']}").body
    act("editor", "package_patch", id=naming["id"], notes="Khác")
    assert act("editor", "package_show", id=naming["id"])["related"] == [HIDDEN]


def test_what_was_public_and_no_longer_is_goes_from_those_that_name_it(act, page, make):
    named = make(title="Tên rút lại 5531", name="rut-lai-5531")
    naming = make(related=["rut-lai-5531"])
    assert "Tên rút lại 5531" in page("visitor", f"/dataset/{naming['name']}").body
    act("administrator", "package_patch", id=named["id"], private=True)
    assert "5531" not in page("visitor", f"/dataset/{naming['name']}").body
    search.commit()
    for fl in ({}, {"fl": "*"}):
        found = act("visitor", "package_search", q=f"id:{naming['id']}", **fl)
        assert found["count"] == 1
        assert "5531" not in json.dumps(found)
    assert act("visitor", "package_search", q="rut-lai-5531")["count"] == 0


def test_a_writer_learns_nothing_of_a_hidden_entry_by_naming_it(act, complete, database):
    fields = complete(owner_org="so-tai-chinh", private=True)
    told = []
    for name in (HIDDEN, database["id"], "khong-co-muc-nao"):
        for link in ({"related": [name]}, {"source_database": name}):
            with pytest.raises(ValidationError) as refused:
                act("stranger", "package_create", **{**fields, **link})
            told.append(json.dumps(refused.value.error_dict).replace(name, "…"))
    assert len(set(told)) == 2
    with pytest.raises(ValidationError) as refused:
        act("stranger", "package_create", **fields, source_database=HIDDEN,
            source_database_item="x")  # fmt: skip
    assert "8812" not in str(refused.value.error_dict).replace(HIDDEN, "")


def test_an_address_or_identifier_that_a_hidden_entry_bears_is_silently_another(
    act, complete, database
):
    fields = complete(owner_org="so-tai-chinh", private=True, title="Khác")
    made = act("stranger", "package_create", **fields, name=HIDDEN,
               identifier=database["identifier"])  # fmt: skip
    assert made["name"].startswith(f"{HIDDEN}-")
    assert made["identifier"] != database["identifier"]
    for who in OUTSIDE:
        assert "8812" not in json.dumps(
            act(who, "package_autocomplete", q=HIDDEN), ensure_ascii=False
        ).replace(made["name"], "").replace(made["title"], "")
    act("stranger", "package_delete", id=made["id"])
