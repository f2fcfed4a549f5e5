"""What the supervisor is told, and how a stack finds its own processes again."""

from __future__ import annotations

import os
import socket
import subprocess
from pathlib import Path

import pytest

from dev import ports, processes
from dev.place import Place
from dev.problems import Problem
from dev.processes import Program
from dev.sites import SITES
from dev.solrserver import CORES
from dev.venv import BUILD_TOOLS, only

ROOT = Path(__file__).resolve().parents[3]


def test_a_taken_port_is_named_with_the_way_out(tmp_path: Path) -> None:
    """The line says which port, which service, and how to choose others."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        place = Place(ROOT, tmp_path, server.getsockname()[1])
        with pytest.raises(Problem, match=rf"{place.base} \(province\).*BACGIANG_PORT_BASE"):
            ports.require_free(place, "province")
    ports.require_free(place, "province")


def test_only_processes_of_this_very_stack_are_ended(tmp_path: Path) -> None:
    """A neighbour's processes, whose folder has a longer name, live on."""
    mine, other = Place(ROOT, tmp_path / "a", 5000), Place(ROOT, tmp_path / "ab", 6000)
    started = {
        place: subprocess.Popen(
            ["sleep", "60"], env={**os.environ, ports.STACK_MARK: str(place.local)}
        )
        for place in (mine, other)
    }
    try:
        assert ports.leftovers(mine) == [started[mine].pid]
        # The child is ours, so it has to be waited for before it is gone.
        assert ports.end_leftovers(mine, patience=0.0) == 1
        assert started[mine].wait(10) < 0
        assert ports.leftovers(mine) == []
        assert started[other].poll() is None
    finally:
        for process in started.values():
            process.kill()
            process.wait()


def test_a_secret_reaches_a_process_by_its_environment_alone(tmp_path: Path) -> None:
    """It stands in the environment line, never in the command line."""
    place = Place(ROOT, tmp_path, 5000)
    text = processes.describe(place, Program("web", ["serve", "a b"], {"TOKEN": "s3cret%1"}))
    lines = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
    assert lines["command"] == "serve 'a b'"
    assert 'TOKEN="s3cret%%1"' in lines["environment"]
    assert text.count("s3cret") == 1


def test_every_site_has_a_core_a_database_and_a_redis_number_of_its_own() -> None:
    """No two sites share a store, so tests cannot touch the demonstration."""
    sites = list(SITES.values())
    assert {site.name for site in sites} == set(CORES)
    assert (
        len({site.database for site in sites}) == len({site.redis for site in sites}) == len(sites)
    )


def test_the_build_tools_are_in_the_lock_with_their_hashes() -> None:
    """Packages that come as source are built with pinned tools."""
    text = only((ROOT / "requirements.lock").read_text(), BUILD_TOOLS)
    entries = [line for line in text.splitlines() if "==" in line]
    assert sorted(entry.split("==")[0] for entry in entries) == sorted(BUILD_TOOLS)
    assert text.count("--hash=sha256:") >= len(entries)
