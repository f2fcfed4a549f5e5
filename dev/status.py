"""./portal status: what runs, where, which versions, how much disk."""

from __future__ import annotations

import os
import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path

from dev import database, packages, postgres, processes, redisserver, solrserver
from dev.place import OFFSETS, Place


def show(place: Place) -> int:
    """Print the state of the stack; return 0 when something runs, 3 when nothing does."""
    states = processes.states(place)
    running = processes.running(place)
    print(f"State folder {place.local}, ports from {place.base}\n")
    for name, url in (
        ("PostgreSQL", postgres.external()),
        ("Redis", redisserver.external()),
        ("Solr", solrserver.external()),
    ):
        if url:
            print(f"  {name}: the one that already runs, as the environment says")
    for entry in sorted(states, key=lambda entry: str(entry["name"])):
        name = str(entry["name"])
        print(f"  {name:20}{entry['statename']:10}{_port(place, name):8}{entry['description']}")
    if not states:
        print("  Nothing runs. ./portal up starts both sites.")
    print()
    _versions(place, running)
    _disk(place)
    return 0 if running else 3


def _port(place: Place, program: str) -> str:
    service = program.removesuffix("-web")
    return str(place.port(service)) if service in OFFSETS else ""


def _versions(place: Place, running: set[str]) -> None:
    names = ("ckan", "ckanext-scheming", "ckanext-dcat", "gunicorn", "supervisor")
    print("  " + ", ".join(f"{name} {version(name)}" for name in names))
    found = []
    if "postgres" in running or postgres.external():
        found.append(f"PostgreSQL {database.version(place).split()[0]}")
    if "redis" in running or redisserver.external():
        found.append(f"Redis {redisserver.version(place)}")
    if solr := solrserver.version(place):
        found.append(f"Solr {solr}")
    if shutil.which("java"):
        found.append(_first_line(["java", "-version"]).replace('"', ""))
    if browser := packages.chromium():
        found.append(_first_line([browser, "--version"]))
    print("  " + ", ".join(filter(None, found)) + "\n")


def _first_line(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = (done.stdout or done.stderr).splitlines()
    return lines[0].strip() if lines else ""


def _disk(place: Place) -> None:
    for name in ("postgres", "redis", "solr", "files", "logs", "cache", "test"):
        folder = place.local / name
        if folder.is_dir():
            print(f"  {name:20}{size_of(folder) / 1e6:9.1f} MB")
    if place.venv.is_dir():
        print(f"  {'.venv':20}{size_of(place.venv) / 1e6:9.1f} MB")
    if place.local.is_dir():
        print(f"  {'free on this disk':20}{shutil.disk_usage(place.local).free / 1e6:9.1f} MB")


def size_of(folder: Path) -> int:
    """Return the bytes of disk that a folder takes; what may not be read counts as nothing."""
    total = 0
    for path, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.lstat(os.path.join(path, name)).st_blocks * 512
            except OSError:
                continue
    return total
