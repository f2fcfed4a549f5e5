"""The actions of the cadence. Texts are in the reader's language, the portal's own in commands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context, DataDict, Schema

from ckanext.bacgiang import clock
from ckanext.bacgiang.cadence import (
    check,
    imported,
    keeping,
    ledger,
    measures,
    overview,
    schema,
    shown,
)
from ckanext.bacgiang.cadence.core.finding import find
from ckanext.bacgiang.cadence.core.verdict import State
from ckanext.bacgiang.catalogue import read
from ckanext.bacgiang.language import in_portal_language

_EVENTS_SHOWN = 200


def bacgiang_cadence_check(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Look at the stored files, judge every dataset, and keep what changed in the ledger.

    Returns the numbers of each state on ``as_of`` (today where left out), as
    ``{as_of, rule, rule_version, citation, verdicts, non_verdicts, checked, changed,
    reindexed, index_problem, could_not_check, problems}``. ``as_of`` only moves the day that is
    reported, never the ledger. Commits as it goes; entries whose state changed are indexed again.
    Raises ``ValidationError`` where another check is running.
    """
    tk.check_access("bacgiang_cadence_check", context, data_dict)
    given = _validated(data_dict, schema.check, context)
    try:
        found = check.run(clock.now(), _day(given))
    except check.Busy:
        with in_portal_language():
            message = tk._("Another check is running; wait until it has ended")
            raise tk.ValidationError({"check": [message]}) from None
    return shown.report(found)


@tk.side_effect_free
def bacgiang_cadence_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return the verdict on the dataset ``id`` (or name) on ``as_of`` with what it rests on.

    Judged when asked, from what the ledger holds: the state, one sentence, the rule, the windows
    that have begun, and the latest events, newest first. Of a purged dataset the ledger alone.
    """
    tk.check_access("bacgiang_cadence_show", context, data_dict)
    given = _validated(data_dict, schema.show, context)
    day = _day(given) or clock.today()
    package = model.Package.get(given["id"])
    package_id = package.id if package else given["id"]
    measure = measures.on(day)
    kept = ledger.obligations(measure.rule.id, ids=[package_id]) if measure.rule else {}
    datasets = list(read.datasets(ids=[package_id]))
    events = ledger.all_events(package_id, _EVENTS_SHOWN)
    with in_portal_language():
        if not datasets and package_id in kept:
            return shown.remains(kept[package_id], events)
        if not datasets:
            raise tk.ObjectNotFound(tk._("No such dataset"))
        (case,) = keeping.cases_of(datasets, kept)
        return shown.details(case, find(case, measure, _instant(day)), events)


@tk.side_effect_free
def bacgiang_cadence_list(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return the open datasets of ``organization``, or of all, with their verdicts today.

    ``{as_of, count, counts, results}``: ``results`` are at most ``limit`` from ``offset`` on, in
    one ``state`` where given, the most urgent first; ``counts`` are of all states.
    """
    tk.check_access("bacgiang_cadence_list", context, data_dict)
    given = _validated(data_dict, schema.page, context)
    agency = _agency_id(given.get("organization"))
    today = clock.today()
    measure = measures.on(today)
    state = State(given["state"]) if given.get("state") else None
    choice = overview.Choice(measure.rule.id if measure.rule else "", today, agency, state)
    ids = overview.package_ids(choice, limit=given["limit"], offset=given["offset"])
    kept = ledger.obligations(choice.rule_id, ids=ids)
    cases = {case.dataset.id: case for case in keeping.cases_of([*read.datasets(ids=ids)], kept)}
    counts, at = overview.counts(choice), _instant(today)
    with in_portal_language():
        results = [
            shown.finding(cases[name], find(cases[name], measure, at))
            for name in ids
            if name in cases
        ]
    return {
        "as_of": today.isoformat(),
        "count": counts[state] if state else counts.total(),
        "counts": shown.numbers(counts),
        "results": results,
    }


@tk.side_effect_free
def bacgiang_cadence_summary(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return how many open datasets each agency has in which state today.

    ``{as_of, counts, agencies}``: agencies with open datasets, most overdue first, then by title.
    """
    tk.check_access("bacgiang_cadence_summary", context, data_dict)
    today = clock.today()
    rule = measures.on(today).rule
    found = overview.by_agency(overview.Choice(rule.id if rule else "", today))
    agencies = [agency for agency in read.all_agencies() if agency.id in found]
    agencies.sort(key=lambda agency: (-found[agency.id][State.OVERDUE], agency.title))
    return {
        "as_of": today.isoformat(),
        "counts": shown.numbers(sum(found.values(), Counter())),
        "agencies": [
            {"name": agency.name, "title": agency.title, "counts": shown.numbers(found[agency.id])}
            for agency in agencies
        ],
    }


def bacgiang_cadence_evidence_import(context: Context, data_dict: DataDict) -> dict[str, int]:
    """Add ``events`` of an earlier record to the ledger, and judge their datasets anew.

    Each is ``{dataset_id, observed_at, kind, source}``, see :func:`.imported.rows`. Returns
    ``{imported, known_already}``; bringing the same events again changes nothing. Commits. Raises
    ``ValidationError``, and then adds none, where an event or its dataset is unknown.
    """
    tk.check_access("bacgiang_cadence_evidence_import", context, data_dict)
    now = clock.now()
    with in_portal_language():
        rows = imported.rows(data_dict.get("events"), now)
        named = {row["package_id"] for row in rows}
        known = {dataset.id for dataset in read.datasets(ids=named)} if named else set()
        missing = tk._("no dataset has the id {id}")
        imported.refuse([missing.format(id=name) for name in sorted(named - known)])
    new = {key for part in _batches(rows) for key in ledger.append(part)}
    model.Session.commit()
    touched = sorted({row["package_id"] for row in rows if row["key"] in new})
    for part in _batches(touched):
        check.look(part, now)
    return {"imported": len(new), "known_already": len(rows) - len(new)}


def _batches(items: list[Any]) -> list[list[Any]]:
    return [items[at : at + check.BATCH] for at in range(0, len(items), check.BATCH)]


def _validated(data_dict: DataDict, of: Callable[[], Schema], context: Context) -> dict[str, Any]:
    data, errors = tk.navl_validate(data_dict, of(), context)
    if errors:
        raise tk.ValidationError(errors)
    return data


def _day(given: dict[str, Any]) -> date | None:
    return date.fromisoformat(given["as_of"]) if given.get("as_of") else None


def _instant(day: date) -> datetime:
    return clock.now() if day == clock.today() else measures.last_instant(day)


def _agency_id(name: str | None) -> str:
    if not name:
        return ""
    organization = model.Group.get(name)
    if organization is None or not organization.is_organization:
        raise tk.ObjectNotFound(tk._("No such agency"))
    return str(organization.id)
