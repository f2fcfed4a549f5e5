"""Actions of the demonstration. They run for minutes, so only the command line may call them."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context, DataDict

from ckanext.bacgiang import clock
from ckanext.bacgiang.demo import evidence, store
from ckanext.bacgiang.demo.load import Progress, clear, load
from ckanext.bacgiang.demo.plan import Province, province
from ckanext.bacgiang.demo.planned import Kind, Planned


def bacgiang_demo_load(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Load the demonstration province.

    ``as_of`` (YYYY-MM-DD, today where left out, never a day to come) is the day to which the
    past of the datasets leads; ``limit`` loads a sample of that many entries of each kind. A
    callable ``progress`` in the context is told of each entry done, ``total`` before that of
    their number.

    Returns ``entries`` (kind → number), ``created``, ``changed``, ``unchanged``, ``evidence``
    (past updates new to the cadence, None where it is switched off) and ``seconds``. A second
    call changes nothing. Raises ValidationError where other entries have the names needed.
    """
    tk.check_access("bacgiang_demo_load", context, data_dict)
    started = time.monotonic()
    wanted = _wanted(data_dict)
    _tell_total(context, len(wanted))
    user = context["user"]
    outcome = load(wanted, user, _progress(context))
    told = evidence.tell(wanted.datasets, store.stored(wanted.datasets), user)
    return {
        "entries": {kind.value: outcome.entries[kind] for kind in Kind},
        "created": outcome.done["created"],
        "changed": outcome.done["changed"],
        "unchanged": outcome.done["unchanged"],
        "evidence": told,
        "seconds": round(time.monotonic() - started, 1),
    }


def bacgiang_demo_clear(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Remove what :func:`bacgiang_demo_load` has loaded, and nothing else.

    With ``dry_run`` nothing is removed. Returns ``entries`` (kind → number removed, or to be
    removed), ``kept`` (titles of organisations that stay because other entries belong to them)
    and ``seconds``.
    """
    tk.check_access("bacgiang_demo_clear", context, data_dict)
    started = time.monotonic()
    everything = list(province(clock.today()))
    there = store.stored(everything)
    found = [entry for entry in everything if entry.id in there]
    kept = _kept(found)
    gone = [entry for entry in found if entry not in kept]
    if not data_dict.get("dry_run"):
        _tell_total(context, len(gone))
        clear(gone, context["user"], _progress(context))
    return {
        "entries": {kind.value: sum(entry.kind is kind for entry in gone) for kind in Kind},
        "kept": [entry.title for entry in kept],
        "seconds": round(time.monotonic() - started, 1),
    }


def _wanted(data_dict: DataDict) -> Province:
    today = clock.today()
    try:
        as_of = date.fromisoformat(data_dict["as_of"]) if data_dict.get("as_of") else today
    except ValueError:
        raise tk.ValidationError({"as_of": [tk._("Write the day as 2026-12-31")]}) from None
    if as_of > today:
        raise tk.ValidationError({"as_of": [tk._("The day of loading cannot lie ahead")]})
    whole = province(as_of)
    limit = data_dict.get("limit")
    return whole.sample(int(limit)) if limit else whole


def _kept(found: list[Planned]) -> list[Planned]:
    busy = store.agencies_with_other_entries(found)
    return [entry for entry in found if entry.id in busy]


def _progress(context: Context) -> Progress:
    return context.get("progress") or (lambda done: None)


def _tell_total(context: Context, total: int) -> None:
    tell = context.get("total")
    if tell:
        tell(total)
