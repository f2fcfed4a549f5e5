"""A file is looked at before it is kept: not empty, and what it says it is."""

import gzip
import hashlib
import io
import zipfile

import pytest
from bs4 import BeautifulSoup
from ckan import model
from ckan.plugins.toolkit import ValidationError
from werkzeug.datastructures import FileStorage

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_once")

FILE_TYPE = "http://publications.europa.eu/resource/authority/file-type/"
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< >>\nendobj\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00" + b"\x00" * 200 + b"PE\x00\x00"
CSV = "mã;tên\n1;Bệnh viện đa khoa tỉnh\n".encode()
TCVN3 = b"m\xb7;t\xaan\n1;B\xd6nh vi\xd6n\n"


def _zip(*names):
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name in names:
            archive.writestr(name, "<a/>")
    return whole.getvalue()


XLSX = _zip("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml")

TAKEN = [
    ("so-lieu.csv", CSV),
    ("so-lieu.csv", b"\xef\xbb\xbf" + CSV),
    ("so-lieu.csv", CSV.decode().encode("utf-16")),
    ("cu.csv", TCVN3),
    ("mz.csv", b"MZ;ten\n1;a\n"),
    ("bang.xlsx", XLSX),
    ("cu.xls", OLE),
    ("du-lieu.json", b'  {"a": 1}'),
    ("ban-do.geojson", b'{"type": "FeatureCollection", "features": []}'),
    ("ban-do.kml", b'<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"/>'),
    ("danh-muc.xml", b"\xef\xbb\xbf<?xml version='1.0'?><a/>"),
    ("trang.html", b"<!DOCTYPE html><html></html>"),
    ("van-ban.pdf", PDF),
    ("anh.png", PNG),
    ("goi.zip", _zip("a.shp", "a.dbf")),
    ("bang.tsv", b"a\tb\n1\t2\n"),
    ("so-lieu.gz", gzip.compress(CSV)),
    ("ban-do.gml", b'<g:FeatureCollection xmlns:g="http://www.opengis.net/gml/3.2"/>'),
    ("khac.parquet", b"PAR1\x00\x01"),
]
REFUSED = [
    ("rong.csv", b""),
    ("so-lieu.csv", PDF),
    ("so-lieu.csv", XLSX),
    ("so-lieu.csv", b"<!DOCTYPE html><html><body>404</body></html>"),
    ("so-lieu.csv", PNG),
    ("bang.xlsx", CSV),
    ("bang.xlsx", OLE),
    ("cu.xls", XLSX),
    ("van-ban.pdf", CSV),
    ("van-ban.pdf", _zip("a")),
    ("du-lieu.json", CSV),
    ("ban-do.kml", CSV),
    ("anh.png", b"GIF89a\x01\x00"),
    ("so-lieu.csv", EXE),
    ("chuong-trinh.parquet", EXE),
]


@pytest.fixture
def entry(whole, act):
    """A dataset without files, not yet published."""
    return act("package_create", **whole(private=True, resources=[]))


def _file(name, content):
    return FileStorage(stream=io.BytesIO(content), filename=name)


def test_a_file_that_is_what_it_says_is_kept(entry, act):
    for name, content in TAKEN:
        made = act(
            "resource_create", package_id=entry["id"], name=name, upload=_file(name, content)
        )
        assert made["url"].endswith(name), name
        assert made["size"] == len(content)


def test_a_file_that_is_empty_or_something_else_is_refused_with_its_reason(entry, act):
    for name, content in REFUSED:
        with pytest.raises(ValidationError) as refused:
            act("resource_create", package_id=entry["id"], name=name, upload=_file(name, content))
        assert set(refused.value.error_dict) == {"upload"}, name
        assert refused.value.error_dict["upload"][0]
    assert act("package_show", id=entry["id"])["resources"] == []


def test_a_refused_file_leaves_the_one_before_it(entry, act):
    made = act("resource_create", package_id=entry["id"], name="Tệp", upload=_file("a.csv", CSV))
    with pytest.raises(ValidationError) as refused:
        act("resource_update", id=made["id"], name="Tệp", upload=_file("b.csv", PDF))
    assert set(refused.value.error_dict) == {"upload"}
    assert model.Resource.get(made["id"]).url == "a.csv"


