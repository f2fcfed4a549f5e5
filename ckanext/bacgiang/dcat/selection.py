"""Which entries stand on a page: found by the index, allowed by the database."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.lib.search import SearchError
from ckan.lib.search.query import QUERY_FIELDS
from ckan.types import Context

from ckanext.bacgiang.catalogue import read
from ckanext.bacgiang.catalogue.entry import EntryType, State
from ckanext.bacgiang.catalogue.publishing import public_barriers
from ckanext.bacgiang.dcat import extent
from ckanext.bacgiang.dcat.paging import Wanted
from ckanext.bacgiang.dcat.scribe import listed

log = logging.getLogger(__name__)

Fields = dict[str, Any]

MAY_LACK = 5
"""Entries the index may lag behind the database before it counts as incomplete; or a tenth."""

MOST_LINKED = 200
"""Entries described on a page only because others on it point to them."""

_TYPES = "dataset_type:({})".format(" OR ".join(kind.value for kind in EntryType))


class IndexIncomplete(SearchError):
    """The search index lacks entries the database has: a crawl now would lose them."""


@dataclass(frozen=True, slots=True)
class Page:
    """Entries of one page by id, how many match in all, and the last id if more follow.

    ``linked`` are the public entries that these point to and that are not among them.
    """

    entries: Sequence[Fields]
    linked: Sequence[Fields]
    total: int
    next_after: str


def page_of(wanted: Wanted, size: int) -> Page:
    """Return the page asked for.

    Raises IndexIncomplete where the index is empty or far behind, ckan's SearchError where it does
    not answer, and ObjectNotFound for a page number past the end.
    """
    total = _total(wanted)
    start = 0 if wanted.after else size * (wanted.number - 1)
    if start and start >= total:
        raise tk.ObjectNotFound(tk._("The catalogue has no such page"))
    beyond = [f'id:{{"{wanted.after}" TO *]'] if wanted.after else []
    found = _search(wanted, beyond, rows=size, start=start)
    rows: list[Fields] = found["results"]
    more = found["count"] > start + len(rows) and rows
    pointed = _pointed_to(rows)
    public = _public([*rows, *pointed])
    entries = [row for row in rows if row["id"] in public]
    others = [row for row in pointed if row["id"] in public]
    return Page(entries, _reached(entries, others), total, str(rows[-1]["id"]) if more else "")


def linked(entry: Fields) -> list[Fields]:
    """Return the public entries that ``entry`` points to.

    A dataset points to its source database, a service to what it serves; those in turn may point
    further. Each is described in full wherever a link to it is stated.
    """
    pointed = _pointed_to([entry])
    public = _public(pointed)
    return _reached([entry], [row for row in pointed if row["id"] in public])


def _pointed_to(entries: Sequence[Fields]) -> list[Fields]:
    """Return what the index holds of the entries that these point to, near or far."""
    seen = {str(entry["id"]) for entry in entries}
    found: list[Fields] = []
    asked: set[str] = set()
    pending = entries
    while names := {name for entry in pending for name in _pointers(entry)} - asked:
        rows = _at_two_steps(names)
        asked |= names | {row.source for row in rows}
        fresh = [row.id for row in rows if row.id not in seen]
        pending = _by_ids(list(dict.fromkeys(fresh))[: MOST_LINKED - len(found)])
        seen |= {str(entry["id"]) for entry in pending}
        found += pending
    if len(found) >= MOST_LINKED:
        log.warning("dcat: a page points to over %s entries; others left out", MOST_LINKED)
    return found


def _reached(entries: Sequence[Fields], others: Sequence[Fields]) -> list[Fields]:
    """Return those of ``others`` that ``entries`` point to, or that these point to, in turn."""
    known = {str(entry[key]): entry for entry in others for key in ("name", "id")}
    found: dict[str, Fields] = {}
    pending = list(entries)
    while pending:
        near = [known[name] for one in pending for name in _pointers(one) if name in known]
        pending = [entry for entry in near if entry["id"] not in found]
        found |= {str(entry["id"]): entry for entry in pending}
    return list(found.values())


def public_entry(reference: str, kind: EntryType | None = None) -> Fields:
    """Return the public entry with this id or name.

    Raises ObjectNotFound for what is not public or not of ``kind``: whoever may not see an entry
    does not learn that it exists.
    """
    package = model.Package
    statement = sa.select(package.id).where(
        sa.or_(package.id == reference, package.name == reference)
    )
    entry_id = model.Session.execute(statement).scalars().first()
    for entry in read.entries(ids=[entry_id]) if entry_id else ():
        if not public_barriers(entry) and kind in (None, entry.type):
            return dict(tk.get_action("package_show")(_visitor(), {"id": entry.id}))
    raise tk.ObjectNotFound(tk._("The catalogue has no such entry"))


def _total(wanted: Wanted) -> int:
    """Return how many entries match, after making sure that the index is whole."""
    everything = int(_search(Wanted(), [], rows=0)["count"])
    stored = extent.public_entries()
    lacking = stored - everything
    if lacking > 0 and (everything == 0 or lacking > max(MAY_LACK, stored // 10)):
        log.error("dcat: the index has %s of %s public entries", everything, stored)
        raise IndexIncomplete(tk._("The search index is being rebuilt; please come again later"))
    return int(_search(wanted, [], rows=0)["count"]) if wanted.filtered else everything


def _search(wanted: Wanted, filters: list[str], *, rows: int, start: int = 0) -> Fields:
    """Return what the index holds.

    Naming the fields keeps the query as it is: a search that widens where it finds nothing would
    add to the last page of a crawl what the pages before did not hold.
    """
    since = wanted.since.strftime("%Y-%m-%dT%H:%M:%SZ") if wanted.since else ""
    changed = [f"metadata_modified:[{since} TO *]"] if since else []
    asked = {
        "q": wanted.q or "*:*",
        "qf": QUERY_FIELDS,
        "fq": wanted.fq,
        "fq_list": [_TYPES, *changed, *filters],
        "sort": "id asc",
        "rows": rows,
        "start": start,
        "facet": "false",
    }
    return dict(tk.get_action("package_search")(_visitor(), asked))


def _visitor() -> Context:
    """Return the context of somebody who is not signed in, whoever asks."""
    return Context(user="", auth_user_obj=None)


def _public(rows: Sequence[Fields]) -> set[str]:
    """Return the ids of those that the database says are public now: the index may hold ghosts."""
    ids = [str(row["id"]) for row in rows]
    found = read.entries(ids=ids) if ids else ()
    return {entry.id for entry in found if not public_barriers(entry)}


def _pointers(entry: Mapping[str, Any]) -> list[str]:
    return [*listed(entry.get("source_database")), *listed(entry.get("serves"))]


def _at_two_steps(names: Iterable[str]) -> list[Any]:
    """Return id and source database of the entries so named, and of those databases.

    A service serves a dataset, which has a source database: more steps no schema knows, and both
    take one statement.
    """
    package = model.Package
    source = sa.func.coalesce(package.extras["source_database"].astext, "")
    wanted = list(names)
    near = (
        sa.select(package.id, source.label("source"))
        .where(sa.or_(package.name.in_(wanted), package.id.in_(wanted)))
        .where(package.state == State.ACTIVE.value)
        .cte()
    )
    far = (
        sa.select(package.id, source)
        .join(near, sa.or_(package.name == near.c.source, package.id == near.c.source))
        .where(package.state == State.ACTIVE.value)
    )
    both = sa.select(near.c.id, near.c.source).union(far).order_by("id")
    return list(model.Session.execute(both).all())


def _by_ids(ids: Sequence[str]) -> list[Fields]:
    if not ids:
        return []
    named = " OR ".join(f'"{one}"' for one in ids)
    return list(_search(Wanted(), [f"id:({named})"], rows=len(ids))["results"])
