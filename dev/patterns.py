"""Every regular expression of the suite, and the texts on which each is tried.

Found in the syntax tree of every module, in the scripts of the pages and in the schema of Solr.
"""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from re import _constants as c  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

from dev.regex_programs import tester

CALLS = ("compile", "findall", "finditer", "fullmatch", "match", "search", "split", "sub", "subn")
METHODS = frozenset(CALLS[1:])
FOREIGN = "\x00"
"""A letter that hardly any pattern takes."""

_SCRIPT = re.compile(
    r"\.(?:replace|match|test|split|search|exec)\(\s*"
    r"/((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+)/([a-z]*)"
)
_MADE_IN_SCRIPT = re.compile(r"new RegExp\(([^;\n]*)\)")
_SOLR = re.compile(r'<[^<>]*\spattern="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern, where it stands, its flags, and how it is used."""

    where: str
    text: str
    flags: int
    how: frozenset[str]


class NoConstant(Exception):
    """A pattern is put together while the program runs, so that nobody can look at it before."""


def in_module(path: Path, name: str) -> Iterator[Pattern]:
    """Yield the patterns of a module, ``name`` being what it is imported by. Raises NoConstant."""
    tree = ast.parse(path.read_text("utf-8"))
    named = {
        call: statement.targets[0].id
        for statement in tree.body
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name)
        for call in ast.walk(statement.value)
        if isinstance(call, ast.Call)
    }
    for call in ast.walk(tree):
        used = _name_of_call(call)
        if used is None or not isinstance(call, ast.Call):
            continue
        where = f"{name}:{call.lineno}"
        if used == "compile" and call in named:
            made = getattr(importlib.import_module(name), named[call])
            written = made.pattern
            text = written.decode("latin-1") if isinstance(written, bytes) else written
            yield Pattern(where, text, made.flags, _uses(tree, named[call]))
        elif isinstance(call.args[0], ast.Constant):
            yield Pattern(where, str(call.args[0].value), _flags(call, used), frozenset({used}))
        else:
            raise NoConstant(where)


def in_script(path: Path) -> Iterator[Pattern]:
    """Yield the patterns of a script; those it puts together, with a word for what is put in."""
    text = path.read_text("utf-8")
    for found in _SCRIPT.finditer(text):
        flags = re.IGNORECASE if "i" in found[2] else 0
        yield Pattern(f"{path.name}: {found[0]}", found[1], flags, frozenset({"search"}))
    for found in _MADE_IN_SCRIPT.finditer(text):
        parts = re.findall(r"'((?:\\.|[^'\\])*)'|[\w.]+", found[1])
        written = "".join(part.replace("\\\\", "\\") or "word" for part in parts)
        yield Pattern(f"{path.name}: {found[0]}", written, 0, frozenset({"search"}))


def in_solr(path: Path) -> Iterator[Pattern]:
    """Yield the patterns of filters in a schema of Solr."""
    for found in _SOLR.finditer(path.read_text("utf-8")):
        yield Pattern(f"{path.name}: {found[1]}", found[1], 0, frozenset({"search"}))


def grows_without_bound(pattern: Pattern) -> bool:
    """Tell whether a part of the pattern may be repeated endlessly; all else is bounded."""
    return any(
        operation in (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT) and value[1] is c.MAXREPEAT
        for operation, value in _nodes(_parser.parse(pattern.text, pattern.flags))
    )


def attacks(pattern: Pattern, most: int = 7) -> Iterator[tuple[str, str, str]]:
    """Yield texts to try the pattern on: what comes first, what is repeated, what ends it."""
    tree = _parser.parse(pattern.text, pattern.flags)
    sampled = list(dict.fromkeys(_letters(tree, pattern.flags)))
    letters = sampled[:most]
    refused = list(dict.fromkeys(_refused(tree)))[:4]
    literals = ["".join(run) for run in _literal_runs(tree)]
    repeated = [_sample(value[2], pattern.flags) for value in _repeats(tree)]
    whole = _sample(tree, pattern.flags)
    begun = [_sample(tree[:at], pattern.flags) for at in range(1, len(tree))]
    pumps = [*sampled, *map("".join, product(letters, letters)), *literals, *repeated]
    pumps += [*begun, whole, *map("".join, product(repeated, [*letters, *repeated]))]
    starts = dict.fromkeys(("", *begun[:3], whole))
    for start, pump, last in product(starts, dict.fromkeys(pumps), (FOREIGN, "", *refused)):
        if pump:
            yield start, pump, last


