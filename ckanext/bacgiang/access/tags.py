"""Keywords: those of entries that the caller may read, and no others.

CKAN lists the keywords of all entries, private and secret ones too.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.logic.action import get as stock
from ckan.model import misc
from ckan.types import Context, DataDict

from ckanext.bacgiang.access.entries import Labels, labels_of, readable

Action = Callable[[Context, DataDict], Any]


def actions() -> dict[str, Action]:
    """Return the chained actions by name."""
    return {"tag_list": tag_list, "tag_show": tag_show}


def mend() -> None:
    """Let CKAN's search of keywords, which three actions share, ask what the caller may read."""
    if not hasattr(stock._tag_search, "__wrapped__"):
        stock._tag_search = _mended(stock._tag_search)


def _mended(original: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(original)
    def searched(context: Context, data_dict: DataDict) -> tuple[list[model.Tag], int]:
        for name in ("offset", "limit"):
            data_dict = {**data_dict, name: _whole_number(name, data_dict.get(name))}
        labels = labels_of(context)
        if labels is None:
            found: tuple[list[model.Tag], int] = original(context, data_dict)
            return found
        return _search(labels, data_dict)

    return searched


_DIGITS = 9
"""Digits of a number of keywords, at most."""


def _search(labels: Labels, data_dict: DataDict) -> tuple[list[model.Tag], int]:
    asked = data_dict.get("query") or data_dict.get("q") or []
    terms = [term.strip() for term in ([asked] if isinstance(asked, str) else asked)]
    statement = sa.select(model.Tag).where(_of_readable(labels), *_vocabulary(data_dict))
    for term in filter(None, terms):
        text = misc.escape_sql_like_special_characters(term, escape="\\")
        statement = statement.where(model.Tag.name.ilike(f"%{text}%"))
    if not any(terms):
        return [], 0
    count = model.Session.execute(sa.select(sa.func.count()).select_from(statement.subquery()))
    page = statement.order_by(model.Tag.name).offset(data_dict.get("offset"))
    page = page.limit(data_dict.get("limit"))
    return list(model.Session.execute(page).scalars()), count.scalar_one()


def _whole_number(name: str, value: Any) -> int | None:
    """Return the number, None where none is given. Raises ValidationError for anything else."""
    if value is None or value == "":
        return None
    text = str(value)
    if len(text) > _DIGITS or not (text.isascii() and text.isdigit()):
        raise tk.ValidationError({name: [tk._("This value makes no sense here")]})
    return int(text)


def _vocabulary(data_dict: DataDict) -> list[sa.ColumnElement[bool]]:
    reference = data_dict.get("vocabulary_id")
    if not reference:
        return [model.Tag.vocabulary_id.is_(None)]
    vocabulary = model.Vocabulary.get(str(reference))
    return [model.Tag.vocabulary_id == vocabulary.id] if vocabulary else [sa.false()]


def _of_readable(labels: Labels) -> sa.ColumnElement[bool]:
    link, package = model.PackageTag, model.Package
    used = sa.select(link.tag_id).join(package, package.id == link.package_id)
    used = used.where(link.state == model.State.ACTIVE, package.state != model.State.DELETED)
    return model.Tag.id.in_(used.where(readable(labels)))


@tk.chained_action
@tk.side_effect_free
def tag_list(original: Action, context: Context, data_dict: DataDict) -> Any:
    """List keywords as CKAN does, those of entries that the caller may read."""
    found = original(context, data_dict)
    labels = labels_of(context)
    if labels is None or not found:
        return found
    statement = sa.select(model.Tag.name).where(_of_readable(labels), *_vocabulary(data_dict))
    names = set(model.Session.execute(statement).scalars())
    return [one for one in found if (one["name"] if isinstance(one, dict) else one) in names]


@tk.chained_action
@tk.side_effect_free
def tag_show(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Show a keyword as CKAN does. Raises ObjectNotFound where no readable entry has it."""
    found = original(context, data_dict)
    labels = labels_of(context)
    if labels is None:
        return found
    statement = sa.select(model.Tag.id).where(model.Tag.id == found["id"], _of_readable(labels))
    if model.Session.execute(statement).first() is None:
        raise tk.ObjectNotFound(tk._("Not found"))
    return found
