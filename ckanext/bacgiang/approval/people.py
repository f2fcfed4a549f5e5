"""What a person is to an entry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import authz, model
from ckan.types import Context

from ckanext.bacgiang.access.settings import CHECKS, Weakness
from ckanext.bacgiang.agencies.lead import lead_agency
from ckanext.bacgiang.approval import record
from ckanext.bacgiang.approval.core.flow import Role, State
from ckanext.bacgiang.catalogue.visibility import never_public

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
    if _concerns_lead(package) and administers(user, lead_agency(tk.config[LEAD_AGENCY]).id):
        found.add(Role.LEAD)
    return frozenset(found)


def _concerns_lead(package: model.Package) -> bool:
    """Return whether the lead agency has to do with the entry: it is public or was taken down.

    Of what the law keeps from the public it has not, whatever became of it.
    """
    return not never_public(package) and record.state(package) in (
        State.PUBLISHED,
        State.TAKEN_DOWN,
    )


def weak_lead(config: Mapping[str, Any]) -> list[Weakness]:
    """Return a weakness where the setting names a lead agency that does not stand (any more)."""
    lead = lead_agency(config.get(LEAD_AGENCY))
    if not lead.setting or lead.id:
        return []
    gone = tk._("The agency kept for this setting has ended: nobody takes down what is wrong")
    none = tk._("No agency has this name: nobody takes down what is wrong")
    remedy = tk._("Set {key} = {value}").format(key=LEAD_AGENCY, value=tk._("id of the agency"))
    return [Weakness(LEAD_AGENCY, lead.setting, gone if lead.kept else none, remedy)]


CHECKS.append(weak_lead)


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