def _name_of_call(call: ast.AST) -> str | None:
    function = call.func if isinstance(call, ast.Call) else None
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        return function.attr if function.value.id == "re" and function.attr in CALLS else None
    return None


def _flags(call: ast.Call, used: str) -> int:
    given = [word.value for word in call.keywords if word.arg == "flags"]
    given += call.args[1:] if used == "compile" else []
    names = [
        node.attr for one in given for node in ast.walk(one) if isinstance(node, ast.Attribute)
    ]
    flags = re.NOFLAG
    for name in names:
        flags |= getattr(re, name)
    return int(flags)


def _uses(tree: ast.AST, name: str) -> frozenset[str]:
    """Return the methods of the pattern called ``name``; a search where it goes elsewhere."""
    seen = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == name]
    methods = [
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.value in seen and node.attr in METHODS
    ]
    elsewhere = len(methods) < len(seen) - 1 or not name.startswith("_")
    return frozenset([*methods, *(["search"] if elsewhere or not methods else [])])


def _nodes(tree: Any) -> Iterator[tuple[Any, Any]]:
    for operation, value in tree:
        yield operation, value
        for inner in _inside(operation, value):
            yield from _nodes(inner)


def _inside(operation: Any, value: Any) -> list[Any]:
    if operation in (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT):
        return [value[2]]
    if operation is c.BRANCH:
        return list(value[1])
    if operation is c.SUBPATTERN:
        return [value[3]]
    if operation in (c.ASSERT, c.ASSERT_NOT):
        return [value[1]]
    return [value] if operation is c.ATOMIC_GROUP else []


def _repeats(tree: Any) -> list[Any]:
    known = (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT)
    return [value for operation, value in _nodes(tree) if operation in known]


_CANDIDATES = "aAbz0 19-_./:;,\"'\\()[]{}<>|&!?#@+*=%~^$`\n\tđệ\u0301\u200b\u00a0"


def _letters(tree: Any, flags: int) -> Iterator[str]:
    for operation, value in _nodes(tree):
        if operation in (c.LITERAL, c.NOT_LITERAL, c.IN, c.ANY):
            letter = _letter(operation, value, flags)
            if letter:
                yield letter


def _refused(tree: Any) -> Iterator[str]:
    """Yield letters that a part of the pattern names as those it does not take."""
    for operation, value in _nodes(tree):
        if operation is c.NOT_LITERAL:
            yield chr(value)
        elif operation is c.IN and value[0][0] is c.NEGATE:
            yield from (chr(code) for kind, code in value if kind is c.LITERAL)


def _literal_runs(tree: Any) -> Iterator[list[str]]:
    run: list[str] = []
    for operation, value in _nodes(tree):
        if operation is c.LITERAL:
            run.append(chr(value))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _letter(operation: Any, value: Any, flags: int) -> str:
    if operation is c.LITERAL:
        return chr(value)
    fits = tester(operation, value, flags)
    ranges = (
        [v[0] if k is c.RANGE else v for k, v in value if k in (c.RANGE, c.LITERAL)]
        if operation is c.IN
        else []
    )
    letters = [*_CANDIDATES, *map(chr, ranges)]
    return next((letter for letter in letters if fits(letter)), "")


def _sample(tree: Any, flags: int) -> str:
    """Return a text that ``tree`` takes, as far as looking around lets it."""
    made = ""
    for operation, value in tree:
        if operation in (c.LITERAL, c.NOT_LITERAL, c.IN, c.ANY):
            made += _letter(operation, value, flags)
        elif operation in (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT):
            made += _sample(value[2], flags) * max(value[0], 1)
        elif operation not in (c.ASSERT, c.ASSERT_NOT):
            inner = _inside(operation, value)
            made += _sample(inner[0], flags) if inner else ""
    return made
