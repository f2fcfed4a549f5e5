"""What a file is, is told from its bytes; its name and its sender only among what those allow."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.bacgiang.catalogue.core.archives import MAX_DIRECTORY, MAX_MEMBERS, MEMBER_HEAD
from ckanext.bacgiang.catalogue.core.content import Content, Oddity, is_open, media_type
from ckanext.bacgiang.catalogue.core.detection import look
from ckanext.bacgiang.catalogue.core.file_type_choice import Wrong, counts_as_open, settle
from ckanext.bacgiang.catalogue.file_types import file_type_of
from ckanext.bacgiang.vocabularies.terms import vocabulary

CSV = "mã;tên\n1;Bệnh viện đa khoa tỉnh\n2;Trạm y tế\n".encode()
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< >>\nendobj\n"
GEOJSON = b'{"type": "FeatureCollection", "features": []}'
KML = b'<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"/>'
XHTML = b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body/></html>"
SHAPE = b"\x00\x00\x27\x0a" + b"\x00" * 96
PX = """CHARSET="ANSI";
AXIS-VERSION="2000";
CODEPAGE="utf-8";
MATRIX="E0101";
TITLE="Dân số trung bình theo huyện và năm";
STUB="Huyện";
HEADING="Năm";
VALUES("Huyện")="Lục Nam","Việt Yên";
VALUES("Năm")="2023","2024";
DATA=
1 2
3 4;
""".encode()
SDMX = """<?xml version="1.0" encoding="UTF-8"?>
<message:{name} xmlns:message="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message">
<message:Header/></message:{name}>"""


def zipped(**members: bytes) -> bytes:
    """Return a ZIP; a double underscore in a name stands for a dot, a single one for a slash."""
    return zipped_of({name.replace("__", "."): content for name, content in members.items()})


def zipped_of(members: dict[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return whole.getvalue()


def office(part: str, main: str = "main+xml") -> bytes:
    return zipped_of({"[Content_Types].xml": main.encode(), "_rels/.rels": b"<a/>", part: b"<a/>"})


def ole(stream: str) -> bytes:
    """Return an office file of before 2007 with one stream of this name."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<H", header, 30, 9)
    struct.pack_into("<I", header, 48, 0)
    directory = bytearray(512)
    for place, name in enumerate(("Root Entry", stream)):
        raw = name.encode("utf-16-le")
        directory[place * 128 : place * 128 + len(raw)] = raw
        struct.pack_into("<H", directory, place * 128 + 64, len(raw) + 2)
    return bytes(header + directory)


ODS = zipped_of({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b""})
SHAPEFILE = {"a.shp": SHAPE, "a.shx": SHAPE, "a.dbf": b"\x03" + b"\x01" * 40}
SQLITE = b"SQLite format 3\x00" + b"\x00" * 52

FILES = {
    "CSV": CSV,
    "TSV": "mã\ttên\n1\tTrạm\n2\tBệnh viện\n".encode(),
    "TXT": "Một đoạn văn.\nVà một đoạn nữa, dài hơn.\n".encode(),
    "XLSX": office("xl/workbook.xml"),
    "XLSM": office("xl/workbook.xml", "sheet.macroEnabled.main+xml"),
    "ODS": ODS,
    "JSON": b'  {"a": 1}',
    "XML": b"\xef\xbb\xbf<?xml version='1.0'?><a/>",
    "PX": PX,
    "SDMX": SDMX.format(name="StructureSpecificData").encode(),
    "SDMX_CSV": b"STRUCTURE,STRUCTURE_ID,ACTION,TIME_PERIOD,OBS_VALUE\nd,A:B(1.0),I,2024,1\n",
    "GEOJSON": GEOJSON,
    "KML": KML,
    "KMZ": zipped_of({"doc.kml": KML}),
    "GML": b'<g:FeatureCollection xmlns:g="http://www.opengis.net/gml/3.2"/>',
    "GPKG": SQLITE + b"GPKG" + b"\x00" * 40,
    "SHP": zipped_of({**SHAPEFILE, "a.prj": b"GEOGCS[]"}),
    "PARQUET": b"PAR1\x15\x04\x15\x10\x00PAR1",
    "RDF_TURTLE": b"# a\n@prefix dct: <http://purl.org/dc/terms/> .\n",
    "RDF_XML": b'<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>',
    "JSON_LD": b'{"@context": "https://schema.org", "@id": "a"}',
    "ZIP": zipped_of({"a.csv": CSV}),
    "GZIP": gzip.compress(CSV),
    "HTML": b"<!DOCTYPE html><html></html>",
    "XHTML": XHTML,
    "XLS": ole("Workbook"),
    "DOC": ole("WordDocument"),
    "PPT": ole("PowerPoint Document"),
    "PDF": PDF,
    "DOCX": office("word/document.xml"),
    "PPTX": office("ppt/presentation.xml"),
    "ODT": zipped_of({"mimetype": b"application/vnd.oasis.opendocument.text"}),
    "RTF": b"{\\rtf1\\ansi}",
    "JPEG": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00",
    "PNG": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "GIF": b"GIF89a\x01\x00",
    "TIFF": b"II*\x00\x08\x00\x00\x00",
    "SVG": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "RAR": b"Rar!\x1a\x07\x00",
    "7Z": b"7z\xbc\xaf\x27\x1c\x00\x04",
}
"""A file of each type."""

