"""Which entries a caller may read today, as a condition that the database answers.

CKAN's permission labels (:class:`..catalogue.visibility.ScopeLabels`) say it of one entry; the same
rule stands here in SQL, so that a list of any length takes one statement.
"""

from __future__ import annotations

from collections.abc import Collection

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import authz, model
from ckan.lib.plugins import get_permission_labels
from ckan.types import Context

from ckanext.bacgiang.catalogue.entry import DataClass
from ckanext.bacgiang.catalogue.publishing import may_be_public

Labels = Collection[str] | None
"""Labels of a caller; None stands for a system administrator, who may read all."""

VISITOR = ["public"]
"""Labels of someone who has not signed in."""

NEVER_PUBLIC = [one.value for one in DataClass if not may_be_public(one)]


def labels_of(context: Context) -> Labels:
    """Return the permission labels of the caller, None for the portal itself and sysadmins."""
    if context.get("ignore_auth"):
        return None
    return labels_of_user(context.get("user") or "")


def labels_of_user(user: str) -> Labels:
    """Return the permission labels of the user of this name or id, None for a sysadmin."""
    if user and authz.is_sysadmin(user):
        return None
    person = model.User.get(user) if user else None
    return list(get_permission_labels().get_user_dataset_labels(person))


def labels_of_reader() -> Labels:
    """Return the permission labels of whoever asked for the page; a visitor's outside requests."""
    try:
        user = tk.current_user
        return labels_of_user("" if user.is_anonymous else user.name)
    except (AttributeError, RuntimeError):
        return VISITOR


def is_visitor(labels: Labels) -> bool:
    """Return whether the labels are those of someone who has not signed in."""
    return labels is not None and list(labels) == VISITOR


def open_to_all() -> sa.ColumnElement[bool]:
    """Return the condition that everyone may read the package."""
    package = model.Package
    stated = sa.func.coalesce(package.extras["data_class"].astext, "")
    return sa.and_(
        package.state == model.State.ACTIVE,
        package.private.is_(False),
        stated.not_in(NEVER_PUBLIC),
    )


def held_by(labels: Labels) -> sa.ColumnElement[bool]:
    """Return the condition that the caller stands inside the package's agency or works on it."""
    if labels is None:
        return sa.true()
    package = model.Package
    return sa.or_(
        package.owner_org.in_(_named("member-", labels)),
        sa.and_(
            sa.func.coalesce(package.owner_org, "") == "",
            package.creator_user_id.in_(_named("creator-", labels)),
        ),
        package.id.in_(_named("collaborator-", labels)),
    )


def is_held(package: model.Package, labels: Labels) -> bool:
    """Return whether the caller stands inside the package's agency or works on it."""
    if labels is None:
        return True
    own = (
        f"member-{package.owner_org}" if package.owner_org else f"creator-{package.creator_user_id}"
    )
    return own in labels or f"collaborator-{package.id}" in labels


def readable(labels: Labels) -> sa.ColumnElement[bool]:
    """Return the condition that the caller may read the package as it stands today."""
    return sa.true() if labels is None else sa.or_(open_to_all(), held_by(labels))


def _named(kind: str, labels: Collection[str]) -> list[str]:
    return [label.removeprefix(kind) for label in labels if label.startswith(kind)]