def test_a_file_is_no_other_format_than_the_one_stated(entry, act):
    # A PDF called CSV would pass for open data, half a shapefile for a map.
    for wrong, upload in (
        ({"file_type": FILE_TYPE + "CSV"}, _file("van-ban.pdf", PDF)),
        ({"format": "CSV"}, _file("van-ban.pdf", PDF)),
        ({"file_type": FILE_TYPE + "SHP"}, _file("ban-do.zip", _zip("a.shp", "a.dbf"))),
    ):
        with pytest.raises(ValidationError) as refused:
            act("resource_create", package_id=entry["id"], name="Tệp", upload=upload, **wrong)
        assert set(refused.value.error_dict) == set(wrong)
    kept = act(
        "resource_create",
        package_id=entry["id"],
        name="Bản đồ",
        file_type=FILE_TYPE + "SHP",
        upload=_file("ban-do.zip", _zip("a.shp", "a.shx", "a.dbf")),
    )
    assert (kept["format"], kept["mimetype"]) == ("SHP", "application/zip")


def test_a_file_sent_with_the_whole_entry_is_looked_at_too(whole, act):
    with pytest.raises(ValidationError) as refused:
        act(
            "package_create",
            **whole(
                resources=[
                    {"name": "Một", "url": "https://example.vn/a.csv"},
                    {"name": "Hai", "upload": _file("b.csv", PDF)},
                ]
            ),
        )
    assert refused.value.error_dict["resources"][0] == {}
    assert set(refused.value.error_dict["resources"][1]) == {"upload"}


def test_the_name_of_a_file_keeps_its_letters(entry, act):
    for name, wanted in (("Đường bộ.csv", "duong-bo.csv"), ("ữ.csv", "u.csv")):
        made = act("resource_create", package_id=entry["id"], name=name, upload=_file(name, CSV))
        assert made["url"].endswith(f"/{wanted}")


def test_the_name_under_which_a_file_was_sent_is_kept_as_long_as_the_file(entry, act):
    sent = "C:\\Bảng\\Đường bộ\u200b năm 2025.csv"
    made = act("resource_create", package_id=entry["id"], name="Tệp", upload=_file(sent, CSV))
    assert made["original_name"] == "Đường bộ năm 2025.csv"
    kept = act("resource_patch", id=made["id"], name="Khác", original_name="<script>.html")
    assert kept["original_name"] == "Đường bộ năm 2025.csv"
    link = act("resource_update", id=made["id"], name="Mới", url="https://a.vn/a.csv", url_type="")
    assert not link.get("original_name")


def test_a_file_over_http_is_looked_at(app, entry, token):
    for content, status in ((CSV, 200), (PDF, 409), (b"", 409)):
        answer = app.post(
            "/api/3/action/resource_create",
            data={
                "package_id": entry["id"],
                "name": "Tệp",
                "upload": (io.BytesIO(content), "so-lieu.csv"),
            },
            headers={"Authorization": token},
        )
        assert answer.status_code == status, answer.body


def test_a_stored_file_has_the_checksum_of_its_bytes_whatever_else_changes(entry, act):
    made = act(
        "resource_create",
        package_id=entry["id"],
        name="Số liệu",
        upload=_file("a.csv", CSV),
        hash="khai man",
    )
    right = hashlib.sha256(CSV).hexdigest()
    assert (made["hash"], made["hash_algorithm"]) == (right, "SHA-256")
    kept = act("resource_patch", id=made["id"], name="Tên khác", hash="khai man")
    assert kept["hash"] == right
    act("package_patch", id=entry["id"], notes="Mô tả khác")
    assert act("resource_show", id=made["id"])["hash"] == right
    typed = {"name": "Tên khác", "url": made["url"], "url_type": "upload"}
    assert act("resource_update", id=made["id"], **typed)["hash"] == right
    new = CSV + b"3;4\n"
    fresh = act("resource_update", id=made["id"], name="Mới", upload=_file("a.csv", new))
    assert fresh["hash"] == hashlib.sha256(new).hexdigest()
    link = act("resource_update", id=made["id"], name="Mới", url="https://a.vn/a.csv", url_type="")
    assert not link.get("hash")


def test_the_page_of_a_file_shows_what_is_known_and_no_empty_line(app, whole, act):
    made = act("package_create", **whole())
    page = app.get(f"/dataset/{made['name']}/resource/{made['resources'][0]['id']}")
    table = BeautifulSoup(page.body, "html.parser").select_one("section.module table")
    values = [cell.get_text(strip=True) for cell in table.find_all("td")]
    assert "CSV (bảng dữ liệu)" in values
    assert all(values)
