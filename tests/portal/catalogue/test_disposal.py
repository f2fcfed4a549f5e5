"""A file that nobody may have any more is unlinked, and no other file is."""

import datetime
import io
import json
import os

import pytest
from ckan import model
from ckan.cli.cli import ckan as command
from ckan.lib import uploader
from ckan.tests import factories
from werkzeug.datastructures import FileStorage

from ckanext.bacgiang import clock

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_once")

CSV = b"ma;ten\n1;a\n"


@pytest.fixture
def sent(whole, act):
    """Return a function that makes an entry with uploaded files and returns it."""

    def make(*names):
        entry = act("package_create", **whole(resources=[], private=True))
        for name in names or ("mot.csv",):
            upload = FileStorage(stream=io.BytesIO(CSV), filename=name)
            act("resource_create", package_id=entry["id"], name=name, upload=upload)
        return act("package_show", id=entry["id"])

    return make


def _path(resource):
    upload = uploader.get_resource_uploader({"id": resource["id"], "url_type": "upload"})
    return upload.get_path(resource["id"])


def _age(path, **ago):
    then = (clock.now() - datetime.timedelta(**ago)).timestamp()
    os.utime(path, (then, then))


def _clean(cli, *options):
    done = cli.invoke(command, ["bacgiang", "files", "clean", "--json", *options])
    assert done.exit_code == 0, done.output
    found = json.loads(done.output)
    return {kind: {one["resource_id"] for one in found[kind]} for kind in found}


def test_a_deleted_file_is_unlinked_and_its_neighbour_stays(sent, act):
    first, second = sent("mot.csv", "hai.csv")["resources"]
    act("resource_delete", id=first["id"])
    assert not os.path.exists(_path(first))
    assert os.path.exists(_path(second))


def test_a_file_left_out_of_the_entry_or_turned_into_a_link_is_unlinked(sent, act):
    entry = sent("mot.csv", "hai.csv")
    first, second = entry["resources"]
    link = {**second, "url": "https://example.vn/a.csv", "url_type": ""}
    act("package_patch", id=entry["id"], resources=[link])
    assert not os.path.exists(_path(first))
    assert not os.path.exists(_path(second))


def test_the_files_of_a_purged_entry_are_unlinked(sent, act):
    entry = sent()
    path = _path(entry["resources"][0])
    act("dataset_purge", id=entry["id"])
    assert not os.path.exists(path)


def test_a_change_that_is_not_kept_unlinks_nothing(sent):
    entry = sent()
    resource = model.Resource.get(entry["resources"][0]["id"])
    resource.state = "deleted"
    model.Session.flush()
    model.Session.rollback()
    model.Session.commit()
    assert os.path.exists(_path(entry["resources"][0]))
    with model.Session.begin_nested():
        model.Resource.get(resource.id).description = "Khác"
        model.Session.flush()
    model.Session.commit()
    assert os.path.exists(_path(entry["resources"][0]))


def test_nothing_is_unlinked_before_the_transaction_is_kept(sent):
    entry = sent()
    path = _path(entry["resources"][0])
    resource = model.Resource.get(entry["resources"][0]["id"])
    with model.Session.begin_nested():
        resource.state = "deleted"
        model.Session.flush()
    assert os.path.exists(path)
    model.Session.commit()
    assert not os.path.exists(path)


def test_the_files_of_a_deleted_entry_wait_until_it_cannot_be_brought_back(sent, act, cli):
    entry = sent()
    path, resource = _path(entry["resources"][0]), entry["resources"][0]["id"]
    act("package_delete", id=entry["id"])
    _age(path, days=60)
    assert resource in _clean(cli)["waiting"]
    assert os.path.exists(path)
    act("package_patch", id=entry["id"], state="active")
    found = _clean(cli)
    assert resource not in found["waiting"] | found["gone"]
    act("package_delete", id=entry["id"])
    stored = model.Package.get(entry["id"])
    stored.metadata_modified = datetime.datetime.now() - datetime.timedelta(days=31)  # noqa: DTZ005
    model.Session.commit()
    assert resource in _clean(cli, "--dry-run")["gone"]
    assert os.path.exists(path)
    assert resource in _clean(cli)["gone"]
    assert not os.path.exists(path)


def test_the_time_to_bring_back_begins_at_the_deletion(sent, act, cli):
    entry = sent()
    stored = model.Package.get(entry["id"])
    stored.metadata_modified = datetime.datetime.now() - datetime.timedelta(days=400)  # noqa: DTZ005
    model.Session.commit()
    act("package_delete", id=entry["id"])
    _age(_path(entry["resources"][0]), days=400)
    assert entry["resources"][0]["id"] in _clean(cli)["waiting"]


def test_leftovers_of_the_past_go_and_an_upload_under_way_stays(sent, cli):
    entry = sent()
    used = _path(entry["resources"][0])
    _age(used, days=900)
    left, fresh = model.types.make_uuid(), model.types.make_uuid()
    for one in (left, fresh):
        path = _path({"id": one})
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as stream:
            stream.write(CSV)
    _age(_path({"id": left}), hours=2)
    found = _clean(cli)
    assert left in found["gone"]
    assert fresh not in found["gone"] | found["waiting"]
    assert not os.path.exists(_path({"id": left}))
    assert os.path.exists(_path({"id": fresh}))
    assert os.path.exists(used)
    os.remove(_path({"id": fresh}))


def test_the_file_of_a_deleted_entry_is_refused_to_everyone(app, sent, act, member):
    entry = sent()
    resource = entry["resources"][0]
    path = f"/dataset/{entry['id']}/resource/{resource['id']}/download"
    people = [
        factories.SysadminWithToken()["token"],
        factories.APIToken(user=member("editor"))["token"],
    ]
    assert [app.get(path, headers={"Authorization": one}).status_code for one in people] == [
        200,
        200,
    ]
    act("package_delete", id=entry["id"])
    assert [app.get(path, headers={"Authorization": one}).status_code for one in people] == [
        404,
        404,
    ]
    for one in people:
        answer = app.post("/api/3/action/bacgiang_preview_rows", json={"id": resource["id"]},
                          headers={"Authorization": one})  # fmt: skip
        assert answer.status_code in (403, 404)


def test_a_file_that_is_gone_is_not_found_and_no_error(app, sent):
    entry = sent()
    resource = entry["resources"][0]
    os.remove(_path(resource))
    token = factories.SysadminWithToken()["token"]
    path = f"/dataset/{entry['id']}/resource/{resource['id']}/download"
    assert app.get(path, headers={"Authorization": token}).status_code == 404
