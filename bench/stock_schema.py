"""The portal's fields as a plain scheming schema would have them: stock presets, nothing of ours.

Such a schema holds the same entries, field by field, so that forms and pages of a stock CKAN do
comparable work.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

from ckanext.bacgiang.vocabularies.terms import vocabulary
from ckanext.bacgiang.vocabularies.units import units

SCHEMAS = Path(__file__).parent.parent / "ckanext" / "bacgiang" / "schemas"
TYPES = ("dataset", "shared_database", "data_service")

# A preset of the portal, and what stands for it in a plain schema.
_PLAIN: dict[str, dict[str, Any]] = {
    "bacgiang_title": {"preset": "title"},
    "bacgiang_name": {"preset": "dataset_slug"},
    "bacgiang_keywords": {"preset": "tag_string_autocomplete"},
    "bacgiang_long_text": {"form_snippet": "markdown.html", "display_snippet": "markdown.html"},
    "bacgiang_date": {"preset": "date"},
    "bacgiang_rules_date": {"preset": "date"},
    "bacgiang_choice": {"preset": "select"},
    "bacgiang_class": {"preset": "select"},
    "bacgiang_yes_no": {"preset": "select"},
    "bacgiang_public_document": {"preset": "select"},
    "bacgiang_choices": {"preset": "multiple_checkbox"},
    "bacgiang_themes": {"preset": "multiple_checkbox"},
    "bacgiang_entries": {"preset": "multiple_text"},
    "bacgiang_url": {"display_snippet": "link.html"},
    "bacgiang_rules_url": {"display_snippet": "link.html"},
    "bacgiang_document_address": {"preset": "resource_url_upload"},
    "resource_url_upload": {"preset": "resource_url_upload"},
    "dataset_organization": {"preset": "dataset_organization"},
}
_KEPT = ("field_name", "label", "help_text", "form_placeholder", "repeating_label")


def write(folder: Path) -> str:
    """Write the schemas into ``folder``; return what scheming.dataset_schemas says of them."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind in TYPES:
        raw = _load(kind)
        schema = {
            "scheming_version": 2,
            "dataset_type": kind,
            "about": kind,
            "about_url": raw["about_url"],
            "dataset_fields": [_plain(field) for field in raw["dataset_fields"]],
            "resource_fields": [_plain(field) for field in raw.get("resource_fields") or []],
        }
        (folder / f"{kind}.json").write_text(json.dumps(schema), encoding="utf-8")
    return " ".join(f"{(folder / kind).as_uri()}.json" for kind in TYPES)


def _load(name: str) -> Any:
    return yaml.safe_load((SCHEMAS / f"{name}.yaml").read_text(encoding="utf-8"))


def _presets() -> dict[str, dict[str, Any]]:
    return {preset["preset_name"]: preset["values"] for preset in _load("presets")["presets"]}


def _plain(field: dict[str, Any]) -> dict[str, Any]:
    preset = field.get("preset", "")
    whole = {**_presets().get(preset, {}), **field}
    plain = {name: whole[name] for name in _KEPT if name in whole}
    if whole["field_name"] == "license_id":
        return {**plain, "form_snippet": "license.html"}
    plain |= _PLAIN.get(preset, {})
    if "multiple_select" in str(whole.get("form_snippet")):
        plain["preset"] = "multiple_select"
    if plain.get("preset") in ("select", "multiple_checkbox", "multiple_select"):
        plain["choices"] = _choices(whole)
    if whole.get("repeating_subfields"):
        plain["repeating_subfields"] = [_plain(row) for row in whole["repeating_subfields"]]
    for snippet in ("form_snippet", "display_snippet"):
        if whole.get(snippet, "") is None:
            plain[snippet] = None
    return plain


def _choices(field: dict[str, Any]) -> list[dict[str, Any]]:
    if "choices" in field:
        return list(field["choices"])
    if "vocabulary" in field:
        terms = vocabulary(field["vocabulary"])
        return [{"value": term.value, "label": {"vi": term.vi, "en": term.en}} for term in terms]
    areas = [area for year in ("2022", "2025") for area in units(year)]
    return [{"value": area.value, "label": area.name} for area in areas]
