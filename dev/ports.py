"""Who answers on which port, and what is left of an earlier run."""

from __future__ import annotations

import os
import signal
import socket
import time
from contextlib import suppress
from pathlib import Path

from dev.place import Place
from dev.problems import Problem

# Every process of a stack carries its state folder in this variable of its environment.
STACK_MARK = "BACGIANG_STACK"


def is_taken(port: int) -> bool:
    """Tell whether something listens on a loopback port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def require_free(place: Place, service: str) -> None:
    """Raise Problem when the port of ``service`` is taken by somebody else."""
    port = place.port(service)
    if is_taken(port):
        raise Problem(
            f"Port {port} ({service}) is taken by another program. Stop it, or choose other ports:"
            " BACGIANG_PORT_BASE=6000 ./portal …",
            75,
        )


def leftovers(place: Place) -> list[int]:
    """Return the processes of this stack, whoever is their parent now, by number."""
    mark = f"{STACK_MARK}={place.local}".encode()
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit() or int(folder.name) == os.getpid():
            continue
        try:
            environment = (folder / "environ").read_bytes()
        except OSError:
            continue
        if mark in environment.split(b"\0"):
            found.append(int(folder.name))
    return sorted(found)


def end_leftovers(place: Place, patience: float = 15.0) -> int:
    """End what a killed supervisor left behind; return how many processes that were."""
    pids = leftovers(place)
    for pid in pids:
        # PostgreSQL waits for its clients on TERM, and ends at once on INT.
        _send(pid, signal.SIGINT if _program(pid) == "postgres" else signal.SIGTERM)
    deadline = time.monotonic() + patience
    while leftovers(place) and time.monotonic() < deadline:
        time.sleep(0.1)
    for pid in leftovers(place):
        _send(pid, signal.SIGKILL)
    return len(pids)


def _program(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


def _send(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)
