"""An uploaded file is handed out so that nothing in it runs on the portal's pages."""

import io
import os
from urllib.parse import unquote

import pytest
from ckan.lib import uploader
from ckan.tests import factories
from werkzeug.datastructures import FileStorage

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_once")

SCRIPT = "<script>alert(document.domain)</script>"
SVG = f'<svg xmlns="http://www.w3.org/2000/svg">{SCRIPT}</svg>'
XHTML = f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{SCRIPT}</body></html>'
CSV = "mã;tên\n1;Đường tỉnh 293\n"
ACTIVE = {
    "bao-cao.html": f"<!DOCTYPE html><html><body>{SCRIPT}</body></html>",
    "bao-cao.htm": f"\n <html>{SCRIPT}</html>",
    "hinh.svg": SVG,
    "trang.xhtml": f'<?xml version="1.0"?>{XHTML}',
    "danh-muc.xml": f'<?xml version="1.0"?>{SVG}',
    "khac.dat": f"<!doctype html>{SCRIPT}",
}
SHOWN = {
    "so-lieu.csv": (CSV.encode(), "text/plain; charset=utf-8"),
    "so-lieu.json": (b'{"a": "<script>"}', "text/plain; charset=utf-8"),
    "ghi-chu.txt": (f"x {SCRIPT}".encode(), "text/plain; charset=utf-8"),
    "quyet-dinh.pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "application/pdf"),
    "anh.png": (
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00",
        "image/png",
    ),
}
TYPES = ("dataset", "shared_database", "data_service")


@pytest.fixture
def sent(whole, act):
    """Return a function that puts a file into a new entry of a type and returns the file."""

    def send(name, content, kind="dataset", **fields):
        entry = act("package_create", **whole(type=kind, resources=[], private=True))
        upload = FileStorage(stream=io.BytesIO(content), filename=name)
        made = act("resource_create", package_id=entry["id"], name="Tệp", upload=upload, **fields)
        return {**made, "path": f"/{kind}/{entry['id']}/resource/{made['id']}/download"}

    return send


@pytest.fixture
def taken(app, sysadmin_token):
    """Return a function that downloads an address as a system administrator."""
    return lambda path: app.get(path, headers=sysadmin_token)


@pytest.fixture
def sysadmin_token():
    """The header that a system administrator's program sends."""
    user = factories.SysadminWithToken()
    return {"Authorization": user["token"]}


def _is_guarded(answer):
    headers = answer.headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize("kind", TYPES)
def test_a_file_that_could_run_is_saved_and_never_shown(sent, taken, kind):
    for name, text in ACTIVE.items():
        made = sent(name, text.encode(), kind)
        for end in ("", f"/{name}", "/khac.html", "/khac.csv"):
            answer = taken(made["path"] + end)
            assert answer.status_code == 200
            _is_guarded(answer)
            assert answer.headers["Content-Disposition"].startswith("attachment"), (name, end)


@pytest.mark.parametrize("kind", TYPES)
def test_neither_the_sender_nor_the_address_says_what_a_file_is(sent, taken, kind):
    for stated in ("text/html", "image/svg+xml", "application/javascript"):
        made = sent("so-lieu.csv", CSV.encode(), kind, mimetype=stated)
        for end in ("", "/evil.html", "/evil.svg", "/evil.js", "/evil.css"):
            answer = taken(made["path"] + end)
            assert answer.headers["Content-Type"] == "text/plain; charset=utf-8", (stated, end)
            _is_guarded(answer)


def test_a_file_without_danger_is_shown_as_what_its_bytes_are(sent, taken):
    for name, (content, media_type) in SHOWN.items():
        made = sent(name, content)
        answer = taken(made["path"])
        assert answer.headers["Content-Type"] == media_type
        assert answer.headers["Content-Disposition"].startswith("inline"), name
        assert answer.body if media_type.startswith("text") else answer.get_data()
        _is_guarded(answer)


def test_the_reader_gets_the_name_that_the_official_gave(sent, taken, act):
    made = sent("Đường bộ – quý 3.csv", CSV.encode())
    assert made["url"].endswith("/duong-bo-quy-3.csv")
    act("resource_patch", id=made["id"], description="Đổi mô tả")
    for path in (made["path"], made["path"] + "/duong-bo-quy-3.csv"):
        header = taken(path).headers["Content-Disposition"]
        assert 'filename="duong-bo-quy-3.csv"' in header
        assert unquote(header.partition("UTF-8''")[2]) == "Đường bộ – quý 3.csv"
    upload = FileStorage(stream=io.BytesIO(CSV.encode()), filename=r"C:\Sở Y tế\Mới.csv")
    act("resource_patch", id=made["id"], upload=upload)
    header = taken(made["path"]).headers["Content-Disposition"]
    assert unquote(header.partition("UTF-8''")[2]) == "Mới.csv"


def test_a_link_leads_away_and_is_no_file_of_the_portal(act, whole, app):
    link = {"name": "Liên kết", "url": "https://example.vn/a.csv"}
    entry = act("package_create", **whole(resources=[link]))
    made = entry["resources"][0]
    path = f"/dataset/{entry['id']}/resource/{made['id']}/download"
    answer = app.get(path, follow_redirects=False)
    assert answer.status_code == 302
    assert "Content-Disposition" not in answer.headers


def test_a_file_that_cannot_be_read_is_saved_as_unknown(sent, taken):
    made = sent("so-lieu.csv", CSV.encode())
    upload = uploader.get_resource_uploader({"id": made["id"], "url_type": "upload"})
    with open(upload.get_path(made["id"]), "wb") as stream:
        stream.write(b"\x00\x01\x02\x03 <script>")
    answer = taken(made["path"])
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_an_uploaded_picture_of_an_agency_is_guarded_too(app, ckan_config):
    folder = f"{ckan_config['ckan.storage_path']}/storage/uploads/group"

    os.makedirs(folder, exist_ok=True)
    for name, content, wanted in (
        ("logo-thu.png", SHOWN["anh.png"][0], "inline"),
        ("logo-thu.svg", SVG.encode(), "attachment"),
        ("logo-thu.html", SVG.encode(), "attachment"),
    ):
        with open(f"{folder}/{name}", "wb") as stream:
            stream.write(content)
        answer = app.get(f"/uploads/group/{name}")
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].startswith(wanted)
        _is_guarded(answer)
        os.remove(f"{folder}/{name}")
    assert "Content-Disposition" not in app.get("/base/images/ckan-icon.ico").headers
