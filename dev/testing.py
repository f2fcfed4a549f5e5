"""./portal test: a clean state, the checks of style, walls and types, then pytest."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from dev import (
    database,
    files,
    keys,
    lock,
    packages,
    processes,
    redisserver,
    setup_sites,
    sites,
    solrserver,
    stack,
)
from dev.lock import held
from dev.place import Place
from dev.problems import Problem
from dev.sites import ORGANIZATION, TEST, TEST_NATIONAL, TEST_PROVINCE, Site
from dev.steps import Steps

# What each kind of test needs beside PostgreSQL, Redis, Solr and the site in its own process.
SERVED: dict[str, tuple[Site, ...]] = {
    "pure": (),
    "portal": (),
    "faults": (TEST_NATIONAL,),
    "browser": (TEST_NATIONAL, TEST_PROVINCE),
}
PURE_PACKAGES = (
    "ckanext/bacgiang/law",
    "ckanext/bacgiang/vocabularies",
    "ckanext/bacgiang/catalogue/entry.py",
    "ckanext/bacgiang/catalogue/publishing.py",
    "ckanext/bacgiang/catalogue/text.py",
    "ckanext/bacgiang/catalogue/search/core",
    "ckanext/bacgiang/cadence/core",
    "ckanext/bacgiang/push/core",
)


def run(place: Place, timed: Steps, arguments: list[str]) -> int:
    """Run all tests, or those of one kind with pytest's own arguments; return the exit code."""
    if arguments and arguments[0] in SERVED:
        kind, rest = arguments[0], arguments[1:]
        if kind == "pure":
            return _pytest(place, ["tests/pure"], rest)
        return _on_stack(place, timed, [kind], rest, [])
    if arguments:
        raise Problem(f"No such kind of test: {arguments[0]}. There are: {', '.join(SERVED)}", 64)
    failed = [name for name, command in checks(place) if not _passes(place, name, command)]
    if _pytest(place, ["tests/pure"], []):
        failed.append("pytest tests/pure")
    kinds = [kind for kind in SERVED if kind != "pure"]
    return _on_stack(place, timed, kinds, [], failed) or int(bool(failed))


def checks(place: Place) -> list[tuple[str, list[str]]]:
    """Return the checks that are no tests: style, walls, types."""
    pure = [path for path in PURE_PACKAGES if _has_python(place.root / path)]
    tool = lambda name: str(place.tool(name))  # noqa: E731
    return [
        ("ruff", [tool("ruff"), "check", "--quiet", "."]),
        ("import-linter", [tool("lint-imports"), "--no-cache"]),
        ("mypy", [tool("mypy"), "--strict", *pure]),
    ]


def _has_python(path: Path) -> bool:
    return path.is_file() or any(path.rglob("*.py"))


def _passes(place: Place, name: str, command: Sequence[str]) -> bool:
    print(f"• {name}", flush=True)
    return (
        subprocess.run(command, cwd=place.root, env=_environment(place), check=False).returncode
        == 0
    )


def _environment(place: Place) -> dict[str, str]:
    """Return the environment of checks and tests: what tools write down goes under .local."""
    cache = place.local / "cache"
    return {
        **{k: v for k, v in os.environ.items() if not k.startswith("CKAN_")},
        "HYPOTHESIS_STORAGE_DIRECTORY": str(cache / "hypothesis"),
        "RUFF_CACHE_DIR": str(cache / "ruff"),
        "MYPY_CACHE_DIR": str(cache / "mypy"),
        "COVERAGE_FILE": str(cache / "coverage"),
        # They come from CKAN's own dependencies: nothing a reader of a test run can mend.
        "PYTHONWARNINGS": "ignore::DeprecationWarning",
    }


def _pytest(
    place: Place, folders: list[str], rest: list[str], environment: dict[str, str] | None = None
) -> int:
    """Run pytest on ``folders``, or on the paths in ``rest`` where it names some."""
    command = [str(place.tool("python")), "-m", "pytest"]
    command += ["-o", f"cache_dir={place.local}/cache/pytest"]
    if any(_is_test_path(place, part) for part in rest):
        folders = []
    environ = {**_environment(place), **(environment or {})}
    done = subprocess.run(
        [*command, *folders, *rest],
        cwd=place.root,
        env=environ,
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
                    for site in (TEST, *served):
                        clean(place, site)
                if served:
                    stack.sites_up(place, timed, served)
            told = told_to_tests(place, served, failed)
            ini = ["--ckan-ini", str(sites.ini(place, TEST))]
            return _pytest(place, folders, [*ini, *rest], told)
        finally:
            _leave(place, served, was_up)


def _leave(place: Place, served: Sequence[Site], was_up: bool) -> None:
    """Stop what this run started, and nothing else."""
    with stack.setup_lock(place, "ending the tests"):
        if was_up:
            processes.stop(place, [name for site in served for name in site.programs])
        else:
            stack.down(place)


def clean(place: Place, site: Site) -> None:
    """Put a test site back to the state right after it was set up; set it up first where needed."""
    copy = f"{site.database}_clean"
    processes.stop(place, site.programs)
    shutil.rmtree(sites.storage(place, site), ignore_errors=True)
    if setup_sites.is_current(place, site) and database.exists(place, copy):
        database.restore_copy(place, site.database, copy)
    else:
        database.drop(place, site.database)
        setup_sites.stand(place, site)
        database.save_copy(place, site.database, copy)
    files.private_folder(sites.storage(place, site))
    redisserver.empty(place, site.redis)
    solrserver.empty(place, site.name)


def told_to_tests(place: Place, served: Sequence[Site], failed: Sequence[str]) -> dict[str, str]:
    """Return the variables through which tests learn of the sites around them."""
    screenshots = place.local / "test" / "screenshots"
    screenshots.mkdir(parents=True, exist_ok=True)
    told = {
        "BACGIANG_TEST_FAILED_BEFORE": ", ".join(failed),
        "BACGIANG_TEST_SCREENSHOTS": str(screenshots),
        "BACGIANG_TEST_CHROMIUM": packages.chromium() or "",
        "BACGIANG_TEST_CKAN": str(place.tool("ckan")),
    }
    for site in served:
        prefix = "BACGIANG_TEST_" + site.name.removeprefix("test-").upper()
        told[f"{prefix}_URL"] = place.url(site.name)
        told[f"{prefix}_TOKEN"] = keys.key(place, f"token-{site.name}")
        told[f"{prefix}_INI"] = str(sites.ini(place, site))
        told[f"{prefix}_WEB_LOG"] = str(processes.log_of(place, site.programs[0]))
    if TEST_NATIONAL in served:
        told["BACGIANG_TEST_NATIONAL_ORGANIZATION"] = ORGANIZATION
    if TEST_PROVINCE in served:
        for name, _, _ in setup_sites.PROVINCE_USERS:
            variable = "BACGIANG_TEST_PASSWORD_" + name.replace("-", "_").upper()
            told[variable] = keys.key(place, f"user-{TEST_PROVINCE.name}-{name}")
    return told
