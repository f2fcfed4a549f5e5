"""How deep JSON is nested and how many values it holds, counted before anything parses it.

A parser needs memory for every value and a frame for every level; counting needs neither.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import StrEnum

# A text that never ends is matched up to the end too, so that no part is looked at twice.
_TEXT = re.compile(rb'"(?:[^"\\]|\\.)*"?', re.DOTALL)
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


class Excess(StrEnum):
    """What is wrong with JSON before it is read."""

    DEPTH = "depth"
    VALUES = "values"
    ENCODING = "encoding"


@dataclass(frozen=True, slots=True)
class Bounds:
    """How deep JSON may be nested, and how many keys, values and lists it may hold."""

    depth: int
    values: int


def excess(body: bytes, bounds: Bounds) -> Excess | None:
    """Return what of ``bounds`` JSON goes beyond, None where it stays within them.

    Anything but UTF-8 is an excess too (RFC 8259, section 8.1): what is counted here are bytes.
    Takes a number of steps in proportion to the length.
    """
    if not json.detect_encoding(body).startswith("utf-8"):
        return Excess.ENCODING
    if _opened(body) <= bounds.depth and _values(body) <= bounds.values:
        return None
    bare = _TEXT.sub(b"", body)
    if _values(bare) > bounds.values:
        return Excess.VALUES
    return Excess.DEPTH if _depth(bare, bounds.depth) > bounds.depth else None


def _opened(body: bytes) -> int:
    return body.count(b"[") + body.count(b"{")


def _values(body: bytes) -> int:
    return _opened(body) + body.count(b",") + body.count(b":")


def _depth(bare: bytes, most: int) -> int:
    depth = 0
    for sign in bare.translate(None, _NO_BRACKETS):
        depth += 1 if sign in b"[{" else -1
        if depth > most:
            break
    return depth
