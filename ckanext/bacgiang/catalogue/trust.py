"""Who may do what the portal otherwise does itself, and who stands inside an agency."""

from __future__ import annotations

from typing import Any

from ckan import authz, model
from ckan.types import Context


def may_write_system_fields(context: Context) -> bool:
    """Return whether the caller is the portal itself (a command, a job) or a sysadmin."""
    return bool(context.get("ignore_auth")) or authz.is_sysadmin(context.get("user") or "")


def is_inside(context: Any, package: model.Package) -> bool:
    """Return whether the caller may see the data of an entry that is only described in public.

    That is the portal itself, a sysadmin, a member of the responsible agency, and whoever may
    edit the entry.
    """
    if may_write_system_fields(context):
        return True
    user = context.get("user") or ""
    if not user or not model.User.get(user):
        return False
    if package.owner_org and authz.has_user_permission_for_group_or_org(
        package.owner_org, user, "read"
    ):
        return True
    return authz.is_authorized_boolean(
        "package_update", Context(model=model, user=user), {"id": package.id}
    )
