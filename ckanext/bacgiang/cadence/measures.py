"""What this portal judges by on a day: the rule in force, its calendar, its lead days."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import ckan.plugins.toolkit as tk

from ckanext.bacgiang.cadence.core.finding import Measure
from ckanext.bacgiang.law.rules import Subject, all_rules, binding
from ckanext.bacgiang.law.terms import end_of
from ckanext.bacgiang.law.workdays import SHIPPED, Workdays, read_workdays


def on(day: date) -> Measure:
    """Return what open datasets are judged by on ``day``: the strictest rule, if several bind.

    Raises ValueError or OSError where the portal's own calendar cannot be read; it is read once.
    """
    rules = binding(all_rules(), Subject.OPEN_DATASET, day)
    return Measure(
        min(rules, key=lambda rule: rule.value, default=None),
        _workdays(tk.config["ckanext.bacgiang.cadence.calendar_file"]),
        tk.config["ckanext.bacgiang.cadence.lead_days"],
    )


def last_instant(day: date) -> datetime:
    """Return the last instant of ``day`` in the law's zone."""
    return end_of(day) - timedelta.resolution


@cache
def _workdays(own: str) -> Workdays:
    return read_workdays([SHIPPED, Path(own)] if own else [SHIPPED])
