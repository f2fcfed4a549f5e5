"""Hostile values: of each type a parameter may have, and of none, as Hypothesis draws them."""

from __future__ import annotations

import math
from typing import Any

from hypothesis import strategies as st

TEXTS = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "\ud800",
    "Bắc\udfffGiang",
    "\x07\x1b[31m",
    "\u202eabc\u2066",
    "\u200b",
    "\u3164",
    "\u2028",
    "\U000e0041",
    "e" + "\u0301" * 200,
    "__proto__",
    "constructor",
    "../../etc/passwd",
    "%00",
    "%s%n{0}{id}",
    "'; DROP TABLE package; --",
    '"><script>alert(1)</script>',
    "{{ 7 * 7 }}",
    "{!xmlparser v='<a/>'}",
    "{!join from=id to=id}*:*",
    "*:*",
    "title:[* TO",
    '"(',
    "a" * 20_000,
    "31/02/2026",
    "2026-02-31",
    "0000-00-00",
    "99999999999-01-01",
    "1e400",
    "-1",
    "9" * 400,
    "true",
    "null",
    "NaN",
    "active\u200b",
    "javascript:alert(1)",
    "http://[::1",
    "//evil.example",
    "\\\\evil.example",
    "a@b@c",
    "Nguyễn\r\nBcc: x@example.vn",
)
"""Texts that have made portals stumble."""

NUMBERS = (-1, 0, 1, 2**31, 2**63, 10**400, -(10**30), 0.5, -0.0, 1e308, math.inf, math.nan)
"""Numbers at and beyond every bound."""


def texts() -> st.SearchStrategy[str]:
    """Return a strategy of texts: those known to hurt, and any, with half characters too."""
    any_text = st.text(st.characters(codec=None, exclude_categories=()), max_size=12)
    return st.one_of(st.sampled_from(TEXTS), any_text)


def scalars() -> st.SearchStrategy[Any]:
    """Return a strategy of everything that is neither list nor object."""
    return st.one_of(texts(), st.sampled_from(NUMBERS), st.booleans(), st.none())


def nested() -> st.SearchStrategy[Any]:
    """Return a strategy of lists and objects, some of them deep."""
    shallow = st.recursive(
        scalars(),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3),
            st.dictionaries(st.one_of(texts(), st.just("id"), st.just("name")), inner, max_size=3),
        ),
        max_leaves=5,
    )
    containers = st.one_of(
        st.just([]),
        st.just({}),
        st.just([None]),
        st.just([[]]),
        st.just({"": ""}),
        st.lists(shallow, max_size=3),
        st.dictionaries(texts(), shallow, max_size=3),
    )
    return st.one_of(containers, st.just(_deep(60)))


def values() -> st.SearchStrategy[Any]:
    """Return a strategy of anything that a program can send as JSON, and Python's NaN with it."""
    return st.one_of(texts(), scalars(), nested())


def _deep(levels: int) -> Any:
    made: Any = "x"
    for level in range(levels):
        made = [made] if level % 2 else {"a": made}
    return made
