"""Rows and columns are read out of files as people save them."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.bacgiang.preview.core import table
from ckanext.bacgiang.preview.core.table import NotATable, Page, Reason, page

TEXT = "Mã,Tên đơn vị\n07210,Phường Trần Phú\n07213,\"Xã Tân Mỹ, cũ\"\n"


def read(content: bytes, **over: object) -> Page:
    asked: dict[str, object] = {"complete": True, "first": 1, "count": 50, **over}
    return page(content, **asked)  # type: ignore[arg-type]


def names(found: Page) -> list[str]:
    return [column.name for column in found.columns]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_with_a_mark_and_utf_8_are_read(encoding: str) -> None:
    found = read(TEXT.encode(encoding))
    assert names(found) == ["Mã", "Tên đơn vị"]
    assert found.rows == (("07210", "Phường Trần Phú"), ("07213", "Xã Tân Mỹ, cũ"))


def test_the_vietnamese_code_page_of_windows_is_read() -> None:
    found = read("Tên;Sô\u0301\nĐê;1\n".encode("cp1258"))
    assert (names(found), found.rows) == (["Tên", "Số"], (("Đê", "1"),))


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found_out(separator: str) -> None:
    lines = [["Mã", "Diện tích, km2"], ["1", "12,5"], ["2", "7,25"]]
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator).writerows(lines)
    found = read(stream.getvalue().encode())
    assert names(found) == lines[0]
    assert [list(row) for row in found.rows] == lines[1:]


def test_columns_of_numbers_are_known_and_codes_stay_as_they_are() -> None:
    found = read("Mã,Số,Chữ\n001,\"1.234,5\",a\n002,-7%,1\n".encode())
    assert [column.numeric for column in found.columns] == [True, True, False]
    assert found.rows[0][0] == "001"


def test_rows_that_are_too_short_or_too_long_fit_the_columns() -> None:
    assert read(b"a,b\n1\n1,2,3\n\n,\n").rows == (("1", ""), ("1", "2"))


def test_pages_follow_each_other_up_to_the_most_that_can_be_seen() -> None:
    lines = "\n".join(f"{number},x" for number in range(1, table.MAX_ROWS + 11))
    content = f"so,chu\n{lines}\n".encode()
    first = read(content)
    assert (first.rows[0][0], first.rows[-1][0], first.more, first.beyond) == (
        "1",
        "50",
        True,
        False,
    )
    assert read(content, first=51).rows[0][0] == "51"
    last = read(content, first=table.MAX_ROWS - 49)
    assert (last.rows[-1][0], last.more, last.beyond) == (str(table.MAX_ROWS), False, True)
    assert read(content, first=table.MAX_ROWS + 1).rows == ()


def test_the_start_of_a_long_file_ends_with_a_whole_row() -> None:
    content = "Tên,Số\nĐường,1\nĐườ".encode()[:-1]
    found = read(content, complete=False)
    assert (found.rows, found.beyond) == ((("Đường", "1"),), True)


def test_wide_tables_and_long_cells_are_cut_and_that_is_said() -> None:
    wide = ",".join(f"c{number}" for number in range(100))
    found = read(f"{wide}\n{'x' * 1000},1\n".encode())
    assert (len(found.columns), found.hidden_columns) == (table.MAX_COLUMNS, 40)
    assert len(found.rows[0][0]) == table.MAX_CELL


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Reason.EMPTY),
        (b"  \n\n", Reason.EMPTY),
        (b",,,\n", Reason.EMPTY),
        (b"PK\x03\x04\x00\x00", Reason.NOT_TEXT),
        (b'a,b\n"' + b"x" * 200_000, Reason.NO_TABLE),
    ],
)
def test_what_is_no_table_is_told(content: bytes, reason: Reason) -> None:
    with pytest.raises(NotATable) as found:
        read(content)
    assert found.value.reason is reason


@given(st.binary(max_size=300), st.booleans(), st.integers(1, 30), st.integers(1, 10))
def test_no_content_whatever_breaks_it(
    content: bytes, complete: bool, first: int, count: int
) -> None:
    try:
        found = page(content, complete=complete, first=first, count=count)
    except NotATable:
        return
    assert len(found.rows) <= count
    assert all(len(row) == len(found.columns) for row in found.rows)
