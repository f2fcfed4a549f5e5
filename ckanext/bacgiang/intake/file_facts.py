"""What the portal itself notes of a file that it stores, whatever the sender says of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ckan import model
from werkzeug.datastructures import FileStorage

from ckanext.bacgiang.catalogue import uploads
from ckanext.bacgiang.catalogue.text import clean

FACTS = ("hash", "hash_algorithm", "original_name")
"""Fields of a file that only its bytes and its name decide."""

NAME_LENGTH = 255
"""Characters of a file's own name that are kept: what file systems allow."""

Errors = dict[str, list[str]]


def take_in(resources: Iterable[dict[str, Any]], stored: model.Package | None) -> list[Errors]:
    """Note in each of ``resources`` what its file is, in place; return why files are refused.

    The errors stand in the order of the files, each by field, empty for a file that is taken. A
    stored file that stays keeps what is known of it; one that gives way to a link loses it.
    """
    kept = {file.id: file for file in (stored.resources if stored else [])}
    errors = []
    for resource in resources:
        upload = resource.get("upload")
        if isinstance(upload, FileStorage) and upload.filename:
            errors.append(_of_upload(resource, upload))
            continue
        errors.append({})
        file = kept.get(resource.get("id") or "")
        if file and file.url_type == "upload":
            _of_stored(resource, file)
    return errors


def _of_upload(resource: dict[str, Any], upload: FileStorage) -> Errors:
    name = original_name(upload.filename or "")
    message = uploads.check(upload, resource.get("file_type") or "")
    if message:
        return {"upload": [message]}
    resource.update(uploads.checksum(upload), original_name=name)
    return {}


def _of_stored(resource: dict[str, Any], file: model.Resource) -> None:
    known = {"hash": file.hash, **(file.extras or {})}
    if resource.get("url_type") in (None, "upload"):
        if file.hash:
            resource.update({name: known.get(name) or "" for name in FACTS})
        return
    # A link now: CKAN would keep what is known of the file.
    resource.update(
        {name: "" for name in FACTS if resource.get(name) in (None, known.get(name) or "")}
    )


def original_name(sent: str) -> str:
    """Return the name under which a file was sent: its letters kept, no folders, one line."""
    last = sent.replace("\\", "/").rpartition("/")[2]
    return " ".join(clean(last).split())[-NAME_LENGTH:]