NOT_OPEN = ["DOCX", "DOC", "ODT", "PDF", "PPTX", "PPT", "RTF", "HTML", "XHTML", "XLS", "JPEG",
            "PNG", "GIF", "TIFF", "SVG", "RAR", "7Z"]  # fmt: skip


def of(content: bytes) -> Content:
    return look(io.BytesIO(content))


def ending(code: str) -> str:
    term = vocabulary("file_types").find(code)
    assert term is not None
    usual = {"RDF_TURTLE": "ttl", "RDF_XML": "rdf", "JSON_LD": "jsonld", "SDMX": "xml",
             "SDMX_CSV": "csv", "SHP": "zip", "GZIP": "gz"}  # fmt: skip
    return usual.get(code, code.lower())


@pytest.mark.parametrize("code", FILES)
def test_each_type_is_known_by_its_bytes_alone_and_has_its_media_type(code: str) -> None:
    found = of(FILES[code])
    assert found.code == code
    assert code in found.fits
    term = vocabulary("file_types").find(code)
    assert term is not None
    assert found.media_type == ("application/zip" if code == "SHP" else term.note("media_type"))
    settled = settle(found, f"tep.{ending(code)}", "", "")
    assert settled.type is term


@pytest.mark.parametrize("after", FILES)
def test_a_new_file_has_its_own_type_whatever_stood_there_before(after: str) -> None:
    content = of(FILES[after])
    for before in FILES:
        settled = settle(content, f"tep.{ending(after)}", before, before)
        assert (settled.type and settled.type.code, settled.wrong) == (after, None), before
        assert settled.corrected == (before != after)


@pytest.mark.parametrize("code", NOT_OPEN)
def test_what_is_called_csv_and_is_something_else_is_refused(code: str) -> None:
    assert settle(of(FILES[code]), "so-lieu.csv", "", "").wrong is Wrong.ENDING
    refused = settle(of(FILES[code]), f"tep.{ending(code)}", "CSV", "")
    assert (refused.wrong, refused.at_choice) == (Wrong.CHOICE, True)
    assert not counts_as_open(code, "", stored=True)


@pytest.mark.parametrize(
    ("name", "code", "wanted"),
    [
        ("ban-do.json", "GEOJSON", "GEOJSON"),
        ("ban-do.xml", "KML", "KML"),
        ("so-lieu.xml", "SDMX", "SDMX"),
        ("trang.xml", "XHTML", "XHTML"),
        ("ban-do.zip", "SHP", "SHP"),
        ("ban-do.zip", "KMZ", "ZIP"),
        ("van-ban.zip", "DOCX", "DOCX"),
        ("so-lieu.txt", "PX", "PX"),
        ("so-lieu.txt", "CSV", "TXT"),
        ("so-lieu.csv", "TSV", "CSV"),
        ("so-lieu.csv", "SDMX_CSV", "SDMX_CSV"),
        ("khong-duoi", "PDF", "PDF"),
        ("so-lieu.dat", "CSV", "CSV"),
        ("so-lieu.csv.gz", "GZIP", "GZIP"),
    ],
)
def test_a_general_ending_gives_way_to_what_the_content_is(
    name: str, code: str, wanted: str
) -> None:
    settled = settle(of(FILES[code]), name, "", "")
    assert settled.type is not None
    assert settled.type.code == wanted


def test_a_map_whose_type_stands_behind_the_part_looked_at_is_taken_as_a_map() -> None:
    long = b'{"name": "' + b"x" * 70_000 + b'", "type": "FeatureCollection", "features": []}'
    settled = settle(of(long), "ban-do.geojson", "", "")
    assert settled.type is not None
    assert settled.type.code == "GEOJSON"
    assert settle(of(b'{"a": 1}'), "ban-do.geojson", "", "").wrong is Wrong.ENDING


