"""The checks that are no tests: style, walls, types. Each prints what it found."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence

from dev import caches
from dev.place import Place

# Where mypy is strict: what decides from values alone.
PURE_PACKAGES = (
    "ckanext/bacgiang/law",
    "ckanext/bacgiang/vocabularies",
    "ckanext/bacgiang/catalogue/core",
    "ckanext/bacgiang/catalogue/file_types.py",
    "ckanext/bacgiang/catalogue/citation.py",
    "ckanext/bacgiang/catalogue/entry.py",
    "ckanext/bacgiang/catalogue/fields.py",
    "ckanext/bacgiang/catalogue/parts.py",
    "ckanext/bacgiang/catalogue/period.py",
    "ckanext/bacgiang/catalogue/publishing.py",
    "ckanext/bacgiang/catalogue/records.py",
    "ckanext/bacgiang/catalogue/stored.py",
    "ckanext/bacgiang/catalogue/text.py",
    "ckanext/bacgiang/catalogue/search/core",
    "ckanext/bacgiang/access/core",
    "ckanext/bacgiang/text",
    "ckanext/bacgiang/approval/core",
    "ckanext/bacgiang/cadence/core",
    "ckanext/bacgiang/preview/core",
    "ckanext/bacgiang/push/core",
)


def failed(place: Place) -> list[str]:
    """Run every check; return the names of those that found something."""
    return [name for name, command in commands(place) if not _passes(place, name, command)]


def commands(place: Place) -> list[tuple[str, list[str]]]:
    """Return the checks by name."""
    return [
        ("ruff", [str(place.tool("ruff")), "check", "--quiet", "."]),
        ("import-linter", [str(place.tool("lint-imports")), "--no-cache", "--no-logo"]),
        ("mypy", [str(place.tool("mypy")), "--strict", *PURE_PACKAGES]),
        ("translations", [str(place.tool("python")), "-m", "dev.i18n", "check"]),
    ]


def _passes(place: Place, name: str, command: Sequence[str]) -> bool:
    print(f"• {name}", flush=True)
    environment = caches.environment(place)
    return subprocess.run(command, cwd=place.root, env=environment, check=False).returncode == 0
