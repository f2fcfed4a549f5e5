"""What the portal itself notes of a file: its type, checksum and name, whatever the sender says.

The bytes sent last decide on every road. Of a file that stays, what is known stays; of a link
nothing is known but what its publisher states and the ending of its address.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable
from typing import Any

from ckan import model
from werkzeug.datastructures import FileStorage

from ckanext.bacgiang.catalogue import stored_files, uploads
from ckanext.bacgiang.catalogue.core.content import Content, media_type
from ckanext.bacgiang.catalogue.core.detection import look
from ckanext.bacgiang.catalogue.core.file_type_choice import Settled, settle
from ckanext.bacgiang.catalogue.file_types import stated_type, type_of_address
from ckanext.bacgiang.catalogue.text import clean, file_name
from ckanext.bacgiang.intake import file_notices
from ckanext.bacgiang.vocabularies.terms import vocabulary

FACTS = ("hash", "hash_algorithm", "original_name", "packed_type", "mimetype")
"""Fields of a stored file that only its bytes and its name decide."""

NAME_LENGTH = 255
"""Characters of a file's own name that are kept: what file systems allow."""

_OF_SCHEMA = {"file_type", "packed_type", "original_name"}
"""Fields of a file that only the schemas of this portal have, not every one of them."""

MOST = 128 * 1024 * 1024
"""Bytes of a stored file that are read to look into it again."""

Errors = dict[str, list[str]]
File = dict[str, Any]


def take_in(
    resources: Iterable[File], stored: model.Package | None, fields: Collection[str]
) -> list[Errors]:
    """Note in each of ``resources`` what its file is, in place; return why files are refused.

    ``fields`` are those that a file of the entry has by its schema. The errors stand in the order
    of the files, each by field, empty for a file that is taken.
    """
    kept = {file.id: file for file in (stored.resources if stored else [])}
    errors = []
    for resource in resources:
        noted = dict(resource)
        errors.append(_take_in(noted, kept.get(resource.get("id") or "")))
        for name in noted.keys() - _OF_SCHEMA | noted.keys() & fields:
            resource[name] = noted[name]
    return errors


def _take_in(resource: File, file: model.Resource | None) -> Errors:
    upload = resource.get("upload")
    if isinstance(upload, FileStorage) and upload.filename:
        return _of_upload(resource, upload, file)
    if file and file.url_type == "upload" and resource.get("url_type") in (None, "upload"):
        return _of_stored(resource, file)
    if file:
        _of_link(resource, file)
    for name in ("original_name", "packed_type"):
        if resource.get(name):
            resource[name] = ""
    return {}


def _of_upload(resource: File, upload: FileStorage, file: model.Resource | None) -> Errors:
    name = original_name(upload.filename or "")
    upload.filename = file_name(name)
    if message := uploads.too_large(upload):
        return {"upload": [message]}
    content = look(upload.stream)
    settled = settle(content, upload.filename, _chosen(resource), _before(file))
    if settled.wrong:
        return _refused(resource, settled, content, upload.filename)
    resource.update(uploads.checksum(upload), original_name=name)
    _note_type(resource, content, settled)
    file_notices.note(settled, content)
    return {}


def _of_stored(resource: File, file: model.Resource) -> Errors:
    """The bytes stay, and with them what is known of them; another type must fit them."""
    known = {"hash": file.hash, "mimetype": file.mimetype, **(file.extras or {})}
    for name in FACTS:
        if known.get(name) is not None:
            resource[name] = known[name]
        elif resource.get(name):
            resource[name] = ""
    before = _before(file)
    if _chosen(resource) == before:
        return {}
    try:
        content = look(_bytes(file.id))
    except stored_files.Unreadable:
        return {}
    settled = settle(content, file.url or "", _chosen(resource), before)
    if settled.wrong:
        return _refused(resource, settled, content, file.url or "")
    _note_type(resource, content, settled)
    return {}


def _of_link(resource: File, file: model.Resource) -> None:
    """A link leads elsewhere now: what was known of the bytes before it is known no more."""
    if resource.get("url") == file.url:
        return
    known = {"hash": file.hash, "mimetype": file.mimetype, "size": file.size, **(file.extras or {})}
    for name in (*FACTS, "size"):
        if resource.get(name) in (None, known.get(name)) and known.get(name):
            resource[name] = ""  # CKAN keeps what is not sent, or sent as None
    leads_to = type_of_address(str(resource.get("url") or ""))
    if _chosen(resource) == _before(file) and leads_to:
        resource.update(file_type=leads_to.value, format=leads_to.note("format"))


def _bytes(resource_id: str) -> io.BytesIO:
    return io.BytesIO(stored_files.head(resource_id, MOST)[0])


def _note_type(resource: File, content: Content, settled: Settled) -> None:
    term = settled.type
    packed = vocabulary("file_types").find(content.packed_code)
    # An answer to "what is in it" that is not asked for would stand on the page of every file.
    resource["packed_type"] = packed.value if packed and term and term.note("holds") else ""
    resource["file_type"] = term.value if term else ""
    resource["format"] = term.note("format") if term else ""
    resource["mimetype"] = media_type(content, term.code if term else "")


def _refused(resource: File, settled: Settled, content: Content, name: str) -> Errors:
    message = uploads.message(settled.wrong, content, name, _chosen(resource))
    if not settled.at_choice:
        return {"upload": [message]}
    return {"file_type" if resource.get("file_type") else "format": [message]}


def _chosen(resource: File) -> str:
    """Return the code of the type that is stated of a file, empty where none is known."""
    chosen, short = (str(resource.get(name) or "") for name in ("file_type", "format"))
    term = stated_type(chosen, short, "")
    return term.code if term else ""


def _before(file: model.Resource | None) -> str:
    if file is None:
        return ""
    return _chosen({"file_type": (file.extras or {}).get("file_type"), "format": file.format})


def original_name(sent: str) -> str:
    """Return the name under which a file was sent: its letters kept, no folders, one line."""
    last = sent.replace("\\", "/").rpartition("/")[2]
    return " ".join(clean(last).split())[-NAME_LENGTH:]
