"""Two commands at once: the second waits, or says why it does not."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dev import lock
from dev.problems import Problem

ROOT = Path(__file__).resolve().parents[3]
HOLDER = """
import sys, pathlib
from dev.lock import held
with held(pathlib.Path(sys.argv[1]), "a long step"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds ``lock`` until its input ends."""
    command = [sys.executable, "-c", HOLDER, str(tmp_path / "lock")]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, text=True, **pipes) as process:  # type: ignore[call-overload]
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_whoever_may_not_wait_is_told_who_is_at_work(
    tmp_path: Path, holder: subprocess.Popen[str]
) -> None:
    """The line names the work and the process; the code says: later."""
    with (
        pytest.raises(Problem, match=rf"a long step \(process {holder.pid}\)") as caught,
        lock.held(tmp_path / "lock", "mine", wait=False),
    ):
        pass
    assert caught.value.code == 75


def test_a_killed_holder_does_not_block_the_next(
    tmp_path: Path, holder: subprocess.Popen[str]
) -> None:
    """The lock ends with the process, whatever its file still says."""
    holder.kill()
    holder.wait()
    with lock.held(tmp_path / "lock", "mine", wait=False):
        pass


def test_a_child_keeps_the_lock_of_a_killed_parent(tmp_path: Path) -> None:
    """What is still writing must not be overtaken."""
    path = tmp_path / "lock"
    with lock.held(path, "mine"):
        child = subprocess.Popen(["cat"], stdin=subprocess.PIPE, pass_fds=lock.inherited())
    with pytest.raises(Problem, match="Not now"), lock.held(path, "next", wait=False):
        pass
    child.communicate()
    with lock.held(path, "next", wait=False):
        pass
    assert lock.inherited() == ()
