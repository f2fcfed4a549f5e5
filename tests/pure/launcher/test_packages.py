"""Only what is missing, and only what the command needs, is installed."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from dev import packages
from dev.problems import Problem

SERVICES = {"BACGIANG_POSTGRES_URL", "BACGIANG_REDIS_URL", "BACGIANG_SOLR_URL"}


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which no program is found."""
    for name in SERVICES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(packages.shutil, "which", lambda name: None)
    monkeypatch.setattr(packages, "postgres_bin", lambda: None)
    monkeypatch.setattr(packages, "has_venv", lambda: False)
    monkeypatch.setattr(packages, "find_library", lambda name: None)


@pytest.mark.usefixtures("bare_machine")
def test_pure_tests_need_no_service() -> None:
    """They need Python and nothing else."""
    assert packages.missing(services=False, browser=False) == ["python3-venv"]


@pytest.mark.usefixtures("bare_machine")
def test_sites_need_no_browser() -> None:
    """Only tests look at pages through one."""
    assert "chromium" not in packages.missing(services=True, browser=False)
    assert "chromium" in packages.missing(services=True, browser=True)


@pytest.mark.usefixtures("bare_machine")
def test_a_service_that_runs_elsewhere_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The variable that names it is enough."""
    everything = set(packages.missing(services=True, browser=False))
    for name in SERVICES:
        monkeypatch.setenv(name, "x")
    left = set(packages.missing(services=True, browser=False))
    assert everything - left == {
        "postgresql-15",
        "redis-server",
        "openjdk-17-jdk-headless",
        "maven",
    }


def test_without_root_and_sudo_the_line_to_run_as_root_is_given(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Whoever may not install can hand the line to whoever may."""
    monkeypatch.setattr(packages.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(packages.shutil, "which", lambda name: "x" if name == "apt-get" else None)
    with pytest.raises(Problem, match=r"apt-get install --no-install-recommends redis-server$"):
        packages.install(["redis-server"], tmp_path / "apt.log")


def test_the_script_for_root_takes_away_what_it_put_down_even_when_apt_fails(
    tmp_path: Path,
) -> None:
    """No policy file or snippet outlives the installation; a policy of the owner's stays."""
    tools, machine = tmp_path / "bin", tmp_path / "machine"
    tools.mkdir()
    seen = tmp_path / "seen"
    apt = tools / "apt-get"
    apt.write_text(f"#!/bin/sh\nfind {machine} -type f >> {seen}\nexit 7\n")
    apt.chmod(0o755)
    script = packages.INSTALL
    for folder in ("/usr/sbin/policy-rc.d", "/etc/postgresql-common"):
        script = script.replace(folder, f"{machine}{folder}")
    (machine / "usr/sbin").mkdir(parents=True)
    environment = {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}"}
    command = ["sh", "-c", script, "portal", "redis-server"]
    assert subprocess.run(command, env=environment, check=False).returncode == 7
    assert len(seen.read_text().split()) == 2
    assert [path for path in machine.rglob("*") if path.is_file()] == []
    policy = machine / "usr/sbin/policy-rc.d"
    policy.write_text("#!/bin/sh\nexit 0\n")
    subprocess.run(command, env=environment, check=False)
    assert policy.read_text() == "#!/bin/sh\nexit 0\n"