@pytest.mark.parametrize(
    ("chosen", "code"), [("JSON", "GEOJSON"), ("XML", "SDMX"), ("ZIP", "SHP"), ("TXT", "CSV")]
)
def test_a_choice_that_the_content_allows_is_kept(chosen: str, code: str) -> None:
    settled = settle(of(FILES[code]), f"tep.{ending(code)}", chosen, "")
    assert settled.type is not None
    assert (settled.type.code, settled.corrected) == (chosen, False)


@pytest.mark.parametrize(
    ("members", "packed", "is_open_data"),
    [
        ({"a.pdf": PDF}, "PDF", False),
        ({"a.docx": FILES["DOCX"]}, "DOCX", False),
        ({"a.pdf": PDF, "doc-toi.txt": b"Xem tep PDF"}, "PDF", False),
        ({"a.csv": CSV}, "CSV", True),
        ({"a.csv": b"ma\n1\n"}, "CSV", True),
        ({"huong-dan.pdf": PDF * 50, "a.csv": CSV}, "CSV", True),
        ({"a.xlsx": FILES["XLSX"]}, "XLSX", True),
        ({"b.zip": FILES["ZIP"]}, "ZIP", False),
        ({"a.shp": SHAPE, "a.dbf": b"\x03\x01"}, "OCTET", False),
        ({"__MACOSX/a.csv": CSV, ".DS_Store": b"\x00\x01", "a.pdf": PDF}, "PDF", False),
        ({"a.bin": b"\x00\x01\x02"}, "OCTET", False),
        ({}, "", False),
    ],
)
def test_a_zip_is_as_open_as_what_is_in_it(
    members: dict[str, bytes], packed: str, is_open_data: bool
) -> None:
    found = of(zipped_of(members))
    assert (found.code, found.packed_code) == ("ZIP", packed)
    assert counts_as_open("ZIP", found.packed_code, stored=True) is is_open_data


def test_a_gzip_file_is_as_open_as_what_is_in_it() -> None:
    for content, wanted in ((CSV, True), (GEOJSON, True), (PDF, False)):
        found = of(gzip.compress(content))
        assert counts_as_open(found.code, found.packed_code, stored=True) is wanted


def test_of_a_link_to_an_archive_the_publishers_word_counts() -> None:
    assert counts_as_open("ZIP", "", stored=False)
    assert not counts_as_open("PDF", "", stored=False)


def test_a_shapefile_is_its_three_parts_and_lacks_its_projection_aloud() -> None:
    whole = of(zipped_of(SHAPEFILE))
    assert (whole.code, whole.lacking) == ("SHP", ("prj",))
    assert of(FILES["SHP"]).lacking == ()
    for part in ("shx", "dbf"):
        members = {name: raw for name, raw in SHAPEFILE.items() if not name.endswith(part)}
        found = of(zipped_of(members))
        assert found.lacking[0] == part
        refused = settle(found, "ban-do.zip", "SHP", "")
        assert (refused.wrong, refused.at_choice) == (Wrong.SHAPEFILE_NOT_WHOLE, True)
    mixed = {"a.shp": SHAPE, "b.shx": SHAPE, "b.dbf": b"\x03\x01"}
    assert of(zipped_of(mixed)).code == "ZIP"
    assert settle(of(SHAPE), "ban-do.shp", "", "").wrong is Wrong.PART_OF_SHAPEFILE


