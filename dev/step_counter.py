"""How many steps a backtracking matcher takes over a text, counted, never timed.

It backtracks as ``re`` does, without the shortcuts that ``re`` has for some patterns. What grows
faster than the text here may do so there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

MAX_STEPS = 200_000
"""Steps after which a run ends: by then it has grown out of every bound."""

Marks = Mapping[Any, int]
"""Where groups begin and end, and where a loop was begun last."""

Step = Callable[["Counter", int, Marks], "tuple[int, Marks] | None"]
"""What one instruction does at a place: the place behind it, or None where it does not fit."""


@dataclass(slots=True)
class Program:
    """Instructions: ("split", first, second), ("jump", where), ("do", a step), ("done",).

    ``flags`` are those the pattern was compiled with.
    """

    flags: int
    code: list[tuple[Any, ...]] = field(default_factory=list)

    def add(self, *instruction: Any) -> int:
        """Add an instruction and return where it stands."""
        self.code.append(instruction)
        return len(self.code) - 1


class Counter:
    """Runs programs over one text and counts their steps."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.steps = 0

    def end(self, of: Program, start: int, *, whole: bool = False) -> int | None:
        """Return where a match that begins at ``start`` ends, None without one.

        With ``whole`` it must end where the text does.
        """
        waiting: list[tuple[int, int, Marks]] = [(0, start, {})]
        while waiting and self.steps < MAX_STEPS:
            at, place, marks = waiting.pop()
            while True:
                self.steps += 1
                name, *needs = of.code[at]
                if name == "split":
                    waiting.append((needs[1], place, marks))
                    at = needs[0]
                elif name == "jump":
                    at = needs[0]
                elif name == "do":
                    moved = needs[0](self, place, marks)
                    if moved is None:
                        break
                    place, marks = moved
                    at += 1
                elif whole and place != len(self.text):
                    break
                else:
                    return place
        return None


def spans(of: Program, text: str, how: str) -> tuple[list[tuple[int, int]], int]:
    """Return what "match", "fullmatch" or else a search for all finds, and the steps it took."""
    counter = Counter(text)
    if how in ("match", "fullmatch"):
        ended = counter.end(of, 0, whole=how == "fullmatch")
        return ([] if ended is None else [(0, ended)]), counter.steps
    found: list[tuple[int, int]] = []
    place, free = 0, 0
    while place <= len(text) and counter.steps < MAX_STEPS:
        ended = counter.end(of, place)
        if ended is None or (ended == place and place < free):
            place += 1
            continue
        found.append((place, ended))
        # A match of nothing right behind another is found only after a longer one was tried there.
        place = ended if ended > place else place + 1
        free = ended
    return found, counter.steps
