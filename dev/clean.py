"""The sites of the tests: a clean state for each run, and what the tests are told of them."""

from __future__ import annotations

import shutil
from collections.abc import Sequence

from dev import (
    database,
    files,
    keys,
    packages,
    postgres,
    processes,
    redisserver,
    setup_sites,
    solrserver,
)
from dev import sites as all_sites
from dev.place import Place
from dev.sites import ORGANIZATION, TEST_NATIONAL, TEST_PROVINCE, Site

# For the site that a test sets up by itself.
EMPTY_DATABASE = "bacgiang_test_empty"


def sites(place: Place, wanted: Sequence[Site]) -> None:
    """Put the tests' sites back to the state right after they were set up."""
    database.drop(place, EMPTY_DATABASE)
    database.stand(place, EMPTY_DATABASE, relaxed=True)
    for site in wanted:
        _site(place, site)


def _site(place: Place, site: Site) -> None:
    copy = f"{site.database}_clean"
    processes.stop(place, site.programs)
    shutil.rmtree(all_sites.storage(place, site), ignore_errors=True)
    if setup_sites.is_current(place, site) and database.exists(place, copy):
        database.restore_copy(place, site.database, copy)
    else:
        database.drop(place, site.database)
        setup_sites.stand(place, site)
        database.save_copy(place, site.database, copy)
    files.private_folder(all_sites.storage(place, site))
    redisserver.empty(place, site.redis)
    solrserver.empty(place, site.name)


def told(place: Place, served: Sequence[Site], failed: Sequence[str]) -> dict[str, str]:
    """Return the variables through which tests learn of what is around them."""
    screenshots = place.local / "test" / "screenshots"
    screenshots.mkdir(parents=True, exist_ok=True)
    variables = {
        "BACGIANG_TEST_FAILED_BEFORE": ", ".join(failed),
        "BACGIANG_TEST_SCREENSHOTS": str(screenshots),
        "BACGIANG_TEST_CHROMIUM": packages.chromium() or "",
        "BACGIANG_TEST_CKAN": str(place.tool("ckan")),
        "BACGIANG_TEST_EMPTY_DATABASE_URL": postgres.url_of(place, EMPTY_DATABASE),
    }
    for site in served:
        prefix = "BACGIANG_TEST_" + site.name.removeprefix("test-").upper()
        variables[f"{prefix}_URL"] = place.url(site.name)
        variables[f"{prefix}_TOKEN"] = keys.key(place, f"token-{site.name}")
        variables[f"{prefix}_INI"] = str(all_sites.ini(place, site))
        variables[f"{prefix}_WEB_LOG"] = str(processes.log_of(place, site.programs[0]))
    if TEST_NATIONAL in served:
        variables["BACGIANG_TEST_NATIONAL_ORGANIZATION"] = ORGANIZATION
    if TEST_PROVINCE in served:
        for name, _, _ in setup_sites.PROVINCE_USERS:
            variable = "BACGIANG_TEST_PASSWORD_" + name.replace("-", "_").upper()
            variables[variable] = keys.key(place, f"user-{TEST_PROVINCE.name}-{name}")
    return variables
