"""Every command of ``ckan bacgiang``, with hostile options: one line and an exit code, no trace."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import click
import pytest
from click.testing import CliRunner
from hypothesis import strategies as st

from ckanext.bacgiang.cli import bacgiang
from tests.portal.hostile import values
from tests.portal.hostile.chance import by_chance

pytestmark = pytest.mark.long

HEAVY = ("demo load",)
"""Commands that do a large piece of work when they are asked rightly: only asked wrongly."""


def _commands(group: click.Group, path: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, command in sorted(group.commands.items()):
        whole = f"{path} {name}".strip()
        if isinstance(command, click.Group):
            yield from _commands(command, whole)
        else:
            yield whole, command


def _lines(command: click.Command) -> st.SearchStrategy[list[str]]:
    """Return a strategy of command lines: some options and arguments, hostile values for them."""
    word = values.texts().map(
        lambda text: text.replace("\x00", "").encode("utf-8", "replace").decode()[:2_000]
    )
    parts: list[st.SearchStrategy[list[str]]] = []
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            option = parameter.opts[0]
            alone, valued = st.just([option]), word.map(lambda w, o=option: [o, w])
            parts.append(st.one_of(st.just([]), alone if parameter.is_flag else valued))
        else:
            parts.append(st.one_of(st.just([]), word.map(lambda w: [w])))
    stray = st.one_of(st.just([]), st.just([]), word.map(lambda w: [w]), st.just(["--khong-co"]))
    return st.tuples(*parts, stray).map(lambda rows: [word for row in rows for word in row])


def test_every_command_tells_what_is_wrong_with_its_options(
    world: Any,
    stored: Any,
    seed: int,
    budget: Callable[[str, str], int],
    tell: Callable[[str], None],
) -> None:
    counts: Counter[str] = Counter()
    wrong: dict[str, str] = {}
    commands = list(_commands(bacgiang))

    def run(path: str, line: list[str]) -> None:
        done = CliRunner().invoke(bacgiang, [*path.split(), *line])
        counts["refused" if done.exit_code else "accepted"] += 1
        changed = stored.changed()
        if changed:
            stored.restore()
        fault = done.exception if not isinstance(done.exception, SystemExit) else None
        assert fault is None, f"{path} {line} ends in {fault!r}"[:500]
        assert "Traceback" not in done.output, f"{path} {line}"
        if done.exit_code:
            assert done.output.strip(), f"{path} {line} says nothing"

    for path, command in commands:
        chance = seed ^ zlib.crc32(path.encode())
        hostile = _lines(command)
        if path in HEAVY:
            hostile = hostile.map(lambda line: [*line, "--khong-co"])
        try:
            by_chance(lambda line, path=path: run(path, line), hostile, chance, budget(path, ""))
        except AssertionError as failed:
            wrong[path] = str(failed).splitlines()[0]
    tell(
        f"{len(commands)} commands, {counts.total()} times run,"
        f" {counts['refused']} refused, {counts['accepted']} accepted"
    )
    assert not wrong, f"{len(wrong)} commands:\n" + "\n".join(wrong.values())
