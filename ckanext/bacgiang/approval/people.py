"""What a person is to an entry."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import authz, model
from ckan.types import Context

from ckanext.bacgiang.agencies.lead import lead_agency
from ckanext.bacgiang.approval.core.flow import Role

LEAD_AGENCY = "ckanext.bacgiang.approval.lead_agency"


def roles(user: str, package: model.Package) -> frozenset[Role]:
    """Return what the user of this name is to the entry; a system administrator is everything."""
    if not user:
        return frozenset()
    if authz.is_sysadmin(user):
        return frozenset(Role)
    found = set()
    if administers(user, package.owner_org):
        found |= {Role.ADMINISTRATOR, Role.EDITOR}
    elif _may_update(user, package):
        found.add(Role.EDITOR)
    if administers(user, lead_agency(tk.config[LEAD_AGENCY]).id):
        found.add(Role.LEAD)
    return frozenset(found)


def administers(user: str, organization: str | None) -> bool:
    """Return whether the user administers the agency; False where none is named."""
    return bool(organization) and authz.has_user_permission_for_group_or_org(
        organization, user, "admin"
    )


def administered(user: model.User) -> list[str]:
    """Return the ids of the agencies that the user administers, in one statement."""
    member, group = model.Member, model.Group
    statement = sa.select(member.group_id).join(group, group.id == member.group_id)
    statement = statement.where(
        group.is_organization.is_(True),
        member.table_name == "user",
        member.table_id == user.id,
        member.capacity == "admin",
        member.state == model.State.ACTIVE,
    )
    return list(model.Session.execute(statement).scalars())


def _may_update(user: str, package: model.Package) -> bool:
    context = Context(model=model, user=user)
    return bool(authz.is_authorized_boolean("package_update", context, {"id": package.id}))
