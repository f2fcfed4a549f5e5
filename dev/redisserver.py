"""A Redis of our own, or the one BACGIANG_REDIS_URL names."""

from __future__ import annotations

import os
import shutil

import redis

from dev import accounts, files, keys, processes
from dev.place import Place
from dev.problems import Problem
from dev.processes import Program

SETTINGS = """# Written by ./portal.
bind 127.0.0.1
port {port}
requirepass {password}
dir "{folder}"
databases 16
save 300 1
appendonly no
daemonize no
# With a title of its own it would no longer show whose stack it belongs to.
set-proc-title no
maxmemory-policy noeviction
"""


def external() -> str | None:
    """Return the address of a server that is used instead of our own, if one is named.

    redis://:PASSWORD@HOST:PORT, without a database number: 0 to 4 are ours.
    """
    return (os.environ.get("BACGIANG_REDIS_URL") or "").rstrip("/") or None


def url_of(place: Place, number: int) -> str:
    """Return the address of one Redis database."""
    server = external() or f"redis://:{keys.key(place, 'redis')}@127.0.0.1:{place.port('redis')}"
    return f"{server}/{number}"


def prepare(place: Place) -> Program | None:
    """Write Redis's settings; return the program to keep, None for an external server."""
    if external():
        return None
    server = shutil.which("redis-server")
    if server is None:
        raise Problem("Redis is missing: apt-get install redis-server", 69)
    folder = files.private_folder(place.local / "redis")
    config = folder / "redis.conf"
    password = keys.key(place, "redis")
    text = SETTINGS.format(port=place.port("redis"), password=password, folder=folder)
    files.write(config, text, 0o600)
    accounts.give(folder, whole=True)
    return Program("redis", [*accounts.unprivileged(place), server, str(config)])


def answers(place: Place) -> bool:
    """Tell whether Redis answers and accepts our password."""
    try:
        with redis.from_url(url_of(place, 0), socket_timeout=3) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def wait(place: Place) -> None:
    """Wait until Redis answers; raise Problem when it does not."""
    if external():
        if not answers(place):
            raise Problem(
                "BACGIANG_REDIS_URL: no server answers there, or it wants a password.", 69
            )
        return
    processes.wait_ready(place, "redis", lambda: answers(place), 30)


def empty(place: Place, number: int) -> None:
    """Forget everything in one Redis database."""
    with redis.from_url(url_of(place, number)) as client:
        client.flushdb()


def version(place: Place) -> str:
    """Return the server's version, as it says it."""
    with redis.from_url(url_of(place, 0)) as client:
        return str(client.info("server")["redis_version"])
