"""Template helpers of the search."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import ckan.plugins.toolkit as tk
import flask
from dominate import tags

from ckanext.bacgiang.catalogue.search import actions, facets
from ckanext.bacgiang.catalogue.search.core.collation import in_order
from ckanext.bacgiang.catalogue.search.document import AREA, AREA_TODAY


def bacgiang_facet_items(field: str, search_facets: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the items of a facet as CKAN chooses them, in Vietnamese order, trees as trees.

    Each has ``name``, ``display_name``, ``count``, ``active`` and ``depth`` (0 at the top).
    """
    return facets.arranged(field, tk.h.get_facet_items_dict(field, search_facets))


def bacgiang_area_with_former(field: str, items: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Return for each chosen area that took over others what they are, and the address with them.

    Each has ``unit`` and ``former`` (names) and ``url``: the same search, their entries included.
    """
    if field != AREA:
        return []
    chosen = [item for item in items if item.get("active")]
    former = {item["name"]: facets.former_names(item["name"]) for item in chosen}
    return [
        {
            "unit": item["display_name"],
            "former": former[item["name"]],
            "url": _with_former(item["name"]),
        }
        for item in chosen
        if former[item["name"]]
    ]


def _with_former(value: str) -> str:
    asked = [
        (key, text)
        for key, text in tk.request.args.items(multi=True)
        if key != "page" and (key, text) != (AREA, value)
    ]
    return f"{tk.request.path}?{urlencode([*asked, (AREA_TODAY, value)])}"


def bacgiang_agency_place(name: str) -> dict[str, Any] | None:
    """Return where an agency stands: ``above``, ``count`` and ``below``, as the tree has them.

    None for an agency that does not stand in it. Asked once for each page.
    """
    kept = flask.g.setdefault("_bacgiang_places", {})
    if name not in kept:
        try:
            kept[name] = tk.get_action("bacgiang_agency_tree")({}, {"id": name})[0]
        except (tk.ObjectNotFound, tk.NotAuthorized):
            kept[name] = None
    place: dict[str, Any] | None = kept[name]
    return place


def bacgiang_pager(page: Any, **asked: Any) -> str:
    """Return the links to the other pages of a list, those with an arrow named for all readers.

    ``asked`` are parameters of the addresses.
    """
    arrows = {
        "symbol_previous": _arrow("fa-chevron-left", tk._("Previous page")),
        "symbol_next": _arrow("fa-chevron-right", tk._("Next page")),
    }
    pager: str = page.pager(**arrows, **asked)
    return pager


def _arrow(icon: str, name: str) -> Any:
    return tags.span(
        tags.i(cls=f"fa-solid {icon}", aria_hidden="true"), tags.span(name, cls="visually-hidden")
    )


def bacgiang_sorted(items: list[Any], key: str = "") -> list[Any]:
    """Return texts, or dicts by the text under ``key``, in Vietnamese order."""
    return in_order(items, lambda item: str(item[key] if key else item))


def bacgiang_search_nearest() -> bool:
    """Return whether the search of this request found no entry with every word, but near ones."""
    return bool(getattr(flask.g, actions.NEAREST, False))


def bacgiang_search_status_lines(state: dict[str, Any]) -> list[str]:
    """Return the state of the search in sentences, one for each thing to know or to do."""
    schemas = {
        "bacgiang": tk._("Solr uses this portal's configset: Vietnamese is analysed in full."),
        "stock": tk._(
            "Solr uses CKAN's own schema: the search box works in full; queries in Solr's syntax"
            " and CKAN's autocompletion know no Vietnamese. See docs/search.md."
        ),
        "unreachable": tk._("Solr does not answer. Check solr_url and the Solr service."),
    }
    lines = [schemas[state["schema"]]]
    if state["schema"] != "unreachable":
        lines.append(
            tk._("{current} of {entries} entries are indexed by this version.").format(**state)
        )
        if not state["complete"]:
            lines.append(tk._("Run: ckan search-index rebuild"))
    if state["synonyms_error"]:
        lines.append(
            tk._("The synonyms file {file} cannot be used: {error}").format(
                file=state["synonyms_file"], error=state["synonyms_error"]
            )
        )
    else:
        lines.append(tk._("Synonyms: {synonym_groups} groups ({synonyms_file}).").format(**state))
    return lines


def bacgiang_search_status() -> list[str]:
    """Return the sentences on the state of the search, for system administrators; else none."""
    try:
        state = tk.get_action("bacgiang_search_status")({}, {})
    except tk.NotAuthorized:
        return []
    return bacgiang_search_status_lines(state)


def bacgiang_search_compare_lines(found: dict[str, Any]) -> list[str]:
    """Return what ``bacgiang_search_compare`` found, a line of text each."""
    if found["problem"]:
        return [tk._("The search index could not be asked: {why}").format(why=found["problem"])]
    lines = [tk._("Entries compared: {count}").format(count=found["compared"])]
    parts = {
        "missing": tk._("Not in the index: {count}"),
        "differing": tk._("Not in the index as they are stored: {count}"),
        "gone": tk._("In the index although they are gone: {count}"),
    }
    for name, text in parts.items():
        if found[name]:
            lines.append(text.format(count=len(found[name])))
            lines.extend(f"  {entry_id}" for entry_id in found[name])
    if found["healed"]:
        lines.append(tk._("Indexed again: {count}").format(count=found["healed"]))
    if found["failed"]:
        lines.append(tk._("Could not be indexed: {count}").format(count=found["failed"]))
    return lines
