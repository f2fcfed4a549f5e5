"""Passwords, tokens and session secrets: random per installation, readable by the owner alone."""

from __future__ import annotations

import secrets
from pathlib import Path

from dev import files
from dev.place import Place


def folder(place: Place) -> Path:
    """Return the folder of secrets, one file each, mode 0600 in a folder 0700."""
    return files.private_folder(place.local / "secrets")


def key(place: Place, name: str, length: int = 24) -> str:
    """Return the secret ``name``; the first time it is made of ``length`` random bytes."""
    path = folder(place) / name
    if not path.is_file():
        keep(place, name, secrets.token_urlsafe(length))
    return path.read_text().strip()


def keep(place: Place, name: str, value: str) -> None:
    """Store a secret that was made elsewhere."""
    files.write(folder(place) / name, value + "\n", 0o600)


def known(place: Place, name: str) -> str | None:
    """Return the secret ``name``, or None when it has not been made."""
    path = folder(place) / name
    return path.read_text().strip() if path.is_file() else None
