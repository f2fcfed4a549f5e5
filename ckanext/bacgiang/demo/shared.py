"""The demonstration's shared databases and data-sharing services."""

from __future__ import annotations

from typing import Any

from ckanext.bacgiang.catalogue.text import slug
from ckanext.bacgiang.demo.agencies import agency_id
from ckanext.bacgiang.demo.datasets import database_name
from ckanext.bacgiang.demo.planned import Kind, Planned, value
from ckanext.bacgiang.demo.sources import demonstration, listed, text

ISSUED = "2023-06-15"
"""Day of the assumed decision and rules."""

SHARING_FORMS = {"open": "open", "default_shared": "default", "on_request": "on_request"}
"""How data of a class is shared."""


def databases() -> tuple[Planned, ...]:
    """Return the shared databases, each with a name of its own."""
    return tuple(_database(row, number) for number, row in enumerate(listed("databases"), 1))


def services() -> tuple[Planned, ...]:
    """Return the services, each with the databases it serves."""
    by_key = {row["key"]: row for row in listed("databases")}
    return tuple(
        _service(row, by_key[row["serves"][0]], number)
        for number, row in enumerate(listed("services"), 1)
    )


def _database(row: dict[str, Any], number: int) -> Planned:
    basis = row.get("legal_basis", "")
    label = demonstration("database", basis=basis) if basis else demonstration("database_assumed")
    fields = {
        "identifier": f"BG-CSDL-{number:03d}",
        "purpose": text("database", "purpose", subject=row["subject"]),
        "scope": text("database", "scope"),
        "content": text("database", "content", content=row["content"]),
        "collection_mechanism": text("database", "collection"),
        "update_mechanism": text("database", "update"),
        "theme": [value("themes", code) for code in row["themes"]],
        "owner_org": agency_id(row["agency"]),
        "data_class": row["class"],
        "level": value("database_levels", row["level"]),
        "frequency": value("frequencies", row["frequency"]),
        "data_sources": [{"name": text("database", "source", subject=row["subject"])}],
        "data_items": _items(row),
        "decision": text("database", "decision"),
        "decision_date": ISSUED,
        "decision_item": str(number),
        **_rules(row["key"]),
        **({"legal_basis": basis} if basis else {}),
    }
    return Planned(Kind.DATABASE, row["key"], slug(row["title"]), row["title"], label, fields)


def _items(row: dict[str, Any]) -> list[dict[str, Any]]:
    """Return an item for each part that the contents name."""
    parts = [part.strip() for part in row["content"].replace(";", ",").split(",")]
    names = dict.fromkeys(part[:1].upper() + part[1:] for part in parts if part)
    consumers = {} if row["class"] == "open" else {"consumers": text("database", "consumers")}
    return [{"name": name, "data_class": row["class"], **consumers} for name in names]


def _rules(key: str) -> dict[str, str]:
    return {
        "exploitation_rules": text("database", "rules"),
        "exploitation_rules_date": ISSUED,
        "exploitation_rules_url": text("database", "rules_url", key=key),
    }


def _service(row: dict[str, Any], served: dict[str, Any], number: int) -> Planned:
    reason = row.get("direct_reason", "")
    fields = {
        "identifier": f"BG-DV-{number:03d}",
        "notes": text("service", "notes", purpose=row["purpose"]),
        "theme": [value("themes", code) for code in served["themes"]],
        "owner_org": agency_id(served["agency"]),
        "data_class": served["class"],
        "serves": [database_name(key) for key in row["serves"]],
        "platform": value("platforms", row["platform"]),
        "protocol": value("protocols", row["protocol"]),
        "endpoint_url": text("service", "endpoint", key=row["key"]),
        "sharing_method": value("sharing_methods", row["method"]),
        **_connection(row, served["class"]),
        **({} if served["class"] == "open" else _rules(served["key"])),
        **({"direct_reason": reason} if reason else {}),
    }
    label = demonstration("service")
    return Planned(Kind.SERVICE, row["key"], slug(row["title"]), row["title"], label, fields)


def _connection(row: dict[str, Any], data_class: str) -> dict[str, Any]:
    needs_account = data_class != "open"
    fields = {
        "endpoint_description": text("service", "description", key=row["key"]),
        "exchange_structure": text("service", "structure", row["protocol"]),
        "applied_standards": text("service", "standards"),
        "sharing_form": value("sharing_forms", SHARING_FORMS[data_class]),
        "connection_capacity": text("service", "capacity"),
        "auth_required": "true" if needs_account else "false",
    }
    if needs_account:
        fields["authentication"] = text("service", "authentication")
        fields["account_issuer"] = text("service", "issuer")
    return fields
