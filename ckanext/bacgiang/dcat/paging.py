"""Pages of the catalogue: which one is asked for, and the addresses of its neighbours.

Pages follow the ids of entries, not their dates: an edit during a crawl moves nothing. The link to
the next page names the last id of this one, so a withdrawal shifts nothing either.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

_ENTRY_ID = re.compile(r"[0-9A-Za-z_-]{1,100}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a harvester asks for; ``number`` counts pages from 1.

    ``after`` is the id behind which the page starts; without it the page is found by its number.
    ``since`` is an instant in UTC.
    """

    q: str = ""
    fq: str = ""
    since: datetime | None = None
    number: int = 1
    after: str = ""

    @property
    def filtered(self) -> bool:
        """Whether only a part of the catalogue is asked for."""
        return bool(self.q or self.fq or self.since)


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of a page and its neighbours; empty where there is none."""

    current: str
    first: str
    last: str
    previous: str
    next: str


LOCAL_PARAMETERS = "{!"
"""How a query begins that chooses a parser of Solr's for itself: not for callers to choose."""


def wanted(asked: Mapping[str, Any]) -> Wanted:
    """Return what the request asks for.

    Raises ValueError with the name of the first parameter that makes no sense.
    """
    number = str(asked.get("page") or "1")
    if not (number.isascii() and number.isdecimal() and len(number) < 8 and int(number)):
        raise ValueError("page")
    for name in ("q", "fq"):
        if LOCAL_PARAMETERS in str(asked.get(name) or ""):
            raise ValueError(name)
    after = str(asked.get("after") or "")
    if after and not _ENTRY_ID.fullmatch(after):
        raise ValueError("after")
    return Wanted(
        q=str(asked.get("q") or ""),
        fq=str(asked.get("fq") or ""),
        since=_instant(str(asked.get("modified_since") or "")),
        number=int(number),
        after=after,
    )


def _instant(text: str) -> datetime | None:
    """Return the instant ``text`` names in ISO 8601; without a zone it is UTC, as CKAN's are."""
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise ValueError("modified_since") from None


def links(address: str, page: Wanted, *, total: int, size: int, next_after: str) -> Links:
    """Return the addresses around ``page`` of the catalogue served at ``address``.

    ``next_after`` is the last id of this page, empty on the last one.
    """
    first = replace(page, number=1, after="")
    last = replace(first, number=max(1, -(-total // size)))
    before = replace(first, number=page.number - 1)
    following = replace(page, number=page.number + 1, after=next_after)
    return Links(
        current=_address(address, page),
        first=_address(address, first),
        last=_address(address, last),
        previous=_address(address, before) if page.number > 1 else "",
        next=_address(address, following) if next_after else "",
    )


def _address(address: str, page: Wanted) -> str:
    parameters = {
        "q": page.q,
        "fq": page.fq,
        "modified_since": page.since.isoformat() if page.since else "",
        "page": str(page.number) if page.number > 1 else "",
        "after": page.after,
    }
    given = {name: value for name, value in parameters.items() if value}
    return f"{address}?{urlencode(given)}" if given else address
