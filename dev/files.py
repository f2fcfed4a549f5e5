"""Writing files so that an interruption leaves either the old text or the new one."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path


def write(path: Path, text: str, mode: int = 0o644) -> bool:
    """Put ``text`` into ``path`` in one step; return whether that changed the file."""
    if path.is_file() and path.stat().st_mode & 0o777 == mode and path.read_text() == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        os.chmod(name, mode)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return True


def private_folder(path: Path) -> Path:
    """Return ``path`` as a folder that only its owner can enter."""
    path.mkdir(parents=True, exist_ok=True)
    if path.stat().st_mode & 0o777 != 0o700:
        path.chmod(0o700)
    return path


def fingerprint(paths: Iterable[Path], *words: str) -> str:
    """Return a short hash of the contents of ``paths`` (missing ones count too) and ``words``."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(str(path).encode() + b"\0")
        digest.update(path.read_bytes() if path.is_file() else b"-")
    for word in words:
        digest.update(word.encode() + b"\0")
    return digest.hexdigest()[:20]


def is_done(marker: Path, value: str) -> bool:
    """Tell whether a step wrote ``value`` into its marker when it was finished."""
    return marker.is_file() and marker.read_text() == value
