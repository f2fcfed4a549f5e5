"""Free extras beside the schema: none is called like a field of ours, addresses lead to the web.

CKAN keeps such an extra where the field's own value is kept, so that it is taken for the field.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model

from ckanext.bacgiang.catalogue.entry import EntryType
from ckanext.bacgiang.catalogue.validators.addresses import web_address_message
from ckanext.bacgiang.text.web import is_web_address, reads_as_address


def refused(data_dict: Mapping[str, Any], stored: model.Package | model.Group | None) -> list[str]:
    """Return one message where a free extra is named like a field or is a wrong address, else none.

    One that is stored already and not changed passes, so that it locks nobody out.
    """
    rows = data_dict.get("extras")
    if not isinstance(rows, list):
        return []
    kept = (stored.extras if stored else None) or {}
    for row in rows:
        if not isinstance(row, dict) or row.get("deleted"):
            continue
        key, value = row.get("key"), row.get("value")
        if isinstance(key, str) and key in kept and kept[key] == value:
            continue
        if key in field_names():
            message = tk._(
                '"{name}" is a field of the portal: fill in the field, or name this otherwise'
            )
            return [message.format(name=key)]
        if isinstance(value, str) and reads_as_address(value) and not is_web_address(value.strip()):
            return [f"{key}: {web_address_message()}"]
    return []


@cache
def field_names() -> frozenset[str]:
    """Return the names of all fields of entries, files and agencies."""
    schemas = [tk.h.scheming_get_dataset_schema(kind.value) for kind in EntryType]
    fields = [field for schema in schemas for field in schema["dataset_fields"]]
    fields += tk.h.scheming_get_organization_schema("organization")["fields"]
    tables = (model.Package, model.Group)
    columns = [column.key for table in tables for column in sa.inspect(table).columns]
    return frozenset(field["field_name"] for field in fields) | frozenset(columns)
