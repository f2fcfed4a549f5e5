"""Setting a site up: database, tables, users, organisation, token; done once for each version."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from dev import database, files, keys, sites, steps
from dev.place import Place
from dev.sites import ORGANIZATION, PROVINCE, TEST, TEST_PROVINCE, Site

# Demonstration users of the province: name, what they are, whether they administer the site.
PROVINCE_USERS = (
    ("quan-tri", "Quản trị hệ thống", True),
    ("quan-ly", "Quản lý dữ liệu của sở", False),
    ("can-bo", "Cán bộ công bố dữ liệu", False),
)
NATIONAL_USERS = (("national-admin", "National administrator", True),)
PUSHER = "bac-giang-push"
# The agency whose data the publisher and the manager look after, once the demonstration is loaded.
AGENCY_ROLES = {"can-bo": "editor", "quan-ly": "admin"}


def people(site: Site) -> tuple[tuple[str, str, bool], ...]:
    """Return the people with a password on a site: name, what they are, administrator or not."""
    return PROVINCE_USERS if site in (PROVINCE, TEST_PROVINCE) else NATIONAL_USERS


def _user(place: Place, site: Site, name: str, fullname: str, sysadmin: bool) -> dict[str, Any]:
    return {
        "name": name,
        "fullname": fullname,
        "password": keys.key(place, f"user-{site.name}-{name}", 12),
        "email": f"{name}@example.com",
        "sysadmin": sysadmin,
    }


def order_for(place: Place, site: Site) -> dict[str, Any]:
    """Return what is to be made inside a site (see dev.inside)."""
    if site is TEST:
        return {"upgrade": True}
    if site in (PROVINCE, TEST_PROVINCE):
        order: dict[str, Any] = {"users": [_user(place, site, *user) for user in PROVINCE_USERS]}
        order |= {"upgrade": True, "reindex": True}
        order["tokens"] = [{"user": PROVINCE_USERS[0][0], "name": f"token-{site.name}"}]
        return order
    pusher = _user(place, site, PUSHER, "Bắc Giang province", False)
    return {
        "users": [_user(place, site, *user) for user in NATIONAL_USERS] + [pusher],
        "upgrade": True,
        "reindex": True,
        "organizations": [
            {"name": ORGANIZATION, "title": "Tỉnh Bắc Giang", "members": {PUSHER: "editor"}}
        ],
        "tokens": [{"user": PUSHER, "name": f"token-{site.name}"}],
    }


def wanted(place: Place, site: Site) -> str:
    """Return the fingerprint of all that decides how a set-up site looks."""
    suite = place.root / "ckanext/bacgiang"
    parts = [*suite.glob("migration/*/versions/*.py"), *suite.glob("solr/*")]
    sources = [
        place.root / "requirements.lock",
        place.root / "dev" / "inside.py",
        place.root / site.base,
        sites.ini(place, site),
        *parts,
    ]
    return files.fingerprint(sources, json.dumps(order_for(place, site), sort_keys=True))


def _marker(place: Place, site: Site) -> Path:
    return place.local / "sites" / f"{site.name}.ready"


def is_current(place: Place, site: Site) -> bool:
    """Write the site's settings and tell whether it was set up for this very version before."""
    sites.write_ini(place, site)
    return files.is_done(_marker(place, site), wanted(place, site))


def stand(place: Place, site: Site) -> bool:
    """Set a site up unless that was done for this very version; return whether it was needed."""
    current = is_current(place, site)
    new = database.stand(place, site.database, relaxed=site.is_test)
    if current and not new:
        return False
    for name, token in inside(place, site, order_for(place, site)).items():
        keys.keep(place, name, token)
    files.write(_marker(place, site), wanted(place, site))
    return True


def inside(place: Place, site: Site, order: dict[str, Any]) -> dict[str, str]:
    """Have an order carried out inside a site (see dev.inside); return the tokens it made."""
    answer = keys.folder(place) / f".answer-{site.name}"
    files.write(answer, "{}", 0o600)
    environment = {**sites.outside_environment(), **sites.environment(place, site)}
    steps.run(
        f"Setting up {site.name}",
        [place.tool("python"), "-m", "dev.inside"],
        place.logs / "setup" / f"{site.name}.log",
        env={**environment, "BACGIANG_ANSWER": str(answer)},
        stdin=json.dumps(order),
        cwd=place.root,
    )
    tokens = {str(name): str(token) for name, token in json.loads(answer.read_text()).items()}
    answer.unlink()
    return tokens


def join_agency(place: Place, site: Site) -> None:
    """Give the publisher and the manager their roles in the agency with the most open datasets."""
    inside(place, site, {"join_largest": AGENCY_ROLES})
