"""How findings, windows and events leave the portal: plain values for the API and the pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from ckanext.bacgiang.cadence import wording
from ckanext.bacgiang.cadence.check import Report
from ckanext.bacgiang.cadence.core.events import COUNTING, Event, EventKind
from ckanext.bacgiang.cadence.core.finding import Case, Finding
from ckanext.bacgiang.cadence.core.scope import Reason
from ckanext.bacgiang.cadence.core.verdict import Judged, Outcome, State
from ckanext.bacgiang.cadence.ledger import Kept
from ckanext.bacgiang.catalogue.entry import Dataset
from ckanext.bacgiang.law.rules import Rule

_PROBLEMS = 20
"""Unreadable files named in a report; all of them are in the log."""


def finding(case: Case, found: Finding) -> dict[str, Any]:
    """Return one line about a dataset: its state in words, and the day it is about.

    ``due`` is the last day of the window that runs; of what is overdue, the last day that was
    missed, ``days_late`` days ago. ``next_due`` is that of the window that runs in any case.
    """
    dataset, verdict = case.dataset, found.verdict
    focus = verdict.focus.window if verdict and verdict.focus else None
    runs = (focus.deadline or focus.nominal_end) if focus else None
    missed = verdict.missed_day if verdict and found.state is State.OVERDUE else None
    due = missed or runs
    return {
        "id": dataset.id,
        "name": dataset.name,
        "title": dataset.title,
        "organization": dataset.agency.name if dataset.agency else None,
        "as_of": found.day.isoformat(),
        "state": str(found.state),
        "is_verdict": found.state.is_verdict,
        "reason": str(found.reason),
        "label": wording.state_label(found.state),
        "sentence": wording.sentence(found),
        "term": focus.number if focus else None,
        "due": due.isoformat() if due else None,
        "due_settled": bool(missed or (focus and focus.deadline)),
        "next_due": runs.isoformat() if runs else None,
        "days_late": verdict.days_late if missed and verdict else 0,
        "missed": len(verdict.missed) if verdict else 0,
    }


def details(case: Case, found: Finding, events: Sequence[Any]) -> dict[str, Any]:
    """Return everything about a dataset; ``events`` are rows of the ledger, newest first."""
    windows = found.verdict.windows if found.verdict else ()
    return {
        **finding(case, found),
        "rule": rule(found.rule) if found.rule else None,
        "anchor": found.anchor.isoformat() if found.anchor else None,
        "links": sum(not file.uploaded for file in case.dataset.data),
        "windows": [window(judged) for judged in windows],
        "events": [event(row, case.dataset) for row in events],
    }


def remains(kept: Kept, events: Sequence[Any]) -> dict[str, Any]:
    """Return what the ledger still holds of a dataset that is no longer in the catalogue."""
    met = {row.id: row for row in events}
    windows = []
    for of in kept.plain_windows():
        row = kept.windows[of.number]
        by = met.get(row["event_id"])
        event_met = Event(by.id, EventKind(by.kind), by.observed_at, by.source) if by else None
        windows.append(window(Judged(of, Outcome(row["outcome"]), event_met)))
    state = State.NOT_BOUND
    return {
        "id": kept.package_id,
        "name": kept.values["name"],
        "title": kept.values["title"],
        "state": str(state),
        "is_verdict": state.is_verdict,
        "reason": str(Reason.REMOVED),
        "label": wording.state_label(state),
        "sentence": wording.removed(),
        "rule": {"id": kept.rule_id, "version": kept.values["rule_version"]},
        "anchor": kept.values["anchor"].isoformat() if kept.values["anchor"] else None,
        "windows": windows,
        "events": [event(row) for row in events],
    }


def rule(of: Rule) -> dict[str, Any]:
    """Return the rule a verdict was found by."""
    return {
        "id": of.id,
        "version": of.version,
        "title": of.title,
        "citation": of.citation,
        "value": of.value,
        "unit": str(of.unit),
        "basis_status": str(of.basis_status),
        "basis_label": wording.basis_label(of.basis_status),
    }


def window(judged: Judged) -> dict[str, Any]:
    """Return a window: the day after which it opens, its ends, and how it stands."""
    of, met = judged.window, judged.event
    return {
        "number": of.number,
        "opens": of.opens.isoformat(),
        "nominal_end": of.nominal_end.isoformat(),
        "deadline": of.deadline.isoformat() if of.deadline else None,
        "due": wording.due_text(of),
        "outcome": str(judged.outcome),
        "label": wording.outcome_label(judged.outcome),
        "met_on": met.day.isoformat() if met else None,
        "source": met.source if met else "",
    }


def event(row: Any, dataset: Dataset | None = None) -> dict[str, Any]:
    """Return an observation as the ledger has it; instants in UTC.

    Of a file that is now a document beside the data of ``dataset``, as one of a document.
    """
    beside = {file.id for file in dataset.resources if file.is_document} if dataset else set()
    kind = EventKind.DOCUMENT if row.resource_id in beside else EventKind(row.kind)
    return {
        "id": row.id,
        "kind": str(kind),
        "counts": kind in COUNTING,
        "label": wording.kind_label(kind),
        "observed_at": row.observed_at.isoformat(),
        "recorded_at": row.recorded_at.isoformat(),
        "source": row.source,
        "resource_id": row.resource_id,
        "sha256": row.sha256,
        "size": row.size,
    }


def report(of: Report) -> dict[str, Any]:
    """Return what a check found, verdicts apart from what is none."""
    found = of.measure.rule
    return {
        "as_of": of.day.isoformat(),
        "rule": found.id if found else None,
        "rule_version": found.version if found else None,
        "citation": found.citation if found else None,
        "verdicts": _numbers(of.states, verdicts=True),
        "non_verdicts": _numbers(of.states, verdicts=False),
        "checked": of.checked,
        "changed": of.changed,
        "reindexed": of.reindexed,
        "index_problem": of.index_problem,
        "could_not_check": len(of.unreadable),
        "problems": [
            {"id": name, "why": why} for name, why in list(of.unreadable.items())[:_PROBLEMS]
        ],
    }


def numbers(states: Counter[State]) -> dict[str, int]:
    """Return the number of each state, those of none included."""
    return {str(state): states[state] for state in State}


def _numbers(states: Counter[State], *, verdicts: bool) -> dict[str, int]:
    return {str(state): states[state] for state in State if state.is_verdict is verdicts}
