"""From a row of CKAN's tables to a record of the catalogue: the one place that knows field names.

A row has the columns of ``package`` (``group``, ``resource``); the fields of our schemas stand in
its ``extras``. What is stored but cannot be read is taken for not stated, never an error: it was
refused at entry, or came by a road that no validator sees.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ckanext.bacgiang.catalogue import parts, stored
from ckanext.bacgiang.catalogue.core.file_role import FileRole, role_of
from ckanext.bacgiang.catalogue.entry import (
    Agency,
    Contact,
    Database,
    DataClass,
    Dataset,
    Entry,
    EntryType,
    Resource,
    Service,
    State,
)

Row = Any
Extras = Mapping[str, Any]


def agency(row: Row) -> Agency:
    """Return the agency of a row of the table ``group``."""
    extras: Extras = row.extras or {}
    contacts = stored.rows(extras, "contact", _contact)
    return Agency(
        id=row.id,
        name=row.name,
        title=row.title or row.name,
        **stored.texts(
            extras, "kind", "identifier", "parent", "readiness", "unit_code", "successor"
        ),
        email=contacts[0].email if contacts else "",
        contacts=contacts,
        valid_from=stored.day(extras.get("valid_from")),
        valid_to=stored.day(extras.get("valid_to")),
        predecessors=stored.split(extras.get("predecessor")),
    )


def resource(row: Row) -> Resource:
    """Return the file or service of a row of the table ``resource``."""
    extras: Extras = row.extras or {}
    return Resource(
        id=row.id,
        name=row.name or "",
        description=row.description or "",
        url=row.url or "",
        uploaded=row.url_type == "upload",
        format=row.format or "",
        mimetype=row.mimetype or "",
        size=row.size,
        hash=row.hash or "",
        position=row.position or 0,
        **stored.texts(extras, "file_type", "packed_type", "hash_algorithm"),
        **stored.texts(extras, "temporal_start", "temporal_end"),
        issued=stored.day(extras.get("issued")),
        modified=stored.day(extras.get("modified")),
        method=stored.text(extras, "method") or "download",
        dictionary=stored.rows(extras, "data_dictionary", _column),
        public_document=extras.get("public_document") == "true",
        is_document=role_of({**extras, "name": row.name, "format": row.format, "url": row.url})
        is FileRole.DOCUMENT,
    )


def entry(
    row: Row,
    agencies: Mapping[str, Agency],
    resources: tuple[Resource, ...],
    tags: tuple[str, ...],
) -> Entry:
    """Return the entry of a row of the table ``package``, of the class that its type says."""
    extras: Extras = row.extras or {}
    shared: dict[str, Any] = {
        "id": row.id,
        "name": row.name,
        "type": EntryType(row.type),
        "title": row.title or row.name,
        "notes": row.notes or "",
        "agency": agencies.get(row.owner_org),
        "private": bool(row.private),
        "state": State(row.state),
        "data_class": _data_class(extras.get("data_class")),
        "themes": stored.values(extras.get("theme")),
        "tags": tags,
        "contacts": stored.rows(extras, "contact", _contact),
        "language": stored.values(extras.get("language")),
        "metadata_modified": row.metadata_modified,
        "resources": resources,
        **stored.texts(extras, "identifier", "publisher", "legal_basis", "demonstration"),
    }
    if row.type == EntryType.DATABASE.value:
        return _database(shared, extras)
    if row.type == EntryType.SERVICE.value:
        return _service(shared, extras)
    return _dataset(shared, extras, row.license_id or "")


def _dataset(shared: dict[str, Any], extras: Extras, license_id: str) -> Dataset:
    return Dataset(
        **shared,
        **stored.texts(extras, "frequency", "source_database", "temporal_start", "temporal_end"),
        **stored.texts(
            extras, "license_version", "feedback_email", "feedback_name", "completeness"
        ),
        **stored.texts(extras, "conforms_to", "documentation"),
        issued=stored.day(extras.get("issued")),
        modified=stored.day(extras.get("modified")),
        license_id=license_id,
        listed=parts.ListPlace(
            stored.text(extras, "list_decision"),
            stored.day(extras.get("list_date")),
            stored.text(extras, "list_item"),
        ),
        source_item=stored.text(extras, "source_database_item"),
        spatial_units=stored.values(extras.get("spatial_unit")),
        demand_priority=extras.get("demand_priority") == "true",
        related=stored.values(extras.get("related")),
        modified_unknown=extras.get("modified_unknown") == "true",
        checklist=parts.Checklist(
            stored.rows(extras, "checklist", _check),
            stored.text(extras, "checklist_signer"),
            stored.day(extras.get("checklist_date")),
        ),
    )


def _database(shared: dict[str, Any], extras: Extras) -> Database:
    return Database(
        **shared,
        **stored.texts(extras, "purpose", "scope", "content", "level", "frequency", "operator"),
        **stored.texts(
            extras, "collection_mechanism", "update_mechanism", "basic_data", "master_data"
        ),
        **stored.texts(extras, "use_period", "log_retention", "readiness", "hosted_at"),
        exchange_structure=stored.text(extras, "exchange_structure"),
        data_sources=stored.rows(extras, "data_sources", _source),
        data_items=stored.rows(extras, "data_items", _item),
        code_lists=stored.rows(extras, "code_lists", _code_list),
        rules=_rules(extras),
        in_warehouse=stored.yes_no(extras.get("in_warehouse")),
        decision=parts.Decision(
            stored.text(extras, "decision"),
            stored.day(extras.get("decision_date")),
            stored.text(extras, "decision_item"),
        ),
        last_reviewed=stored.day(extras.get("last_reviewed")),
        next_review=stored.day(extras.get("next_review")),
        inspections=stored.rows(extras, "inspections", _inspection),
    )


def _service(shared: dict[str, Any], extras: Extras) -> Service:
    return Service(
        **shared,
        **stored.texts(
            extras, "endpoint_url", "protocol", "platform", "direct_reason", "registry_id"
        ),
        **stored.texts(
            extras, "network", "endpoint_description", "exchange_structure", "conforms_to"
        ),
        **stored.texts(
            extras, "access_notes", "sharing_method", "sharing_form", "connection_capacity"
        ),
        **stored.texts(extras, "duration", "authentication", "account_issuer", "security_level"),
        termination_reason=stored.text(extras, "termination_reason"),
        serves=stored.values(extras.get("serves")),
        endpoint_public=stored.yes_no(extras.get("endpoint_public")),
        parameters=stored.rows(extras, "parameters", _parameter),
        applied_standards=stored.split(extras.get("applied_standards")),
        auth_required=stored.yes_no(extras.get("auth_required")),
        rules=_rules(extras),
        guides=stored.rows(extras, "guides", _guide),
        service_start=stored.day(extras.get("service_start")),
        info_published=stored.day(extras.get("info_published")),
        suspensions=stored.rows(extras, "suspensions", _suspension),
        terminated=stored.day(extras.get("terminated")),
    )


def _made_of(make: Callable[..., stored.Part], *names: str) -> Callable[[Extras], stored.Part]:
    return lambda row: make(**stored.texts(row, *names))


_contact = _made_of(Contact, "name", "position", "function", "phone", "email")
_column = _made_of(parts.Column, "column", "meaning", "unit", "type", "code_list")
_check = _made_of(parts.Check, "question", "answer", "note")
_source = _made_of(parts.DataSource, "name", "provider", "note")
_code_list = _made_of(parts.CodeList, "name", "issued_by", "url")
_guide = _made_of(parts.Guide, "title", "url")


def _item(row: Extras) -> parts.DataItem:
    return parts.DataItem(
        **stored.texts(
            row, "name", "description", "data_class", "sharing_kind", "service", "dataset"
        ),
        consumers=stored.split(row.get("consumers")),
    )


def _inspection(row: Extras) -> parts.Inspection:
    return parts.Inspection(
        **stored.texts(row, "year", "kind", "result", "finding"),
        result_day=stored.day(row.get("result_day")),
    )


def _parameter(row: Extras) -> parts.Parameter:
    mandatory = row.get("mandatory") == "true"
    return parts.Parameter(**stored.texts(row, "name", "meaning", "type"), mandatory=mandatory)


def _suspension(row: Extras) -> parts.Suspension:
    return parts.Suspension(
        **stored.texts(row, "reason", "content", "late_reason"),
        starts=stored.day(row.get("starts")),
        expected=stored.day(row.get("expected")),
        ended=stored.day(row.get("ended")),
        announced=stored.day(row.get("announced")),
        told=stored.split(row.get("told")),
    )


def _rules(extras: Extras) -> parts.Rules:
    return parts.Rules(
        stored.text(extras, "exploitation_rules"),
        stored.day(extras.get("exploitation_rules_date")),
        stored.text(extras, "exploitation_rules_url"),
        stored.text(extras, "exploitation_rules_covers"),
    )


def _data_class(value: Any) -> DataClass | None:
    try:
        return DataClass(str(value or ""))
    except ValueError:
        return None
