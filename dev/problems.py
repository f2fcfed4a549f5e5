"""What can go wrong on the way, said in one line that tells the reader what to do."""

from __future__ import annotations

import errno
import re

NO_NETWORK = re.compile(
    r"Temporary failure (in name resolution|resolving)|Network is unreachable|No route to host"
    r"|Could not resolve|Name or service not known|Failed to establish a new connection"
    r"|Could not transfer artifact|NewConnectionError|Could not connect to|Unknown host",
    re.IGNORECASE,
)
FULL_DISK = re.compile(r"No space left on device|Disk quota exceeded", re.IGNORECASE)


class Problem(Exception):
    """A condition the reader can mend; ``str()`` of it is the one line to print.

    ``code`` is the process's exit code (sysexits: 69 something missing, 73 cannot write,
    75 try again later, 1 everything else).
    """

    def __init__(self, line: str, code: int = 1) -> None:
        super().__init__(line)
        self.code = code


def explain_output(what: str, output: str, log: str) -> Problem:
    """Return the Problem that the output of a failed command ``what`` points to.

    ``log`` is where the whole output stands; it is named when nothing better is known.
    """
    if FULL_DISK.search(output):
        return full_disk(what)
    if NO_NETWORK.search(output):
        return Problem(
            f"{what}: no network. Connect this machine (or set its proxy) and run the same"
            f" command again; what is already there is kept. Details: {log}",
            69,
        )
    lines = [line.strip() for line in output.strip().splitlines() if line.strip()]
    last = lines[-1][:300] if lines else "it printed nothing"
    return Problem(f"{what} failed: {last} (details: {log})")


def explain_os_error(error: OSError) -> Problem:
    """Return the Problem behind an operating system error that nobody nearer could explain."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return full_disk(error.filename or "Writing")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return Problem(
            f"May not write {error.filename}: {error.strerror}. Run as the owner of this"
            " folder, or set BACGIANG_LOCAL to a folder of your own.",
            73,
        )
    return Problem(str(error))


def full_disk(what: str) -> Problem:
    """Return the Problem of a full disk, met while doing ``what``."""
    return Problem(
        f"{what}: the disk is full. Make room (./portal status shows what the state folder"
        " takes), then run the same command again.",
        73,
    )
