"""What JSON holds is counted before anything parses it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.bacgiang.access.core.json_amounts import Bounds, Excess, excess

BOUNDS = Bounds(depth=5, values=40)

texts = st.text(alphabet='a"\\[]{},:é', max_size=8)
documents = st.recursive(
    st.none() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(texts, inner, max_size=5),
    max_leaves=60,
)


def _depth(value: Any) -> int:
    inner = (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    )
    return 0 if inner is None else 1 + max(map(_depth, inner), default=0)


def _values(value: Any) -> int:
    """Count lists and objects, what parts their items, and what follows a name."""
    if isinstance(value, dict):
        return 2 * len(value) + (not value) + sum(map(_values, value.values()))
    if isinstance(value, list):
        return max(len(value), 1) + sum(map(_values, value))
    return 0


@given(documents, st.booleans())
def test_depth_and_values_are_those_of_the_parsed_document(value: Any, ascii_only: bool) -> None:
    found = excess(json.dumps(value, ensure_ascii=ascii_only).encode(), BOUNDS)
    if _values(value) > BOUNDS.values:
        assert found is Excess.VALUES
    else:
        assert (found is Excess.DEPTH) == (_depth(value) > BOUNDS.depth)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"[" * 5000, Excess.VALUES),
        (b"[[[[[[", Excess.DEPTH),
        (b'{"a": ' * 6 + b"1" + b"}" * 6, Excess.DEPTH),
        (b'{"a": "' + b"[" * 5000 + b'"}', None),
        (b'"' + b'\\"' * 5000, None),
        (b'{"a": "' + b"x,:" * 5000, None),
        ('{"a": 1}'.encode("utf-16"), Excess.ENCODING),
        ('{"a": 1}'.encode("utf-16-le"), Excess.ENCODING),
        ('{"a": 1}'.encode("utf-32-be"), Excess.ENCODING),
        (b"\xef\xbb\xbf{}", None),
        (b"", None),
    ],
)
def test_what_is_no_good_json_is_counted_too(body: bytes, expected: Excess | None) -> None:
    assert excess(body, BOUNDS) is expected
