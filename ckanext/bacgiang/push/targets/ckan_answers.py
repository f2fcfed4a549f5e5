"""What the answers of CKAN's action API mean, and those of whatever stands in front of it.

CKAN's own errors are told apart by ``error.__type`` and the fields named, never by status alone
(409 is a validation error and a search error) nor by their texts, which may be in any language.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from ckanext.bacgiang import clock
from ckanext.bacgiang.push.core.exchange import (
    Answer,
    Copy,
    Create,
    Request,
    Revise,
    Show,
    ShowOwner,
    Verdict,
    WhoAmI,
)
from ckanext.bacgiang.push.core.names import resource_id
from ckanext.bacgiang.push.core.pace import retry_after
from ckanext.bacgiang.push.targets.http import Reply

COPY_FIELDS = ("id", "name", "state", "extras", "resources")
"""What is read of a dataset shown."""

RESOURCE_KEY = "bacgiang_resource"
"""Field of a copied resource: the id of the resource here, from which its own id follows."""

LONGEST_DETAIL = 400

_READS = (Show, ShowOwner, WhoAmI)
Safe = Callable[[str], str]


def read(reply: Reply, request: Request, portal: str, safe: Safe) -> Answer:
    """Return what ``reply`` to ``request`` means; ``safe`` takes secrets out of a text."""
    by_status = _by_status(reply)
    if by_status is not None:
        return by_status
    body = _json(reply.body)
    if isinstance(body, dict) and isinstance(body.get("success"), bool):
        if body["success"]:
            return _done(body.get("result"), request, portal, reply.status)
        return _error(body.get("error"), request, reply, safe)
    if reply.status == 400 and isinstance(body, str):
        return Answer(Verdict.INCOMPATIBLE, detail=safe(body)[:LONGEST_DETAIL], status=400)
    return _stranger(reply, request)


def _by_status(reply: Reply) -> Answer | None:
    wait = retry_after(reply.retry_after, clock.now())
    if 300 <= reply.status < 400:
        there = urlsplit(reply.location)
        detail = f"{reply.status} → {there.scheme}://{there.netloc}" if there.netloc else ""
        return Answer(Verdict.REDIRECTED, detail=detail, status=reply.status)
    if reply.status == 401:
        return Answer(Verdict.UNAUTHORIZED, detail="401", status=401)
    if reply.status in (429, 503):
        detail = str(reply.status)
        return Answer(Verdict.THROTTLED, detail=detail, status=reply.status, retry_after=wait)
    return None


def _stranger(reply: Reply, request: Request) -> Answer:
    """Return the meaning of an answer that does not come from CKAN."""
    detail = f"{reply.status} {reply.content_type.split(';')[0]}".strip()
    if reply.status == 413:
        return Answer(Verdict.INVALID, detail=detail, status=413)
    unclear = reply.status < 300 and not isinstance(request, _READS)
    if unclear or reply.status >= 500 or reply.status in (408, 499):
        return Answer(Verdict.LOST, detail=detail, status=reply.status)
    return Answer(Verdict.INTERCEPTED, detail=detail, status=reply.status)


def _error(error: Any, request: Request, reply: Reply, safe: Safe) -> Answer:
    fields = dict(error) if isinstance(error, dict) else {"message": error}
    kind = str(fields.pop("__type", ""))
    detail = safe("; ".join(_texts(fields)))[:LONGEST_DETAIL]
    verdict, taken = Verdict.LOST, ""
    if kind == "Authorization Error":
        verdict = Verdict.FORBIDDEN
    elif kind == "Not Found Error":
        verdict = Verdict.NOT_FOUND
    elif kind == "Validation Error":
        verdict, taken = _refused(fields, request)
    elif kind == "Integrity Error" and isinstance(request, Revise):
        verdict = Verdict.CHANGED_THERE  # a key of the match leads nowhere
    elif kind in ("Integrity Error", "Search Query Error"):
        verdict = Verdict.INVALID
    # The rest, search and server errors, come before or after the commit, by CKAN's version.
    return Answer(verdict, detail=detail, status=reply.status, resource_id=taken)


def _texts(value: Any, name: str = "") -> Iterator[str]:
    """Yield the texts of an error with the names of the fields they speak of."""
    if isinstance(value, dict):
        for key in sorted(value, key=str):
            yield from _texts(value[key], str(key))
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item, name)
    elif value not in (None, ""):
        text = " ".join(str(value).split())
        yield text if name in ("", "message") else f"{name}: {text}"


def _refused(fields: dict[str, Any], request: Request) -> tuple[Verdict, str]:
    unmatched = any(key in ("match", "update") or key.startswith("resources__") for key in fields)
    if unmatched and isinstance(request, Revise):
        return Verdict.CHANGED_THERE, ""
    if "owner_org" in fields:
        return Verdict.FORBIDDEN, ""
    if isinstance(request, Create) and "name" in fields:
        return Verdict.NAME_TAKEN, ""  # ours are well formed: only another holder is left
    taken = _taken(fields.get("resources"))
    if taken is not None:
        rows = request.payload.resources if isinstance(request, Create) else ()
        return Verdict.RESOURCE_TAKEN, rows[taken].id if taken < len(rows) else ""
    return Verdict.INVALID, ""


def _taken(errors: Any) -> int | None:
    """Return the place of the first resource whose id was refused: it exists already."""
    rows = errors if isinstance(errors, list) else []
    places = (at for at, row in enumerate(rows) if isinstance(row, dict) and row.get("id"))
    return next(places, None)


def _done(result: Any, request: Request, portal: str, status: int) -> Answer:
    held = result if isinstance(result, dict) else {}
    if isinstance(request, ShowOwner):
        return Answer(Verdict.DONE, detail=str(held.get("package_id") or ""), status=status)
    if isinstance(request, Revise):
        inner = held.get("package")
        held = inner if isinstance(inner, dict) else {}
    return Answer(Verdict.DONE, copy=_copy(held, portal), status=status)


def _copy(held: dict[str, Any], portal: str) -> Copy | None:
    """Return the dataset that CKAN showed, None where it is none."""
    extras, resources = _rows(held.get("extras")), _rows(held.get("resources"))
    if not (isinstance(held.get("id"), str) and isinstance(held.get("name"), str)):
        return None
    ids = tuple(str(row.get("id")) for row in resources)
    own = tuple(
        str(row["id"])
        for row in resources
        if row.get(RESOURCE_KEY) and row.get("id") == resource_id(portal, str(row[RESOURCE_KEY]))
    )
    pairs = tuple((str(row.get("key")), str(row.get("value") or "")) for row in extras)
    return Copy(held["id"], held["name"], held.get("state") == "active", pairs, ids, own)


def _rows(value: Any) -> list[dict[str, Any]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):  # RecursionError: nested beyond all reason
        return None