@pytest.mark.parametrize(
    "content",
    [ODS, b"<table><tr><td>1</td></tr></table>", CSV,
     b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'],
)  # fmt: skip
def test_what_only_calls_itself_xls_is_refused(content: bytes) -> None:
    assert settle(of(content), "file.xls", "", "").wrong is Wrong.ENDING


def test_what_nobody_can_use_is_refused_by_name() -> None:
    program = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00" + b"\x00" * 200
    for content, wrong in (
        (b"", Wrong.EMPTY),
        (program + b"PE\x00\x00", Wrong.PROGRAM),
        (ole("EncryptedPackage"), Wrong.LOCKED),
        (b"PK\x03\x04\x00\x00", Wrong.DAMAGED),
        (FILES["ZIP"][:-30], Wrong.DAMAGED),
        (b"\x1f\x8b\x07\x00\x00", Wrong.DAMAGED),
    ):
        assert settle(of(content), "tep", "", "").wrong is wrong


def test_letters_of_other_encodings_are_text() -> None:
    for content in (
        CSV.decode().encode("utf-16"),
        CSV.decode().encode("utf-16-le"),
        CSV.decode().encode("utf-16-be"),
        b"m\xb7;t\xaan\n1;B\xd6nh vi\xd6n\n",
        "Mã,Tên\n1,Đê\n".encode("cp1258", errors="replace"),
    ):
        assert of(content).code == "CSV"


@pytest.mark.parametrize(
    "content", [b"[ma];[ten]\n1;2\n", b"<5;10\n1;2\n", b"{a};{b}\n1;2\n", b"MZ;ten\n1;a\n"]
)
def test_a_table_whose_first_cell_starts_like_another_type_is_a_table(content: bytes) -> None:
    assert of(content).code == "CSV"


def test_sdmx_of_every_kind_and_version_is_known() -> None:
    for name in ("GenericData", "StructureSpecificData", "CompactData", "Structure"):
        assert of(SDMX.format(name=name).encode()).code == "SDMX"
    old = b'<CompactData xmlns="http://www.SDMX.org/resources/SDMXML/schemas/v2_0/message"/>'
    assert of(old).code == "SDMX"
    assert of(b"DATAFLOW,FREQ,OBS_VALUE\nA:B(1.0),A,1\n").code == "SDMX_CSV"
    assert of(PX.decode().encode("utf-16")).code == "PX"
    assert all(is_open(code) for code in ("PX", "SDMX", "SDMX_CSV"))


def test_px_and_sdmx_csv_have_no_address_that_the_authority_does_not_give() -> None:
    for code, uri in (("PX", ""), ("SDMX_CSV", ""), ("SDMX", "file-type/SDMX")):
        term = vocabulary("file_types").find(code)
        assert term is not None
        assert term.uri.endswith(uri)
        assert bool(term.uri) == bool(uri)


class Counted(io.BytesIO):
    """A file that counts the bytes read from it."""

    taken = 0

    def read(self, size: int | None = -1, /) -> bytes:
        piece = super().read(size)
        self.taken += len(piece)
        return piece


def test_a_bomb_is_never_unpacked() -> None:
    bomb = zipped_of({"a.csv": b"0" * 50_000_000})
    stream = Counted(bomb)
    found = look(stream)
    assert found.packed == ("CSV",)
    assert stream.taken < 4 * 64 * 1024 + MEMBER_HEAD
    nested = bomb
    for _ in range(20):
        nested = zipped_of({"b.zip": nested})
    assert of(nested).packed == ("ZIP",)
    assert of(gzip.compress(b"0" * 50_000_000)).code == "GZIP"


def test_a_zip_of_very_many_members_is_not_looked_into() -> None:
    many = of(zipped_of({f"{number}.csv": b"" for number in range(MAX_MEMBERS + 1)}))
    assert (many.code, many.packed, many.oddity) == ("ZIP", (), Oddity.TOO_MANY_MEMBERS)
    assert not counts_as_open(many.code, many.packed_code, stored=True)
    announced = bytearray(FILES["ZIP"])
    struct.pack_into("<I", announced, announced.rfind(b"PK\x05\x06") + 12, MAX_DIRECTORY + 1)
    assert of(bytes(announced)).oddity is Oddity.TOO_MANY_MEMBERS


@given(
    st.sampled_from([b"", b"PK\x03\x04", b"\x1f\x8b\x08", b"<", b"{", ole("")[:8]]),
    st.binary(max_size=400),
)
def test_no_content_whatever_breaks_the_look(start: bytes, rest: bytes) -> None:
    found = of(start + rest)
    assert found.code in found.fits or not found.code
    settle(found, "tep.csv", "CSV", "")


@given(st.sampled_from(sorted(FILES)), st.integers(0, 60), st.binary(min_size=1, max_size=3))
def test_a_damaged_file_of_any_type_breaks_nothing(code: str, place: int, noise: bytes) -> None:
    content = bytearray(FILES[code])
    content[place : place + len(noise)] = noise
    of(bytes(content))
    of(bytes(content[: len(content) // 2]))


def test_the_media_type_stated_is_that_of_the_type_chosen() -> None:
    assert media_type(of(GEOJSON), "JSON") == "application/json"
    assert media_type(of(FILES["SHP"]), "SHP") == "application/zip"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("px", "PX"),
        ("PC-Axis", "PX"),
        ("SDMX-ML", "SDMX"),
        ("SDMX-CSV", "SDMX_CSV"),
        ("htm", "HTML"),
        ("jpg", "JPEG"),
        ("tab", "TSV"),
        ("jsonld", "JSON_LD"),
    ],
)
def test_a_type_is_known_by_the_names_that_catalogues_give_it(name: str, code: str) -> None:
    found = file_type_of(name)
    assert found is not None
    assert found.code == code
