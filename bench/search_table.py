"""What the table of searches and the bench share: documents, scratch cores, ways to search.

Must run inside a loaded CKAN (a test, or ``ckan shell``); touches no database and no core but its
own scratch cores.
"""

from __future__ import annotations

import base64
import json
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from unittest import mock

import ckan.plugins.toolkit as tk
import yaml
from ckan import model
from ckan.lib.search import SearchError, index
from ckan.logic.action import get

from ckanext.bacgiang.demo.plan import Province
from ckanext.bacgiang.demo.planned import Planned

CASES = Path(__file__).parent.parent / "tests" / "portal" / "search" / "cases.yaml"

ADDED = CASES.with_name("added_entries.yaml")
"""Entries of kinds that the demonstration province has none of; they are public datasets."""

# Fields that CKAN keeps in columns; all others are extras to a stock CKAN.
_COLUMNS = ("id", "name", "title", "notes", "type", "private", "owner_org", "license_id")


@dataclass(frozen=True, slots=True)
class Case:
    """A query, and the titles of which one has to come first. ``why`` says what it is about."""

    query: str
    first: tuple[str, ...]
    why: str


def cases() -> list[Case]:
    """Return the table, in its order."""
    rows = yaml.safe_load(CASES.read_text(encoding="utf-8"))
    return [
        Case(row["q"], _several(row["first"]), why) for why, group in rows.items() for row in group
    ]


def _several(first: str | list[str]) -> tuple[str, ...]:
    return (first,) if isinstance(first, str) else tuple(first)


Pair = tuple[dict[str, Any], dict[str, Any]]
"""A dataset as CKAN's own schema shows it, and as the portal's does."""


def documents(province: Province) -> Iterator[Pair]:
    """Yield the public entries of a planned province, as if loaded, and those of ``ADDED``."""
    agencies = {agency.id: agency for agency in province.agencies}
    yield from _added(province)
    for entry in (*province.databases, *province.services, *province.datasets):
        if not entry.fields.get("private"):
            yield _pair(entry, agencies[entry.fields["owner_org"]])


def _added(province: Province) -> Iterator[Pair]:
    """Yield the added entries, each of the agency of the province's first dataset."""
    agency = next(
        one for one in province.agencies if one.id == province.datasets[0].fields["owner_org"]
    )
    for place, row in enumerate(yaml.safe_load(ADDED.read_text(encoding="utf-8"))):
        words = {"type": "dataset", "data_class": "open", "notes": "", "owner_org": agency.id}
        columns = {"id": f"added-{place:030d}", "name": f"added-{place}"}
        fields = words | columns | row
        yield _documents(fields, agency, tags=[], resources=[])


def _pair(entry: Planned, agency: Planned) -> Pair:
    fields = entry.as_dict()
    words = [tag for tag in fields.pop("tag_string", "").split(",") if tag]
    tags = [{"name": tag, "display_name": tag} for tag in words]
    files = [
        {"id": f"{entry.id[:24]}{place:012d}", "name": file.name, "description": file.description}
        for place, file in enumerate(entry.files)
    ]
    resources = [*fields.pop("resources", []), *files]
    return _documents(fields, agency, tags=tags, resources=resources)


def _documents(
    fields: dict[str, Any], agency: Planned, *, tags: list[Any], resources: list[Any]
) -> Pair:
    shared = {
        "private": False,
        "state": "active",
        "tags": tags,
        "resources": resources,
        "num_resources": len(resources),
        "organization": {"id": agency.id, "name": agency.name, "title": agency.title},
        "groups": [],
        "metadata_created": "2026-01-01T00:00:00",
        "metadata_modified": "2026-01-01T00:00:00",
    }
    extras = [
        {"key": name, "value": value if isinstance(value, str) else json.dumps(value)}
        for name, value in fields.items()
        if name not in _COLUMNS
    ]
    columns = {name: fields[name] for name in _COLUMNS if name in fields}
    return {**columns, **shared, "extras": extras}, {**fields, **shared}


def write(pairs: Iterator[Pair] | list[Pair], *, stock: bool = False) -> None:
    """Index documents into the core in force; ``stock`` as a CKAN without any extension would."""
    writer = index.PackageSearchIndex()
    plugins = mock.patch.object(index, "PluginImplementations", return_value=[])
    labels = mock.patch.object(index.model.Package, "get", return_value=None)
    with plugins if stock else nullcontext(), labels:
        for default, custom in pairs:
            writer.index_package({**default, "with_custom_schema": custom}, defer_commit=True)
    index.make_connection().commit(waitSearcher=True)


@contextmanager
def scratch_core(name: str, configset: str) -> Iterator[None]:
    """Make a core of the configset on the Solr in force, use it, and remove it."""
    with made_core(name, configset) as url, in_use(url):
        yield


@contextmanager
def made_core(name: str, configset: str) -> Iterator[str]:
    """Make a core of the configset on the Solr in force; yield its address, then remove it."""
    server = str(tk.config["solr_url"]).rsplit("/", 1)[0]
    _admin(server, action="UNLOAD", core=name, deleteInstanceDir="true", tolerant=True)
    _admin(server, action="CREATE", name=name, configSet=configset)
    try:
        yield f"{server}/{name}"
    finally:
        _admin(server, action="UNLOAD", core=name, deleteInstanceDir="true")


def in_use(url: str) -> AbstractContextManager[Any]:
    """Have CKAN speak to this core."""
    return mock.patch.dict(tk.config, {"solr_url": url})


def _admin(server: str, *, tolerant: bool = False, **parameters: str) -> None:
    address = f"{server}/admin/cores?{urllib.parse.urlencode(parameters)}"
    try:
        request = urllib.request.Request(address)  # noqa: S310
        if user := tk.config.get("solr_user"):
            word = f"{user}:{tk.config['solr_password']}".encode()
            request.add_header("Authorization", f"Basic {base64.b64encode(word).decode()}")
        urllib.request.urlopen(request, timeout=30).close()  # noqa: S310
    except OSError:
        if not tolerant:
            raise


def ours(query: str, rows: int = 10) -> list[str]:
    """Return the titles found by the portal's own search, best first."""
    found = tk.get_action("package_search")({"ignore_auth": True}, {"q": query, "rows": rows})
    return [entry["title"] for entry in found["results"]]


def stock(query: str, rows: int = 10) -> list[str]:
    """Return the titles found by CKAN's own action without any extension; none where it fails."""
    with mock.patch.object(get.plugins, "PluginImplementations", return_value=[]):
        try:
            context = {"ignore_auth": True, "model": model, "session": model.Session, "user": ""}
            found = get.package_search(context, {"q": query, "rows": rows})
        except SearchError:  # the reader sees an error page
            return []
    return [entry["title"] for entry in found["results"]]


def right(case: Case, titles: list[str]) -> bool:
    """Tell whether a right title comes first."""
    return bool(titles) and titles[0] in case.first


DAY = date(2026, 11, 25)
"""A day to plan the province for; no title depends on it."""
