"""A file that is sent is looked at before it is kept: it is not empty, and what it says it is."""

from __future__ import annotations

import codecs
import hashlib
from typing import Any

import ckan.plugins.toolkit as tk
import magic
from werkzeug.datastructures import FileStorage

from ckanext.bacgiang.catalogue.file_types import file_type_of
from ckanext.bacgiang.catalogue.text import file_name
from ckanext.bacgiang.vocabularies.terms import vocabulary

HEAD = 16 * 1024
"""Bytes at the start of a file that tell what it is."""

PIECE = 1024 * 1024
"""Bytes of a file that are in memory at a time."""

CONTENT = {
    "application/pdf": "pdf",
    "application/zip": "zip",
    "application/vnd.openxmlformats-officedocument": "zip",
    "application/vnd.oasis.opendocument": "zip",
    "application/vnd.google-earth.kmz": "zip",
    "application/java-archive": "zip",
    "application/vnd.ms-": "ole",
    "application/msword": "ole",
    "application/CDFV2": "ole",
    "application/x-ole-storage": "ole",
    "application/x-sqlite3": "sqlite",
    "application/vnd.sqlite3": "sqlite",
    "application/geopackage": "sqlite",
    "image/png": "png",
    "image/jpeg": "jpeg",
    "application/x-dosexec": "program",
    "application/vnd.microsoft.portable-executable": "program",
    "application/x-executable": "program",
    "application/x-pie-executable": "program",
    "application/x-sharedlib": "program",
    "application/x-mach-binary": "program",
    "application/gzip": "gzip",
    "application/x-7z": "7z",
    "application/x-rar": "rar",
    "application/vnd.rar": "rar",
    "image/": "image",
    "audio/": "sound",
    "video/": "film",
}
"""What libmagic calls a content, by how the name starts, and what we call it; first match wins."""


def check(upload: Any, declared: str = "") -> str:
    """Return why the uploaded file is refused, an empty text where it is taken.

    ``declared`` is the file type that the form states, as authority URI. Gives the file a name
    that keeps its letters: CKAN would drop those of Vietnamese.
    """
    if not isinstance(upload, FileStorage) or not upload.filename:
        return ""
    upload.filename = file_name(upload.filename)
    head = upload.stream.read(HEAD)
    upload.stream.seek(0)
    if not head:
        return str(tk._("The file is empty; choose another"))
    content = content_of(head)
    ending = upload.filename.rpartition(".")[2]
    named = file_type_of(ending)
    if content == "program":
        return str(tk._("The file is a program, not data; choose another"))
    if named and not agrees(content, named.note("content")):
        return str(
            tk._("The file ends in .{ending}, but its content is not of that kind").format(
                ending=ending
            )
        )
    stated = vocabulary("file_types").find(declared) if declared else None
    # A map of several files travels as one ZIP, whatever it is called.
    if stated and content != "zip" and not agrees(content, stated.note("content")):
        return str(
            tk._("The format says {format}, but the content of the file is not").format(
                format=stated.note("format")
            )
        )
    return ""


def checksum(upload: Any) -> dict[str, str]:
    """Return ``hash`` (SHA-256, hexadecimal) and ``hash_algorithm`` of an uploaded file.

    Empty where nothing was uploaded. Reads the file in pieces and leaves it at its start.
    """
    if not isinstance(upload, FileStorage) or not upload.filename:
        return {}
    digest = hashlib.sha256()
    while piece := upload.stream.read(PIECE):
        digest.update(piece)
    upload.stream.seek(0)
    return {"hash": digest.hexdigest(), "hash_algorithm": "SHA-256"}


def content_of(head: bytes) -> str:
    """Return what kind of content starts with ``head``.

    A word of ``CONTENT``, or "json", "xml", "text" by the first sign of a text, or "other".
    """
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:15].lower()
    if start.startswith(b"%pdf"):
        return "pdf"
    if start.startswith((b"<!doctype html", b"<html")):
        return "html"
    if not _is_utf8(head):
        found = magic.from_buffer(head, mime=True)
        for name, kind in CONTENT.items():
            if found.startswith(name):
                return kind
        if b"\x00" in head and not found.startswith("text/"):
            return "other"
    return {b"{": "json", b"[": "json", b"<": "xml"}.get(start[:1], "text")


def agrees(content: str, wanted: str) -> bool:
    """Return whether a content is of the kind that a file type wants; nothing wanted takes all."""
    if wanted == "text":
        return content in ("text", "json", "xml")
    return not wanted or content == wanted


def _is_utf8(head: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return b"\x00" not in head
