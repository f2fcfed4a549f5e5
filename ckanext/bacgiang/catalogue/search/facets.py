"""Facets: which there are, what their values are called, in which order they stand."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from typing import Any

import ckan.plugins.toolkit as tk
import flask

from ckanext.bacgiang.catalogue.search import agencies
from ckanext.bacgiang.catalogue.search.core.collation import sort_key
from ckanext.bacgiang.catalogue.search.document import AGENCY, AREA, AREA_TODAY
from ckanext.bacgiang.language import page_language
from ckanext.bacgiang.vocabularies.terms import vocabulary
from ckanext.bacgiang.vocabularies.units import UnitLevel, predecessors, unit

CADENCE = "vocab_cadence_state"
TREES = frozenset({AGENCY, AREA, AREA_TODAY})
"""Facets whose values stand below each other."""

_LISTS = {
    "vocab_theme": "themes",
    "vocab_data_class": "data_classes",
    "vocab_frequency": "frequencies",
    "license_id": "licenses",
}

Item = dict[str, Any]


def facets(of_agency: bool = False) -> OrderedDict[str, str]:
    """Return the facets of the search pages, in the order a reader asks, by field of the index.

    An agency's own page has all but the agency. The cadence state is there where the feature that
    keeps it is on; it writes that field of the index itself.
    """
    titles = OrderedDict(
        [
            (AGENCY, tk._("Agency")),
            ("vocab_theme", tk._("Theme")),
            (AREA, tk._("Area")),
            (AREA_TODAY, tk._("Area, former units included")),
            ("vocab_data_class", tk._("Data class")),
            ("vocab_frequency", tk._("Update frequency")),
            (CADENCE, tk._("Update status at the last check")),
            ("res_format", tk._("Format")),
            ("tags", tk._("Keywords")),
        ]
    )
    # Shown to those who asked for it alone: it repeats the facet of areas.
    if not (flask.has_request_context() and flask.request.args.get(AREA_TODAY)):
        del titles[AREA_TODAY]
    if of_agency:
        del titles[AGENCY]
    if not tk.h.plugin_loaded("bacgiang_cadence"):
        del titles[CADENCE]
    return titles


def labelled(results: dict[str, Any]) -> dict[str, Any]:
    """Return the search result with facet values named in the page's language.

    Values of a tree also get the name of the one above, as ``above``.
    """
    found: dict[str, Any] = results.get("search_facets", {})
    language = page_language()
    for field, list_name in _LISTS.items():
        _name(found, field, partial(_term_label, list_name, language))
    _name(found, AREA, _area_label)
    if named := tk.h.get("bacgiang_cadence_state_label"):
        _name(found, CADENCE, named)
    lines = agencies.named([item["name"] for item in _items(found, AGENCY)])
    _name(found, AGENCY, lambda name: lines[name].title if name in lines else name)
    for item in _items(found, AGENCY):
        item["above"] = lines[item["name"]].parent if item["name"] in lines else ""
    _name(found, AREA_TODAY, _area_of_today)
    for item in [*_items(found, AREA), *_items(found, AREA_TODAY)]:
        item["above"] = above.parent if (above := unit(item["name"])) else ""
    return results


def arranged(field: str, items: list[Item]) -> list[Item]:
    """Return facet items as they are shown: largest first, equals in Vietnamese order.

    In a tree each stands below the one above it that is shown too, with its ``depth`` from 0.
    """
    ordered = sorted(items, key=lambda item: (-item["count"], sort_key(item["display_name"])))
    if field not in TREES:
        return [{**item, "depth": 0} for item in ordered]
    names = {item["name"] for item in ordered}
    below: dict[str, list[Item]] = {}
    for item in ordered:
        above = item.get("above", "")
        below.setdefault(above if above in names and above != item["name"] else "", []).append(item)
    return list(_walk(below, "", 0, set()))


def _walk(below: dict[str, list[Item]], name: str, depth: int, seen: set[str]) -> list[Item]:
    found: list[Item] = []
    for item in below.get(name, []):
        if item["name"] not in seen:
            seen.add(item["name"])
            found.append({**item, "depth": depth})
            found += _walk(below, item["name"], depth + 1, seen)
    return found


def _items(found: dict[str, Any], field: str) -> list[Item]:
    items: list[Item] = found.get(field, {}).get("items", [])
    return items


def _name(found: dict[str, Any], field: str, label: Callable[[str], str]) -> None:
    for item in _items(found, field):
        item["display_name"] = label(item["name"])


def _term_label(list_name: str, language: str, value: str) -> str:
    return vocabulary(list_name).label(value, language)


def _area_label(value: str) -> str:
    area = unit(value)
    return f"{area.name} ({area.edition.value})" if area else value


def _area_of_today(value: str) -> str:
    """Return the label of a unit with the former ones whose entries count with it."""
    former = former_names(value)
    if not former:
        return _area_label(value)
    message: str = tk._("{unit}, with {former}").format(unit=_area_label(value), former=former)
    return message


def former_names(value: str) -> str:
    """Return the names of the units that a commune took over, empty where it took over none.

    Names that stand above communes are left out: a province took over everything.
    """
    area = unit(value)
    if area is None or area.level is not UnitLevel.COMMUNE:
        return ""
    return ", ".join(one.name for one in predecessors(value))
