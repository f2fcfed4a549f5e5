"""Failures of other programs become one line that says what to do."""

from __future__ import annotations

import errno
import sys
from pathlib import Path

import pytest

from dev.problems import Problem, explain_os_error, explain_output
from dev.steps import Steps, run

OFFLINE = [
    "E: Failed to fetch http://mirror/… Temporary failure resolving 'mirror.example'",
    "WARNING: Retrying … Failed to establish a new connection: [Errno 101] Network is unreachable",
    "[ERROR] Could not transfer artifact org.apache.solr:solr-core:pom:9.10.1",
]


@pytest.mark.parametrize("output", OFFLINE)
def test_without_a_network_the_line_says_so(output: str) -> None:
    """The words of apt, pip and Maven are known."""
    problem = explain_output("Solr", output, "/x.log")
    assert "no network" in str(problem)
    assert problem.code == 69


def test_a_full_disk_is_recognised_in_words_and_as_an_error() -> None:
    """Wherever it shows, the line is the same."""
    words = explain_output(
        "PostgreSQL", "PANIC: could not write: No space left on device", "/x.log"
    )
    error = explain_os_error(OSError(errno.ENOSPC, "No space left on device", "/srv/x"))
    assert "disk is full" in str(words)
    assert "disk is full" in str(error)
    assert words.code == error.code == 73


def test_a_folder_of_somebody_else_names_the_way_out() -> None:
    """The line names the file and the variable that helps."""
    line = str(explain_os_error(PermissionError(errno.EACCES, "Permission denied", "/srv/x")))
    assert "/srv/x" in line
    assert "BACGIANG_LOCAL" in line


def test_any_other_failure_shows_the_last_line_and_the_log() -> None:
    """What is not understood is at least shown."""
    line = str(explain_output("Solr", "first\n\nthe reason\n", "/x.log"))
    assert line == "Solr failed: the reason (details: /x.log)"


def test_a_failed_command_leaves_its_output_in_the_log(tmp_path: Path) -> None:
    """The log holds everything, the Problem one line of it."""
    log = tmp_path / "logs" / "step.log"
    script = "import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)"
    with pytest.raises(Problem, match="Trying failed"):
        run("Trying", [sys.executable, "-c", script], log)
    assert set(log.read_text().split()) == {"out", "err"}


def test_a_missing_command_is_named(tmp_path: Path) -> None:
    """No traceback for a program that is not installed."""
    with pytest.raises(Problem, match="no-such-program is not installed"):
        run("Trying", ["no-such-program"], tmp_path / "x.log")


def test_a_step_that_runs_twice_counts_both(capsys: pytest.CaptureFixture[str]) -> None:
    """Durations of one name add up, and each is printed."""
    timed = Steps()
    for _ in range(2):
        with timed.step("solr", "Solr"):
            pass
    assert timed.seconds == {"solr": 0.0}
    assert capsys.readouterr().out.count("• Solr …") == 2
