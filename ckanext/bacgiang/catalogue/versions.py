"""Two people at one form: the later save does not wipe out the earlier one unseen."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context, DataDict

from ckanext.bacgiang.catalogue.fields import TYPES, Field, Obligation, schema

FIELD = "bacgiang_version"
"""Hidden field of a form: the version of the entry that the person saw when opening it."""

_COLUMNS = (
    "name", "title", "notes", "url", "version", "license_id", "private", "state",
    "author", "author_email", "maintainer", "maintainer_email",
)  # fmt: skip


def version(package: model.Package) -> str:
    """Return a mark that changes with every change of what the entry's form holds.

    Files have forms of their own and do not count, nor does what the portal keeps itself.
    ``metadata_modified`` would not do: CKAN leaves it where a sysadmin sends the old one along.
    """
    held = {name: getattr(package, name) for name in (*_COLUMNS, "owner_org")}
    kept = {field.name for field in _fields(package) if field.obligation is Obligation.SYSTEM}
    typed = {name: value for name, value in (package.extras or {}).items() if name not in kept}
    tags = sorted(tag.name for tag in package.get_tags())
    text = json.dumps([held, typed, tags], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _fields(package: model.Package) -> tuple[Field, ...]:
    return schema(package.type).fields if package.type in TYPES else ()


def refuse_older(context: Context, data_dict: DataDict, package: model.Package) -> None:
    """Take the form's mark out of ``data_dict``; refuse the save where it is not the newest.

    Raises ValidationError that says who saved and when. The form then carries the newest mark, so
    that saving again, knowingly, goes through. A program that sends no mark is not asked.
    """
    seen = data_dict.pop(FIELD, None)
    if not seen or seen == version(package):
        return
    tk.check_access("package_update", context, {"id": package.id})
    who, when = _last_change(package)
    message = tk._(
        "{who} saved a newer version of this entry at {when}. Your text is kept below: compare it"
        " with the newer version, then save again to put yours in its place"
    )
    raise tk.ValidationError({tk._("Newer version"): [message.format(who=who, when=when)]})


def _last_change(package: model.Package) -> tuple[str, str]:
    when = tk.h.render_datetime(package.metadata_modified, with_hours=True)
    unknown: str = tk._("Someone else")
    try:
        site = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
        found: list[dict[str, Any]] = tk.get_action("package_activity_list")(
            {"user": site}, {"id": package.id, "limit": 1}
        )
    except KeyError:
        return unknown, when
    user = model.User.get(found[0]["user_id"]) if found else None
    return (user.display_name if user else unknown), when
