"""Debian packages: what is missing is installed, and nothing that comes with it is started."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from ctypes.util import find_library
from pathlib import Path

from dev import steps
from dev.problems import Problem

# Run by root's shell. A policy file of our own keeps maintainer scripts from starting services, a
# snippet keeps PostgreSQL's package from making a cluster on port 5432, and both go again at the
# end, however that comes. A leftover of a killed run carries our mark and is taken away first.
INSTALL = r"""
set -eu
mark='# made by ./portal, for the time of one installation'
policy=/usr/sbin/policy-rc.d
snippet=/etc/postgresql-common/createcluster.d/bacgiang-portal.conf
tidy() {
  rm -f "$snippet"
  if [ -f "$policy" ] && grep -q -x -F "$mark" "$policy"; then rm -f "$policy"; fi
}
trap tidy EXIT
trap 'exit 130' INT TERM HUP
tidy
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\n%s\nexit 101\n' "$mark" > "$policy"
  chmod 755 "$policy"
fi
mkdir -p "$(dirname "$snippet")"
printf 'create_main_cluster = false\n' > "$snippet"
export DEBIAN_FRONTEND=noninteractive
had_redis=$(command -v redis-server || true)
apt-get -q -o DPkg::Lock::Timeout=600 update
apt-get -q -y -o DPkg::Lock::Timeout=600 install --no-install-recommends "$@"
if [ -z "$had_redis" ] && command -v systemctl >/dev/null; then
  systemctl disable redis-server.service || true  # not at the next start of the machine either
fi
"""


def postgres_bin() -> Path | None:
    """Return the folder of the newest PostgreSQL server programs (14 or later), if any."""
    found = [
        path.parent
        for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")
        if path.parts[-3].isdigit() and int(path.parts[-3]) >= 14
    ]
    return max(found, key=lambda path: int(path.parts[-2]), default=None)


def has_jdk() -> bool:
    """Tell whether a Java compiler of version 17 or later is on the path."""
    if not shutil.which("javac"):
        return False
    done = subprocess.run(["javac", "-version"], capture_output=True, text=True, check=False)
    match = re.search(r"javac (\d+)", done.stdout + done.stderr)
    return bool(match) and int(match.group(1)) >= 17


def has_venv() -> bool:
    """Tell whether this Python can make a virtual environment with pip in it."""
    done = subprocess.run(
        [sys.executable, "-c", "import ensurepip"], capture_output=True, check=False
    )
    return done.returncode == 0


def chromium() -> str | None:
    """Return the path of Chromium, if it is installed."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def _needs(services: bool, browser: bool) -> list[tuple[str, Callable[[], object]]]:
    needs: list[tuple[str, Callable[[], object]]] = [
        ("python3-venv", has_venv),
        ("ca-certificates", lambda: Path("/etc/ssl/certs/ca-certificates.crt").exists()),
    ]
    if not services:
        return needs
    needs.append(("libmagic1", lambda: find_library("magic")))
    if not os.environ.get("BACGIANG_POSTGRES_URL"):
        needs.append(("postgresql-15", postgres_bin))
    if not os.environ.get("BACGIANG_REDIS_URL"):
        needs.append(("redis-server", lambda: shutil.which("redis-server")))
    if not os.environ.get("BACGIANG_SOLR_URL"):
        needs += [("openjdk-17-jdk-headless", has_jdk), ("maven", lambda: shutil.which("mvn"))]
    if browser:
        needs += [
            ("chromium", chromium),
            ("fonts-dejavu-core", lambda: Path("/usr/share/fonts/truetype/dejavu").is_dir()),
        ]
    return needs


def missing(services: bool, browser: bool) -> list[str]:
    """Return the Debian packages that this machine still lacks.

    ``services``: for running sites, not only Python code; ``browser``: for their tests too.
    """
    return [name for name, there in _needs(services, browser) if not there()]


def install(names: list[str], log: Path) -> None:
    """Install Debian packages, as root or through sudo, without starting any service.

    Raises Problem when there is no apt, no way to become root, no network or no disk space.
    """
    line = f"apt-get install --no-install-recommends {' '.join(names)}"
    if not shutil.which("apt-get"):
        raise Problem(
            f"Missing programs, and this is no Debian. Install by hand: {' '.join(names)}", 69
        )
    prefix: list[str] = []
    if os.geteuid() != 0:
        if not shutil.which("sudo"):
            raise Problem(f"Packages are missing, and sudo is too. As root, run: {line}", 69)
        # sudo asks on the terminal itself; without one it must not hang.
        prefix = ["sudo"] if os.isatty(0) else ["sudo", "-n"]
        if subprocess.run([*prefix, "-v"], check=False).returncode:
            raise Problem(f"Packages are missing, and sudo was refused. As root, run: {line}", 69)
    steps.run("Debian packages", [*prefix, "sh", "-c", INSTALL, "portal", *names], log)
