"""Rows and columns are read out of files as people save them."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.bacgiang.preview.core import table
from ckanext.bacgiang.preview.core.table import NotATable, Page, Reason, page

TEXT = 'Mã,Tên đơn vị\n07210,Phường Trần Phú\n07213,"Xã Tân Mỹ, cũ"\n'


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
    found = read('Mã,Số,Chữ\n001,"1.234,5",a\n002,-7%,1\n'.encode())
    assert [column.numeric for column in found.columns] == [True, True, False]
    assert found.rows[0][0] == "001"


def test_a_row_longer_than_the_names_makes_a_column_without_a_name() -> None:
    found = read(b"a,b\n1\n1,2,3\n\n,\n")
    assert names(found) == ["a", "b", ""]
    assert found.rows == (("1", "", ""), ("1", "2", "3"))
    assert read(b"a,b,,\n1,2,,\n").rows == (("1", "2"),)


TITLE = "BẢNG 3. DÂN SỐ, DIỆN TÍCH"
UNIT = "(Đơn vị tính: nghìn người)"
BODY = ["Mã;Tên;Dân số;Mật độ", "07210;Phường Trần Phú;71,2;2.345,6", "07213;Xã Tân Mỹ;9,1;812",
        "07222;Xã Đồng Sơn;8;799,5"]  # fmt: skip


def in_windows_1258(text: str) -> bytes:
    """Encode as Vietnamese Windows does: the tone is a sign of its own behind the letter."""
    encoded = bytearray()
    for letter in text:
        try:
            encoded += letter.encode("cp1258")
        except UnicodeEncodeError:
            bare, tone = unicodedata.normalize("NFD", letter)[0], ""
            for mark in unicodedata.normalize("NFD", letter)[1:]:
                both = unicodedata.normalize("NFC", bare + mark)
                if mark in "\u0302\u0306\u031b":
                    bare = both
                else:
                    tone = mark
            encoded += (bare + tone).encode("cp1258")
    return bytes(encoded)


@pytest.mark.parametrize("above", [[TITLE, UNIT, ""], [TITLE + ";;;", UNIT + ";;;", ";;;"],
                                   ["", TITLE, ";;;", UNIT]])  # fmt: skip
@pytest.mark.parametrize("encode", [str.encode, in_windows_1258])
def test_lines_of_title_stand_above_the_table(
    above: list[str], encode: Callable[[str], bytes]
) -> None:
    found = read(encode("\n".join([*above, *BODY])))
    assert names(found) == ["Mã", "Tên", "Dân số", "Mật độ"]
    assert found.above == (TITLE, UNIT)
    assert (len(found.rows), found.rows[0][0]) == (3, "07210")
    assert found.columns[3].numeric


def test_a_title_in_a_file_with_commas_may_have_commas() -> None:
    body = "ma,ten,so,mat do\n1,a,2,3\n4,b,5,6\n"
    found = read(f"{TITLE}\n\n{body}".encode())
    assert (found.above, names(found)) == ((TITLE,), ["ma", "ten", "so", "mat do"])


def test_names_of_two_rows_lose_nothing() -> None:
    text = "Mã;Tên;Dân số;;Mật độ\n;;Nam;Nữ;\n1;a;2;3;4\n2;b;5;6;7\n"
    found = read(text.encode())
    assert names(found) == ["Mã", "Tên", "Dân số – Nam", "Dân số – Nữ", "Mật độ"]
    assert len(found.rows) == 2
    with_title = read(f"{TITLE}\n{text}".encode())
    assert (names(with_title), with_title.above) == (names(found), (TITLE,))


def test_years_are_names_and_first_rows_of_values_are_not_taken_for_titles() -> None:
    assert names(read("Huyện;2023;2024\nLục Nam;1;2\n".encode())) == ["Huyện", "2023", "2024"]
    found = read(b"ten\n1,2,3\n4,5,6\n")
    assert (names(found), found.above) == (["ten", "", ""], ())


@pytest.mark.parametrize("hint", ["sep=;", '"sep=;"', "SEP=;"])
def test_the_line_that_names_the_separator_is_obeyed_and_no_row(hint: str) -> None:
    found = read(f"{hint}\r\na,b;c\r\n1,5;2\r\n".encode())
    assert (names(found), found.rows) == (["a,b", "c"], (("1,5", "2"),))
    assert found.above == ()


def test_one_bad_byte_spoils_one_sign_and_is_told_by_its_row() -> None:
    lines = [f"{number};Phường số {number}" for number in range(1, 5001)]
    content = "\n".join(["Mã;Tên", *lines]).encode()
    place = content.index("Phường số 4000".encode())
    found = read(content[:place] + b"\xa0" + content[place:])
    assert found.rows[0] == ("1", "Phường số 1")
    assert not found.guessed
    assert [(fault.row, fault.line) for fault in found.faults] == [(4000, 4001)]
    assert not found.more_faults
    many = read(content.replace(b" s", b"\xa0s", 9))
    assert (len(many.faults), many.more_faults) == (table.MAX_FAULTS, True)


def test_a_quote_that_is_never_closed_is_told_and_hides_no_row() -> None:
    lines = [f"{number};Xã {number}" for number in range(1, 500)]
    lines[2] = '3;"Xã 3'
    found = read("\n".join(["Mã;Tên", *lines]).encode())
    assert found.rows[2:4] == (("3", '"Xã 3'), ("4", "Xã 4"))
    assert [(fault.row, fault.line, fault.is_quote) for fault in found.faults] == [(3, 4, True)]
    near_the_end = read(b'a;b\n1;"x\n2;y\n')
    assert (len(near_the_end.rows), near_the_end.faults[0].row) == (2, 1)


@pytest.mark.parametrize(
    ("encoding", "guessed"),
    [("utf-8", False), ("utf-8-sig", False), ("utf-16", False), ("utf-16-le", True),
     ("utf-16-be", True)],
)  # fmt: skip
def test_utf_16_without_a_mark_is_read_and_called_a_guess(encoding: str, guessed: bool) -> None:
    found = read(TEXT.replace(",", "\t").encode(encoding))
    assert (names(found), found.guessed) == (["Mã", "Tên đơn vị"], guessed)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("編號;名稱;人口\n1;臺北市信義區;10\n2;高雄市前鎮區;20\n", "big5"),
        ("Numéro;Région\n1;Évreux déjà été\n2;Château-Thierry\n", "mac-roman"),
        ("Numéro;Région\n1;Évreux déjà été\n2;Château-Thierry\n", "cp1252"),
    ],
)
def test_other_encodings_are_called_a_guess(text: str, encoding: str) -> None:
    found = read(text.encode(encoding))
    assert found.guessed
    assert len(found.columns) == text.partition("\n")[0].count(";") + 1


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_every_line_end_and_separator_keeps_codes_and_numbers(end: str, separator: str) -> None:
    text = end.join(BODY).replace(";", separator)
    found = read(in_windows_1258(text))
    assert found.rows[0] == ("07210", "Phường Trần Phú", "71,2", "2.345,6")
    assert (found.encoding, found.guessed) == ("Windows-1258", True)
    assert [column.numeric for column in found.columns] == [True, False, True, True]


SIGNS = st.text(alphabet='aĐé01,;|\t" \n–', max_size=6)
GRID = st.lists(st.lists(SIGNS, max_size=7), min_size=1, max_size=12)


def visible(text: str) -> Counter[str]:
    """Return how often each sign stands in a text, blanks and what parts cells apart."""
    return Counter(sign for sign in text if not sign.isspace() and sign not in ',;|"–')


@given(GRID, st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n", "\r"]), st.integers(1, 5))
def test_all_that_is_in_a_file_is_shown_or_said_to_be_hidden(
    grid: list[list[str]], separator: str, end: str, count: int
) -> None:
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator, lineterminator=end).writerows(grid)
    text = stream.getvalue()
    try:
        pages = [page(text.encode(), complete=True, first=1, count=count)]
    except NotATable:
        pages = []
    if not pages:
        assert not visible(text)
        return
    found = pages[0]
    while pages[-1].more:
        first = pages[-1].first + len(pages[-1].rows)
        pages.append(page(text.encode(), complete=True, first=first, count=count))
    assert not any(part.beyond or part.hidden_columns or part.cut_cells for part in pages)
    shown = "".join([*found.above, *names(found)])
    shown += "".join(cell for part in pages for row in part.rows for cell in row)
    # A name over several columns is said at each of them: nothing is lost, some is said twice.
    assert not visible(text) - visible(shown)
    once = "".join([*found.above, *(cell for part in pages for row in part.rows for cell in row)])
    assert not visible(once) - visible(text)


@given(st.integers(1, 130), st.integers(1, 30), st.integers(1, 700))
def test_what_is_left_out_of_a_wide_or_long_table_is_counted(
    width: int, height: int, length: int
) -> None:
    lines = [",".join(f"c{place}" for place in range(width))]
    lines += [",".join(["x" * length] + ["1"] * (width - 1)) for _ in range(height)]
    found = read("\n".join(lines).encode())
    assert len(found.columns) + found.hidden_columns == width
    assert found.cut_cells == (height if length > table.MAX_CELL else 0)


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
