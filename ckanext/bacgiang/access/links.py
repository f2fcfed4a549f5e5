"""Entries that name others: a reader learns of those alone that they may read.

The address of an entry is made of its title, so the name alone tells of an internal database or a
secret dataset.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.types import Context

from ckanext.bacgiang.access import ended_links
from ckanext.bacgiang.access.entries import (
    VISITOR,
    Labels,
    is_held,
    labels_of,
    open_to_all,
    readable,
)
from ckanext.bacgiang.catalogue.rows import stored_rows
from ckanext.bacgiang.intake import index

LINKS = ("related", "source_database", "serves")
"""Fields that hold names or ids of other entries."""

OF_DATABASE = "source_database_item"
"""Field that tells what ``source_database`` holds, shown with it alone."""

ROWS, OF_ROW = "data_items", ("service", "dataset")
"""Field that holds rows, and those of their subfields that name an entry."""

Entry = dict[str, Any]


def readable_names(names: Collection[str], labels: Labels) -> set[str]:
    """Return those of the names and ids whose entries the caller may read, in one statement."""
    if not names:
        return set()
    package, asked = model.Package, list(names)
    statement = sa.select(package.name, package.id).where(
        sa.or_(package.name.in_(asked), package.id.in_(asked)), readable(labels)
    )
    return {word for row in model.Session.execute(statement) for word in row} & set(names)


def hide(
    entries: Iterable[Entry],
    labels_of_caller: Callable[[], Labels],
    instead: Callable[[Entry, str, str], str] = lambda entry, field, name: "",
) -> None:
    """Take the names of entries that the caller may not read out of shown entries, in place.

    ``instead`` says what stands for the name in that field. Nothing is asked of the database
    where no entry names another.
    """
    found = [entry for entry in entries if any(_named(entry))]
    labels = labels_of_caller() if found else None
    if labels is None:
        return
    known = readable_names({word for entry in found for word in _named(entry)}, labels)
    for entry in found:
        for name in LINKS:
            if entry.get(name) and not set(_words(entry[name])) <= known:
                stand_ins = {
                    word: word if word in known else instead(entry, name, word)
                    for word in _words(entry[name])
                }
                entry[name] = _replaced(entry[name], stand_ins)
                if name == "source_database" and entry.get(OF_DATABASE):
                    entry[OF_DATABASE] = instead(entry, OF_DATABASE, entry[OF_DATABASE])
        rows = stored_rows(entry, ROWS)
        for row, name in ((row, name) for row in rows for name in OF_ROW if row.get(name)):
            row[name] = row[name] if row[name] in known else instead(entry, name, row[name])
        if rows:
            entry[ROWS] = _like(entry[ROWS], rows)


def show(context: Context, entry: Entry) -> None:
    """Take the names of entries that the caller may not read out of a shown entry, in place.

    What comes from the search index lacks those that not everyone may read: who may read them
    gets them back. Who works in the agency sees a mark where a link has ended.
    """
    package = context.get("package")
    if package is None or package.id != entry.get("id"):
        package = model.Package.get(str(entry.get("id") or ""))
    stored = (package.extras or {}) if package else {}
    for name in (*LINKS, OF_DATABASE):
        if name in entry and stored.get(name):
            value = stored[name]
            entry[name] = _words(value) if isinstance(entry[name], list) else value
    if isinstance(entry.get(ROWS), list):
        for row, kept in zip(entry[ROWS], stored_rows(stored, ROWS), strict=False):
            row.update({name: kept[name] for name in OF_ROW if name in row and kept.get(name)})
    labels = labels_of(context)
    if package is not None and is_held(package, labels):
        id_ = package.id
        hide([entry], lambda: labels, lambda _, field, name: ended_links.mark(id_, field, name))
    else:
        hide([entry], lambda: labels)


def keep(context: Context, sent: Entry, package: model.Package) -> None:
    """Put the stored names back into what is saved, in place.

    A mark becomes the name that it stands for; left out, its link is taken out. Who is shown no
    marks keeps what they were not shown: mending a title would else drop a link.
    """
    extras, labels = package.extras or {}, labels_of(context)
    _unmark(sent, package)
    if labels is None or is_held(package, labels):
        return
    for name in LINKS:
        stored, given = _words(extras.get(name)), _words(sent.get(name))
        known = readable_names(stored, labels)
        hidden = [word for word in stored if word not in known and word not in given]
        if not hidden or (name == "source_database" and given):
            continue
        sent[name] = hidden[0] if name == "source_database" else [*given, *hidden]
        if name == "source_database" and not sent.get(OF_DATABASE) and extras.get(OF_DATABASE):
            sent[OF_DATABASE] = extras[OF_DATABASE]


def _unmark(sent: Entry, package: model.Package) -> None:
    """Put the names in place of their marks; the item goes with the database that listed it."""
    extras = package.extras or {}
    if ended_links.is_mark(sent.get(OF_DATABASE)) and not ended_links.is_mark(
        sent.get("source_database")
    ):
        sent[OF_DATABASE] = ""
    for name in (*LINKS, OF_DATABASE):
        if any(ended_links.is_mark(word) for word in _words(sent.get(name))):
            names = ended_links.names_of(package.id, name, _words(extras.get(name)))
            words = {word: names.get(word, word) for word in _words(sent[name])}
            sent[name] = _replaced(sent[name], words)
    rows = stored_rows(sent, ROWS) if isinstance(sent.get(ROWS), list) else []
    boxes = [(row, name, name) for row in rows for name in OF_ROW]
    # A form sends each box of a row by itself.
    boxes += [
        (sent, key, key.rpartition("-")[2])
        for key in sent
        if key.startswith(f"{ROWS}-") and key.rpartition("-")[2] in OF_ROW
    ]
    for holder, key, name in boxes:
        if ended_links.is_mark(holder.get(key)):
            said = [str(row.get(name) or "") for row in stored_rows(extras, ROWS)]
            names = ended_links.names_of(package.id, name, said)
            holder[key] = names.get(holder[key], holder[key])


def hide_in_document(document: dict[str, Any]) -> None:
    """Take the names of entries that not everyone may read out of an index document, in place."""
    fields = json.loads(document["validated_data_dict"])
    before = {name: copy.deepcopy(fields.get(name)) for name in (*LINKS, OF_DATABASE, ROWS)}
    hide([fields], lambda: VISITOR)
    if before == {name: fields.get(name) for name in before}:
        return
    document["validated_data_dict"] = json.dumps(fields)
    plain = json.loads(document["data_dict"])
    for extra in plain.get("extras") or []:
        if extra["key"] in before:
            extra["value"] = _like(extra["value"], fields.get(extra["key"]))
    document["data_dict"] = json.dumps(plain)
    for name in before:
        for key in (name, f"extras_{name}"):
            if key in document:
                document[key] = _like(document[key], fields.get(name))


def index_naming(entry_id: str) -> None:
    """Let the entries be indexed that name one which not everyone may read: it leaves the index.

    Does nothing for an entry that is open to all.
    """
    package = model.Package
    model.Session.flush()
    statement = sa.select(package.name).where(package.id == entry_id, sa.not_(open_to_all()))
    name = model.Session.execute(statement).scalar()
    if name is None:
        return
    said = [package.extras[link].astext for link in (*LINKS, ROWS)]
    names_it = sa.or_(
        *(
            text.contains(word, autoescape=True)
            for text in said
            for word in (f'"{name}"', f'"{entry_id}"')
        ),
        *(text.in_([name, entry_id]) for text in said),
    )
    found = sa.select(package.id).where(names_it, package.state == model.State.ACTIVE)
    for naming in list(model.Session.execute(found).scalars()):
        index.soon(naming)


def _like(old: Any, new: Any) -> Any:
    """Return the new value in the shape of the old one: a list or its JSON text."""
    return json.dumps(new) if isinstance(old, str) and isinstance(new, list) else new


def _words(value: Any) -> list[str]:
    if isinstance(value, str) and value.startswith("["):
        try:
            value = json.loads(value)
        except ValueError:
            return [value]
    if isinstance(value, list):
        return [word for word in value if isinstance(word, str)]
    return [value] if isinstance(value, str) and value else []


def _named(entry: Entry) -> Iterator[str]:
    """Yield each name of another entry that stands in the entry's links and rows."""
    for name in LINKS:
        yield from _words(entry.get(name))
    for row in stored_rows(entry, ROWS):
        yield from (row[name] for name in OF_ROW if isinstance(row.get(name), str) and row[name])


def _replaced(value: Any, words: Mapping[str, str]) -> Any:
    """Return the value with other words in it, in its own shape; an empty word is left out."""
    found = [words[word] for word in _words(value) if words[word]]
    if isinstance(value, list):
        return found
    if value.startswith("["):
        return json.dumps(found)
    return found[0] if found else ""
