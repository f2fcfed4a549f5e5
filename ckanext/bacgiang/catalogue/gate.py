"""The gate before the public: an entry that is shown to everyone is complete.

It stands where every road of CKAN into an entry passes (form, API, patch, revise, bulk, files one
by one): behind validation, before anything is written. Sources: Decree 47/2020/NĐ-CP Art. 11, 17,
20, 21, 24; what is owed stands in the schemas, :func:`.publishing.missing_for_publication` finds
what is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context

from ckanext.bacgiang import clock
from ckanext.bacgiang.catalogue import read, records, serving
from ckanext.bacgiang.catalogue.entry import Agency, Entry, EntryType, Resource, State
from ckanext.bacgiang.catalogue.fields import schema
from ckanext.bacgiang.catalogue.file_types import stated_type
from ckanext.bacgiang.catalogue.publishing import Missing, Reason, missing_for_publication
from ckanext.bacgiang.catalogue.validators.values import bacgiang_date
from ckanext.bacgiang.language import page_language
from ckanext.bacgiang.law.citing import cited
from ckanext.bacgiang.vocabularies.terms import vocabulary

FILES = "bacgiang_files"
"""Where the actions leave the files sent with an entry: CKAN validates only those that changed."""

STANDS_FOR = {"feedback_email": "contact", "publisher": "owner_org"}
"""Fields for which another one stands where they are empty."""

_SENT = ("name", "title", "notes", "owner_org", "private", "state", "license_id", "type")
_EMPTIED = ("title", "notes", "license_id")
"""Fields that CKAN empties in an update that does not send them; it keeps the others."""


def errors(
    context: Context, data: Mapping[str, Any], wrong: Mapping[str, Any]
) -> dict[str, list[Any]]:
    """Return what keeps validated ``data`` from being public, as CKAN's errors by field.

    ``wrong`` are the errors found before; what they speak of already is left out. Empty where the
    entry is not public, or lacks nothing. An entry that has long been public with less may be
    mended step by step: there only what would newly be missing counts.
    """
    package = context.get("package")
    row = _row(data, package)
    if row.private or row.state != State.ACTIVE.value or row.type not in list(EntryType):
        return {}
    found = _missing(records.entry(row, _agencies(row.owner_org), _files(context, package), ()))
    if found and _is_public(package):
        known = set(missing(package.id))
        found = tuple(one for one in found if one not in known)
    named = by_field(
        one for one in found if not wrong.keys() & {one.field, STANDS_FOR.get(one.field, "")}
    )
    if "resources" in named:
        sent = data.get("resources") or [None]
        named["resources"] = [{"url": named["resources"]} for _ in sent]
    return named


def missing(entry_id: str) -> tuple[Missing, ...]:
    """Return what the stored entry with this id lacks to be public, in the order of its form."""
    return tuple(lack for entry in read.entries(ids=[entry_id]) for lack in _missing(entry))


def missing_in_form(kind: str, data: Mapping[str, Any]) -> tuple[Missing, ...]:
    """Return what an entry of this type, as its form holds it, lacks to be public.

    Days count in whatever way they were typed; a form of a new entry has no files yet.
    """
    package = model.Package.get(str(data["id"])) if data.get("id") else None
    extras = {name: _as_stored(kind, name, value) for name, value in data.items()}
    columns = {name: extras.get(name) or None for name in (*_SENT, "id")}
    row = SimpleNamespace(
        **columns | {"id": columns["id"] or "", "name": columns["name"] or "", "type": kind},
        extras=extras,
        metadata_modified=clock.now(),
    )
    row.private, row.state = True, State.DRAFT.value
    files = tuple(map(records.resource, package.resources if package else ()))
    return _missing(records.entry(row, _agencies(row.owner_org), files, ()))


def _as_stored(kind: str, name: str, value: Any) -> Any:
    """Return a value of a form as it would be stored, as far as that matters here."""
    try:
        is_day = schema(kind).field(name).preset.endswith("_date")
        return bacgiang_date(value) if is_day and isinstance(value, str) else value
    except (KeyError, tk.Invalid):
        return value


def by_field(found: Iterable[Missing]) -> dict[str, list[Any]]:
    """Return CKAN's errors for what is missing; a part of the officer stands at the first row."""
    named: dict[str, list[Any]] = {}
    for one in found:
        if one.field == "contact" and one.detail:
            rows = named.setdefault("contact", [{}])
            rows[0][one.detail] = [message(replace(one, detail=""))]
        else:
            named.setdefault(one.field, []).append(message(one))
    return named


