"""The page of a stored table shows its first rows, to those alone who may have the file."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp, call_action
from werkzeug.datastructures import FileStorage

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")

LINES = "\n".join(f"{number};Xã số {number}" for number in range(1, 121))
CONTENT = f"\ufeffMã;Tên đơn vị\n{LINES}\n".encode()
ROWS = "/api/3/action/bacgiang_preview_rows"


@pytest.fixture
def publish(complete: Callable[..., dict[str, Any]]) -> Callable[..., tuple[str, str]]:
    """Publish a dataset with a file; return the address of the file's page and the file's id."""
    agency = factories.Organization(title="Sở Y tế")
    site = {"user": factories.Sysadmin()["name"]}

    def make(content: bytes = CONTENT, name: str = "so-lieu.csv", **over: Any) -> tuple[str, str]:
        entry = call_action("package_create", site, **complete(owner_org=agency["id"], **over))
        upload = FileStorage(stream=io.BytesIO(content), filename=name)
        asked = {"package_id": entry["id"], "name": "Tệp", "upload": upload}
        file = call_action("resource_create", site, **asked)
        return f"/dataset/{entry['name']}/resource/{file['id']}", file["id"]

    return make


def table(page: str) -> list[list[str]]:
    """Return the cells of the table on a page, row by row, the names first."""
    body = BeautifulSoup(page, "html.parser")
    return [
        [cell.get_text(strip=True) for cell in row.select("th, td")]
        for row in body.select(".bacgiang-table tr")
    ]


def test_a_visitor_sees_the_rows_and_turns_the_pages_without_javascript(
    app: CKANTestApp, publish: Callable[..., tuple[str, str]]
) -> None:
    address, _ = publish()
    page = app.get(address).body
    rows = table(page)
    assert rows[0] == ["Mã", "Tên đơn vị"]
    assert (rows[1], len(rows)) == (["1", "Xã số 1"], 51)
    assert "Từ dòng 1 đến dòng 50" in page
    further = BeautifulSoup(page, "html.parser").select_one('.bacgiang-turn a[rel="next"]')
    page = app.get(further["href"]).body
    assert table(page)[1] == ["51", "Xã số 51"]
    assert "Các dòng trước" in page


def test_programs_read_rows_too_and_a_wrong_number_is_refused(
    app: CKANTestApp, publish: Callable[..., tuple[str, str]]
) -> None:
    _, file = publish()
    found = app.get(f"{ROWS}?id={file}&first=101").json["result"]
    assert (found["first"], found["last"], found["more"]) == (101, 120, False)
    assert found["columns"][0] == {"name": "Mã", "numeric": True}
    for wrong in ("0", "x", "-5"):
        assert app.get(f"{ROWS}?id={file}&first={wrong}", status=409).json["error"]["first"]
    app.get(f"{ROWS}?id=khong-co", status=404)


@pytest.mark.parametrize("data_class", ["conditional_open", "default_shared", "on_request"])
def test_rows_of_described_data_are_for_those_inside_alone(
    app: CKANTestApp, publish: Callable[..., tuple[str, str]], data_class: str
) -> None:
    address, file = publish(data_class=data_class, resources=None)
    page = app.get(address).body
    assert "Xã số" not in page
    assert table(page) == []
    refused = app.get(f"{ROWS}?id={file}", status=403).get_data(as_text=True)
    assert "Xã số" not in refused
    token = factories.SysadminWithToken()["token"]
    app.get(f"{ROWS}?id={file}", headers={"Authorization": token}, status=200)


def test_rows_of_a_private_entry_are_not_for_visitors(
    app: CKANTestApp, publish: Callable[..., tuple[str, str]]
) -> None:
    _, file = publish(private=True)
    app.get(f"{ROWS}?id={file}", status=403)


def test_data_that_was_open_and_is_so_no_longer_loses_its_preview(
    app: CKANTestApp, publish: Callable[..., tuple[str, str]]
) -> None:
    address, file = publish()
    assert table(app.get(address).body)
    site = {"user": factories.Sysadmin()["name"]}
    entry = call_action("resource_show", site, id=file)["package_id"]
    call_action("package_patch", site, id=entry, data_class="on_request")
    page = app.get(address).body
    assert "Xã số" not in page
    assert "Không xem trước được" in page


def test_a_file_that_is_no_table_says_so_and_can_be_taken(
    app: CKANTestApp, publish: Callable[..., tuple[str, str]]
) -> None:
    address, _ = publish(content=b'a,b\n"' + b"x" * 200_000)
    page = BeautifulSoup(app.get(address).body, "html.parser")
    notice = page.select_one(".resource-view .bacgiang-notice")
    assert "không tách được các dòng của tệp" in notice.get_text()
    assert notice.select_one("a")["href"].endswith("so-lieu.csv")


def test_the_page_shows_the_title_and_tells_of_faults_guesses_and_cut_cells(
    app: CKANTestApp, publish: Callable[..., tuple[str, str]]
) -> None:
    rows = b"\n".join(b"0%d;X\xc3\xa3 s\xe1\xbb\x91 %d;1" % (row, row) for row in range(1, 61))
    content = "BẢNG 3. DÂN SỐ, DIỆN TÍCH\n\nMã;Tên\n".encode() + rows + b"\n61;\xa0;" + b"x" * 400
    address, file = publish(content=content)
    page = app.get(address).body
    body = BeautifulSoup(page, "html.parser")
    assert "BẢNG 3. DÂN SỐ, DIỆN TÍCH" in body.select_one(".bacgiang-table-title").get_text()
    assert table(page)[0] == ["Mã", "Tên", "Cột 3"]
    assert table(page)[1] == ["01", "Xã số 1", "1"]
    assert "Tệp có lỗi tại dòng dữ liệu 61 (dòng 64 của tệp)" in page
    found = app.get(f"{ROWS}?id={file}&first=51").json["result"]
    assert (found["cut_cells"], found["guessed"], found["encoding"]) == (1, False, "UTF-8")
    address, _ = publish(content="Lô;Tên\n1;Đê\n".encode("cp1258"))
    assert "Windows-1258 là bảng mã do Cổng đoán" in app.get(address).body


def test_cells_are_text_whatever_they_hold(
    app: CKANTestApp, publish: Callable[..., tuple[str, str]]
) -> None:
    address, _ = publish(content=b"a,b\n<script>alert(1)</script>,2\n")
    page = app.get(address).body
    assert "<script>alert(1)" not in page
    assert table(page)[1][0] == "<script>alert(1)</script>"


def test_a_link_out_of_the_portal_has_no_preview(
    app: CKANTestApp, complete: Callable[..., dict[str, Any]]
) -> None:
    agency = factories.Organization(title="Sở Nội vụ")
    site = {"user": factories.Sysadmin()["name"]}
    entry = call_action("package_create", site, **complete(owner_org=agency["id"]))
    file = entry["resources"][0]["id"]
    assert call_action("resource_view_list", site, id=file) == []
    assert app.get(f"{ROWS}?id={file}", status=409).json["error"]["file"]
