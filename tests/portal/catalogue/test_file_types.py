"""Format, media type, view and gate speak of the bytes sent last, on every road."""

import io
import zipfile

import pytest
from bs4 import BeautifulSoup
from ckan import model
from ckan.plugins.toolkit import ValidationError
from ckan.tests import factories
from werkzeug.datastructures import FileStorage

from ckanext.bacgiang.catalogue import read
from ckanext.bacgiang.push.core.mapping import Origin, payload

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_once")

FILE_TYPE = "http://publications.europa.eu/resource/authority/file-type/"
CSV = "mã;tên\n1;Trạm y tế\n".encode()
PX = b'AXIS-VERSION="2000";\nMATRIX="E1";\nTITLE="a";\nSTUB="b";\nDATA=1;\n'
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


def _zip(**members):
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return whole.getvalue()


def _office(part):
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name in ("[Content_Types].xml", "_rels/.rels", part):
            archive.writestr(name, "<a/>")
    return whole.getvalue()


FILES = {
    "CSV": ("so-lieu.csv", CSV, "text/csv"),
    "XLSX": ("bang.xlsx", _office("xl/workbook.xml"),
             "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ZIP": ("goi.zip", _zip(a__csv=CSV), "application/zip"),
    "DOCX": ("van-ban.docx", _office("word/document.xml"),
             "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "TSV": ("bang.tsv", b"a\tb\n1\t2\n", "text/tab-separated-values"),
}  # fmt: skip


def _file(kind):
    name, content, _ = FILES[kind]
    return FileStorage(stream=io.BytesIO(content), filename=name)


@pytest.fixture
def entry(whole, act):
    """A dataset without files, not yet published."""
    return act("package_create", **whole(private=True, resources=[]))


@pytest.fixture
def stored(entry, act):
    """A stored CSV of that dataset."""
    return act("resource_create", package_id=entry["id"], name="Số liệu", upload=_file("CSV"))


def _speaks_of(file, kind):
    assert (file["format"], file["file_type"]) == (kind, FILE_TYPE + kind)
    assert file["mimetype"] == FILES[kind][2]


def _views(file):
    views = model.Session.query(model.ResourceView).filter_by(resource_id=file["id"])
    return {view.view_type for view in views}


def test_a_patch_with_nothing_but_a_file_brings_the_type_of_that_file(stored, act):
    _speaks_of(stored, "CSV")
    for kind in ("ZIP", "XLSX", "TSV", "DOCX", "CSV"):
        _speaks_of(act("resource_patch", id=stored["id"], upload=_file(kind)), kind)
        shows_rows = "bacgiang_table_view" in _views(stored)
        assert shows_rows is (kind in ("CSV", "TSV")), kind


def test_an_update_and_a_revision_bring_it_too(entry, stored, act):
    sent = {**stored, "upload": _file("XLSX")}
    _speaks_of(act("resource_update", **sent), "XLSX")
    shown = act("package_show", id=entry["id"])
    shown["resources"][0]["upload"] = _file("DOCX")
    _speaks_of(act("package_update", **shown)["resources"][0], "DOCX")
    revised = act(
        "package_revise",
        match={"id": entry["id"]},
        **{"update__resources__0__upload": _file("CSV")},
    )
    _speaks_of(revised["package"]["resources"][0], "CSV")
    assert "bacgiang_table_view" in _views(stored)


def test_what_the_sender_says_the_media_type_is_does_not_count(stored, act):
    for road in ({"mimetype": "text/html"}, {"mimetype": "text/html", "upload": _file("CSV")}):
        assert act("resource_patch", id=stored["id"], **road)["mimetype"] == "text/csv"


def test_a_stored_file_is_not_called_what_it_is_not(stored, act):
    for choice in ({"file_type": FILE_TYPE + "XLSX"}, {"file_type": FILE_TYPE + "PDF"}):
        with pytest.raises(ValidationError) as refused:
            act("resource_patch", id=stored["id"], **choice)
        assert set(refused.value.error_dict) == {"file_type"}
    assert act("resource_patch", id=stored["id"], file_type=FILE_TYPE + "TXT")["format"] == "TXT"


def test_a_choice_against_the_content_is_refused_at_the_field_and_the_old_file_stays(stored, act):
    with pytest.raises(ValidationError) as refused:
        act("resource_patch", id=stored["id"], file_type=FILE_TYPE + "PDF", upload=_file("XLSX"))
    assert "XLSX" in refused.value.error_dict["file_type"][0]
    _speaks_of(act("resource_show", id=stored["id"]), "CSV")


def test_a_link_that_leads_elsewhere_has_the_type_of_where_it_leads(entry, act):
    made = act(
        "resource_create", package_id=entry["id"], name="Tệp", url="https://example.vn/a.csv"
    )
    patched = act("resource_patch", id=made["id"], url="https://example.vn/b.pdf?v=2")
    assert (patched["format"], patched["file_type"]) == ("PDF", FILE_TYPE + "PDF")
    kept = act("resource_patch", id=made["id"], url="https://example.vn/tai-ve")
    assert kept["format"] == "PDF"


def test_a_file_that_gives_way_to_a_link_leaves_nothing_behind(stored, act):
    link = act(
        "resource_update",
        **{**stored, "url": "https://example.vn/a.xlsx", "url_type": "", "clear_upload": "true"},
    )
    assert link["format"] == "XLSX"
    assert not any(link.get(name) for name in ("mimetype", "size", "hash", "original_name"))


@pytest.mark.parametrize(
    ("name", "content", "is_taken"),
    [
        ("goi.zip", _zip(a__pdf=PDF), False),
        ("goi.zip", _zip(a__csv=CSV), True),
        ("van-ban.docx", _office("word/document.xml"), False),
        ("bang.tsv", b"a\tb\n1\t2\n", True),
        ("thong-ke.px", PX, True),
    ],
)
def test_the_gate_goes_by_what_is_in_the_file(entry, act, name, content, is_taken):
    upload = FileStorage(stream=io.BytesIO(content), filename=name)
    act("resource_create", package_id=entry["id"], name="Tệp", upload=upload)
    if is_taken:
        act("package_patch", id=entry["id"], private=False)
        return
    with pytest.raises(ValidationError) as refused:
        act("package_patch", id=entry["id"], private=False)
    assert set(refused.value.error_dict) == {"resources"}


def test_a_published_dataset_does_not_lose_its_last_open_file_to_a_word_file(whole, act):
    entry = act("package_create", **whole(private=True, resources=[]))
    file = act("resource_create", package_id=entry["id"], name="Tệp", upload=_file("CSV"))
    act("package_patch", id=entry["id"], private=False)
    with pytest.raises(ValidationError):
        act("resource_patch", id=file["id"], upload=_file("DOCX"))
    _speaks_of(act("resource_show", id=file["id"]), "CSV")


def test_the_copy_elsewhere_and_the_catalogue_in_rdf_say_the_same(entry, stored, act):
    act("package_patch", id=entry["id"], private=False)
    origin = Origin("cong", "https://cong.example.vn", "https://du-lieu.example.vn")
    for kind in ("XLSX", "ZIP", "CSV"):
        act("resource_patch", id=stored["id"], upload=_file(kind))
        (dataset,) = read.entries(ids=[entry["id"]])
        copy = payload(dataset, origin).resources[0]
        assert (copy.format, copy.mimetype) == (kind, FILES[kind][2])
        text = act("bacgiang_dcat_entry_show", id=entry["id"], format="ttl")
        inner = "CSV" if kind == "ZIP" else kind
        assert FILE_TYPE + inner in text
        assert ("packageFormat" in text) is (kind == "ZIP")
        others = {"XLSX", "CSV"} - {inner}
        assert not any(FILE_TYPE + other in text for other in others)


@pytest.fixture
def editor(member):
    """The headers of an editor of the agency."""
    return {"Authorization": factories.APIToken(user=member("editor"))["token"]}


def _send(app, headers, address, kind, **fields):
    name, content, _ = FILES[kind]
    return app.post(
        address,
        data={"save": "go-metadata", "url_type": "upload", "url": name, **fields,
              "upload": (io.BytesIO(content), name)},
        headers=headers,
        follow_redirects=False,
    )  # fmt: skip


def _box(answer):
    return BeautifulSoup(answer.body, "html.parser").select_one(".error-explanation.alert-danger")


def test_a_form_that_still_says_csv_is_corrected_and_the_person_is_told(
    app, entry, stored, editor, act
):
    address = f"/dataset/{entry['name']}/resource/{stored['id']}/edit"
    fields = {"id": stored["id"], "name": "Số liệu", "file_type": FILE_TYPE + "CSV"}
    answer = _send(app, editor, address, "DOCX", **fields)
    assert answer.status_code == 302
    _speaks_of(act("resource_show", id=stored["id"]), "DOCX")
    told = app.get(answer.headers["Location"], headers=editor).body
    assert "Định dạng đã được đặt thành “DOCX (Word)”" in told
    assert "không phải định dạng mở" in told


def test_a_refused_file_is_told_in_a_red_box_with_the_name_of_its_field(app, entry, stored, editor):
    address = f"/dataset/{entry['name']}/resource/new"
    fields = {"id": "", "name": "Tệp"}
    box = _box(_send(app, editor, address, "XLSX", **fields, file_type=FILE_TYPE + "PDF"))
    assert "Định dạng" in box.get_text()
    FILES["giả"] = ("so-lieu.xls", CSV, "")
    box = _box(_send(app, editor, address, "giả", **fields))
    del FILES["giả"]
    text = box.get_text(" ", strip=True)
    assert "Tệp" in text
    assert "upload" not in text
    assert "CSV (bảng dữ liệu)" in text
    assert "Lưu thành" in text
    assert box.select_one('a[href="#field-resource-upload"]')


@pytest.mark.ckan_config("ckan.max_resource_size", 1)
def test_a_file_that_is_too_large_is_refused_with_the_limit(entry, act):
    large = FileStorage(stream=io.BytesIO(b"a;b\n" * 300_000), filename="lon.csv")
    with pytest.raises(ValidationError) as refused:
        act("resource_create", package_id=entry["id"], name="Tệp", upload=large)
    assert set(refused.value.error_dict) == {"upload"}
    assert "1 MB" in refused.value.error_dict["upload"][0]
    assert act("package_show", id=entry["id"])["resources"] == []


def test_an_entry_saved_as_it_is_keeps_what_is_known_of_its_files(entry, stored, act):
    before = act("package_show", id=entry["id"])
    act("package_update", **act("package_show", id=entry["id"]))
    after = act("package_show", id=entry["id"])
    assert after["metadata_modified"] == before["metadata_modified"]
    assert after["resources"] == before["resources"]
