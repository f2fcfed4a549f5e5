"""What is hidden is not told by the search engine, and an entry of no type is not let around."""

import json

import pytest
from ckan import model
from ckan.lib import search
from ckan.lib.search import SearchError
from ckan.plugins.toolkit import NotAuthorized, ValidationError
from ckan.tests.helpers import call_action

OUTSIDE = ("visitor", "stranger")


@pytest.fixture
def secret(act, make):
    """A state secret of the agency, beside an entry that everyone finds."""
    if not model.Package.get("mat-9911"):
        make(name="mat-9911", title="Kế hoạch mật 9911", data_class="state_secret", private=True)
        make(name="mo-1", title="Mở một")
        search.commit()
    return model.Package.get("mat-9911")


@pytest.mark.parametrize("field", ["title", "title_string", "name", "text", "tags", "capacity"])
def test_facets_hold_values_of_found_entries_alone(act, secret, field):
    asked = {"facet.field": [field], "facet.limit": 1000, "rows": 0}
    for who in OUTSIDE:
        wanted = act(who, "package_search", **asked)["facets"]
        for least in (0, "0", "-0", 0.5):
            found = act(who, "package_search", **asked, **{"facet.mincount": least})["facets"]
            assert found == wanted, (who, least)
            assert "9911" not in json.dumps(found)
            assert "private" not in json.dumps(found)


LOOKING_PAST = [
    {"fl": "id,docfreq(text,'9911')"},
    {"fl": ["id", "x:ttf(name,'mat-9911')"]},
    {"fl": "id,[explain]"},
    {"sort": "docfreq(text,'9911') asc"},
    {"sort": "name asc, mul(docfreq(text,'9911'),-1) desc"},
    {"q": "mở", "defType": "edismax", "bf": "docfreq(name,'mat-9911')"},
    {"q": "mở", "defType": "edismax", "boost": "docfreq(name,'mat-9911')"},
    {"q": "docfreq(name,'mat-9911')", "defType": "func", "fl": "id,score"},
    {"q": "_va\\l_:\"docfreq(name,'mat-9911')\"", "qf": "text", "fl": "id,score"},
    {"q": "\\u005fval_:\"docfreq(name,'mat-9911')\"", "qf": "text", "fl": "id,score"},
    {"q": '_quer\\y_:"\\{!join from=organization to=organization}title:9911"', "qf": "text"},
    {"fq": '_quer\\y_:"\\{!join from=organization to=organization}title:9911"'},
    {"fq_list": ['\\u005fquery_:"\\{!join from=organization to=organization}title:9911"']},
]


@pytest.mark.parametrize("asked", LOOKING_PAST, ids=str)
def test_no_function_and_no_query_inside_a_query_looks_past_what_is_found(act, secret, asked):
    for who in OUTSIDE:
        with pytest.raises(SearchError):
            act(who, "package_search", **asked)


def test_a_page_of_a_search_that_looks_past_what_is_found_is_refused(page, secret):
    answer = page("visitor", "/dataset/?sort=docfreq(text,'9911')+asc")
    assert answer.status_code < 500
    assert page("visitor", "/dataset/?sort=title_string+asc").status_code == 200
    assert page("visitor", "/dataset/?sort=score+desc,+metadata_modified+desc").status_code == 200


@pytest.mark.parametrize("kind", ["", None, "\u200b", "absent"], ids=ascii)
def test_an_entry_without_a_type_is_a_dataset_and_is_not_published_by_an_editor(
    act, complete, kind
):
    fields = complete(owner_org="so-y-te", private=False, name="khong-kieu")
    fields["type"] = kind
    if kind == "absent":
        del fields["type"]
    with pytest.raises((ValidationError, NotAuthorized)):
        act("editor", "package_create", **fields)
    assert model.Package.get("khong-kieu") is None
    made = act("editor", "package_create", **{**fields, "private": True})
    assert model.Package.get(made["id"]).type == "dataset"
    call_action("dataset_purge", id=made["id"])


def test_an_agencys_form_does_not_tell_which_entries_there_are(act, secret):
    told = [
        act("strange-administrator", "organization_patch", id="so-tai-chinh", packages=[{"id": n}])
        for n in (secret.name, secret.id, "khong-co-muc-nao")
    ]
    assert told[0] == told[1] == told[2]
