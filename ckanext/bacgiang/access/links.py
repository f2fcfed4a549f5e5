"""Entries that name others: a reader learns of those alone that they may read.

The address of an entry is made of its title, so the name alone tells of an internal database or a
secret dataset.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.types import Context

from ckanext.bacgiang.access.entries import VISITOR, Labels, labels_of, open_to_all, readable
from ckanext.bacgiang.intake import index

LINKS = ("related", "source_database", "serves")
"""Fields that hold names or ids of other entries."""

OF_DATABASE = "source_database_item"
"""Field that tells what ``source_database`` holds, shown with it alone."""

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


def hide(entries: Iterable[Entry], labels_of_caller: Callable[[], Labels]) -> None:
    """Take the names of entries that the caller may not read out of shown entries, in place.

    Nothing is asked of the database where no entry names another.
    """
    found = [entry for entry in entries if any(entry.get(name) for name in LINKS)]
    labels = labels_of_caller() if found else None
    if labels is None:
        return
    named = {word for entry in found for name in LINKS for word in _words(entry.get(name))}
    known = readable_names(named, labels)
    for entry in found:
        for name in LINKS:
            if entry.get(name) and not set(_words(entry[name])) <= known:
                entry[name] = _kept(entry[name], known)
                if name == "source_database" and entry.get(OF_DATABASE):
                    entry[OF_DATABASE] = ""


def show(context: Context, entry: Entry) -> None:
    """Take the names of entries that the caller may not read out of a shown entry, in place.

    What comes from the search index lacks those that not everyone may read: who may read them
    gets them back.
    """
    package = context.get("package")
    if package is None or package.id != entry.get("id"):
        package = model.Package.get(str(entry.get("id") or ""))
    stored = (package.extras or {}) if package else {}
    for name in (*LINKS, OF_DATABASE):
        if name in entry and stored.get(name):
            value = stored[name]
            entry[name] = _words(value) if isinstance(entry[name], list) else value
    hide([entry], lambda: labels_of(context))


def keep(context: Context, sent: Entry, package: model.Package) -> None:
    """Put back into what is saved the stored names that the caller was not shown, in place.

    Who mends a title would else drop a link to a database that is hidden, renamed or deleted.
    """
    extras, labels = package.extras or {}, labels_of(context)
    if labels is None:
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


def hide_in_document(document: dict[str, Any]) -> None:
    """Take the names of entries that not everyone may read out of an index document, in place."""
    fields = json.loads(document["validated_data_dict"])
    before = {name: fields.get(name) for name in (*LINKS, OF_DATABASE)}
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
    said = [package.extras[link].astext for link in LINKS]
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


def _kept(value: Any, known: set[str]) -> Any:
    words = [word for word in _words(value) if word in known]
    if isinstance(value, list):
        return words
    if value.startswith("["):
        return json.dumps(words)
    return words[0] if words else ""
