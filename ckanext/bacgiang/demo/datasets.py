"""The demonstration's datasets: real files, real titles of tables, cases of the rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from ckanext.bacgiang.catalogue.text import slug
from ckanext.bacgiang.demo.agencies import agency_id
from ckanext.bacgiang.demo.planned import DataFile, Kind, Planned, stable_id, value
from ckanext.bacgiang.demo.sources import (
    Table,
    assignment,
    columns,
    demonstration,
    listed,
    tables,
    text,
)
from ckanext.bacgiang.demo.timeline import Timeline, timeline
from ckanext.bacgiang.vocabularies.terms import vocabulary

_FREQUENCIES = {"A": "ANNUAL", "Q": "QUARTERLY", "M": "MONTHLY", "A;Q": "QUARTERLY"}
"""The letters of the source; of two rhythms the quicker one."""

_OLDEST_FILE = 4
"""Files tell of units of July 2025: they were published in the last four windows, one year."""

_PRIVATE = ("draft", "internal", "no_data")
"""Cases of what is not public: not yet, never, or not without data."""


def datasets(loaded: date) -> tuple[Planned, ...]:
    """Return the datasets as published and updated until ``loaded``, the day of loading.

    Those with files come first; names are unique, and do not depend on the day.
    """
    taken: set[str] = set()
    planned = []
    for position, (build, row) in enumerate(_rows()):
        found = build(row, position, loaded)
        name = slug(found.title, taken=frozenset(taken))
        taken.add(name)
        identifier = f"BG-DL-{position + 1:04d}"
        planned.append(replace(found, name=name, fields={**found.fields, "identifier": identifier}))
    return tuple(planned)


Build = Callable[[Any, int, date], Planned]


def _rows() -> Iterator[tuple[Build, Any]]:
    yield from ((_with_files, row) for row in listed("files"))
    yield from ((_linked, table) for table in tables())
    yield from ((_case, row) for row in listed("others"))


def _with_files(row: dict[str, Any], position: int, loaded: date) -> Planned:
    source = text("resource", "file", source=row["source"])
    story = timeline(row["key"], position, oldest=_OLDEST_FILE)
    fields = {
        **_common(row["themes"], row["tags"], row["agency"], "open"),
        **_published(story, position, loaded),
        "notes": row["notes"],
        "frequency": value("frequencies", row["frequency"]),
        "license_id": row["license_id"],
        "temporal_start": row.get("start", ""),
        "temporal_end": row.get("end", ""),
        "spatial_unit": _area(row),
        "source_database": database_name(row.get("source_database", "")),
        "legal_basis": row.get("legal_basis", ""),
        "completeness": row.get("completeness", ""),
    }
    files = tuple(
        DataFile(
            one["file"],
            one["name"],
            source,
            value("file_types", one["type"]),
            columns(one["file"]) if one["type"] == "CSV" else (),
        )
        for one in row["files"]
    )
    label = demonstration("file", source=row["source"])
    return Planned(Kind.DATASET, row["key"], "", row["title"], label, _stated(fields), files, story)


def _linked(table: Table, position: int, loaded: date) -> Planned:
    source = listed("topics")["sources"][table.source]
    given = assignment(table)
    story = timeline(table.id, position)
    fields = {
        **_common(given.themes, given.tags, given.agency, "open", source["language"]),
        **_published(story, position, loaded),
        "notes": _notes(table, source["name"]),
        "frequency": value("frequencies", _frequency(table)),
        "license_id": "vn-nd47-dieu18",
        "temporal_start": table.start,
        "temporal_end": table.end,
        "resources": [
            {
                "id": stable_id("resource", table.id),
                "url": table.url,
                "name": source["resource"],
                "description": text("resource", "table"),
                "file_type": value("file_types", source["file_type"]),
                "method": value("access_methods", source["method"]),
            }
        ],
    }
    return Planned(
        Kind.DATASET, table.id, "", table.full_title, _label(table), _stated(fields), (), story
    )


def _case(row: dict[str, Any], position: int, loaded: date) -> Planned:
    fields = {
        **_common(row["themes"], (), row["agency"], row["class"]),
        **_place_on_list(position, loaded),
        "notes": text("notes", "other"),
        "frequency": value("frequencies", "ANNUAL"),
        "license_id": "vn-nd47-dieu18",
        "modified": loaded.isoformat(),
        "private": row["case"] in _PRIVATE,
    }
    label = demonstration("other")
    return Planned(Kind.DATASET, row["key"], "", row["title"], label, _stated(fields))


def database_name(key: str) -> str:
    """Return the name of the planned shared database ``key``, nothing for no key.

    Raises StopIteration where no database has that key.
    """
    if not key:
        return ""
    return slug(next(row["title"] for row in listed("databases") if row["key"] == key))


def _stated(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: given for name, given in fields.items() if given not in ("", [], ())}


def _common(
    themes: Any, tags: Any, agency: str, data_class: str, language: str = "VIE"
) -> dict[str, Any]:
    return {
        "theme": [value("themes", code) for code in themes],
        "tag_string": ",".join(tags),
        "owner_org": agency_id(agency),
        "feedback_email": text("agency", "email", name=agency),
        "data_class": data_class,
        "language": [value("languages", language)],
    }


def _published(story: Timeline, position: int, loaded: date) -> dict[str, Any]:
    issued = story.issued(loaded)
    return {
        "issued": issued.isoformat(),
        "modified": story.modified(issued).isoformat(),
        **_place_on_list(position, loaded),
        **_checked(loaded),
    }


def _checked(loaded: date) -> dict[str, Any]:
    """Return the checks before publication, all met and signed."""
    questions = vocabulary("checklist_questions")
    return {
        "checklist": [{"question": one.value, "answer": "met"} for one in questions],
        "checklist_signer": text("signer"),
        "checklist_date": (loaded - timedelta(days=762)).isoformat(),
    }


def _place_on_list(position: int, loaded: date) -> dict[str, Any]:
    return {
        "list_decision": text("list_decision"),
        "list_date": (loaded - timedelta(days=760)).isoformat(),
        "list_item": str(position + 1),
    }


def _area(row: dict[str, Any]) -> list[str]:
    if row.get("national"):
        return []
    return ["2025-24"] if row.get("start") == "2025-07-01" else ["2022-24"]


def _label(table: Table) -> str:
    source = listed("topics")["sources"][table.source]
    stated = table.source == "nsdp" and table.frequency
    return demonstration(
        "table",
        real=text("real", "nsdp-frequency" if stated else table.source),
        source=source["name"],
        host=source["host"],
        id=table.id,
        frequency="" if stated else text("assumed_frequency"),
    )


def _frequency(table: Table) -> str:
    if table.frequency:
        return _FREQUENCIES[table.frequency]
    monthly = table.topic == "MET" or "các tháng" in table.title.lower()
    return "MONTHLY" if monthly else "ANNUAL"


def _notes(table: Table, source: str) -> str:
    topic = listed("topics")["series"].get(table.topic, table.topic)
    _, divided, dimensions = table.title.rpartition("chia theo ")
    period = ""
    if table.start:
        period = text("notes", "period", start=_written(table.start), end=_written(table.end))
    notes = text(
        "notes",
        table.source,
        topic=topic,
        source=source,
        cells=f"{table.cells:,}".replace(",", "."),
        dimensions=text("notes", "dimensions", dimensions=dimensions) if divided else "",
        period=period,
    )
    if table.frequency:
        rhythm = vocabulary("frequencies").label(_frequency(table)).lower()
        notes += text("notes", "frequency", frequency=rhythm)
    return notes


def _written(month: str) -> str:
    return "/".join(reversed(month.split("-")))
