"""The tree of agencies on pages and through the API, and an agency's page of all below it."""

from __future__ import annotations

from datetime import date
from typing import Any

import ckan.plugins.toolkit as tk
import flask
from ckan.types import Context, DataDict

from ckanext.bacgiang.catalogue import read
from ckanext.bacgiang.catalogue.entry import Agency
from ckanext.bacgiang.catalogue.search.core import tree
from ckanext.bacgiang.catalogue.search.core.tree import Branch, Place
from ckanext.bacgiang.catalogue.search.document import AGENCY
from ckanext.bacgiang.vocabularies.terms import vocabulary

PAGE = "organization.read"
"""The page of an agency on which CKAN searches among its entries."""


def branches(context: Context) -> tuple[Branch, ...]:
    """Return the topmost active agencies with all below them and their public entries counted.

    Asks the database once for the agencies and the index once for all the numbers.
    """
    asked = {"q": "*:*", "rows": 0, "facet.field": [AGENCY], "facet.limit": -1}
    found = tk.get_action("package_search")(context, asked)
    counts = found["facets"].get(AGENCY, {})
    kinds = [term.value for term in vocabulary("organization_kinds")]
    return tree.grow(read.all_agencies(), counts, kinds)


def as_dict(branch: Branch, day: date, *, deep: bool = True) -> dict[str, Any]:
    """Return a branch as pages and programs read it; with nothing ``below`` unless ``deep``."""
    agency = branch.agency
    return {
        **_named(agency),
        "kind": agency.kind,
        "count": branch.count,
        "valid_from": agency.valid_from.isoformat() if agency.valid_from else "",
        "valid_to": agency.valid_to.isoformat() if agency.valid_to else "",
        "ended": tree.has_ended(agency, day),
        "below": [as_dict(one, day) for one in branch.below] if deep else [],
    }


def place_as_dict(place: Place, day: date, *, deep: bool = True) -> dict[str, Any]:
    """Return a branch with the agencies ``above`` it, topmost first."""
    return {
        **as_dict(place.branch, day, deep=deep),
        "above": [_named(agency) for agency in place.above],
    }


def with_those_below(context: Context, data_dict: DataDict) -> DataDict:
    """Return the search of an agency's page, widened from its own entries to all below it.

    CKAN fixes the agency's id in the page's code. Any other search stays as it is.
    """
    agency = flask.g.get("group_dict") if flask.has_request_context() else None
    if not (agency and context.get("for_view") and flask.request.endpoint == PAGE):
        return data_dict
    own = 'owner_org:"{}"'.format(agency["id"])
    below = f'{AGENCY}:"{agency["name"]}"'
    return {**data_dict, "fq": str(data_dict.get("fq") or "").replace(own, below)}


def _named(agency: Agency) -> dict[str, str]:
    return {"name": agency.name, "title": agency.title}
