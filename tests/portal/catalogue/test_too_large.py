"""A file that is too large is told in Vietnamese with the limit on every road; nothing is kept."""

from __future__ import annotations

import io
import json

import pytest
from bs4 import BeautifulSoup
from ckan import model
from ckan.tests import factories

pytestmark = [
    pytest.mark.ckan_config("ckan.max_resource_size", 1),
    pytest.mark.ckan_config("ckan.max_image_size", 1),
    pytest.mark.usefixtures("with_plugins", "clean_once"),
]

TOLD = "1 MB"


def _file(name):
    return (io.BytesIO(b"a;b\n" + b"1;2\n" * 300_000), name)


@pytest.fixture
def administrator(member):
    return {"Authorization": factories.APIToken(user=member("admin"))["token"]}


def test_by_the_api(app, whole, act, administrator):
    made = act("package_create", **whole(private=True))
    sent = {"package_id": made["id"], "name": "Lớn", "upload": _file("lon.csv")}
    answer = app.post("/api/3/action/resource_create", data=sent, headers=administrator)
    assert answer.status_code == 409
    assert TOLD in json.loads(answer.body)["error"]["upload"][0]
    assert len(act("package_show", id=made["id"])["resources"]) == 1


def test_by_the_form_of_a_file(app, whole, act, administrator):
    made = act("package_create", **whole(private=True))
    sent = {"name": "Lớn", "url_type": "upload", "upload": _file("lon.csv"), "save": "go-metadata"}
    address = f"/dataset/{made['name']}/resource/new"
    answer = app.post(address, data={**sent, "id": ""}, headers=administrator)
    told = BeautifulSoup(answer.body, "html.parser").find(class_="error-explanation").text
    assert TOLD in told
    assert "Tệp" in told
    assert "upload" not in told.lower()
    assert len(act("package_show", id=made["id"])["resources"]) == 1


def test_a_picture_of_an_agency_or_a_person(app, agency, administrator, member):
    sent = {"id": agency["id"], "image_upload": _file("lon.png")}
    boss = {"Authorization": factories.SysadminWithToken()["token"]}
    answer = app.post("/api/3/action/organization_patch", data=sent, headers=boss)
    assert answer.status_code == 409, answer.body
    assert TOLD in json.loads(answer.body)["error"]["image_upload"][0]
    assert model.Group.get(agency["id"]).image_url == agency["image_url"]

    person = factories.UserWithToken(image_url="")
    sent = {"id": person["id"], "image_upload": _file("lon.png")}
    own = {"Authorization": person["token"]}
    answer = app.post("/api/3/action/user_patch", data=sent, headers=own)
    assert answer.status_code == 409, answer.body
    assert TOLD in json.loads(answer.body)["error"]["image_upload"][0]
    page = app.post(
        f"/user/edit/{person['name']}",
        data={"email": person["email"], "save": "", "image_upload": _file("lon.png")},
        headers=own,
    )
    told = BeautifulSoup(page.body, "html.parser").find(class_="error-explanation").text
    assert TOLD in told
    assert "upload" not in told.lower()
    assert not model.User.get(person["id"]).image_url
