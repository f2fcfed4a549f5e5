"""What is in a ZIP or a gzip file, without unpacking it: names, and the first bytes of members."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import BinaryIO

MAX_MEMBERS = 2_000
"""Members of a ZIP that are looked at; one with more is not looked into."""

MAX_DIRECTORY = 1024 * 1024
"""Bytes of the list of members of a ZIP that are read."""

MAX_LOOKED_INTO = 60
"""Members whose first bytes are read; others go by none."""

MEMBER_HEAD = 16 * 1024
"""Bytes of a member that are unpacked."""

_END, _END_64, _LOCATOR_64 = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
_ENCRYPTED = 0x1
_SHAPE = ("shp", "shx", "dbf")
_SIDECARS = frozenset(
    ["prj", "cpg", "sbn", "sbx", "qix", "fix", "ain", "aih", "ixs", "mxs", "atx", "qpj", "xml"]
)
_ODF = {
    "application/vnd.oasis.opendocument.spreadsheet": "ODS",
    "application/vnd.oasis.opendocument.text": "ODT",
    "application/vnd.oasis.opendocument.presentation": "ODP",
    "application/epub+zip": "EPUB",
}
_OOXML = {
    "xl/vbaProject.bin": "XLSM",
    "xl/workbook.bin": "XLSB",
    "xl/workbook.xml": "XLSX",
    "word/document.xml": "DOCX",
    "ppt/presentation.xml": "PPTX",
}
_MACROS = b"sheet.macroEnabled.main+xml"

CodeOf = Callable[[bytes, str], str]


@dataclass(frozen=True, slots=True)
class Archive:
    """What an archive holds.

    ``office`` is the type of an office file that is a ZIP by its make; else ``packed`` are the
    types of the members, most bytes first, ``OCTET`` for what is not known. ``lacking`` names the
    parts that a shapefile in it lacks.
    """

    office: str = ""
    packed: tuple[str, ...] = ()
    is_shapefile: bool = False
    is_kmz: bool = False
    lacking: tuple[str, ...] = ()
    locked: bool = False
    too_many: bool = False
    damaged: bool = False


def look_into_zip(stream: BinaryIO, code_of: CodeOf) -> Archive:
    """Return what a ZIP holds; ``code_of`` tells a member's type from its first bytes."""
    size = _directory_size(stream)
    if size is None:
        return Archive(damaged=True)
    if size[0] > MAX_MEMBERS or size[1] > MAX_DIRECTORY:
        return Archive(too_many=True)
    try:
        with zipfile.ZipFile(stream) as archive:
            return _of_members(archive, code_of)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError,
            RuntimeError, struct.error, KeyError):  # fmt: skip
        return Archive(damaged=True)


def look_into_gzip(stream: BinaryIO, code_of: CodeOf) -> Archive:
    """Return what a gzip file holds, from the first bytes of it."""
    stream.seek(0)
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        head = unpacker.decompress(stream.read(4 * MEMBER_HEAD), MEMBER_HEAD)
    except zlib.error:
        return Archive(damaged=True)
    return Archive(packed=(code_of(head, "") or "OCTET",))


def _directory_size(stream: BinaryIO) -> tuple[int, int] | None:
    """Return how many members the end of a ZIP announces and how long their list is."""
    length = stream.seek(0, 2)
    start = max(length - 65_557 - 76, 0)
    stream.seek(start)
    tail = stream.read()
    place = tail.rfind(_END)
    if place < 0 or len(tail) < place + 22:
        return None
    count, size = struct.unpack_from("<HI", tail, place + 10)
    if place >= 20 and tail[place - 20 : place - 16] == _LOCATOR_64:
        stream.seek(min(struct.unpack_from("<Q", tail, place - 12)[0], length))
        record = stream.read(56)
        if len(record) < 56 or record[:4] != _END_64:
            return None
        count, size = struct.unpack_from("<QQ", record, 32)
    return count, size


def _of_members(archive: zipfile.ZipFile, code_of: CodeOf) -> Archive:
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        return Archive(too_many=True)
    if office := _office(archive, {member.filename for member in members}):
        return Archive(office=office)
    files = [member for member in members if _is_file(member)]
    if any(member.flag_bits & _ENCRYPTED for member in files):
        return Archive(packed=("OCTET",), locked=True)
    stems = _stems(files)
    shapes = {stem: parts for stem, parts in stems.items() if "shp" in parts}
    whole = [stem for stem, parts in shapes.items() if parts.issuperset(_SHAPE)]
    of_shapes = {member.filename for member in files if _split(member)[0] in whole}
    weights: dict[str, int] = {}
    for place, member in enumerate(files):
        if member.filename in of_shapes:
            code = "SHP"
        elif len(files) > 1 and _split(member)[0] in shapes:
            code = "OCTET"  # a part of a shapefile that is not whole
        else:
            code = _member_code(archive, member, code_of, place)
        weights[code] = weights.get(code, 0) + member.file_size
    owed = (*_SHAPE, "prj")
    lacking = {part for parts in shapes.values() for part in owed if part not in parts}
    return Archive(
        packed=tuple(sorted(weights, key=lambda code: (-weights[code], code))),
        is_shapefile=bool(whole) and len(whole) == len(shapes),
        is_kmz=any(member.filename == "doc.kml" for member in files),
        lacking=tuple(part for part in owed if part in lacking),
    )


def _member_code(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, code_of: CodeOf, place: int
) -> str:
    if place >= MAX_LOOKED_INTO or not member.file_size:
        return "OCTET"
    with archive.open(member) as packed:
        return code_of(packed.read(MEMBER_HEAD), member.filename) or "OCTET"


def _office(archive: zipfile.ZipFile, names: set[str]) -> str:
    """Return the type of an office file by its inner parts, empty where it is none."""
    if "mimetype" in names and (code := _ODF.get(_start(archive, "mimetype").decode("latin-1"))):
        return code
    if "[Content_Types].xml" not in names:
        return ""
    code = next((code for part, code in _OOXML.items() if part in names), "")
    if code == "XLSX" and _MACROS in _start(archive, "[Content_Types].xml"):
        return "XLSM"
    return code


def _start(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(MEMBER_HEAD).strip()


def _is_file(member: zipfile.ZipInfo) -> bool:
    last = member.filename.rpartition("/")[2]
    return not member.is_dir() and not last.startswith(".") and "__MACOSX/" not in member.filename


def _stems(files: Iterable[zipfile.ZipInfo]) -> dict[str, set[str]]:
    stems: dict[str, set[str]] = {}
    for member in files:
        stem, ending = _split(member)
        if ending in _SHAPE or ending in _SIDECARS:
            stems.setdefault(stem, set()).add(ending)
    return stems


def _split(member: zipfile.ZipInfo) -> tuple[str, str]:
    """Return a member's name without its ending, and the ending; "a.shp.xml" goes with "a"."""
    stem, _, ending = member.filename.lower().rpartition(".")
    return stem.removesuffix(".shp"), ending
