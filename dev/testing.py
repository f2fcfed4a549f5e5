"""./portal test: the checks, then pytest on what a clean state needs for each kind of test."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence

from dev import caches, checks, clean, lock, processes, sites, solrserver, stack
from dev.lock import held
from dev.place import Place
from dev.problems import Problem
from dev.sites import TEST, TEST_NATIONAL, TEST_PROVINCE, Site
from dev.steps import Steps

# What each kind of test needs beside PostgreSQL, Redis, Solr and the site in its own process.
SERVED: dict[str, tuple[Site, ...]] = {
    "pure": (),
    "portal": (),
    "faults": (TEST_NATIONAL,),
    "browser": (TEST_NATIONAL, TEST_PROVINCE),
}

LONG = "long"
"""Kind and mark of the tests that try as much as their budget allows: here it is a large one."""


def run(place: Place, timed: Steps, arguments: list[str]) -> int:
    """Run all tests, or those of one kind with pytest's own arguments; return the exit code."""
    if not arguments:
        return _everything(place, timed)
    kind, rest = arguments[0], arguments[1:]
    if kind not in (*SERVED, LONG):
        raise Problem(f"No such kind of test: {kind}. There are: {', '.join((*SERVED, LONG))}", 64)
    if kind == "pure":
        return _pytest(place, ["tests/pure"], rest)
    if kind == LONG:
        os.environ["BACGIANG_TEST_LONG"] = "1"
        kind, rest = "portal", ["-m", LONG, *rest]
    return _on_stack(place, timed, [kind], rest, [])


def _everything(place: Place, timed: Steps) -> int:
    """Run the checks and all tests; the last line is pytest's, the code that of the worst."""
    failed = checks.failed(place)
    if _pytest(place, ["tests/pure"], []):
        failed.append("pytest tests/pure")
    kinds = [kind for kind in SERVED if kind != "pure"]
    return _on_stack(place, timed, kinds, [], failed) or int(bool(failed))


def _pytest(
    place: Place, folders: list[str], rest: list[str], told: dict[str, str] | None = None
) -> int:
    """Run pytest on ``folders``, or on the paths in ``rest`` where it names some."""
    command = [str(place.tool("python")), "-m", "pytest"]
    command += ["-o", f"cache_dir={place.local}/cache/pytest"]
    if any(_is_test_path(place, part) for part in rest):
        folders = []
    done = subprocess.run(
        [*command, *folders, *rest],
        cwd=place.root,
        env={**caches.environment(place), **(told or {})},
        check=False,
        pass_fds=lock.inherited(),
    )
    return done.returncode


def _is_test_path(place: Place, part: str) -> bool:
    path = (place.root / part.split("::", maxsplit=1)[0]).resolve()
    return path.exists() and path.is_relative_to(place.root / "tests")


def _on_stack(
    place: Place, timed: Steps, kinds: list[str], rest: list[str], failed: list[str]
) -> int:
    served = sorted({site for kind in kinds for site in SERVED[kind]}, key=lambda site: site.name)
    folders = [f"tests/{kind}" for kind in kinds if (place.root / "tests" / kind).is_dir()]
    with held(place.local / "test.lock", "a test run"):
        was_up = processes.is_up(place)
        try:
            with stack.setup_lock(place, "preparing the tests"):
                solrserver.fetch(place, timed)
                stack.services_up(place, timed)
                with timed.step("test sites", "A clean state for the tests"):
                    clean.sites(place, (TEST, *served))
                if served:
                    stack.sites_up(place, timed, served)
            ini = ["--ckan-ini", str(sites.ini(place, TEST))]
            return _pytest(place, folders, [*ini, *rest], clean.told(place, served, failed))
        finally:
            _leave(place, served, was_up)


def _leave(place: Place, served: Sequence[Site], was_up: bool) -> None:
    """Stop what this run started, and nothing else."""
    with stack.setup_lock(place, "ending the tests"):
        if was_up:
            processes.stop(place, [name for site in served for name in site.programs])
        else:
            stack.down(place)
