"""Patterns as programs for the step counter: Python's own parser takes them apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from re import _constants as c  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

from dev.step_counter import Counter, Marks, Program, Step

Test = Callable[[str], bool]


class Unknown(Exception):
    """The pattern holds a construct that is not known here."""


def program(pattern: str, flags: int = 0) -> Program:
    """Return the program of ``pattern``. Raises Unknown."""
    tree = _parser.parse(pattern, flags)
    made = Program(tree.state.flags)
    _sequence(made, tree)
    made.add("done")
    return made


def _sequence(made: Program, tree: Any) -> None:
    for operation, value in tree:
        _item(made, operation, value)


def _item(made: Program, operation: Any, value: Any) -> None:
    if operation in (c.LITERAL, c.NOT_LITERAL, c.IN, c.ANY):
        made.add("do", _one(tester(operation, value, made.flags)))
    elif operation in (c.MAX_REPEAT, c.MIN_REPEAT):
        _repeat(made, value, greedy=operation is c.MAX_REPEAT)
    elif operation is c.BRANCH:
        _branch(made, value[1])
    elif operation is c.SUBPATTERN:
        number, _, _, inner = value
        made.add("do", _mark(("(", number)))
        _sequence(made, inner)
        made.add("do", _mark((")", number)))
    elif operation in (c.ASSERT, c.ASSERT_NOT):
        direction, inner = value
        back = inner.getwidth()[0] if direction < 0 else 0
        made.add("do", _look(_part(made, inner), back, wanted=operation is c.ASSERT))
    elif operation is c.ATOMIC_GROUP:
        made.add("do", _atomic(_part(made, value)))
    elif operation is c.POSSESSIVE_REPEAT:
        inner = Program(made.flags)
        _repeat(inner, value, greedy=True)
        inner.add("done")
        made.add("do", _atomic(inner))
    elif operation is c.GROUPREF:
        made.add("do", _same_as(value))
    elif operation is c.AT:
        made.add("do", _here(_position(value, made.flags)))
    else:
        raise Unknown(str(operation))


def _part(made: Program, tree: Any) -> Program:
    inner = Program(made.flags)
    _sequence(inner, tree)
    inner.add("done")
    return inner


def _repeat(made: Program, value: Any, *, greedy: bool) -> None:
    least, most, inner = value
    for _ in range(least):
        _sequence(made, inner)
    if most is c.MAXREPEAT:
        split = made.add()
        made.add("do", _mark(split, moving=True))
        _sequence(made, inner)
        made.add("jump", split)
        made.code[split] = _split(split + 1, len(made.code), greedy=greedy)
        return
    splits = []
    for _ in range(most - least):
        splits.append(made.add())
        _sequence(made, inner)
    for split in splits:
        made.code[split] = _split(split + 1, len(made.code), greedy=greedy)


def _split(inside: int, behind: int, *, greedy: bool) -> tuple[Any, ...]:
    return ("split", inside, behind) if greedy else ("split", behind, inside)


def _branch(made: Program, choices: list[Any]) -> None:
    jumps = []
    for choice in choices[:-1]:
        split = made.add()
        _sequence(made, choice)
        jumps.append(made.add())
        made.code[split] = ("split", split + 1, len(made.code))
    _sequence(made, choices[-1])
    for jump in jumps:
        made.code[jump] = ("jump", len(made.code))


def _one(test: Test) -> Step:
    def step(counter: Counter, place: int, marks: Marks) -> tuple[int, Marks] | None:
        fits = place < len(counter.text) and test(counter.text[place])
        return (place + 1, marks) if fits else None

    return step


def _mark(name: Any, *, moving: bool = False) -> Step:
    """Keep the place under ``name``; with ``moving`` only where it is another than before."""

    def step(counter: Counter, place: int, marks: Marks) -> tuple[int, Marks] | None:
        stands = moving and marks.get(name) == place
        return None if stands else (place, {**marks, name: place})

    return step


def _look(inner: Program, back: int, *, wanted: bool) -> Step:
    def step(counter: Counter, place: int, marks: Marks) -> tuple[int, Marks] | None:
        found = place >= back and counter.end(inner, place - back) is not None
        return (place, marks) if found is wanted else None

    return step


def _atomic(inner: Program) -> Step:
    def step(counter: Counter, place: int, marks: Marks) -> tuple[int, Marks] | None:
        ended = counter.end(inner, place)
        return None if ended is None else (ended, marks)

    return step


def _same_as(group: int) -> Step:
    def step(counter: Counter, place: int, marks: Marks) -> tuple[int, Marks] | None:
        if (")", group) not in marks:
            return None
        part = counter.text[marks["(", group] : marks[")", group]]
        counter.steps += len(part)
        return (place + len(part), marks) if counter.text.startswith(part, place) else None

    return step


def _here(holds: Callable[[str, int], bool]) -> Step:
    def step(counter: Counter, place: int, marks: Marks) -> tuple[int, Marks] | None:
        return (place, marks) if holds(counter.text, place) else None

    return step


def tester(operation: Any, value: Any, flags: int) -> Test:
    """Return the function that tells whether a letter is what one node of a pattern takes."""
    if operation is c.ANY:
        return (lambda letter: True) if flags & re.DOTALL else (lambda letter: letter != "\n")
    folded = bool(flags & re.IGNORECASE)
    if operation is c.IN:
        return _set(value, flags, folded=folded)
    wanted = operation is c.LITERAL
    return lambda letter: _same(letter, value, folded=folded) is wanted


def _same(letter: str, code: int, *, folded: bool) -> bool:
    return ord(letter) == code or (folded and letter.lower() == chr(code).lower())


def _set(items: list[tuple[Any, Any]], flags: int, *, folded: bool) -> Test:
    negated = items[0][0] is c.NEGATE
    tests = [_member(kind, value, flags) for kind, value in items if kind is not c.NEGATE]

    def holds(letter: str) -> bool:
        cases = {letter, letter.lower(), letter.upper()} if folded else {letter}
        return any(test(case) for test in tests for case in cases if len(case) == 1) is not negated

    return holds


def _member(kind: Any, value: Any, flags: int) -> Test:
    if kind is c.LITERAL:
        return lambda letter: ord(letter) == value
    if kind is c.RANGE:
        return lambda letter: value[0] <= ord(letter) <= value[1]
    if kind is c.CATEGORY:
        plain, wanted = _CATEGORIES[value]
        within = bool(flags & re.ASCII)
        return lambda letter: (plain(letter) and (letter.isascii() or not within)) is wanted
    raise Unknown(str(kind))


def _is_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def _is_digit(letter: str) -> bool:
    return unicodedata.category(letter) == "Nd"


_CATEGORIES: dict[Any, tuple[Test, bool]] = {
    c.CATEGORY_DIGIT: (_is_digit, True),
    c.CATEGORY_NOT_DIGIT: (_is_digit, False),
    c.CATEGORY_SPACE: (str.isspace, True),
    c.CATEGORY_NOT_SPACE: (str.isspace, False),
    c.CATEGORY_WORD: (_is_word, True),
    c.CATEGORY_NOT_WORD: (_is_word, False),
}


def _position(value: Any, flags: int) -> Callable[[str, int], bool]:
    lines = bool(flags & re.MULTILINE)

    def border(text: str, at: int) -> bool:
        before = at > 0 and _is_word(text[at - 1])
        return before != (at < len(text) and _is_word(text[at]))

    def begins(text: str, at: int) -> bool:
        return at == 0 or (lines and text[at - 1] == "\n")

    def ends(text: str, at: int) -> bool:
        return at == len(text) or text[at:] == "\n" or (lines and text[at] == "\n")

    known: dict[Any, Callable[[str, int], bool]] = {
        c.AT_BEGINNING: begins,
        c.AT_BEGINNING_STRING: lambda text, at: at == 0,
        c.AT_END: ends,
        c.AT_END_STRING: lambda text, at: at == len(text),
        c.AT_BOUNDARY: border,
        c.AT_NON_BOUNDARY: lambda text, at: not border(text, at),
    }
    return known[value]
