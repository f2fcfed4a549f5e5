"""Data that is described in public is not there for the public to take, by any door."""

import io
import json

import pytest
from ckan import model
from ckan.lib.search import make_connection
from ckan.plugins.toolkit import ValidationError
from ckan.tests import factories
from werkzeug.datastructures import FileStorage

from ckanext.bacgiang.catalogue import datastore_auth

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_once")

DESCRIBED = ["conditional_open", "default_shared", "on_request"]
CANARY = "canary-7391"
LINK = f"https://example.vn/{CANARY}.csv"


def _file(name=f"{CANARY}.csv"):
    stream = io.BytesIO(f"ma,ten\n1,{CANARY}-trong-tep\n".encode())
    return FileStorage(stream=stream, filename=name)


@pytest.fixture
def described(whole, act):
    """Create a public entry with a link and a file, of a class that is only described."""

    def make(data_class, **over):
        made = act(
            "package_create",
            **whole(data_class=data_class, resources=[{"name": "Đường dẫn", "url": LINK}], **over),
        )
        act("resource_create", package_id=made["id"], name="Tệp", upload=_file())
        return act("package_show", id=made["id"])

    return make


@pytest.mark.parametrize("data_class", DESCRIBED)
def test_a_visitor_reads_the_description_and_meets_no_address(app, api, described, data_class):
    made = described(data_class)
    link, file = made["resources"]
    asked = [
        ("package_show", {"id": made["id"]}),
        ("package_show", {"id": made["id"], "use_default_schema": True}),
        ("resource_show", {"id": link["id"]}),
        ("resource_show", {"id": file["id"]}),
        ("package_search", {"q": f"id:{made['id']}"}),
        ("package_search", {"q": f"id:{made['id']}", "use_default_schema": True}),
        ("package_search", {"q": f"id:{made['id']}", "fl": ["validated_data_dict"]}),
        ("package_search", {"q": f"id:{made['id']}", "fl": ["data_dict", "res_url", "urls"]}),
        ("current_package_list_with_resources", {}),
        ("organization_show", {"id": made["owner_org"], "include_datasets": True}),
    ]
    for action, payload in asked:
        status, answer = api(action, payload)
        assert status == 200, (action, answer)
        assert CANARY not in json.dumps(answer), (action, payload)
    for query in (f"res_url:*{CANARY}*", f"urls:{CANARY}", CANARY):
        _, answer = api("package_search", {"q": query})
        assert made["id"] not in [row["id"] for row in answer["result"]["results"]], query
    for path in (
        f"/dataset/{made['name']}",
        f"/dataset/{made['name']}/resource/{link['id']}",
        f"/dataset/{made['name']}/resource/{file['id']}",
        f"/organization/{made['organization']['name']}",
        "/feeds/dataset.atom",
        f"/dataset/{made['name']}.ttl",
        "/catalog.ttl",
    ):
        answer = app.get(path)
        assert answer.status_code == 200, path
        assert CANARY not in answer.body, path
    assert "NĐ" in app.get(f"/dataset/{made['name']}").body


def test_neither_file_nor_link_is_downloaded_by_a_visitor_or_another_agency(
    app, described, act, member
):
    made = described("on_request")
    other = factories.User()
    act(
        "organization_member_create",
        id=factories.Organization()["id"],
        username=other["name"],
        role="admin",
    )
    tokens = [None, factories.APIToken(user=other["name"])["token"]]
    for resource in made["resources"]:
        base = f"/dataset/{made['id']}/resource/{resource['id']}/download"
        for path in (base, f"{base}/tep.csv"):
            for token in tokens:
                headers = {"Authorization": token} if token else {}
                answer = app.get(path, headers=headers, follow_redirects=False)
                assert answer.status_code == 403, path
                assert CANARY not in answer.body
                assert "Điều 3 khoản 6" in answer.body
    inside = factories.APIToken(user=member("member"))["token"]
    link, file = made["resources"]
    headers = {"Authorization": inside}
    base = f"/dataset/{made['id']}/resource"
    got = app.get(f"{base}/{file['id']}/download/{CANARY}.csv", headers=headers)
    assert got.status_code == 200
    assert f"{CANARY}-trong-tep" in got.body
    sent = app.get(f"{base}/{link['id']}/download", headers=headers, follow_redirects=False)
    assert sent.headers["Location"] == LINK


def test_the_index_itself_holds_no_address(described):
    made = described("default_shared")
    found = make_connection().search(f"id:{made['id']}", fl="*").docs
    assert len(found) == 1
    assert CANARY not in json.dumps(found, default=str)


def test_those_inside_see_the_addresses_and_keep_them_when_they_save(described, act, member):
    made = described("on_request")
    editor = member("editor")
    seen = act("package_show", user=editor, id=made["id"])
    assert [row["url"] for row in seen["resources"]] == [row["url"] for row in made["resources"]]
    assert CANARY in seen["resources"][1]["url"]
    act("package_patch", user=editor, id=made["id"], notes="Khác")
    act("resource_patch", user=editor, id=made["resources"][0]["id"], description="Khác")
    act("resource_create", user=editor, package_id=made["id"], name="Thêm", url=LINK + "?2")
    act("package_update", user=editor, **act("package_show", user=editor, id=made["id"]))
    stored = model.Package.get(made["id"]).resources
    assert [row.url for row in stored] == [LINK, f"{CANARY}.csv", LINK + "?2"]
    assert not [row.extras for row in stored if "bacgiang_withheld" in (row.extras or {})]


