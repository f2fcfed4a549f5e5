"""What each command of ./portal does once the virtual environment stands."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from dev import database, postgres, processes, solrserver, stack, testing
from dev import demo as demonstration
from dev import status as state
from dev.lock import held
from dev.place import Place
from dev.problems import Problem
from dev.sites import PROVINCE, SITES, Site, environment, outside_environment
from dev.steps import Steps


def run(place: Place, timed: Steps, arguments: list[str]) -> int:
    """Carry out a command; return its exit code."""
    name, rest = arguments[0], arguments[1:]
    table: dict[str, Callable[[Place, Steps, list[str]], int]] = {
        "up": up,
        "down": down,
        "demo": demo,
        "status": status,
        "logs": logs,
        "reset": reset,
        "bench": bench,
        "ckan": ckan,
        "test": test,
    }
    return table[name](place, timed, rest)


def up(place: Place, timed: Steps, rest: list[str]) -> int:
    """Start the demonstration's sites, or the services alone."""
    with stack.setup_lock(place, "starting the sites"):
        solrserver.fetch(place, timed)
        stack.services_up(place, timed)
        if rest != ["services"]:
            stack.sites_up(place, timed)
    return 0


@contextmanager
def _nobody_else(place: Place, doing: str) -> Iterator[None]:
    """Hold every lock of the stack; raise Problem when a test or a demonstration is running."""
    with ExitStack() as locks:
        for name in ("test", "demo", "setup"):
            locks.enter_context(held(place.local / f"{name}.lock", doing, wait=name == "setup"))
        yield


def down(place: Place, timed: Steps, rest: list[str]) -> int:
    """Stop everything of this stack."""
    with _nobody_else(place, "stopping"):
        stack.down(place)
    print("Stopped.")
    return 0


def demo(place: Place, timed: Steps, rest: list[str]) -> int:
    """Run the demonstration."""
    return demonstration.run(place, timed)


def status(place: Place, timed: Steps, rest: list[str]) -> int:
    """Say what runs."""
    return state.show(place)


def logs(place: Place, timed: Steps, rest: list[str]) -> int:
    """Follow the logs of all processes, or of one service or site."""
    names = sorted(path.stem for path in place.logs.glob("*.log"))
    wanted = [name for name in names if not rest or f"{name}-".startswith(f"{rest[0]}-")]
    if not wanted:
        raise Problem(f"No such log. There are: {', '.join(names) or 'none yet'}", 64)
    paths = [processes.log_of(place, name) for name in wanted]
    return subprocess.run(["tail", "-n", "50", "-F", *paths], check=False).returncode


def reset(place: Place, timed: Steps, rest: list[str]) -> int:
    """Stop, and delete all data, files and secrets of this stack; what was downloaded stays."""
    gone = (
        "postgres",
        "redis",
        "solr/home",
        "files",
        "sites",
        "secrets",
        "test",
        "run",
        "demo.json",
    )
    if rest != ["--yes"]:
        print(f"This deletes every database, index, file and password under {place.local}.")
        if not os.isatty(0) or input("Type yes to go on: ").strip() != "yes":
            raise Problem("Nothing was deleted. Say ./portal reset --yes to be asked nothing.")
    with _nobody_else(place, "deleting all data"):
        stack.down(place)
        for name in gone:
            path = place.local / name
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
    print("All data deleted. ./portal demo starts anew.")
    return 0


def _site_environment(place: Place, site: Site) -> dict[str, str]:
    """Return the environment of a command on a site; raise Problem when its stack is down."""
    if not database.answers(postgres.admin_url(place)):
        raise Problem("Nothing runs here. Start the sites first: ./portal up", 69)
    return {**outside_environment(), **environment(place, site)}


def bench(place: Place, timed: Steps, rest: list[str]) -> int:
    """Run the measurements of bench/ on the province, all of them or the one that is named."""
    marker = 'if __name__ == "__main__"'
    names = [
        path.stem
        for path in sorted((place.root / "bench").glob("*.py"))
        if marker in path.read_text("utf-8")
    ]
    if rest and rest[0] not in names:
        raise Problem(f"No such measurement. There are: {', '.join(names)}", 64)
    environ = _site_environment(place, PROVINCE)
    code = 0
    for name in rest[:1] or names:
        print(f"== {name}", flush=True)
        command = [place.tool("python"), "-m", f"bench.{name}", *rest[1:]]
        done = subprocess.run(command, cwd=place.root, env=environ, check=False)
        code = code or done.returncode
    return code


def ckan(place: Place, timed: Steps, rest: list[str]) -> int:
    """Run CKAN's own command line on a site."""
    site = SITES[rest.pop(0)] if rest and rest[0] in SITES else PROVINCE
    command = [place.tool("ckan"), *rest]
    return subprocess.run(command, env=_site_environment(place, site), check=False).returncode


def test(place: Place, timed: Steps, rest: list[str]) -> int:
    """Run the tests."""
    return testing.run(place, timed, rest)
