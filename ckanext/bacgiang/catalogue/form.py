"""Template helpers of the entry form: its groups, what is missing, last time's values."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.bacgiang.agencies.ended import ended
from ckanext.bacgiang.catalogue import gate, lookup
from ckanext.bacgiang.catalogue.entry import State
from ckanext.bacgiang.catalogue.entry_shown import bacgiang_as_headed

FILLED_BY_THE_PORTAL = frozenset(
    {"identifier", "publisher", "contact", "feedback_email", "file_type"}
)
"""Fields that the portal or the agency's own page fills where a person leaves them empty."""

NOT_COPIED = frozenset(
    {
        "id",
        "name",
        "title",
        "title_en",
        "identifier",
        "registry_id",
        "issued",
        "modified",
        "modified_unknown",
        "number_of_records",
        "access_rights",
        "demonstration",
        "list_item",
        "decision_item",
        "checklist",
        "checklist_signer",
        "checklist_date",
        "service_start",
        "suspensions",
        "terminated",
        "termination_reason",
    }
)
"""Fields that belong to one entry alone, so that a copy starts without them."""

SHOWN_ELSEWHERE = frozenset({"name", "notes", "tag_string", "owner_org", "demonstration"})
"""Fields that an entry's page shows outside the groups, beside its title."""

EARLIER = 50
"""Earlier entries offered to start from, newest first."""


def _group_titles() -> dict[str, str]:
    return {
        "identification": tk._("Identification"),
        "agency": tk._("Agency and contact"),
        "content": tk._("Content"),
        "class": tk._("Class and update"),
        "coverage": tk._("Period and area"),
        "sharing": tk._("Sharing and connection"),
        "publication": tk._("Published list and checks before publication"),
        "more": tk._("Further information"),
    }


