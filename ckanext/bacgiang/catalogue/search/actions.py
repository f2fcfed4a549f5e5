"""Actions of the search: CKAN's own, understanding what people type, and suggestions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import ckan.plugins.toolkit as tk
import flask
from ckan.lib.search import SearchError, SearchQueryError
from ckan.types import Context, DataDict

from ckanext.bacgiang.catalogue.search import (
    agency_tree,
    comparison,
    configset,
    known_synonyms,
    suggest,
)
from ckanext.bacgiang.catalogue.search.core import parameters, solr, tree
from ckanext.bacgiang.catalogue.search.core.query import understand
from ckanext.bacgiang.catalogue.search.core.synonyms import SynonymsError
from ckanext.bacgiang.catalogue.search.core.syntax import is_costly, is_solr_syntax
from ckanext.bacgiang.clock import today
from ckanext.bacgiang.intake.index import UNREACHABLE

Action = Callable[[Context, DataDict], Any]

MAX_FILTERS, MAX_FACETS = 100, 50
"""Filters and facets of one search."""

MAX_ORDERS = 5
"""Fields by which one search is sorted; further ones are not read."""

NEAREST = "bacgiang_search_nearest"
"""Name on ``flask.g`` that says: nothing held every word, these hold some."""


@tk.chained_action
@tk.side_effect_free
def package_search(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Search as CKAN does, for what the words of ``q`` mean.

    A ``q`` in Solr's own syntax, or one that comes with a parser of its own (``defType``, ``qf``),
    is passed on as it is; on a page, one that Solr refuses is taken for words after all. Where no
    entry holds every word, those that hold the most neighbouring words are returned. Raises
    SearchQueryError for what would tell of entries that the caller does not find, ValidationError
    for more filters, facets or wildcards in filters than one search looks at.
    """
    _refuse_costly(data_dict)
    data_dict = _within_what_is_found(data_dict)
    if isinstance(order := data_dict.get("sort"), str):
        # CKAN trips over a comma too many.
        parts = [part.strip() for part in order.split(",") if part.strip()]
        data_dict = {**data_dict, "sort": ", ".join(parts[:MAX_ORDERS])}
    data_dict = agency_tree.with_those_below(context, data_dict)
    typed = data_dict.get("q")
    if not isinstance(typed, str) or not typed or {"defType", "qf"} & data_dict.keys():
        _refuse_magic(str(typed or ""), None)
        return original(context, data_dict)
    parsers = tk.config.get("ckan.search.solr_allowed_query_parsers")
    if is_solr_syntax(typed, local_parameters=bool(parsers)):
        _refuse_magic(typed, parsers)
        try:
            return original(context, data_dict)
        except SearchQueryError:
            raise
        except SearchError:
            if not context.get("for_view"):
                raise
    return _by_words(original, context, data_dict, typed)


def _within_what_is_found(data_dict: DataDict) -> DataDict:
    """Return the parameters without a count of nought: those values are of no entry found."""
    if parameters.beyond_what_is_found(data_dict):
        raise SearchQueryError(tk._("The search cannot be understood: write it more simply"))
    try:
        counts_nought = int(data_dict.get("facet.mincount", 1)) < 1
    except (TypeError, ValueError, OverflowError):
        return data_dict  # CKAN refuses it
    return {**data_dict, "facet.mincount": 1} if counts_nought else data_dict


def _refuse_magic(typed: str, parsers: Any) -> None:
    if not parsers and parameters.is_magic(typed):
        raise SearchQueryError(tk._("The search cannot be understood: write it more simply"))


def _refuse_costly(data_dict: DataDict) -> None:
    """Raise ValidationError for more filters, facets or wildcards than one search looks at."""
    filters = [data_dict.get("fq"), *_several(data_dict.get("fq_list"))]
    facets = data_dict.get("facet.field")
    count = facets.count(",") + 1 if isinstance(facets, str) else len(_several(facets))
    message = tk._("Too much for one search: use fewer filters, facets and wildcards")
    if len(filters) > MAX_FILTERS or any(is_costly(one) for one in filters if isinstance(one, str)):
        raise tk.ValidationError({"fq": [message]})
    if count > MAX_FACETS:
        raise tk.ValidationError({"facet.field": [message]})


