"""Keywords as CKAN takes them: 2 to 100 letters, digits, blanks and ``-_.``; diacritics stay."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from ckanext.bacgiang.catalogue.text import clean
from ckanext.bacgiang.push.core.payload import TagChange

SHORTEST, LONGEST = 2, 100

_REFUSED = re.compile(r"[^\w \-.]", re.UNICODE)


def cleaned(tags: Iterable[str]) -> tuple[tuple[str, ...], tuple[TagChange, ...]]:
    """Return the keywords to send, sorted and each once, and what was changed or left out.

    "giá đất (VNĐ/m²)" becomes "giá đất VNĐ m²"; a comma parts two keywords; "5" is left out.
    """
    sent: set[str] = set()
    changes: list[TagChange] = []
    for tag in tags:
        after = tuple(part for part in map(_allowed, tag.split(",")) if len(part) >= SHORTEST)
        sent.update(after)
        if after != (tag,):
            changes.append(TagChange(tag, after))
    return tuple(sorted(sent)), tuple(sorted(changes, key=lambda change: change.before))


def _allowed(part: str) -> str:
    composed = "".join(c for c in clean(part) if not unicodedata.category(c).startswith("M"))
    words = " ".join(_REFUSED.sub(" ", composed).split())
    if len(words) <= LONGEST:
        return words
    head, _, _ = words[: LONGEST + 1].rpartition(" ")
    return (head or words[:LONGEST]).strip()
