"""A file that is sent is looked at before it is kept: why it is refused, and its checksum."""

from __future__ import annotations

import hashlib
from typing import Any

import ckan.plugins.toolkit as tk
from werkzeug.datastructures import FileStorage

from ckanext.bacgiang.catalogue.core.content import Content, Oddity
from ckanext.bacgiang.catalogue.core.file_type_choice import TABLES, Wrong
from ckanext.bacgiang.language import page_language
from ckanext.bacgiang.vocabularies.terms import vocabulary

PIECE = 1024 * 1024
"""Bytes of a file that are in memory at a time."""

MEGABYTE = 1024 * 1024


def too_large(upload: FileStorage, limit: str = "ckan.max_resource_size") -> str:
    """Return why a file is too large to be taken, an empty text where it is not.

    ``limit`` is the setting that says how many megabytes are taken.
    """
    size = upload.stream.seek(0, 2)
    upload.stream.seek(0)
    most = int(tk.config[limit])
    if size <= most * MEGABYTE:
        return ""
    message = tk._("The file is too large: it has {size} MB, at most {most} MB can be taken")
    return str(message.format(size=-(-size // MEGABYTE), most=most))


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


def message(wrong: Wrong | None, content: Content, name: str, chosen: str) -> str:
    """Return in the language of the page why a file is refused and what to do.

    ``name`` is its file name, ``chosen`` the code of the type that was stated for it.
    """
    ending = name.rpartition(".")[2]
    term = vocabulary("file_types").find(chosen)
    texts = {
        Wrong.EMPTY: tk._("The file is empty; choose another"),
        Wrong.PROGRAM: tk._("The file is a program, not data; choose another"),
        Wrong.LOCKED: tk._("The file is locked with a password: save it without one, then send it"),
        Wrong.DAMAGED: tk._("The file is damaged and cannot be opened; make it anew, then send it"),
        Wrong.PART_OF_SHAPEFILE: _not_whole(("shx", "dbf")),
        Wrong.SHAPEFILE_NOT_WHOLE: _not_whole(content.lacking),
        Wrong.CHOICE: tk._(
            "The format chosen is {format}, but the content of the file is: {content}."
            " Choose that format, or leave the field empty"
        ),
        Wrong.ENDING: tk._("The file ends in .{ending}, but its content is: {content}.")
        + " "
        + _advice(content),
    }
    text = texts[wrong] if wrong else ""
    return str(
        text.format(ending=ending, format=_label(term.code if term else ""), content=_what(content))
    )


def _not_whole(lacking: tuple[str, ...]) -> str:
    text = tk._(
        "A shapefile has the parts .shp, .shx and .dbf, all of one name: put them into one ZIP;"
        " missing here: {parts}"
    )
    return str(text.format(parts=", ".join(f".{part}" for part in lacking if part != "prj")))


def _advice(content: Content) -> str:
    if content.code in TABLES or content.oddity is Oddity.SPREADSHEET_XML:
        return str(tk._("Open it, choose “Save as” and .xlsx or .csv, and send what is saved"))
    return str(tk._("Give the file its right ending, or choose another"))


def _what(content: Content) -> str:
    if content.oddity is Oddity.SPREADSHEET_XML:
        return str(tk._("a table of Excel 2003 in XML"))
    return _label(content.code)


def _label(code: str) -> str:
    known = vocabulary("file_types").find(code)
    return known.label(page_language()) if known else str(tk._("not known"))
