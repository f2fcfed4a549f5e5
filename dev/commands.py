"""What each command of ./portal does once the virtual environment stands."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable

from dev import solrserver, stack
from dev.place import Place
from dev.problems import Problem
from dev.sites import PROVINCE, SITES, environment
from dev.steps import Steps


def run(place: Place, timed: Steps, arguments: list[str]) -> int:
    """Carry out a command; return its exit code. Raises Problem for an unknown one."""
    name, rest = arguments[0], arguments[1:]
    table: dict[str, Callable[[Place, Steps, list[str]], int]] = {
        "up": up,
        "down": down,
        "ckan": ckan,
        "test": test,
    }
    if name not in table:
        raise Problem(f"No such command: {name}. ./portal alone lists them.", 64)
    return table[name](place, timed, rest)


def up(place: Place, timed: Steps, rest: list[str]) -> int:
    """Start the demonstration's sites, or the services alone."""
    with stack.setup_lock(place, "starting the sites"):
        solrserver.fetch(place, timed)
        stack.services_up(place, timed)
        if rest != ["services"]:
            stack.sites_up(place, timed)
    return 0


def down(place: Place, timed: Steps, rest: list[str]) -> int:
    """Stop everything of this stack."""
    with stack.setup_lock(place, "stopping"):
        stack.down(place)
    print("Stopped.")
    return 0


def ckan(place: Place, timed: Steps, rest: list[str]) -> int:
    """Run CKAN's own command line on a site."""
    site = SITES[rest.pop(0)] if rest and rest[0] in SITES else PROVINCE
    environ = {**os.environ, **environment(place, site)}
    return subprocess.run([place.tool("ckan"), *rest], env=environ, check=False).returncode


def test(place: Place, timed: Steps, rest: list[str]) -> int:
    """Run the tests."""
    from dev import testing

    return testing.run(place, timed, rest)
