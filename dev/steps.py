"""Timed steps, and commands whose output goes to a log."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from dev import lock
from dev.problems import Problem, explain_output


@dataclass(slots=True)
class Steps:
    """Prints each step with its duration and keeps the durations in seconds, by name."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str, what: str) -> Iterator[None]:
        """Time the body as step ``name``; ``what`` is the sentence that is printed."""
        print(f"• {what} …", flush=True)
        start = time.monotonic()
        yield
        took = time.monotonic() - start
        self.seconds[name] = round(self.seconds.get(name, 0.0) + took, 1)
        print(f"  {took:.1f} s", flush=True)


def run(  # noqa: PLR0913 (a command has that many sides)
    what: str,
    command: Sequence[str | os.PathLike[str]],
    log: Path,
    *,
    env: Mapping[str, str] | None = None,
    stdin: str = "",
    cwd: Path | None = None,
    daemon: bool = False,
) -> str:
    """Run ``command`` with its whole output in ``log``; return that output.

    It keeps the locks held now for as long as it runs, except a ``daemon``, which stays for good.
    Raises Problem, in one line, when it cannot be started or ends with another code than 0.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w+b") as stream:
        try:
            done = subprocess.run(
                [os.fspath(part) for part in command],
                input=stdin.encode(),
                stdout=stream,
                stderr=subprocess.STDOUT,
                env=None if env is None else dict(env),
                cwd=cwd,
                pass_fds=() if daemon else lock.inherited(),
                check=False,
            )
        except FileNotFoundError:
            raise Problem(f"{what}: {command[0]} is not installed.", 69) from None
        stream.seek(0)
        output = stream.read().decode("utf-8", "replace")
    if done.returncode:
        raise explain_output(what, output, str(log))
    return output
