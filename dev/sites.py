"""The CKAN sites of a stack: what each is, its settings, its processes."""

from __future__ import annotations

import os
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dev import files, keys, postgres, redisserver, solrserver
from dev.place import Place
from dev.processes import Program

# The variable that carries the province's token for the national portal, in processes only.
TOKEN_VARIABLE = "BACGIANG_NATIONAL_TOKEN"  # noqa: S105 (a name)
ORGANIZATION = "bac-giang"


@dataclass(frozen=True, slots=True)
class Site:
    """One CKAN. ``core`` is its name everywhere; ``redis`` its database number there.

    ``base`` is the settings file it starts from, ``peer`` the site it pushes to, if any;
    ``served`` is false for the one that lives inside the test process.
    """

    name: str
    base: str
    redis: int
    peer: str | None = None
    served: bool = True

    @property
    def database(self) -> str:
        """The name of its database, and of the role that owns it."""
        return "bacgiang_" + self.name.replace("-", "_")

    @property
    def is_test(self) -> bool:
        """Whether it belongs to the tests and may be emptied without asking."""
        return self.name.startswith("test")

    @property
    def programs(self) -> list[str]:
        """The names of its two kept processes: the web server and the job worker."""
        return [f"{self.name}-web", f"{self.name}-jobs"]


PROVINCE = Site("province", "dev/sites/province.ini", 0, peer="national")
NATIONAL = Site("national", "dev/sites/national.ini", 1)
TEST = Site("test", "test.ini", 2, peer="test-national", served=False)
TEST_PROVINCE = Site("test-province", "dev/sites/province.ini", 3, peer="test-national")
TEST_NATIONAL = Site("test-national", "dev/sites/national.ini", 4)
SITES = {site.name: site for site in (PROVINCE, NATIONAL, TEST, TEST_PROVINCE, TEST_NATIONAL)}


def ini(place: Place, site: Site) -> Path:
    """Return the settings file that the launcher writes for a site."""
    return place.local / "sites" / f"{site.name}.ini"


def storage(place: Place, site: Site) -> Path:
    """Return the folder of a site's files."""
    return place.local / "files" / site.name


def settings(place: Place, site: Site) -> dict[str, str]:
    """Return what only this installation knows of a site: addresses, passwords, secrets."""
    values = {
        "ckan.site_id": site.name,
        "ckan.site_url": place.url(site.name) if site.served else "http://test.ckan.net",
        "sqlalchemy.url": postgres.url_of(place, site.database),
        "ckan.redis.url": redisserver.url_of(place, site.redis),
        "solr_url": solrserver.url_of(place, site.name),
        "ckan.storage_path": str(storage(place, site)),
        "SECRET_KEY": keys.key(place, f"session-{site.name}", 32),
        "api_token.jwt.encode.secret": f"string:{keys.key(place, f'tokens-{site.name}', 32)}",
        "api_token.jwt.decode.secret": f"string:{keys.key(place, f'tokens-{site.name}', 32)}",
        "WTF_CSRF_SECRET_KEY": keys.key(place, f"csrf-{site.name}", 32),
    }
    user, password = solrserver.account(place)
    if user:
        values |= {"solr_user": user, "solr_password": password}
    if site.peer:
        # What the catalogue in RDF calls its entries has to resolve here.
        values["ckanext.dcat.base_uri"] = values["ckan.site_url"]
        target = "ckanext.bacgiang.push.target.national"
        values[f"{target}.url"] = place.url(site.peer)
        values[f"{target}.allow_private"] = "true"  # loopback is a private address
    return values


def write_ini(place: Place, site: Site, over: Mapping[str, str] | None = None) -> None:
    """Write a site's settings file, for its owner's eyes, and the folder of its files.

    ``over`` are settings that come on top of its own.
    """
    files.private_folder(place.local / "sites")
    lines = ["# Written by ./portal.", "[app:main]", f"use = config:{place.root / site.base}"]
    values = {**settings(place, site), **(over or {})}
    lines += [f"{key} = {value}".replace("%", "%%") for key, value in values.items()]
    files.write(ini(place, site), "\n".join(lines) + "\n", 0o600)
    files.private_folder(storage(place, site))


def outside_environment() -> dict[str, str]:
    """Return this process's environment without what CKAN would read as settings of its own."""
    return {name: value for name, value in os.environ.items() if not name.startswith("CKAN_")}


def environment(place: Place, site: Site) -> dict[str, str]:
    """Return the variables a process of this site needs on top of the usual ones."""
    values = {"CKAN_INI": str(ini(place, site))}
    token = keys.known(place, f"token-{site.peer}") if site.peer else None
    if token:
        values[TOKEN_VARIABLE] = token
    return values


def programs(place: Place, site: Site) -> list[Program]:
    """Return the web server and the job worker of a site."""
    # Read by nobody: with other code or settings it is another program, which is then restarted.
    values = {**environment(place, site), "BACGIANG_CODE": _code(place, site)}
    web = [str(place.tool("gunicorn")), "--config", "dev/web.py", "dev.wsgi:application"]
    jobs = [str(place.tool("ckan")), "jobs", "worker"]
    name_web, name_jobs = site.programs
    return [
        Program(name_web, web, {**values, "BACGIANG_WEB_PORT": str(place.port(site.name))}),
        Program(name_jobs, jobs, values),
    ]


def _code(place: Place, site: Site) -> str:
    """Return the fingerprint of what a site's processes read when they start."""
    sources = [place.root / "requirements.lock", place.root / site.base, ini(place, site)]
    sources += (place.root / "dev").glob("w*.py")
    if site.peer:
        suite = place.root / "ckanext" / "bacgiang"
        sources += (path for path in suite.rglob("*") if path.suffix in (".py", ".yaml", ".mo"))
    return files.fingerprint(sources)


def answers(place: Place, site: Site) -> bool:
    """Tell whether a site's interface answers."""
    try:
        address = f"{place.url(site.name)}/api/3/action/status_show"
        with urllib.request.urlopen(address, timeout=20) as reply:
            return bool(reply.status == 200)
    except (urllib.error.URLError, OSError):
        return False
