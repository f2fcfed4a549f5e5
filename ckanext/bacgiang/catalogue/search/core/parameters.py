"""Parameters of a search that Solr answers out of all it holds, hidden entries too.

Solr's filter of who may read what holds for the entries found. Functions (how often a word stands
in the index), values that no found entry has and parsers of a query inside a query look past it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

PARSERS = ("", "lucene", "dismax", "edismax")
"""Values of ``defType`` that find entries by their words alone."""

_NAMES = re.compile(r"[\w.*-]+")
_SORT = re.compile(r"[\w.-]+(?: (?:asc|desc))?", re.IGNORECASE)
_ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.)|\Z)", re.DOTALL)
_MAGIC = re.compile(r"_(?:val|query)_|\{!")


def beyond_what_is_found(asked: Mapping[str, Any]) -> str:
    """Return the first parameter that would tell of entries the caller does not find, or ""."""
    for name in ("bf", "boost"):
        if asked.get(name):
            return name
    if str(asked.get("defType") or "") not in PARSERS:
        return "defType"
    for name, pattern, parts in (
        ("fl", _NAMES, re.split(r"[\s,]+", " ".join(_texts(asked.get("fl"))))),
        ("sort", _SORT, [" ".join(one.split()) for one in _sorts(asked.get("sort"))]),
    ):
        if not all(pattern.fullmatch(part) for part in parts if part):
            return name
    for name in ("fq", "fq_list", "facet.field", "qf"):
        if any(_MAGIC.search(_plain(text)) for text in _texts(asked.get(name))):
            return name
    return ""


def is_magic(query: str) -> bool:
    """Return whether a query in Solr's syntax holds a function or a parser, however written."""
    return bool(_MAGIC.search(_plain(query)))


def _plain(text: str) -> str:
    """Return the text as Solr reads it: with what stands behind each backslash itself."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else found[2] or "", text)


def _sorts(value: Any) -> list[str]:
    return str(value or "").split(",")


def _texts(value: Any) -> list[str]:
    if isinstance(value, (list, tuple)):
        return [str(one) for one in value]
    return [str(value)] if value else []
