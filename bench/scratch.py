"""Sites that live as long as a measurement: own database, core, files and port, gone afterwards.

They stand on the servers of the running stack (``./portal up``), beside its own sites, and touch
nothing of these.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dev import database, keys, redisserver, setup_sites, sites, solrserver
from dev.place import Place
from dev.problems import Problem
from dev.sites import Site

PORTAL = Site("bench-portal", "dev/sites/province.ini", 5)
STOCK = Site("bench-stock", "bench/stock.ini", 6)
CONFIGSETS = {PORTAL.name: "bacgiang", STOCK.name: "ckan"}
ADMINISTRATOR = "bench"
START_SECONDS = 120


@contextmanager
def standing(place: Place, site: Site, over: Mapping[str, str] | None = None) -> Iterator[None]:
    """Make core, files and settings file of a site, and remove them again, the database too.

    ``over`` are settings that come on top of the launcher's own.
    """
    _remove(place, site)
    _core(place, site, action="CREATE", configSet=CONFIGSETS[site.name])
    sites.write_ini(place, site, over)
    try:
        yield
    finally:
        _remove(place, site)


def _remove(place: Place, site: Site) -> None:
    with suppress(OSError):  # there is none yet
        _core(place, site, action="UNLOAD", deleteInstanceDir="true")
    database.drop(place, site.database)
    redisserver.empty(place, site.redis)
    shutil.rmtree(sites.storage(place, site), ignore_errors=True)
    for path in (sites.ini(place, site), keys.folder(place) / _token(site)):
        path.unlink(missing_ok=True)


def _core(place: Place, site: Site, **asked: str) -> None:
    server = solrserver.url_of(place, "")
    which = "name" if asked["action"] == "CREATE" else "core"
    query = urllib.parse.urlencode({**asked, which: site.name})
    solrserver.ask(place, f"{server}admin/cores?{query}", timeout=60).close()


def _token(site: Site) -> str:
    return f"token-{site.name}"


def fill(place: Place, *demo: str) -> str:
    """Set the portal's scratch site up with the demonstration; return an administrator's token.

    ``demo`` are further words for ``ckan bacgiang demo load``.
    """
    database.stand(place, PORTAL.database)
    password = keys.key(place, f"user-{PORTAL.name}", 12)
    person = {"name": ADMINISTRATOR, "fullname": "", "password": password, "sysadmin": True}
    order = {
        "upgrade": True,
        "users": [{**person, "email": "bench@example.com"}],
        "tokens": [{"user": ADMINISTRATOR, "name": _token(PORTAL)}],
    }
    token = setup_sites.inside(place, PORTAL, order)[_token(PORTAL)]
    for words in (["demo", "load", *demo], ["cadence", "check"]):
        ckan(place, PORTAL, "bacgiang", *words)
    return token


def copy(place: Place) -> None:
    """Give the stock site the very rows of the portal's scratch site, and index them there."""
    database.save_copy(place, PORTAL.database, STOCK.database)
    setup_sites.inside(place, STOCK, {"reindex": True})


def ckan(place: Place, site: Site, *words: str) -> None:
    """Run CKAN's command line on a scratch site; raise Problem with what it said if it fails."""
    command = [place.tool("ckan"), *words]
    done = subprocess.run(
        command, env=_environment(place, site), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Problem(f"ckan {' '.join(words)}: {done.stdout[-2000:]}{done.stderr[-2000:]}")


def _environment(place: Place, site: Site) -> dict[str, str]:
    return {**sites.outside_environment(), **sites.environment(place, site)}


@dataclass(frozen=True, slots=True)
class Server:
    """A site behind gunicorn as the launcher runs it."""

    url: str
    pid: int

    def seconds(self) -> float:
        """Return the processor time that its worker processes have used so far."""
        workers = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        ticks = 0
        for worker in workers:
            fields = Path(f"/proc/{worker}/stat").read_text().rsplit(")", 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(place: Place, site: Site) -> Iterator[Server]:
    """Serve a scratch site with the launcher's own settings of the web server."""
    environment = {**_environment(place, site), "BACGIANG_WEB_PORT": str(place.port(site.name))}
    command = [place.tool("gunicorn"), "--config", "dev/web.py", "dev.wsgi:application"]
    log = place.logs / f"{site.name}-web.log"
    with log.open("w", encoding="utf-8") as stream:
        process = subprocess.Popen(
            command, cwd=place.root, env=environment, stdout=stream, stderr=stream
        )
        try:
            _wait(place, site, process, log)
            yield Server(place.url(site.name), process.pid)
        finally:
            process.terminate()
            process.wait(30)


def _wait(place: Place, site: Site, process: subprocess.Popen[Any], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not sites.answers(place, site):
        if process.poll() is not None or time.monotonic() > deadline:
            raise Problem(f"{site.name} does not start; see {log}")
        time.sleep(0.2)


def json_line(name: str, figures: Any) -> str:
    """Return figures as one line for comparisons."""
    return json.dumps({name: figures}, ensure_ascii=False)
