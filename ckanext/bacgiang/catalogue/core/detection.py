"""What a file is, told from its bytes: never from its name, never from what its sender says.

Only bounded parts of a file are read, and nothing in an archive is unpacked beyond its first
bytes. Codes are those of the vocabulary ``file_types``.
"""

from __future__ import annotations

import codecs
import struct
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import BinaryIO

import magic

from ckanext.bacgiang.catalogue.core import markup, text_kinds
from ckanext.bacgiang.catalogue.core.archives import Archive, look_into_gzip, look_into_zip
from ckanext.bacgiang.catalogue.core.content import UNKNOWN, Content, Oddity
from ckanext.bacgiang.catalogue.file_types import file_type_of
from ckanext.bacgiang.vocabularies.terms import vocabulary

HEAD = 64 * 1024
"""Bytes at the start of a file that tell what it is."""

_SIGNATURES = {
    b"%PDF": "PDF",
    b"\x89PNG\r\n\x1a\n": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
    b"PAR1": "PARQUET",
    b"7z\xbc\xaf\x27\x1c": "7Z",
    b"Rar!\x1a\x07": "RAR",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_PARTS = {
    "Workbook": "XLS",
    "Book": "XLS",
    "WordDocument": "DOC",
    "PowerPoint Document": "PPT",
}
_PROGRAMS = (
    "application/x-dosexec",
    "application/vnd.microsoft.portable-executable",
    "application/x-executable",
    "application/x-pie-executable",
    "application/x-sharedlib",
    "application/x-mach-binary",
)


def look(stream: BinaryIO) -> Content:
    """Return what the file is; leaves it at its start. Never raises for any content."""
    stream.seek(0)
    head = stream.read(HEAD)
    try:
        return _of_archive(stream, head) or of_head(head)
    finally:
        stream.seek(0)


def of_head(head: bytes) -> Content:
    """Return what a file is that starts with ``head``; an archive is not looked into."""
    if not head:
        return Content(oddity=Oddity.EMPTY)
    if (text := _as_text(head)) is not None:
        return _of_text(head, text)
    for signature, tell in _BY_SIGNATURE.items():
        if head.startswith(signature):
            return tell(head)
    return _of_magic(head)


def _of_archive(stream: BinaryIO, head: bytes) -> Content | None:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _of_zip(look_into_zip(stream, _member_code))
    if head.startswith(b"\x1f\x8b"):
        found = look_into_gzip(stream, _member_code)
        oddity = Oddity.DAMAGED if found.damaged else None
        packed = found.packed
        return Content("GZIP", frozenset({"GZIP"}), frozenset({"GZIP"}), packed, oddity=oddity)
    if head.startswith(_OLE):
        return _of_ole(head, stream)
    return None


def _member_code(head: bytes, name: str) -> str:
    """Return the type of a member of an archive, by its start; its name tells plain texts apart."""
    found = of_head(head)
    named = file_type_of(name.rpartition(".")[2]) if "." in name else None
    if found.code == "TXT" and named and named.code in found.fits:
        return named.code
    return found.code


def _of_zip(found: Archive) -> Content:
    bears = frozenset({"ZIP"})
    if found.damaged:
        return Content(bears=bears, oddity=Oddity.DAMAGED)
    if found.office:
        fits = frozenset({found.office})
        return Content(found.office, fits, fits | bears)
    if found.too_many:
        return Content("ZIP", bears, bears, oddity=Oddity.TOO_MANY_MEMBERS)
    fits = bears
    code = "ZIP"
    if found.is_shapefile:
        code, fits = "SHP", fits | {"SHP"}
    if "KML" in found.packed:
        code, fits = ("KMZ" if found.is_kmz else code), fits | {"KMZ"}
    oddity = Oddity.LOCKED if found.locked else None
    return Content(code, fits, fits, found.packed, found.lacking, oddity)


def _of_packed_head(head: bytes) -> Content:
    """A ZIP of which only the start is at hand, as one in another archive."""
    wanted = magic.from_buffer(head, mime=True)
    for term in vocabulary("file_types"):
        if term.note("media_type") == wanted:
            return _plain(term.code)
    return _plain("ZIP")


def _of_ole(head: bytes, stream: BinaryIO | None = None) -> Content:
    """A file of the old office programs: the names in its directory say which (MS-CFB 2.6)."""
    names: list[str] = []
    if stream is not None and len(head) >= 512:
        shift, first = struct.unpack_from("<H", head, 30)[0], struct.unpack_from("<I", head, 48)[0]
        if shift in (9, 12):
            stream.seek((first + 1) << shift)
            directory = stream.read(64 * 128)
            for place in range(0, len(directory) - 127, 128):
                length = min(struct.unpack_from("<H", directory, place + 64)[0], 64)
                raw = directory[place : place + max(length - 2, 0)]
                names.append(raw.decode("utf-16-le", errors="replace"))
    if "EncryptedPackage" in names:
        return Content(oddity=Oddity.LOCKED)
    for name, code in _OLE_PARTS.items():
        if name in names:
            return _plain(code)
    any_office = frozenset({"XLS", "DOC", "PPT"})
    return Content("", any_office, any_office)


def _of_magic(head: bytes) -> Content:
    found = magic.from_buffer(head, mime=True)
    if found in _PROGRAMS:
        return Content(oddity=Oddity.PROGRAM)
    for term in vocabulary("file_types"):
        if term.note("media_type") == found and not found.startswith("text/"):
            return _plain(term.code)
    return UNKNOWN


def _of_text(head: bytes, text: str) -> Content:
    start = text.lstrip("\ufeff \t\r\n")
    if start.startswith("%PDF"):
        return _plain("PDF")
    if start.startswith("{\\rtf"):
        return _plain("RTF")
    if start.startswith("<"):
        found = markup.of_markup(head, start)
        if found is not None:
            code, is_spreadsheet = found
            oddity = Oddity.SPREADSHEET_XML if is_spreadsheet else None
            return _text_like(code, oddity)
    if start.startswith(("{", "[")) and (code := markup.of_json(start)):
        known = _text_like(code)
        # What makes it more than JSON may stand behind the part that is looked at.
        more = frozenset({"GEOJSON", "JSON_LD"}) if code == "JSON" and len(head) >= HEAD else _NONE
        return replace(known, fits=known.fits | more, bears=known.bears | more)
    code, fits = text_kinds.of_plain(start)
    return Content(code, fits, fits | {"TXT"})


def _text_like(code: str, oddity: Oddity | None = None) -> Content:
    term = vocabulary("file_types").find(code)
    also = frozenset(term.note("also").split()) if term else frozenset()
    fits = frozenset({code}) | also
    family = {"XHTML": {"XML", "HTML"}, "SVG": {"XML"}}.get(code, set())
    return Content(code, fits, fits | family | {"TXT"}, oddity=oddity)


def _plain(code: str) -> Content:
    fits = frozenset({code})
    return Content(code, fits, fits)


def _of_code(code: str, head: bytes) -> Content:
    return _plain(code)


def _as_text(head: bytes) -> str | None:
    """Return the start of a text, letters beyond ASCII perhaps wrong; None where it is no text."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", errors="replace")
    if b"\x00" not in head:
        try:
            return codecs.getincrementaldecoder("utf-8-sig")().decode(head)
        except UnicodeDecodeError:
            pass
        controls = sum(head.count(byte) for byte in _CONTROLS)
        if controls * 50 <= len(head) and not _has_signature(head):
            return head.decode("latin-1")
        return None
    encoding = text_kinds.utf_16_without_mark(head)
    return head.decode(encoding, errors="replace") if encoding else None


_NONE: frozenset[str] = frozenset()


def _of_database(head: bytes) -> Content:
    is_map = head[68:72] in (b"GPKG", b"GP10", b"GP11") or b"gpkg_contents" in head
    return _plain("GPKG") if is_map else UNKNOWN


_BY_SIGNATURE: dict[bytes, Callable[[bytes], Content]] = {
    **{signature: partial(_of_code, code) for signature, code in _SIGNATURES.items()},
    _OLE: _of_ole,
    b"SQLite format 3\x00": _of_database,
    b"\x00\x00\x27\x0a": lambda head: Content(oddity=Oddity.PART_OF_SHAPEFILE),
    b"PK\x03\x04": _of_packed_head,
    b"\x1f\x8b": partial(_of_code, "GZIP"),
}
"""What a file is that starts with these bytes."""

_CONTROLS = [bytes([byte]) for byte in (*range(1, 9), *range(14, 27), *range(28, 32), 127)]


def _has_signature(head: bytes) -> bool:
    return head.startswith(tuple(_BY_SIGNATURE))
