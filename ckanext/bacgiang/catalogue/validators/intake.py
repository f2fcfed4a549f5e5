"""What happens to everything that comes in, before any field is looked at.

Runs on every road: form, API, patch, revise and import share one rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import ckan.plugins.toolkit as tk
import flask
from ckan import model
from ckanext.scheming.validation import scheming_validator

from ckanext.bacgiang.catalogue.flat import Errors, Flat, add_error

# fmt: off
SHOWN = frozenset({
    "approval_status", "bacgiang_withheld", "clear_upload", "created", "creator_user_id",
    "dataset_count", "display_name", "extras", "groups", "image_display_url", "image_upload",
    "is_organization", "isopen", "license_title", "license_url", "member_count",
    "metadata_created", "metadata_modified", "num_followers", "num_resources", "num_tags",
    "organization", "package_count", "packages", "plugin_data", "relationships_as_object",
    "relationships_as_subject", "resources", "revision_id", "tags", "title_translated",
    "tracking_summary", "users",
})
"""What CKAN shows with an entry or an organisation and takes back without using it."""

SHOWN_OF_FILES = frozenset({
    "cache_last_updated", "clear_upload", "created", "datastore_active",
    "datastore_contains_all_records_of_source_file", "has_views", "last_modified",
    "metadata_modified", "package_id", "position", "restricted", "revision_id", "size", "state",
    "tracking_summary", "upload",
})
"""The same of a file."""
# fmt: on


@scheming_validator
def bacgiang_known_fields(field: Any, schema: dict[str, Any]) -> Callable[..., None]:
    """Refuse a field that the schema does not have, where a program sends it through the API.

    CKAN drops or keeps such a field without a word, so a misspelt name loses its value unseen. A
    form is not the reader's own work: what it sends too much is left to CKAN.
    """

    def validate(key: Any, data: Flat, errors: Errors, context: Any) -> None:
        from_program = flask.has_request_context() and flask.request.blueprint == "api"
        for at, name in list(_unknown(data, schema)):
            if from_program:
                message = tk._('There is no field "{name}" here').format(name=name)
                add_error(errors, (*at, name), message)
        for at in [at for at in data if at[-1] == "__extras" and _is_row(at)]:
            del data[at]

    return validate


def _unknown(data: Flat, schema: dict[str, Any]) -> Iterator[tuple[tuple[Any, ...], str]]:
    """Yield where an unknown field stands, and its name."""
    of_files = {field["field_name"] for field in schema.get("resource_fields") or ()}
    columns = set(model.Resource.get_columns())
    own = schema.get("dataset_fields") or schema["fields"]
    fields = {field["field_name"] for field in own}
    for at, extras in data.items():
        if at[-1] != "__extras" or not isinstance(extras, dict):
            continue
        near = at[:-1]
        known: set[str] | frozenset[str] = SHOWN | fields
        if len(near) == 2 and near[0] == "resources":
            known = SHOWN_OF_FILES | of_files | columns
        elif near and not _is_row(at):
            continue
        for name in extras:
            if name not in known and not str(name).startswith(("_", "bacgiang_")):
                yield near, str(name)


def _is_row(at: tuple[Any, ...]) -> bool:
    """Tell whether ``at`` is in a row of a repeating field, not in one of CKAN's own lists."""
    if len(at) == 3:
        return at[0] not in ("resources", "tags", "extras", "groups", "users", "packages")
    return len(at) == 5 and at[0] == "resources"


def bacgiang_not_blank(key: Any, data: Flat, errors: Errors, context: Any) -> None:
    """Refuse a text that is sent empty; one that is not sent at all is for others to judge."""
    if data.get(key) == "":
        add_error(errors, key, tk._("Missing value"))
        raise tk.StopOnError
