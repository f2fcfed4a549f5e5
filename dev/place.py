"""Where one stack lives: its folders and its ports, both taken from the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from dev.problems import Problem

# Distance of each service from the first port.
OFFSETS = {
    "province": 0,
    "national": 1,
    "test-province": 10,
    "test-national": 11,
    "bench-portal": 20,
    "bench-stock": 21,
    "postgres": 32,
    "redis": 79,
    "solr": 83,
    "supervisor": 99,
}
# Signs that a settings file, a class path or a list of globs reads as its own.
UNFIT = ("%", ":", '"', "[", "*", "?")


@dataclass(frozen=True, slots=True)
class Place:
    """One stack: ``root`` is the clone, ``local`` the state folder, ``base`` the first port."""

    root: Path
    local: Path
    base: int

    @property
    def venv(self) -> Path:
        """The virtual environment, shared by every stack of this clone."""
        return self.root / ".venv"

    @property
    def logs(self) -> Path:
        """The folder of all log files."""
        return self.local / "logs"

    @property
    def run(self) -> Path:
        """The folder of what only lives while the stack runs."""
        return self.local / "run"

    def tool(self, name: str) -> Path:
        """Return the path of a command in the virtual environment."""
        return self.venv / "bin" / name

    def port(self, service: str) -> int:
        """Return the port of a service named in OFFSETS."""
        return self.base + OFFSETS[service]

    def url(self, service: str) -> str:
        """Return the loopback address of a service that speaks HTTP, without a final slash."""
        return f"http://127.0.0.1:{self.port(service)}"


def find_place(root: Path) -> Place:
    """Return the stack that the environment names.

    BACGIANG_LOCAL is the state folder (default ``<clone>/.local``), BACGIANG_PORT_BASE the
    first port (default 5000). Raises Problem when the port is no usable number.
    """
    local = Path(os.environ.get("BACGIANG_LOCAL") or root / ".local").expanduser().absolute()
    text = os.environ.get("BACGIANG_PORT_BASE") or "5000"
    if not text.isascii() or not text.isdigit() or not 1024 <= int(text) <= 65400:
        raise Problem(
            f"BACGIANG_PORT_BASE is {text!r}: give a number from 1024 to 65400"
            " (a hundred ports from there on are this stack's own)."
        )
    for path in (root, local):
        if any(sign in str(path) for sign in UNFIT):
            raise Problem(
                f"The path of {path} has one of {' '.join(UNFIT)} in it, which CKAN, Java or the"
                " supervisor cannot take. Move the clone, or set BACGIANG_LOCAL."
            )
    return Place(root=root, local=local, base=int(text))
