"""The check of the whole catalogue, and the look at single datasets after they were saved."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import islice
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.bacgiang.cadence import indexing, keeping, ledger, measures
from ckanext.bacgiang.cadence.core.finding import Measure, find
from ckanext.bacgiang.cadence.core.verdict import State
from ckanext.bacgiang.catalogue import entry, read
from ckanext.bacgiang.intake import first_publication
from ckanext.bacgiang.law.terms import local_day

log = logging.getLogger(__name__)

Span = dict[str, Any]

BATCH = 500
"""Datasets looked at, judged and committed at once."""


class Busy(Exception):
    """Another check is running."""


@dataclass(slots=True)
class Report:
    """What a check found: states on ``day``, by ``measure``, judged at the instant ``at``.

    ``changed`` counts the obligations whose state is not the one of the check before,
    ``unreadable`` names the datasets with a stored file that could not be read, and why.
    ``reindexed`` counts the entries whose state was another one in the search index;
    ``index_problem`` says why the index could not be brought up to date, if so.
    """

    day: date
    measure: Measure
    at: datetime
    states: Counter[State] = field(default_factory=Counter)
    checked: int = 0
    changed: int = 0
    unreadable: dict[str, str] = field(default_factory=dict)
    reindexed: int = 0
    index_problem: str = ""

    def add(self, batch: keeping.Batch, kept_by: Measure) -> None:
        """Count a batch that was judged now, ``kept_by`` the measure of the ledger's windows."""
        for name, case in batch.cases.items():
            if case.dataset.state is entry.State.DELETED:
                continue
            finding = batch.findings.get(name)
            if finding is None or finding.day != self.day:
                known = case if self.measure == kept_by else replace(case, windows=())
                finding = find(known, self.measure, self.at)
            self.states[finding.state] += 1
            self.checked += 1
        self.changed += batch.changed
        self.unreadable |= batch.unreadable


def run(now: datetime, as_of: date | None = None) -> Report:
    """Bring the ledger up to ``now`` and report how every dataset stands on ``as_of``.

    Datasets that a service alone serves and that nobody has dated are first published today.
    Another day than today asks what the verdicts are on that day by what is known now: it changes
    the report, never the ledger. Commits batch by batch. Raises :class:`Busy` where another check
    runs.
    """
    today = local_day(now)
    day = as_of or today
    by = measures.on(today)
    report = Report(day, measures.on(day), now if day == today else measures.last_instant(day))
    with _alone():
        first_publication.date_anew(first_publication.undated())
        for datasets, span in _stretches():
            found = _brought_up(datasets, span, by, now)
            model.Session.commit()
            report.add(found, by)
            _index(report, by, [dataset.id for dataset in datasets])
        _show_index(report)
    return report


def look(package_ids: Collection[str], now: datetime) -> None:
    """Bring the ledger up to ``now`` for these datasets, and commit. Unknown ids are passed by."""
    by = measures.on(local_day(now))
    datasets = list(read.datasets(ids=package_ids))
    if datasets:
        ids = [dataset.id for dataset in datasets]
        _brought_up(datasets, {"ids": ids}, by, now)
        model.Session.commit()
        report = Report(local_day(now), by, now)
        _index(report, by, ids)
        _show_index(report)


def _index(report: Report, by: Measure, package_ids: list[str]) -> None:
    """Bring the index up to the ledger; a Solr that fails stops that, never the check."""
    if report.index_problem:
        return
    try:
        report.reindexed += indexing.refresh(by.rule.id if by.rule else "", package_ids)
    except indexing.FAILURES as error:
        _note(report, error)


def _show_index(report: Report) -> None:
    if report.reindexed and not report.index_problem:
        try:
            indexing.commit()
        except indexing.FAILURES as error:
            _note(report, error)


def _note(report: Report, error: Exception) -> None:
    log.error("states are not in the search index, the next check will try again: %s", error)
    report.index_problem = str(error)


def _stretches() -> Iterator[tuple[list[entry.Dataset], Span]]:
    """Yield all datasets batch by batch, each with the stretch of ids it covers.

    The last batch is empty; its stretch holds what the ledger has beyond the last dataset.
    """
    datasets, after = read.datasets(), ""
    while batch := list(islice(datasets, BATCH)):
        yield batch, {"after": after, "until": batch[-1].id}
        after = batch[-1].id
    yield [], {"after": after}


def _brought_up(
    datasets: list[entry.Dataset], span: Span, by: Measure, now: datetime
) -> keeping.Batch:
    if by.rule is None:
        return keeping.keep(datasets, {}, {}, by, now)
    looked = keeping.look_at(datasets, ledger.obligations(by.rule.id, **span), now)
    # Files are read without holding anything; who judges holds the rows, so that a look of
    # another process is either seen here or comes after.
    model.Session.commit()
    kept = ledger.obligations(by.rule.id, lock=True, **span)
    batch = keeping.keep(datasets, kept, looked.unreadable, by, now)
    gone = {name: row for name, row in kept.items() if name not in batch.findings}
    if gone:
        new = {dataset.id for dataset in read.datasets(ids=gone)}
        keeping.withdraw((row for name, row in gone.items() if name not in new), now)
    return batch


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the check's lock, on a connection of its own: it ends with the process, whatever comes.

    Raises :class:`Busy` where it is held.
    """
    key = sa.func.hashtextextended("bacgiang_cadence_check", 0)
    assert model.meta.engine  # noqa: S101 - CKAN has set it up before any action runs
    with model.meta.engine.connect() as connection:
        if not connection.execute(sa.select(sa.func.pg_try_advisory_lock(key))).scalar():
            raise Busy
        try:
            yield
        finally:
            connection.execute(sa.select(sa.func.pg_advisory_unlock(key)))
