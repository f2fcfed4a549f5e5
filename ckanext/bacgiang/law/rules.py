"""Duties of the law as dated rules, read from ``profiles/*.yaml``.

A number of the law is a fact with a date, not a constant: instruments are amended and repealed.
A verdict therefore names the id and version of the rule it was judged under.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import yaml

_PROFILES = Path(__file__).parent / "profiles"


class Unit(StrEnum):
    """What the value of a rule counts."""

    MONTHS = "months"
    WORKING_DAYS = "working_days"
    DAYS = "days"


class Counting(StrEnum):
    """How the end of a term is found.

    ``CIVIL_CODE`` is Civil Code 91/2015/QH13 Art. 147-148: the first day is not counted and a last
    day that is no working day moves to the next one. ``CALENDAR`` never moves the last day.
    ``BACKWARD`` counts whole days back from an event to come.
    """

    CIVIL_CODE = "civil_code"
    CALENDAR = "calendar"
    BACKWARD = "backward"


class Anchor(StrEnum):
    """What a term runs from."""

    FIRST_PUBLICATION = "first_publication"
    LAST_ISSUE = "last_issue"
    CALENDAR_YEAR = "calendar_year"
    RECEIPT = "receipt"
    SERVICE_READY = "service_ready"
    BREACH = "breach"
    STOP = "stop"


class Repeat(StrEnum):
    """Whether a term is followed by the next one."""

    RECURRING = "recurring"
    ONCE = "once"


class Subject(StrEnum):
    """What a rule binds."""

    OPEN_DATASET = "open_dataset"
    OPEN_DATA_LIST = "open_data_list"
    DEFAULT_SHARING_LIST = "default_sharing_list"
    SHARED_DATABASE_CATALOGUE = "shared_database_catalogue"
    AGENCY = "agency"
    DATA_SERVICE = "data_service"
    ACCESS_REQUEST = "access_request"
    DIFFICULTY = "difficulty"


class BasisStatus(StrEnum):
    """What is known of the instrument behind a rule; shown beside every verdict."""

    IN_FORCE = "in_force"
    AMENDED = "amended"
    REPEALED = "repealed"
    REPORTED_REPEALED = "reported_repealed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Rule:
    """One dated duty: ``value`` counted in ``unit`` from ``anchor``.

    ``title`` and ``citation`` are Vietnamese, as shown to readers. ``duty`` is the same for rules
    that follow one another in time. ``if_any`` marks a duty that the text limits with "(nếu có)".
    In force from ``force_from`` up to and including ``force_to``; None is open.
    """

    id: str
    version: int
    duty: str
    title: str
    citation: str
    value: int
    unit: Unit
    counting: Counting
    anchor: Anchor
    repeat: Repeat
    binds: Subject
    force_from: date
    force_to: date | None
    basis_status: BasisStatus
    if_any: bool = False

    def in_force(self, day: date) -> bool:
        """Return whether the rule is in force on ``day``."""
        return self.force_from <= day and (self.force_to is None or day <= self.force_to)


def binding(rules: Iterable[Rule], subject: Subject, day: date) -> tuple[Rule, ...]:
    """Return the rules that bind ``subject`` on ``day``, by id; at most one for each duty."""
    found = (rule for rule in rules if rule.binds is subject and rule.in_force(day))
    return tuple(sorted(found, key=lambda rule: rule.id))


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return every rule of the shipped profiles, by id.

    Raises ValueError for a profile that :func:`read_rules` refuses.
    """
    return read_rules(sorted(_PROFILES.glob("*.yaml")))


def read_rules(profiles: Iterable[Path]) -> tuple[Rule, ...]:
    """Return the rules of the given profile files, by id.

    Raises ValueError where a rule lacks a field or holds an unknown value, where an id stands
    twice, or where two rules of one duty bind the same subject on the same day.
    """
    rules: list[Rule] = []
    for path in profiles:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        rules.extend(_rule(path.name, row) for row in content["rules"])
    rules.sort(key=lambda rule: rule.id)
    for one, other in combinations(rules, 2):
        if one.id == other.id:
            raise ValueError(f"rule {one.id} stands twice")
        if (one.duty, one.binds) == (other.duty, other.binds) and _overlap(one, other):
            raise ValueError(f"rules {one.id} and {other.id} bind on the same days")
    return tuple(rules)


def _overlap(one: Rule, other: Rule) -> bool:
    last = date.max
    return one.force_from <= (other.force_to or last) and other.force_from <= (one.force_to or last)


def _rule(profile: str, row: dict[str, Any]) -> Rule:
    kinds = {
        "unit": Unit,
        "counting": Counting,
        "anchor": Anchor,
        "repeat": Repeat,
        "binds": Subject,
        "basis_status": BasisStatus,
    }
    try:
        if not isinstance(row["value"], int) or row["value"] < 1:
            raise ValueError(f"value {row['value']!r} is no number of {row['unit']}")
        return Rule(**{**row, **{name: kind(row[name]) for name, kind in kinds.items()}})
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{profile}, rule {row.get('id', '?')}: {error}") from None
