"""How much work a text in Markdown would be, counted before anything renders it.

The renderer looks at the rest of a text again for many a sign in it: brackets and lines cost it the
square of their number, marks of code the cube. Here each sign is weighed once.
"""

from __future__ import annotations

from collections import Counter

MAX_CHARACTERS = 20_000
"""Characters of a text that is rendered; longer ones are shown as they are written."""

MAX_WORK = 1_500
"""Weight of the signs of a text that is rendered: two hundred links, or seven hundred lines."""

MAX_NESTING = 20
"""Lists and quotations within each other on one line; the renderer calls itself for each."""

_HEAVY = {"`": 8, "[": 5, "_": 4}
_WEIGHTS = {**_HEAVY, **dict.fromkeys("(<*\n", 2), **dict.fromkeys("!\\&>", 1)}
_DEFINITION = 30
_INDENT = 4


def work(text: str) -> int:
    """Return the weight of all signs of ``text`` that a renderer of Markdown stops at."""
    found = Counter(text)
    weighed = sum(weight * found[sign] for sign, weight in _WEIGHTS.items())
    return weighed + _DEFINITION * text.count("]:")


def nesting(line: str) -> int:
    """Return how many lists and quotations begin within each other at the start of ``line``."""
    levels = (len(line) - len(line.lstrip())) // _INDENT
    for word in line.split():
        signs = len(word) - len(word.lstrip(">-+*"))
        is_number = word[:-1].isdigit() and word[-1] in ".)"
        is_rule = signs > 1 and len(set(word[:signs])) == 1 and word[0] != ">"
        if is_rule or not (signs or is_number):
            break
        levels += max(signs, 1)
    return levels


def is_too_much(text: str) -> bool:
    """Return whether rendering ``text`` would be more work than one page may cause."""
    if len(text) > MAX_CHARACTERS or work(text) > MAX_WORK:
        return True
    return any(nesting(line.expandtabs(_INDENT)) > MAX_NESTING for line in text.splitlines())


def first_words(text: str, length: int) -> str:
    """Return the start of ``text`` on one line, cut between two words to ``length`` characters."""
    line = " ".join(text[: 4 * length].split())
    if len(line) <= length:
        return line
    cut = line[: length - 3]
    return (cut.rpartition(" ")[0] or cut) + "..."