def bacgiang_form_groups(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the fields that a person fills in: dicts of ``name``, ``title``, ``fields``."""
    fields = schema["dataset_fields"]
    return _grouped(field for field in fields if field.get("form_snippet", "") is not None)


def bacgiang_field_groups(schema: dict[str, Any], entry: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the fields of an entry that hold something and are shown, grouped like a form."""
    elsewhere = SHOWN_ELSEWHERE | bacgiang_as_headed(entry)
    return _grouped(
        field
        for field in schema["dataset_fields"]
        if field.get("display_snippet", "") is not None
        and field["field_name"] not in elsewhere
        and not _empty(entry.get(field["field_name"]))
    )


def _grouped(fields: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return fields in the order an official thinks: dicts of ``name``, ``title``, ``fields``.

    A field names its group with the key ``group``; one without stands in the last group. Groups
    without fields are left out.
    """
    titles = _group_titles()
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in titles}
    for field in fields:
        found[field.get("group", "more")].append(field)
    return [
        {"name": name, "title": titles[name], "fields": members}
        for name, members in found.items()
        if members
    ]


@tk.chained_helper
def scheming_field_required(original: Callable[..., bool], field: dict[str, Any]) -> bool:
    """Return whether the form marks the field: it is needed to save, or to publish."""
    return bool(original(field)) or bacgiang_form_needs(field)


def bacgiang_form_needs(field: dict[str, Any]) -> bool:
    """Return whether a person has to fill the field in before the entry can be published."""
    owed = field.get("required") or field.get("obligation") in ("required", "to_publish")
    return bool(owed) and field["field_name"] not in FILLED_BY_THE_PORTAL


def bacgiang_form_private(entry_id: str | None) -> bool:
    """Return what a form sends as the entry's visibility: what is stored; private till finished."""
    package = model.Package.get(entry_id) if entry_id else None
    return package is None or package.private or package.state != State.ACTIVE.value


def bacgiang_form_missing(schema: dict[str, Any], data: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what publishing needs and the form does not hold, as the gate says it.

    In the form's order: fields of the schema, last the files as a whole. Each has ``field_name``
    and ``label``; ``by_script`` says whether the form's script keeps track of it.
    """
    lacking = {one.field for one in gate.missing_in_form(schema["dataset_type"], data)}
    if not data.get("id"):
        # The agency, which stands for these, is chosen on this very form; the identifier is given.
        lacking -= FILLED_BY_THE_PORTAL
    found = [
        {**field, "by_script": bacgiang_form_needs(field)}
        for group in bacgiang_form_groups(schema)
        for field in group["fields"]
        if field["field_name"] in lacking
    ]
    if "resources" in lacking:
        files = schema["resources"]
        found.append({"field_name": "resources", "label": files["label"], "by_script": False})
    return found


def bacgiang_form_condition(field: dict[str, Any]) -> str:
    """Return when the field is owed, as JSON for the form's script; see :func:`.fields.is_owed`."""
    names = ("for_classes", "needed_when", "needed_unless")
    return json.dumps({name: field[name] for name in names if field.get(name)})


def bacgiang_ended_agency(owner: Any) -> str:
    """Return what to ask where the agency chosen has ended, empty where it has not."""
    found = ended(owner)
    return found.question if found else ""


def bacgiang_earlier_entries(dataset_type: str) -> list[dict[str, str]]:
    """Return name and title of entries of the signed-in person's agencies, newest first."""
    agencies = [row["id"] for row in tk.h.organizations_available("create_dataset")]
    rows = lookup.newest_entries(dataset_type, agencies, EARLIER)
    return [{"name": row.name, "title": row.title or row.name} for row in rows]


def bacgiang_prefilled(dataset_type: str, data: dict[str, Any]) -> dict[str, Any]:
    """Return values for fields of a new form that hold none yet, when it is first opened.

    They come from the entry named by ``copy_of`` in the address, as far as the person may see it;
    else the contact officer from the person's only agency. What a person has emptied stays empty.
    """
    if tk.request.method != "GET":
        return {}
    source = tk.request.args.get("copy_of", "")
    if source:
        try:
            entry = tk.get_action("package_show")({}, {"id": source})
        except (tk.ObjectNotFound, tk.NotAuthorized):
            return {}
        schema = tk.h.scheming_get_dataset_schema(dataset_type) or {"dataset_fields": []}
        fields = schema["dataset_fields"]
        names = {f["field_name"] for f in fields if f.get("obligation") != "system"} - NOT_COPIED
        entry["tag_string"] = ", ".join(tag["name"] for tag in entry.get("tags", []))
        return {name: entry[name] for name in names if name in entry and _empty(data.get(name))}
    agencies = tk.h.organizations_available("create_dataset")
    if len(agencies) != 1 or not _empty(data.get("contact")):
        return {}
    agency = tk.get_action("organization_show")({}, {"id": agencies[0]["id"]})
    return {"contact": agency["contact"]} if agency.get("contact") else {}


def bacgiang_error_label(key: Any) -> str:
    """Return what an error that belongs to no field of the form is about."""
    names = {
        "resources": tk._("Resources"),
        "upload": tk._("File"),
        "private": tk._("Visibility"),
        "tags": tk._("Keywords"),
        "name": tk._("URL"),
        "image_upload": tk._("image_upload"),
        "Upload": tk._("Uploaded file"),
        "Image upload": tk._("Image upload"),
        "extras": tk._("Further information"),
    }
    return names.get(str(key), str(key))


def bacgiang_field_labels(dataset_type: str) -> dict[str, Any]:
    """Return the label of each field of an entry of this type, by the field's name."""
    schema = tk.h.scheming_get_dataset_schema(dataset_type) or {"dataset_fields": []}
    return {field["field_name"]: field["label"] for field in schema["dataset_fields"]}


def bacgiang_error_text(found: Any) -> str:
    """Return every message inside an error value, joined; CKAN nests them in lists and dicts."""
    if isinstance(found, dict):
        found = list(found.values())
    if isinstance(found, (list, tuple)):
        texts = [text for part in found if (text := bacgiang_error_text(part))]
        return "; ".join(dict.fromkeys(texts))
    return str(found)


def _empty(value: Any) -> bool:
    return value in (None, "", [], {}, "[]")
