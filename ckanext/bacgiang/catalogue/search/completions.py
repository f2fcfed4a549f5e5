"""CKAN's completions of keywords, agencies and entries, as Vietnamese is typed.

The forms' boxes and ``/api/2/util/…/autocomplete`` hang on these three actions. CKAN's own compare
letter by letter: they know neither "khám" for "kham", nor decomposed text, nor abbreviations.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.types import Context, DataDict

from ckanext.bacgiang import clock
from ckanext.bacgiang.catalogue import stored
from ckanext.bacgiang.catalogue.search import known_synonyms
from ckanext.bacgiang.catalogue.search.core import solr
from ckanext.bacgiang.catalogue.search.core.collation import sort_key
from ckanext.bacgiang.catalogue.search.core.query import Query, understand
from ckanext.bacgiang.catalogue.search.core.tree import holds
from ckanext.bacgiang.catalogue.text import fold, slug

Action = Callable[[Context, DataDict], Any]

MOST = 100
"""Most lines that one completion returns."""


@tk.chained_action
@tk.side_effect_free
def tag_autocomplete(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Return keywords that hold the words typed, the last perhaps only begun.

    Those that begin with what was typed come first. Only keywords that ``tag_list`` shows.
    """
    tk.check_access("tag_autocomplete", context, data_dict)
    given = data_dict.get("query") or data_dict.get("q") or ""
    query = _understood(" ".join(map(str, given)) if isinstance(given, list) else str(given))
    if not query.run:
        return []
    asked = {"vocabulary_id": data_dict["vocabulary_id"]} if data_dict.get("vocabulary_id") else {}
    names = tk.get_action("tag_list")(tk.fresh_context(context), asked)
    found = [name for name in names if holds(name, query.run)]
    found.sort(key=lambda name: (_distance(name, query), sort_key(name)))
    return _page(found, data_dict, 10)


@tk.chained_action
@tk.side_effect_free
def organization_autocomplete(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Return agencies by title, initials or address, then by what they were called before.

    Each has ``id``, ``name`` and ``title``; those that have ended come last.
    """
    tk.check_access("organization_autocomplete", context, data_dict)
    query = _understood(_typed(data_dict))
    if not query.run:
        return []
    agencies = _agencies()
    titles = {agency.name: agency.title for agency in agencies}
    ranked = [(_rank(agency, query, titles), agency) for agency in agencies]
    found = sorted(
        ((rank, agency) for rank, agency in ranked if rank is not None),
        key=lambda pair: (pair[1].ended, pair[0], sort_key(pair[1].title)),
    )
    rows = [{"id": one.id, "name": one.name, "title": one.title} for _, one in found]
    return _page(rows, data_dict, 20)


@tk.chained_action
@tk.side_effect_free
def package_autocomplete(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Return entries whose title holds the words typed, else those that a search finds.

    Only what the caller may read. Each has ``name``, ``title``, ``match_field`` and
    ``match_displayed``, as CKAN's own has.
    """
    tk.check_access("package_autocomplete", context, data_dict)
    typed = _typed(data_dict)
    query = _understood(typed)
    if not query.run:
        return []
    rows = _limit(data_dict, 10)
    address = slug(typed).replace("-", "\\-")
    found = _entries(context, f"({solr.beginning(query)}) OR name:{address}*", rows)
    return [_line(entry, typed) for entry in found or _entries(context, solr.strict(query), rows)]


@dataclass(frozen=True, slots=True)
class _Agency:
    id: str
    name: str
    title: str
    former: tuple[str, ...]
    ended: bool


def _agencies() -> list[_Agency]:
    group = model.Group
    statement = sa.select(group.id, group.name, group.title, group.extras).where(
        group.is_organization.is_(True), group.state == model.State.ACTIVE
    )
    today = clock.today()
    return [
        _Agency(
            id_,
            name,
            title or name,
            stored.split((extras or {}).get("predecessor")),
            (stored.day((extras or {}).get("valid_to")) or today) < today,
        )
        for id_, name, title, extras in model.Session.execute(statement)
    ]


def _rank(agency: _Agency, query: Query, titles: dict[str, str]) -> int | None:
    """Return how near an agency is to what was typed, 0 the nearest, None where it is not."""
    if holds(agency.title, query.run):
        return _distance(agency.title, query)
    if agency.name.startswith("-".join(word.bare for word in query.run)):
        return 2
    former = [titles.get(name, name) for name in agency.former]
    return 3 if any(holds(title, query.run) for title in former) else None


def _distance(text: str, query: Query) -> int:
    """Return 0 where the text begins with the words typed, else 1."""
    begun = " ".join(word.bare for word in query.run)
    return 0 if fold(text).startswith(begun) else 1


def _understood(typed: str) -> Query:
    return understand(typed, known_synonyms.synonyms())


def _typed(data_dict: DataDict) -> str:
    typed = data_dict.get("q")
    if not isinstance(typed, str):
        raise tk.ValidationError({"q": [tk._("Enter text here")]})
    return typed


def _entries(context: Context, q: str, rows: int) -> list[dict[str, Any]]:
    asked = {
        "q": q,
        "fl": ["name", "title"],
        "rows": rows,
        "facet": "false",
        "include_private": True,
        "include_drafts": True,
    }
    found: list[dict[str, Any]] = tk.get_action("package_search")(tk.fresh_context(context), asked)[
        "results"
    ]
    return found


def _line(entry: dict[str, Any], typed: str) -> dict[str, str]:
    by_name = fold(typed).strip() in entry["name"]
    shown = entry["name"] if by_name else f"{entry['title']} ({entry['name']})"
    return {
        "name": entry["name"],
        "title": entry["title"],
        "match_field": "name" if by_name else "title",
        "match_displayed": shown,
    }


def _page(found: list[Any], data_dict: DataDict, usual: int) -> list[Any]:
    offset = _count(data_dict.get("offset"), "offset", 0)
    return found[offset : offset + _limit(data_dict, usual)]


def _limit(data_dict: DataDict, usual: int) -> int:
    return min(_count(data_dict.get("limit"), "limit", usual), MOST)


def _count(given: Any, name: str, usual: int) -> int:
    if given in (None, ""):
        return usual
    try:
        number = int(given)
    except (TypeError, ValueError):
        number = -1
    if number < 0:
        raise tk.ValidationError({name: [tk._("Must be a natural number")]})
    return number
