"""Files that the portal stores, wherever CKAN's uploader keeps them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import file_keeper as fk
from ckan.lib import files, uploader


class Unreadable(Exception):
    """The stored file of a resource is missing or cannot be read; the message says why."""


def head(resource_id: str, most: int) -> tuple[bytes, bool]:
    """Return at most ``most`` bytes of the file, and whether that is all of it.

    Raises :class:`Unreadable`.
    """
    upload = uploader.get_resource_uploader({"id": resource_id, "url_type": "upload"})
    try:
        path = upload.get_path(resource_id)
        storage = getattr(upload, "storage", None)
        if isinstance(storage, fk.Storage):
            read = _from_storage(storage, path, most + 1)
        else:
            with open(path, "rb") as stream:
                read = stream.read(most + 1)
    except (OSError, files.exc.FilesError) as error:
        raise Unreadable(f"{type(error).__name__}: {error}") from error
    return read[:most], len(read) <= most


def _from_storage(storage: fk.Storage, path: str, most: int) -> bytes:
    location = files.Location(path)
    read = bytearray()
    for part in storage.stream(files.FileData(location, size=storage.size(location))):
        read += part
        if len(read) >= most:
            break
    return bytes(read[:most])


def remove(resource_id: str) -> bool:
    """Unlink the file of a resource; return whether there was one.

    Raises :class:`Unreadable` where the storage refuses.
    """
    upload = uploader.get_resource_uploader({"id": resource_id, "url_type": "upload"})
    try:
        path = upload.get_path(resource_id)
        storage = getattr(upload, "storage", None)
        if isinstance(storage, fk.Storage):
            return bool(storage.remove(files.FileData(files.Location(path))))
        os.remove(path)
    except (FileNotFoundError, files.exc.MissingFileError):
        return False
    except (OSError, files.exc.FilesError) as error:
        raise Unreadable(f"{type(error).__name__}: {error}") from error
    return True


def is_there(resource_id: str) -> bool:
    """Return whether the storage holds a file for the resource."""
    try:
        head(resource_id, 0)
    except Unreadable:
        return False
    return True


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file in the portal's folder of files: of which resource, how large, changed when."""

    resource_id: str
    size: int
    changed: datetime


def every_file() -> Iterator[StoredFile]:
    """Yield each file of a resource that lies in the folder of the portal's files.

    Raises :class:`Unreadable` where they do not lie in a folder.
    """
    upload = uploader.get_resource_uploader({"id": "", "url_type": "upload"})
    folder = getattr(upload, "storage_path", None)
    if not folder:
        raise Unreadable("the files of the portal do not lie in a folder")
    for path in Path(folder).glob("???/???/*"):
        if path.is_file():
            found = path.stat()
            name = "".join(path.relative_to(folder).parts).removesuffix("~")
            yield StoredFile(name, found.st_size, datetime.fromtimestamp(found.st_mtime, UTC))
