"""CKAN's own actions on agencies: lists in Vietnamese order, a renamed agency found again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context, DataDict

from ckanext.bacgiang.agencies import identity
from ckanext.bacgiang.catalogue.search import agencies
from ckanext.bacgiang.catalogue.search.core.collation import in_order
from ckanext.bacgiang.catalogue.search.reindex import index_agency

Action = Callable[[Context, DataDict], Any]


@tk.chained_action
@tk.side_effect_free
def organization_list(original: Action, context: Context, data_dict: DataDict) -> Any:
    """List agencies as CKAN does; those sorted by title in Vietnamese order, page after page.

    More agencies than ``ckan.group_and_organization_list_max`` keep the database's order.
    """
    sort = str(data_dict.get("sort") or tk.config["ckan.default_group_sort"]).split()
    by_title = not data_dict.get("order_by") and sort[:1] == ["title"]
    if not by_title or context.get("api_version") == 2:
        return original(context, data_dict)
    plain = {"all_fields": False, "limit": None, "offset": None}
    names = original(context, {**data_dict, **plain})
    if len(names) >= int(tk.config["ckan.group_and_organization_list_max"]):
        return original(context, data_dict)
    page = _page(_titled(names, descending=sort[1:] == ["desc"]), data_dict)
    if not tk.asbool(data_dict.get("all_fields")) or not page:
        return page
    chosen = {"organizations": page, "limit": None, "offset": None, "q": ""}
    found = {line["name"]: line for line in original(context, {**data_dict, **chosen})}
    return [found[name] for name in page if name in found]


@tk.chained_action
@tk.side_effect_free
def organization_list_for_user(original: Action, context: Context, data_dict: DataDict) -> Any:
    """List the user's agencies as CKAN does, in Vietnamese order."""
    found: list[dict[str, Any]] = original(context, data_dict)
    return in_order(found, lambda line: line.get("title") or line.get("name") or "")


@tk.chained_action
def organization_update(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Update the agency as CKAN does; if its name, title or parent changed, index its entries.

    CKAN itself leaves the entries of a renamed agency in the index under the old name. Raises
    ValidationError where someone else than a system administrator would change who the agency is.
    """
    identity.keep(context, data_dict)
    group = model.Group.get(data_dict.get("id") or data_dict.get("name"))
    before = agencies.named([group.name]).get(group.name) if group else None
    result = original(context, data_dict)
    group = model.Group.get(group.id) if group else None
    after = agencies.named([group.name]).get(group.name) if group else None
    if after and after != before:
        title = f"Index the entries of agency {after.name}"
        tk.enqueue_job(index_agency, [after.name], title=title, rq_kwargs={"timeout": 3600})
    return result


def _titled(names: list[str], *, descending: bool) -> list[str]:
    lines = agencies.named(names)
    ordered = in_order(names, lambda name: lines[name].title if name in lines else name)
    return ordered[::-1] if descending else ordered


def _page(names: list[str], data_dict: DataDict) -> list[str]:
    offset = _count(data_dict.get("offset"), "offset") or 0
    limit = _count(data_dict.get("limit"), "limit")
    if tk.asbool(data_dict.get("all_fields")):
        most = int(tk.config["ckan.group_and_organization_list_all_fields_max"])
        limit = most if limit is None else min(limit, most)
    return names[offset:] if limit is None else names[offset : offset + limit]


def _count(given: Any, name: str) -> int | None:
    if given in (None, ""):
        return None
    try:
        number = int(given)
    except (TypeError, ValueError):
        number = -1
    if number < 0:
        raise tk.ValidationError({name: [tk._("Must be a natural number")]})
    return number
