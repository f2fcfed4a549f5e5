"""Parts of an entry that come in rows, or that belong together, as plain values.

Days are days of the portal's zone, None where unknown; texts are empty where nothing is stated.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Column:
    """What one column of a file means; ``type`` is a code of the list ``column_types``."""

    column: str
    meaning: str = ""
    unit: str = ""
    type: str = ""
    code_list: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """An answer to one question of the checks before publication (Decree 47/2020 Art. 20)."""

    question: str
    answer: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Checklist:
    """The checks before publication, who signed them and when."""

    checks: tuple[Check, ...] = ()
    signer: str = ""
    signed: date | None = None


@dataclass(frozen=True, slots=True)
class DataSource:
    """Where a database has its data from (Decree 47/2020 Art. 11.4c)."""

    name: str
    provider: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class DataItem:
    """An item of a database for some of its consumers (Decree 47/2020 Art. 11.4d).

    ``data_class`` is open, default_shared or on_request; the same item may be one thing to some
    consumers and another to others, and then takes several rows. ``service`` and ``dataset`` are
    names of entries.
    """

    name: str
    description: str = ""
    data_class: str = ""
    sharing_kind: str = ""
    consumers: tuple[str, ...] = ()
    service: str = ""
    dataset: str = ""


@dataclass(frozen=True, slots=True)
class CodeList:
    """A common code list that a database uses (Decree 47/2020 Art. 3.7, 9.2)."""

    name: str
    issued_by: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """Rules of exploitation and use (Decree 47/2020 Art. 22): number, day, public address."""

    number: str = ""
    day: date | None = None
    url: str = ""
    covers: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision that issued a catalogue, and the item in it."""

    number: str = ""
    day: date | None = None
    item: str = ""


@dataclass(frozen=True, slots=True)
class Inspection:
    """A yearly inspection of a database (Decree 47/2020 Art. 16)."""

    year: str
    kind: str = ""
    result: str = ""
    result_day: date | None = None
    finding: str = ""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a service (Decree 47/2020 Art. 24.3a)."""

    name: str
    meaning: str = ""
    type: str = ""
    mandatory: bool = False


@dataclass(frozen=True, slots=True)
class Guide:
    """A document that helps to connect to a service (Decree 47/2020 Art. 33.3)."""

    title: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Suspension:
    """A notice that a service stops for a time (Decree 47/2020 Art. 43).

    ``reason`` is a code of the list ``suspension_reasons``; ``told`` are the bodies told.
    """

    reason: str
    starts: date | None = None
    expected: date | None = None
    ended: date | None = None
    announced: date | None = None
    told: tuple[str, ...] = ()
    content: str = ""
    late_reason: str = ""


@dataclass(frozen=True, slots=True)
class Serving:
    """A public service by which the data of a dataset is had.

    ``published`` is the day the service was first public.
    """

    id: str
    name: str
    title: str
    notes: str = ""
    published: date | None = None


@dataclass(frozen=True, slots=True)
class ListPlace:
    """Place on the published open data list (Decree 47/2020 Art. 17.2)."""

    decision: str
    date: date | None
    item: str
