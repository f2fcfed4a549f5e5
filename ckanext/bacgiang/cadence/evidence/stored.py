"""The files the portal stores for its resources, wherever CKAN's uploader keeps them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import file_keeper as fk
from ckan.lib import files, uploader
from file_keeper.default.adapters.fs import FsStorage


class Unreadable(Exception):
    """The stored file of a resource is missing or cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a stored file holds: SHA-256 in hexadecimal, size in bytes, when it was stored.

    ``stored_at`` is the server's own time of the file, which no publisher can set; None where the
    storage tells none. ``stamp`` changes whenever the file is stored anew; empty where unknown.
    """

    sha256: str
    size: int
    stored_at: datetime | None
    stamp: str


def stamp(resource_id: str) -> str:
    """Return the stamp of the resource's stored file without reading it; empty where unknown.

    Raises :class:`Unreadable`.
    """
    upload = _uploader(resource_id)
    with _named_errors():
        path = _local_path(upload, resource_id)
        return _stamp(os.stat(path)) if path else ""


def fingerprint(resource_id: str) -> Fingerprint:
    """Read the resource's stored file once, in constant memory. Raises :class:`Unreadable`."""
    upload = _uploader(resource_id)
    with _named_errors():
        path = _local_path(upload, resource_id)
        if path is None:
            return _of_storage(upload.storage, upload.get_path(resource_id))
        with open(path, "rb") as stream:
            # The open file, not the path: the path may name the next upload by now.
            state = os.fstat(stream.fileno())
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            if _stamp(os.fstat(stream.fileno())) != _stamp(state):
                raise OSError("written to while it was read")
        stored_at = datetime.fromtimestamp(state.st_mtime, UTC)
        return Fingerprint(digest, state.st_size, stored_at, _stamp(state))


def _uploader(resource_id: str) -> uploader.PResourceUploader:
    return uploader.get_resource_uploader({"id": resource_id, "url_type": "upload"})


def _local_path(upload: uploader.PResourceUploader, resource_id: str) -> str | None:
    path = upload.get_path(resource_id)
    storage = getattr(upload, "storage", None)
    if not isinstance(storage, fk.Storage):
        return path
    return storage.full_path(fk.Location(path)) if isinstance(storage, FsStorage) else None


def _of_storage(storage: fk.Storage, path: str) -> Fingerprint:
    location = files.Location(path)
    digest, size = hashlib.sha256(), 0
    for part in storage.stream(files.FileData(location, size=storage.size(location))):
        digest.update(part)
        size += len(part)
    return Fingerprint(digest.hexdigest(), size, None, "")


def _stamp(state: os.stat_result) -> str:
    return f"{state.st_size}-{state.st_mtime_ns}-{state.st_ino}"


@contextmanager
def _named_errors() -> Iterator[None]:
    try:
        yield
    except (OSError, files.exc.FilesError) as error:
        raise Unreadable(f"{type(error).__name__}: {error}") from error
