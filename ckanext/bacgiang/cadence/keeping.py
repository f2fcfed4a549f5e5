"""Brings the ledger up to date for a batch of datasets: looks, judges, and writes what changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from ckanext.bacgiang.cadence import ledger
from ckanext.bacgiang.cadence.core.finding import Case, Finding, Measure, find
from ckanext.bacgiang.cadence.core.scope import Reason, is_open
from ckanext.bacgiang.cadence.core.verdict import State, advanced
from ckanext.bacgiang.cadence.evidence.looking import Looked, Watch, look
from ckanext.bacgiang.catalogue import entry
from ckanext.bacgiang.law.rules import Rule
from ckanext.bacgiang.law.terms import local_day


@dataclass(slots=True)
class Batch:
    """The result of one batch, by package id; ``changed`` counts new or different states."""

    cases: dict[str, Case] = field(default_factory=dict)
    findings: dict[str, Finding] = field(default_factory=dict)
    unreadable: dict[str, str] = field(default_factory=dict)
    changed: int = 0


def look_at(
    datasets: Sequence[entry.Dataset], kept: Mapping[str, ledger.Kept], now: datetime
) -> Looked:
    """Record what is new in the content of the open ones of ``datasets``. The caller commits."""
    watches = {
        dataset.id: _watch(dataset, kept.get(dataset.id))
        for dataset in datasets
        if _is_watched(dataset)
    }
    return look([dataset for dataset in datasets if dataset.id in watches], watches, now)


def keep(
    datasets: Sequence[entry.Dataset],
    kept: Mapping[str, ledger.Kept],
    unreadable: Mapping[str, str],
    by: Measure,
    now: datetime,
) -> Batch:
    """Judge the datasets at ``now`` and write what changed to the ledger. The caller commits.

    ``kept`` are the obligations the ledger holds under the measure's rule. What is not open and
    has no obligation is judged and not written; nothing is where no rule is in force.
    """
    batch = Batch(unreadable=dict(unreadable))
    for case in cases_of(datasets, kept):
        name = case.dataset.id
        seen = replace(case, unreadable=name in unreadable) if _is_watched(case.dataset) else case
        batch.cases[name] = seen
        batch.findings[name] = find(seen, by, now)
    if by.rule:
        _write(batch, kept, by.rule, now)
    return batch


def cases_of(datasets: Sequence[entry.Dataset], kept: Mapping[str, ledger.Kept]) -> Iterable[Case]:
    """Yield each dataset with what the ledger holds of it. Takes two statements."""
    beside = [file.id for one in datasets for file in one.resources if file.is_document]
    histories = ledger.histories([dataset.id for dataset in datasets], beside)
    for dataset in datasets:
        row, history = kept.get(dataset.id), histories[dataset.id]
        if row is None:
            yield Case(dataset, events=history.events, covered_until=history.covered_until)
            continue
        yield Case(
            dataset,
            row.values["anchor"],
            row.plain_windows(),
            history.events,
            row.values["sight_limit"] == Reason.UNREADABLE,
            history.covered_until,
        )


def withdraw(gone: Iterable[ledger.Kept], now: datetime) -> None:
    """Note that the datasets of these obligations are no longer in the catalogue."""
    state, reason = str(State.NOT_BOUND), str(Reason.REMOVED)
    rows = [
        {
            **{name: row.values[name] for name in ledger.OBLIGATION_COLUMNS},
            "state": state,
            "reason": reason,
            "outlook_from": [local_day(now)],
            "outlook_state": [state],
            "changed_at": now,
        }
        for row in gone
        if (row.values["state"], row.values["reason"]) != (state, reason)
    ]
    ledger.save_obligations(rows)


def _is_watched(dataset: entry.Dataset) -> bool:
    return is_open(dataset) and dataset.state is not entry.State.DELETED


def _watch(dataset: entry.Dataset, kept: ledger.Kept | None) -> Watch:
    if kept is None:
        return Watch(dataset.issued, watched=False)
    return Watch(kept.values["anchor"] or dataset.issued, kept.values["watched_since"] is not None)


def _write(
    batch: Batch,
    kept: Mapping[str, ledger.Kept],
    rule: Rule,
    now: datetime,
) -> None:
    rows = {}
    for name, finding in batch.findings.items():
        before, watched = kept.get(name), _is_watched(batch.cases[name].dataset)
        if before is None and not watched:
            continue
        row = _row(batch.cases[name], finding, rule, now if watched else None)
        if before is None or before.values["state"] != row["state"]:
            batch.changed += 1
        if before is None or _differs(before, row, finding):
            rows[name] = {**row, "changed_at": now}
    ids = {name: row.id for name, row in kept.items()} | ledger.save_obligations([*rows.values()])
    ledger.save_windows(
        window
        for name, finding in batch.findings.items()
        if name in ids
        for window in _changed_windows(ids[name], kept.get(name), finding, rule)
    )


def _row(case: Case, finding: Finding, rule: Rule, looked_at: datetime | None) -> dict[str, Any]:
    dataset = case.dataset
    return {
        "package_id": dataset.id,
        "rule_id": rule.id,
        "rule_version": rule.version,
        "name": dataset.name,
        "title": dataset.title,
        "agency_id": dataset.agency.id if dataset.agency else "",
        "anchor": case.first_published,
        "watched_since": looked_at,
        "sight_limit": str(case.limit),
        "state": str(finding.state),
        "reason": str(finding.reason),
        "outlook_from": [day for day, _ in finding.outlook],
        "outlook_state": [str(state) for _, state in finding.outlook],
    }


def _differs(before: ledger.Kept, row: Mapping[str, Any], finding: Finding) -> bool:
    """Return whether the ledger would say something else; a day gone by alone is no difference."""
    first_look = before.values["watched_since"] is None and row["watched_since"] is not None
    moving = ("watched_since", "outlook_from", "outlook_state")
    return (
        first_look
        or any(before.values[name] != value for name, value in row.items() if name not in moving)
        or advanced(before.outlook, finding.day) != finding.outlook
    )


def _changed_windows(
    obligation_id: int, before: ledger.Kept | None, finding: Finding, rule: Rule
) -> Iterable[dict[str, Any]]:
    for judged in finding.verdict.windows if finding.verdict else ():
        window = judged.window
        row = {
            "obligation_id": obligation_id,
            "number": window.number,
            "months": window.months,
            "opens": window.opens,
            "nominal_end": window.nominal_end,
            "deadline": window.deadline,
            "latest": window.latest,
            "outcome": str(judged.outcome),
            "event_id": judged.event.id if judged.event else None,
            "rule_version": rule.version,
        }
        stored = before.windows.get(window.number) if before else None
        if stored is None or any(stored[name] != row[name] for name in _CHANGING):
            yield row


_CHANGING = ("deadline", "latest", "outcome", "event_id")
