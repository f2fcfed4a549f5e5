"""The virtual environment: exactly what requirements.lock says, and the project, editable."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

from dev import files, steps
from dev.lock import shared_file
from dev.place import Place
from dev.steps import Steps

# Installed before all else, so that the few packages that come as source are built with these.
BUILD_TOOLS = ("packaging", "pip", "setuptools", "setuptools-scm", "wheel")


def lock_file(place: Place) -> Path:
    """Return the file that pins every package."""
    return place.root / "requirements.lock"


def only(lock: str, names: tuple[str, ...]) -> str:
    """Return the entries of a lock file's text for ``names``, hashes included."""
    entries = re.split(r"\n(?=[A-Za-z0-9])", lock)
    return "\n".join(entry for entry in entries if entry.split("==")[0].lower() in names) + "\n"


def stand(place: Place, timed: Steps) -> None:
    """Make the environment match the lock file and the project's metadata."""
    lock = lock_file(place)
    packages = files.fingerprint([lock], sys.version)
    project = files.fingerprint([place.root / "pyproject.toml", place.root / "setup.py"], packages)
    marker = place.venv / "bacgiang-packages"
    project_marker = place.venv / "bacgiang-project"
    if is_current(place, packages) and files.is_done(project_marker, project):
        return
    with shared_file(lock, "prepares the virtual environment"):
        if not is_current(place, packages):
            with timed.step("venv", "Python packages into .venv, as requirements.lock pins them"):
                _install_packages(place, lock)
                files.write(marker, packages)
        if not files.is_done(project_marker, project):
            with timed.step("project", "This project into .venv, editable"):
                _pip(place, "--no-deps", "--no-build-isolation", "--editable", str(place.root))
                # What the build leaves in the tree; the environment has a copy of its own.
                shutil.rmtree(place.root / "ckanext_bacgiang.egg-info", ignore_errors=True)
                files.write(project_marker, project)


def is_here(place: Place) -> bool:
    """Tell whether an environment stands that was made in this very folder."""
    return files.is_done(place.venv / "bacgiang-home", str(place.venv))


def is_current(place: Place, packages: str) -> bool:
    """Tell whether the environment was made here, for these ``packages`` (a fingerprint)."""
    return is_here(place) and files.is_done(place.venv / "bacgiang-packages", packages)


def _install_packages(place: Place, lock: Path) -> None:
    if place.venv.exists() and not is_here(place):
        shutil.rmtree(place.venv)  # an interrupted start, or a clone that was moved since
    if not place.venv.exists():
        log = place.logs / "setup" / "venv.log"
        steps.run("Virtual environment", [sys.executable, "-m", "venv", place.venv], log)
        files.write(place.venv / "bacgiang-home", str(place.venv))
    tools = place.local / "run" / "build-tools.lock"
    files.write(tools, only(lock.read_text(), BUILD_TOOLS))
    _pip(place, "--no-deps", "--require-hashes", "-r", str(tools))
    _pip(place, "--no-deps", "--require-hashes", "--no-build-isolation", "-r", str(lock))


def _pip(place: Place, *arguments: str) -> None:
    command = [place.tool("python"), "-m", "pip", "install", "--quiet"]
    # pip's own cache lies in the home folder, where this project leaves nothing.
    command += ["--disable-pip-version-check", f"--cache-dir={place.local / 'cache' / 'pip'}"]
    steps.run("Python packages", [*command, *arguments], place.logs / "setup" / "pip.log")
