"""A PostgreSQL cluster of our own, or the one BACGIANG_POSTGRES_URL names."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

from dev import accounts, files, keys, packages, steps
from dev.place import Place
from dev.problems import Problem
from dev.processes import Program

SETTINGS = """
# Written by ./portal.
port = {port}
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 200
password_encryption = scram-sha-256
timezone = 'UTC'
log_timezone = 'UTC'
logging_collector = off
"""


def external() -> str | None:
    """Return the address of a server that is used instead of our own, if one is named.

    postgresql://ROLE:PASSWORD@HOST:PORT/postgres, where ROLE may make roles and databases.
    """
    return os.environ.get("BACGIANG_POSTGRES_URL") or None


def admin_url(place: Place) -> str:
    """Return the address of the server with the rights to make roles and databases."""
    if given := external():
        return given
    password = keys.key(place, "postgres-admin")
    return f"postgresql://postgres:{password}@127.0.0.1:{place.port('postgres')}/postgres"


def url_of(place: Place, database: str) -> str:
    """Return the address of a site's database, which belongs to the role of the same name."""
    parts = urlsplit(admin_url(place))
    host = parts.netloc.rsplit("@", 1)[-1]
    password = quote(keys.key(place, f"db-{database}"), safe="")
    netloc = f"{database}:{password}@{host}"
    return urlunsplit(("postgresql", netloc, f"/{database}", parts.query, ""))


def prepare(place: Place) -> Program | None:
    """Make the cluster if there is none; return the program to keep, None if it is external."""
    if external():
        return None
    binaries = packages.postgres_bin()
    if binaries is None:
        raise Problem("PostgreSQL's server programs are missing: apt-get install postgresql-15", 69)
    data = place.local / "postgres"
    if not (data / "PG_VERSION").is_file() or not (data / "bacgiang-ready").is_file():
        _initialise(place, binaries, data)
    made_by = (data / "PG_VERSION").read_text().strip()
    if made_by != binaries.parent.name:
        fitting = Path(f"/usr/lib/postgresql/{made_by}/bin")
        if not (fitting / "postgres").exists():
            raise Problem(
                f"The databases in {data} are PostgreSQL {made_by}'s, which is no longer installed:"
                f" apt-get install postgresql-{made_by}, or start anew with ./portal reset",
                69,
            )
        binaries = fitting
    settings = data / "portal.conf"
    if files.write(settings, SETTINGS.format(port=place.port("postgres")), 0o600):
        accounts.give(settings)
    command = [
        *accounts.unprivileged(place, database=True),
        str(binaries / "postgres"),
        "-D",
        str(data),
    ]
    return Program("postgres", command, stop="INT")


def _initialise(place: Place, binaries: Path, data: Path) -> None:
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True, mode=0o700)
    accounts.give(data)
    password = place.local / "postgres-password"
    files.write(password, keys.key(place, "postgres-admin") + "\n", 0o600)
    accounts.give(password)
    options = ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--username=postgres"]
    command = [
        *accounts.unprivileged(place, database=True),
        str(binaries / "initdb"),
        "-D",
        str(data),
        *options,
    ]
    try:
        log = place.logs / "setup" / "initdb.log"
        steps.run("PostgreSQL cluster", [*command, f"--pwfile={password}"], log, cwd=data)
    finally:
        password.unlink()
    with (data / "postgresql.conf").open("a", encoding="utf-8") as stream:
        stream.write("include = 'portal.conf'\n")
    (data / "bacgiang-ready").touch()
