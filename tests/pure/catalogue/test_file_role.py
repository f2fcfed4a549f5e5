"""Whether a file is data or stands beside it, by its type and by what people call it."""

import pytest

from ckanext.bacgiang.catalogue.core.file_role import FileRole, role_of

DOCUMENTS = [
    {"name": "Hướng dẫn sử dụng", "format": "CSV"},
    {"name": "Huong dan khai thac du lieu", "format": "TXT"},
    {"name": "Số liệu", "url": "huong-dan.txt"},
    {"name": "Tài liệu hướng dẫn", "url": "https://example.vn/tai-ve?id=5"},
    {"name": "HƯỚNG DẪN nhập liệu.docx", "format": "DOCX"},
    {"name": "Biểu mẫu trống", "format": "XLSX"},
    {"name": "Mẫu số 01", "format": "XLSX"},
    {"name": "Mẫu báo cáo", "format": "DOCX"},
    {"name": "Tệp mẫu", "format": "CSV"},
    {"name": "Giấy phép", "format": "TXT"},
    {"name": "Giấy phép sử dụng dữ liệu", "format": "TXT"},
    {"name": "Điều khoản sử dụng", "format": "HTML"},
    {"name": "README", "format": "TXT"},
    {"name": "LICENSE", "url": "LICENSE"},
    {"name": "Báo cáo thuyết minh", "format": "PDF"},
    {"name": "Bản đồ in", "url": "ban-do.PDF"},
    {"name": "Ảnh bìa", "format": "PNG"},
    {"name": "Ảnh bìa", "url": "bia.jpeg", "format": ""},
    {"name": "Thuyết minh", "file_type": "DOCX"},
    {"name": "Bản quét", "file_type": "ZIP", "packed_type": "PDF", "url": "ban-quet.zip"},
]
DATA = [
    {"name": "Số liệu năm 2025", "format": "CSV"},
    {"name": "Danh sách hướng dẫn viên du lịch", "format": "CSV"},
    {"name": "Hướng dẫn viên du lịch", "format": "XLSX"},
    {"name": "Mẫu nước mặt quý I", "format": "CSV"},
    {"name": "Kết quả phân tích mẫu đất", "format": "XLSX"},
    {"name": "Danh sách giấy phép xây dựng", "format": "CSV"},
    {"name": "Giấy phép xây dựng đã cấp", "format": "CSV"},
    {"name": "Số liệu", "url": "https://example.vn/so-lieu.csv?ban=huong-dan"},
    {"name": "Tra cứu", "method": "service", "url": "https://example.vn/api"},
    {"name": "", "url": ""},
    {"name": "Bản đồ", "format": "GeoJSON"},
    {"name": "Báo cáo", "format": "PDF", "file_role": "data"},
    {"name": "Cổng tra cứu", "format": "HTML"},
]


@pytest.mark.parametrize("fields", DOCUMENTS, ids=lambda fields: str(fields["name"]))
def test_guides_licences_blank_forms_papers_and_pictures_stand_beside_the_data(fields):
    assert role_of(fields) is FileRole.DOCUMENT


@pytest.mark.parametrize("fields", DATA, ids=lambda fields: str(fields["name"]))
def test_what_only_sounds_like_one_is_data(fields):
    assert role_of(fields) is FileRole.DATA


@pytest.mark.parametrize("fields", DOCUMENTS + DATA, ids=lambda fields: str(fields["name"]))
@pytest.mark.parametrize("role", FileRole)
def test_the_publisher_s_word_goes_before_any_sign(fields, role):
    assert role_of({**fields, "file_role": str(role)}) is role


def test_a_word_the_list_does_not_hold_is_as_good_as_none():
    assert role_of({"name": "Hướng dẫn", "file_role": "bìa"}) is FileRole.DOCUMENT