def test_a_search_of_files_shows_no_address_that_is_withheld(described, whole, act, api, csv_link):
    made = described("on_request")
    act("package_create", **whole(title="Mở", resources=[csv_link]))
    addresses = {True: set(), False: set()}
    for query in ("name:Đường dẫn", "name:Số liệu", "format:CSV"):
        status, answer = api("resource_search", {"query": query})
        assert status == 200, answer
        rows = answer["result"]["results"]
        assert answer["result"]["count"] == len(rows)
        assert CANARY not in json.dumps(rows)
        for row in rows:
            addresses[row["package_id"] == made["id"]].add(row["url"])
    assert addresses[True] == {""}
    assert csv_link["url"] in addresses[False]
    status, _ = api("resource_search", {"query": f"url:{CANARY}"})
    assert status == 409
    assert act("resource_search", query=f"url:{CANARY}")["count"] > 0


def test_old_versions_do_not_give_the_addresses_away(app, described, act):
    made = described("on_request")
    newest = act("package_activity_list", id=made["id"])[0]["id"]
    resource = made["resources"][0]["id"]
    for path in (
        f"/dataset/{made['id']}/history/{newest}",
        f"/dataset/{made['id']}/resources/{resource}/history/{newest}",
    ):
        assert app.get(path).status_code == 403, path


def test_rows_in_the_datastore_are_withheld_where_the_file_is(described, act, member):
    made = described("on_request")
    ask = {"resource_id": made["resources"][1]["id"]}

    def allowed(context, data_dict):
        return {"success": True}

    refused = datastore_auth.readable(allowed, {"user": "", "model": model}, ask)
    assert refused["success"] is False
    assert "Điều 3 khoản 6" in refused["msg"]
    inside = {"user": member("member"), "model": model}
    assert datastore_auth.readable(allowed, inside, ask)["success"] is True
    tables = {"table_names": ["_table_metadata", ask["resource_id"]]}
    refused = datastore_auth.all_readable(allowed, {"user": "", "model": model, **tables}, {})
    assert refused["success"] is False
    assert datastore_auth.all_readable(allowed, {**inside, **tables}, {})["success"] is True


def test_open_data_is_there_for_everyone(app, whole, act, api):
    made = act("package_create", **whole(resources=[{"name": "Đường dẫn", "url": LINK}]))
    _, answer = api("package_show", {"id": made["id"]})
    assert answer["result"]["resources"][0]["url"] == LINK
    assert "bacgiang_withheld" not in answer["result"]
    _, answer = api("package_show", {"id": made["id"], "use_default_schema": True})
    assert answer["result"]["resources"][0]["url"] == LINK
    path = f"/dataset/{made['id']}/resource/{made['resources'][0]['id']}/download"
    assert app.get(path, follow_redirects=False).headers["Location"] == LINK


def test_a_change_of_class_takes_the_addresses_back(act, api, whole):
    made = act("package_create", **whole(resources=[{"name": "Đường dẫn", "url": LINK}]))
    act("package_patch", id=made["id"], data_class="conditional_open")
    _, answer = api("package_show", {"id": made["id"]})
    assert CANARY not in json.dumps(answer)
    act("package_patch", id=made["id"], data_class="open")
    _, answer = api("package_show", {"id": made["id"]})
    assert answer["result"]["resources"][0]["url"] == LINK


@pytest.mark.parametrize("kind", ["shared_database", "data_service"])
def test_rules_and_guides_of_described_data_are_public(app, whole, act, api, kind):
    documents = [
        {"name": "Quy chế", "url": "https://example.vn/quy-che.pdf", "public_document": "true"},
        {"name": "Bản trích", "url": LINK},
    ]
    made = act("package_create", **whole(type=kind, data_class="on_request", resources=documents))
    _, answer = api("package_show", {"id": made["id"]})
    urls = [row["url"] for row in answer["result"]["resources"]]
    assert urls == ["https://example.vn/quy-che.pdf", ""]
    base = f"/{kind}/{made['id']}/resource"
    codes = [
        app.get(f"{base}/{row['id']}/download", follow_redirects=False).status_code
        for row in made["resources"]
    ]
    assert codes == [302, 403]


@pytest.mark.parametrize(
    ("data_class", "said", "shown"),
    [
        ("open", "", True),
        ("open", "false", False),
        ("default_shared", "", False),
        ("default_shared", "true", True),
        ("on_request", "false", False),
    ],
)
def test_the_address_of_a_service_is_shown_as_its_owner_says(
    whole, act, api, member, data_class, said, shown
):
    address = f"https://api.example.vn/{CANARY}"
    made = act(
        "package_create",
        **whole(
            type="data_service",
            data_class=data_class,
            endpoint_url=address,
            endpoint_public=said,
        ),
    )
    for payload in ({"id": made["id"]}, {"id": made["id"], "use_default_schema": True}):
        _, answer = api("package_show", payload)
        assert (address in json.dumps(answer)) is shown
    _, answer = api("package_search", {"q": f"id:{made['id']}"})
    assert (address in json.dumps(answer)) is shown
    editor = member("editor")
    act("package_patch", user=editor, id=made["id"], notes="Khác")
    assert act("package_show", user=editor, id=made["id"])["endpoint_url"] == address


def test_a_visitor_cannot_write_back_what_was_taken_out(described, act):
    made = described("on_request")
    with pytest.raises(ValidationError):
        act("package_patch", id=made["id"], resources=[{"name": "Trống", "url": ""}])
