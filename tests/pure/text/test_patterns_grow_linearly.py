"""No pattern of the suite takes longer than in proportion to the text it looks at.

Steps are counted by a matcher of our own; no clock is read.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import ckanext.bacgiang
from dev import patterns
from dev.patterns import NoConstant, Pattern
from dev.regex_programs import program
from dev.step_counter import MAX_STEPS, spans

PACKAGE = Path(ckanext.bacgiang.__path__[0])
FIRST = 16
"""Repetitions of the shortest text."""

MOST_DOUBLED = 4
"""How often it is doubled: beyond the largest number that a pattern counts to."""

FEW = 8
"""Steps for each letter of the shortest text that are no sign of growth: half of ``FIRST``."""


def _module(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(("ckanext.bacgiang", *parts)).removesuffix(".__init__")


def _found() -> tuple[list[Pattern], list[str]]:
    found: list[Pattern] = []
    put_together = []
    for path in sorted(PACKAGE.rglob("*.py")):
        try:
            found += patterns.in_module(path, _module(path))
        except NoConstant as where:
            put_together.append(str(where))
    found += [one for path in sorted(PACKAGE.rglob("*.js")) for one in patterns.in_script(path)]
    found += patterns.in_solr(PACKAGE / "solr" / "schema.xml")
    return found, put_together


def _hows(pattern: Pattern) -> set[str]:
    return {how if how in ("match", "fullmatch") else "search" for how in pattern.how}


def _growing(pattern: Pattern) -> list[str]:
    """Return the texts on which the steps grow faster than the text, described."""
    made = program(pattern.text, pattern.flags)
    wrong = []
    for how in _hows(pattern):
        for start, pump, last in patterns.attacks(pattern):
            text = start + pump * FIRST + last
            if spans(made, text, how)[1] <= FEW * len(text):
                continue
            steps = []
            for doubled in range(MOST_DOUBLED + 1):
                steps.append(spans(made, start + pump * FIRST * 2**doubled + last, how)[1])
                if doubled >= 2 and _is_linear(steps):
                    break
            else:
                wrong.append(f"{how} {start!r} + {pump!r} * n + {last!r}: {steps}")
                break
    return wrong


def _is_linear(steps: list[int]) -> bool:
    """Tell whether twice as many letters more took twice as many steps more, and not many more."""
    before, middle, after = steps[-3:]
    return after < MAX_STEPS and after - middle <= 2.4 * (middle - before)


ALL, PUT_TOGETHER = _found()


@pytest.mark.parametrize("pattern", ALL, ids=lambda pattern: pattern.where)
def test_the_steps_of_a_pattern_grow_no_faster_than_the_text(pattern: Pattern) -> None:
    assert not patterns.grows_without_bound(pattern) or not _growing(pattern)


def test_every_pattern_is_a_constant_that_can_be_looked_at() -> None:
    assert PUT_TOGETHER == []


def test_patterns_are_found_in_modules_scripts_and_the_schema_of_solr() -> None:
    places = " ".join(pattern.where for pattern in ALL)
    for place in ("search.core.syntax", "dcat.values", "catalogue.text", "slug.js", "form.js"):
        assert place in places


@pytest.mark.parametrize(
    ("text", "how"),
    [
        (r"(a+)+b", "match"),
        (r"(a|a)*$", "fullmatch"),
        (r"\s+$", "search"),
        (r"https?://\S*?([^/\s?#]+)/?(?:[?#]\S*)?(?=\s|$)", "search"),
        (r'"(?:[^"\\]|\\.)*"', "search"),
        (r"[\[{][^\[\]{}]* TO [^\[\]{}]*[\]}]", "search"),
        (r"[\s;,|]+(?=https?://)", "search"),
        (r"(.*) of (.*) in (.*)", "fullmatch"),
        (r"([^\s@]+)@([^\s@]+\.[^\s@]+)", "fullmatch"),
    ],
)
def test_a_pattern_that_looks_at_the_same_letters_again_and_again_is_seen(
    text: str, how: str
) -> None:
    assert _growing(Pattern("here", text, 0, frozenset({how})))


@pytest.mark.parametrize("pattern", ALL, ids=lambda pattern: pattern.where)
def test_the_counting_matcher_finds_what_python_finds(pattern: Pattern) -> None:
    made, real = program(pattern.text, pattern.flags), re.compile(pattern.text, pattern.flags)
    for start, pump, last in list(patterns.attacks(pattern, 3))[::9]:
        text = start + pump * 3 + last
        for how in _hows(pattern):
            if how == "search":
                expected = [found.span() for found in real.finditer(text)]
            else:
                one = getattr(real, how)(text)
                expected = [one.span()] if one else []
            assert spans(made, text, how)[0] == expected, (how, text)
