"""One at a time: locks that end with the process that holds them."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dev.problems import Problem

_open_locks: set[int] = set()


def inherited() -> tuple[int, ...]:
    """Return the descriptors of the locks held now.

    A child that gets them (``pass_fds``) keeps the locks even when this process is killed, so that
    nobody else starts on what the child is still writing.
    """
    return tuple(_open_locks)


@contextmanager
def held(path: Path, doing: str, wait: bool = True) -> Iterator[None]:
    """Hold the lock file ``path`` while ``doing`` something (a phrase for those who wait).

    Says so when it has to wait; with ``wait=False`` raises Problem (code 75) instead.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = holder_of(path)
            if not wait:
                raise Problem(f"Not now: {holder}. Wait for it, or stop it first.", 75) from None
            print(f"Waiting: {holder}.", flush=True)
            fcntl.flock(stream, fcntl.LOCK_EX)
        stream.seek(0)
        stream.truncate()
        stream.write(f"{doing} (process {os.getpid()})")
        stream.flush()
        with _inheritable(stream.fileno()):
            yield
        stream.seek(0)
        stream.truncate()


def holder_of(path: Path) -> str:
    """Return what the holder of a lock file says of itself."""
    text = path.read_text(encoding="utf-8").strip()
    return f"another ./portal is at work: {text or 'starting'}"


@contextmanager
def shared_file(path: Path, doing: str) -> Iterator[None]:
    """Hold an existing file of the clone as a lock, writing nothing into it.

    ``doing`` is what whoever waits is told that the holder does.
    """
    with path.open("rb") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"Waiting: another ./portal {doing}.", flush=True)
            fcntl.flock(stream, fcntl.LOCK_EX)
        with _inheritable(stream.fileno()):
            yield


@contextmanager
def _inheritable(descriptor: int) -> Iterator[None]:
    _open_locks.add(descriptor)
    try:
        yield
    finally:
        _open_locks.discard(descriptor)
