"""Which account services run as when ``./portal`` is started by root: not root's.

The account is Debian's ``postgres``; without that package (PostgreSQL runs elsewhere) ``nobody``.
"""

from __future__ import annotations

import os
import pwd
from pathlib import Path

from dev import files
from dev.place import Place
from dev.problems import Problem

DATABASE_OWNER = "postgres"


def close(place: Place) -> None:
    """Shut everyone else out of the state folder.

    Started by root, the account of the services may pass through it, and cannot list it.
    """
    files.private_folder(place.local)
    for folder in (place.logs, place.run):
        files.private_folder(folder)
    if os.geteuid() == 0:
        os.chown(place.local, 0, _account().pw_gid)
        place.local.chmod(0o710)


def unprivileged(place: Place, *, database: bool = False) -> list[str]:
    """Return what to put before the command of a service so that it does not run as root.

    Where a folder above the state folder keeps the account out (a clone under /root), it gets one
    capability, to pass through and read, and no other. Raises Problem where ``database`` and the
    account of Debian's package is missing: PostgreSQL refuses to run as root.
    """
    if os.geteuid() != 0:
        return []
    account = _account(database=database)
    command = ["setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}"]
    command.append("--clear-groups")
    if not _open_to_others(place.local.parent):
        command += ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
    return command


def give(path: Path, *, whole: bool = False) -> None:
    """Make ``path`` the account's own, with ``whole`` everything in it too."""
    if os.geteuid() != 0:
        return
    account = _account()
    for one in (path, *(path.rglob("*") if whole else ())):
        os.chown(one, account.pw_uid, account.pw_gid, follow_symlinks=False)


def _open_to_others(folder: Path) -> bool:
    return all(parent.stat().st_mode & 0o001 for parent in (folder, *folder.parents))


def _account(*, database: bool = False) -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(DATABASE_OWNER)
    except KeyError:
        if not database:
            return pwd.getpwnam("nobody")
        raise Problem(
            "PostgreSQL does not run as root, and the account 'postgres' of Debian's package is"
            " missing: apt-get install postgresql-15, or run ./portal as an ordinary user.",
            69,
        ) from None