def message(one: Missing) -> str:
    """Return in the language of the page what is missing, what to do, and the article."""
    texts = {
        Reason.EMPTY: tk._("Needed for publication: fill it in"),
        Reason.NEVER_PUBLIC: tk._("Data of this class is never public: keep the entry private"),
        Reason.NO_DATA: tk._("Needed for publication: add a file or a service"),
        Reason.ONLY_DOCUMENTS: tk._(
            "Needed for publication: the files here are documents beside the data; add a file with"
            " the data, or a service"
        ),
        Reason.NO_OPEN_FORMAT: tk._(
            "Needed for publication: at least one file in an open format such as CSV, or a service"
        ),
        Reason.UNANSWERED: tk._("Needed for publication: answer this check"),
        Reason.NOT_MET: tk._("This check is not met: what it asks for comes before publication"),
    }
    part = f"{part}: " if (part := _part(one)) else ""
    return f"{part}{texts[one.reason]} ({cited(one.article, page_language())})"


def label(entry_type: str, field: str) -> str:
    """Return the label of a field of the schema in the language of the page."""
    found = schema(entry_type).field(field)
    return found.label_en if page_language() == "en" else found.label_vi


def _part(one: Missing) -> str:
    if one.field == "checklist" and one.detail:
        return vocabulary("checklist_questions").label(one.detail, page_language())
    if one.field == "contact" and one.detail:
        parts = {part.name: part for part in schema(EntryType.DATASET).field("contact").rows}
        part = parts[one.detail]
        return part.label_en if page_language() == "en" else part.label_vi
    return ""


_WANTS_DATA = (Reason.NO_DATA, Reason.ONLY_DOCUMENTS, Reason.NO_OPEN_FORMAT)


def _missing(entry: Entry) -> tuple[Missing, ...]:
    found = missing_for_publication(entry, today=clock.today())
    # Most have their data with them: only where none is found is a service looked for.
    wants_data = any(one.reason in _WANTS_DATA for one in found)
    if wants_data and entry.id and serving.of({entry.id: entry.name}):
        return missing_for_publication(entry, today=clock.today(), has_service=True)
    return found


def _is_public(package: model.Package | None) -> bool:
    return package is not None and not package.private and package.state == State.ACTIVE.value


def _row(data: Mapping[str, Any], package: model.Package | None) -> SimpleNamespace:
    """Return validated data as a row of CKAN's table; what was not sent stays as stored."""
    values = {name: getattr(package, name, None) for name in _SENT}
    values |= dict.fromkeys(_EMPTIED)
    values |= {name: data[name] for name in _SENT if data.get(name) is not None}
    values["state"] = values["state"] or State.ACTIVE.value
    return SimpleNamespace(
        **values,
        id=package.id if package else "",
        extras={row["key"]: row["value"] for row in data.get("extras") or ()},
        metadata_modified=clock.now(),
    )


def _agencies(owner: str | None) -> dict[str, Agency]:
    # By id, and from the session where validation has loaded it already.
    group = (model.Session.get(model.Group, owner) or model.Group.get(owner)) if owner else None
    return {str(owner): records.agency(group)} if group else {}


def _files(context: Context, package: model.Package | None) -> tuple[Resource, ...]:
    sent: Sequence[Any] | None = context.get(FILES)  # type: ignore[assignment]
    if sent is None:
        return tuple(map(records.resource, package.resources if package else ()))
    return tuple(_file(row) for row in sent if isinstance(row, Mapping) and _leads_somewhere(row))


def _leads_somewhere(sent: Mapping[str, Any]) -> bool:
    return bool(getattr(sent.get("upload"), "filename", "") or str(sent.get("url") or "").strip())


def _file(sent: Mapping[str, Any]) -> Resource:
    """Return a file as it was sent, before CKAN has read it."""
    names = ("name", "file_type", "file_role", "packed_type", "format", "url", "method")
    text = {name: str(sent.get(name) or "") for name in names}
    upload = sent.get("upload")
    address = getattr(upload, "filename", "") or text["url"]
    term = stated_type(text["file_type"], text["format"], address)
    row = SimpleNamespace(
        **dict.fromkeys(("description", "mimetype", "size", "hash", "position")),
        name=text["name"],
        id=str(sent.get("id") or ""),
        url=address,
        url_type="upload" if address != text["url"] else sent.get("url_type"),
        format=text["format"],
        extras={
            **text,
            "file_type": term.value if term else "",
        },
    )
    return records.resource(row)
