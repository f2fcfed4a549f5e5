"""A run is killed in the middle of a write; another run is at work at the same time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from ckanext.bacgiang import clock
from ckanext.bacgiang.push import ledger, settings
from ckanext.bacgiang.push.actions import _portal
from ckanext.bacgiang.push.core.entry import Delivery
from ckanext.bacgiang.push.run import LEASE, apply

Make = Callable[..., dict[str, Any]]
PREFIX = "ckanext.bacgiang.push"


@pytest.fixture
def command(province: None, proxy: Any, tmp_path: Path, request: Any) -> list[str]:
    """The push as a process of its own, with this test's settings."""
    base = Path(request.config.getoption("ckan_ini")).resolve()
    target = f"{PREFIX}.target.national"
    lines = [
        "[app:main]",
        f"use = config:{base}",
        f"{PREFIX}.targets = national",
        f"{target}.url = {proxy.url}",
        f"{target}.token_env = BACGIANG_TEST_PUSH_TOKEN",
    ]
    ini = tmp_path / "push.ini"
    ini.write_text("\n".join(lines) + "\n", encoding="utf-8")
    ckan = Path(sys.executable).with_name("ckan")
    return [str(ckan), "-c", str(ini), "bacgiang", "push", "apply", "--json"]


def test_a_run_killed_while_it_waits_for_an_answer_leaves_one_copy_and_no_stuck_row(
    publish: Make, push: Make, receiver: Any, proxy: Any, command: list[str]
) -> None:
    dataset = publish()
    until = threading.Event()
    carried_out = proxy.hang_next("package_create", until)
    process = subprocess.Popen(command, env=dict(os.environ), stdout=subprocess.DEVNULL)
    assert carried_out.wait(120), "the process's first request was never carried out"

    # Another run meanwhile leaves the dataset to the first.
    other = push()
    assert (other["remote_calls"], other["blocked"], other["created"]) == (0, 1, 0)

    process.send_signal(signal.SIGKILL)
    process.wait()
    until.set()
    [entry] = ledger.entries("national", [dataset["id"]])
    assert entry.state is Delivery.UNKNOWN

    # The lease is over: the next run looks what became of it and finds the copy.
    later = clock.now() + LEASE + timedelta(seconds=1)
    target = settings.target("national")
    portal = _portal(target)
    proxy.seen.clear()
    report = apply(
        target, portal, approved=False, clock=lambda: later, progress=lambda done, total: None
    )
    portal.close()
    assert report.as_dict()["created"] == 1
    assert proxy.actions() == ["package_show"]
    assert len(receiver.copies(dataset)) == 1
    assert push()["remote_calls"] == 0


def test_the_command_prints_one_line_of_json_and_says_by_its_exit_code_how_it_went(
    publish: Make, proxy: Any, command: list[str]
) -> None:
    publish()
    done = subprocess.run(
        command, check=False, env=dict(os.environ), capture_output=True, text=True
    )
    report = json.loads(done.stdout)
    assert (done.returncode, report["created"], report["remote_calls"]) == (0, 1, 1)
    environ = {key: value for key, value in os.environ.items() if key != "BACGIANG_TEST_PUSH_TOKEN"}
    done = subprocess.run(command, check=False, env=environ, capture_output=True, text=True)
    assert done.returncode == 2
    assert "BACGIANG_TEST_PUSH_TOKEN" in json.loads(done.stdout)["errors"][0]["message"]
