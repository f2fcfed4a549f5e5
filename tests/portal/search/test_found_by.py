"""By what an entry is found: its data dictionary, its files, its agency, its identifiers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import ckan.plugins.toolkit as tk
import pytest
from ckan.lib import search as ckan_search
from ckan.lib.jobs import Worker
from ckan.tests import factories
from ckan.tests.helpers import call_action

Make = Callable[..., dict[str, Any]]
Search = Callable[..., list[str]]


def resource(**over: Any) -> dict[str, Any]:
    return {"name": "Số liệu", "url": "https://example.vn/so-lieu.csv", **over}


def test_words_of_the_data_dictionary(entry: Make, search: Search) -> None:
    rows = [{"column": "ma_ben_do", "meaning": "Mã bến đò ngang sông", "unit": ""}]
    entry("Bảng kê thứ nhất", resources=[resource(data_dictionary=rows)])
    assert search("bến đò ngang sông") == ["Bảng kê thứ nhất"]
    assert search("ma_ben_do") == ["Bảng kê thứ nhất"]


def test_names_and_descriptions_of_files(entry: Make, search: Search) -> None:
    files = [resource(name="Chợ hạng hai", description="Kèm tọa độ từng chợ")]
    entry("Bảng kê thứ hai", resources=files)
    assert search("cho hang hai") == ["Bảng kê thứ hai"]
    assert search("tọa độ") == ["Bảng kê thứ hai"]


def test_a_title_comes_before_a_keyword_before_a_description(entry: Make, search: Search) -> None:
    entry("Bảng lương", notes="Gồm giá đất từng huyện, giá đất từng xã, giá đất ở.")
    entry("Giá đất")
    entry("Bảng kê thứ ba", tag_string="giá đất")
    assert search("giá đất") == ["Giá đất", "Bảng kê thứ ba", "Bảng lương"]


def test_identifiers_in_any_writing(entry: Make, search: Search) -> None:
    made = entry("Siêu thị", identifier="BG-CT-007", legal_basis="Quyết định 12/QĐ-UBND")
    entry("Cửa hàng", notes="Xem BG, CT và 007; quyết định 12 về QĐ của UBND")
    for typed in ("BG-CT-007", "bg-ct-007", "BGCT007", made["id"], made["name"]):
        assert search(typed)[0] == "Siêu thị"
    assert search("12/QĐ-UBND")[0] == "Siêu thị"


@pytest.fixture(scope="module")
def of_an_agency(entry: Make, agency: Make) -> None:
    """An entry of an agency with a long name, and one of another."""
    owner = agency("Sở Thông tin và Truyền thông", name="so-tttt")
    entry("Số tòa soạn", owner_org=owner["id"])
    entry("Số bài báo")


@pytest.mark.parametrize("typed", ["STTTT", "Sở TTTT", "TTTT", "sở thông tin truyền thông"])
def test_the_agency_by_name_and_abbreviation(
    of_an_agency: None, search: Search, typed: str
) -> None:
    assert search(typed) == ["Số tòa soạn"]


def test_typed_diacritics_come_first_without_hiding_the_rest(entry: Make, search: Search) -> None:
    for title in ("Bản đò máy", "Bản đồ máy", "Bạn đỏ mây"):
        entry(title)
    assert search("bản đồ máy")[0] == "Bản đồ máy"
    assert search("bản đò máy")[0] == "Bản đò máy"
    assert search("bạn đỏ mây")[0] == "Bạn đỏ mây"
    assert len(search("ban do may")) == len(search("bản đồ máy")) == 3


def test_a_phrase_comes_before_scattered_words(entry: Make, search: Search) -> None:
    entry("Hàng rau, hoa, quả")
    entry("Giá trị xuất khẩu hàng hóa của tỉnh")
    for typed in ("hàng hoá", "hàng hóa", "hang hoa"):
        assert search(typed)[0] == "Giá trị xuất khẩu hàng hóa của tỉnh"


def test_the_operators_own_synonyms_hold_from_the_next_search_on(
    entry: Make, search: Search, tmp_path: Path
) -> None:
    entry("Sản lượng vải thiều")
    file = tmp_path / "synonyms.yaml"
    with mock.patch.dict(tk.config, {"ckanext.bacgiang.search.synonyms_file": str(file)}):
        file.write_text("groups: [[đặc sản Lục Ngạn, vải thiều]]", encoding="utf-8")
        assert search("đặc sản Lục Ngạn") == ["Sản lượng vải thiều"]
        file.write_text("groups: [broken, file]", encoding="utf-8")
        assert search("vải thiều") == ["Sản lượng vải thiều"]
        assert "group 1" in call_action("bacgiang_search_status")["synonyms_error"]


def test_contact_officers_are_not_searched(entry: Make, complete: Make, search: Search) -> None:
    officer = complete()["contact"][0]
    entry("Danh sách bưu cục", contact=[{**officer, "name": "Nguyễn Thị Kiểm Thử"}])
    assert search("Nguyễn Thị Kiểm Thử") == []


def test_a_renamed_agency_is_found_under_its_new_name_alone(
    entry: Make, agency: Make, search: Search, with_test_worker: None
) -> None:
    above = agency("Sở Cũ Kỹ", name="so-cu-ky")
    below = agency("Trung tâm Công nghệ", name="trung-tam", parent="so-cu-ky")
    entry("Số phát minh", owner_org=above["id"])
    entry("Số máy chủ", owner_org=below["id"])
    site = {"user": factories.Sysadmin()["name"]}
    renamed = {"id": above["id"], "title": "Sở Mới Tinh", "name": "so-moi-tinh"}
    call_action("organization_patch", dict(site), **renamed)
    call_action("organization_patch", dict(site), id=below["id"], parent="so-moi-tinh")
    Worker().work(burst=True)
    assert search('"Sở Mới Tinh"') == ["Số phát minh"]
    assert search('"Sở Cũ Kỹ"') == []
    for field in ("organization", "vocab_agency"):
        assert search("*:*", fq=f"{field}:so-cu-ky") == []
    assert search("*:*", fq="organization:so-moi-tinh") == ["Số phát minh"]
    assert set(search("*:*", fq="vocab_agency:so-moi-tinh")) == {"Số phát minh", "Số máy chủ"}


def test_a_rebuilt_index_finds_everything_again(entry: Make, search: Search) -> None:
    entry("Đập thủy lợi")
    ckan_search.clear_all()
    assert search("dap thuy loi") == []
    ckan_search.rebuild(quiet=True)
    assert search("dap thuy loi") == ["Đập thủy lợi"]
