"""The letter Đ where another one was written for it."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.bacgiang.catalogue.flat import Errors, Flat
from ckanext.bacgiang.intake import remarks
from ckanext.bacgiang.text.letters import with_vietnamese_d

_NO_WORDS = frozenset({"endpoint_url", "hash", "id", "image_url", "name", "upload", "url"})
_NAMED = frozenset(
    {"code_lists", "contact", "data_items", "data_sources", "parameters", "resources", "tags"}
)
"""Rows of which ``name`` is a name in words, not an address."""

MOST_TOLD = 10
"""Changed words that are listed; more are changed without being named."""


def bacgiang_letters(key: Any, data: Flat, errors: Errors, context: Any) -> None:
    """Write Đ for Ð (U+00D0) and Ɖ (U+0189) in Vietnamese words, and say which were changed."""
    changed: dict[str, None] = {}
    for at, value in data.items():
        if at[-1] in _NO_WORDS and not (at[-1] == "name" and at[0] in _NAMED):
            continue
        data[at] = _rewritten(value, changed)
    if changed:
        words = ", ".join(list(changed)[:MOST_TOLD])
        message = tk._("Another letter stood for Đ and was written as Đ in: {words}")
        remarks.tell(message.format(words=words))


def _rewritten(value: Any, changed: dict[str, None]) -> Any:
    if isinstance(value, str):
        text, words = with_vietnamese_d(value)
        changed.update(dict.fromkeys(words))
        return text
    if isinstance(value, list):
        return [_rewritten(item, changed) for item in value]
    return value
