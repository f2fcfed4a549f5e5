"""The first bytes of a file that the portal stores, wherever CKAN's uploader keeps it."""

from __future__ import annotations

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