def _several(given: Any) -> list[Any]:
    return given if isinstance(given, list) else []


def _by_words(original: Action, context: Context, data_dict: DataDict, typed: str) -> Any:
    query = understand(typed, known_synonyms.synonyms())
    found = original(context, {**data_dict, "q": solr.strict(query)})
    wider = solr.relaxed(query)
    if found["count"] or wider is None:
        return found
    found = original(context, {**data_dict, "q": wider})
    if found["count"] and flask.has_request_context():
        setattr(flask.g, NEAREST, True)
    return found


@tk.side_effect_free
def bacgiang_search_suggest(context: Context, data_dict: DataDict) -> list[dict[str, str]]:
    """Return titles that begin like what was typed.

    Each with its ``kind`` (a dataset type, or "organization"), the ``kind_title`` in the page's
    language, ``title`` and ``url``.

    ``q`` is what was typed so far; ``type`` a dataset type to stay within, or nothing. At most
    eight entries, public ones alone, behind at most three agencies.
    """
    tk.check_access("bacgiang_search_suggest", context, data_dict)
    typed = str(data_dict.get("q") or "")
    return suggest.suggestions(tk.fresh_context(context), typed, str(data_dict.get("type") or ""))


@tk.side_effect_free
def bacgiang_agency_tree(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """Return the tree of agencies with the number of public entries of each and all below it.

    Each has ``name``, ``title``, ``kind``, ``count``, ``valid_from``, ``valid_to`` (days or
    empty), ``ended`` and ``below``, a list of the same. With ``id`` (name of an agency) the list
    holds that agency alone, with ``above``; with ``q`` those whose title holds the words, each
    with ``above`` and an empty ``below``. Raises ObjectNotFound for an unknown ``id``.
    """
    tk.check_access("bacgiang_agency_tree", context, data_dict)
    tops, day = agency_tree.branches(tk.fresh_context(context)), today()
    if name := str(data_dict.get("id") or ""):
        place = tree.place(tops, name)
        if place is None:
            raise tk.ObjectNotFound(tk._("Organization not found"))
        return [agency_tree.place_as_dict(place, day)]
    if typed := str(data_dict.get("q") or ""):
        found = tree.matching(tops, typed)
        return [agency_tree.place_as_dict(one, day, deep=False) for one in found]
    return [agency_tree.as_dict(branch, day) for branch in tops]


@tk.side_effect_free
def bacgiang_search_status(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return which schema Solr has, how much of the catalogue is indexed, and the synonyms.

    ``schema`` is "bacgiang", "stock" or "unreachable"; ``complete`` says whether every entry was
    indexed by this version; ``synonyms_error`` is empty where the file is in order.
    """
    tk.check_access("bacgiang_search_status", context, data_dict)
    state = configset.state()
    groups, problem = 0, ""
    try:
        groups = len(known_synonyms.checked().groups)
    except (OSError, SynonymsError) as error:
        problem = str(error)
    return {
        "schema": state.schema.value,
        "entries": state.entries,
        "indexed": state.indexed,
        "current": state.current,
        "complete": state.complete,
        "synonyms_file": str(known_synonyms.path()),
        "synonym_groups": groups,
        "synonyms_error": problem,
    }


def bacgiang_search_compare(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Compare search index and database entry by entry, and index again what differs.

    With ``dry_run`` nothing is changed. Returns ``compared``, ``missing``, ``differing``, ``gone``
    (lists of ids), ``healed`` and ``failed``; ``problem`` says why the index could not be asked,
    empty otherwise. Raises NotAuthorized for all but system administrators.
    """
    tk.check_access("bacgiang_search_compare", context, data_dict)
    found, problem = comparison.Comparison(), ""
    try:
        found = comparison.compared()
        if not tk.asbool(data_dict.get("dry_run") or False):
            comparison.heal(found)
    except UNREACHABLE as error:
        problem = str(error)
    return {**asdict(found), "problem": problem}
