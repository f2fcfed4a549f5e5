"""Bringing a stack up and down."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager

from dev import (
    accounts,
    database,
    ports,
    postgres,
    processes,
    redisserver,
    setup_sites,
    sites,
    solrserver,
)
from dev.lock import held
from dev.place import Place
from dev.sites import NATIONAL, PROVINCE, Site
from dev.steps import Steps

# The national portal first: the province needs its token.
DEMONSTRATION = (NATIONAL, PROVINCE)


def setup_lock(place: Place, doing: str) -> AbstractContextManager[None]:
    """Hold the lock of everything that changes the stack."""
    return held(place.local / "setup.lock", doing)


def services_up(place: Place, timed: Steps) -> None:
    """Start PostgreSQL, Redis and Solr, and wait until they answer; does nothing when they do."""
    accounts.close(place)
    programs = [postgres.prepare(place), redisserver.prepare(place), solrserver.prepare(place)]
    own = [program for program in programs if program]
    processes.stand(place)
    running = processes.running(place)
    for program in own:
        if program.name not in running:
            ports.require_free(place, program.name)
    with timed.step("services", "PostgreSQL, Redis and Solr"):
        processes.start(place, own)
        database.wait(place)
        redisserver.wait(place)
        solrserver.wait(place)


def sites_up(place: Place, timed: Steps, wanted: Sequence[Site] = DEMONSTRATION) -> None:
    """Set sites up where needed, start them with their workers, and wait until they answer."""
    running = processes.running(place)
    for site in wanted:
        if site.programs[0] not in running:
            ports.require_free(place, site.name)
    with timed.step("sites", f"Sites: {', '.join(site.name for site in wanted)}"):
        for site in wanted:
            if setup_sites.stand(place, site):
                processes.stop(place, site.programs)
        programs = [program for site in wanted for program in sites.programs(place, site)]
        processes.start(place, programs)
        for site in wanted:
            name = site.programs[0]
            processes.wait_ready(place, name, lambda site=site: sites.answers(place, site), 120)


def down(place: Place) -> None:
    """Stop everything of this stack."""
    processes.shut(place)
