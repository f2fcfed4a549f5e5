"""What is kept of the steps: reading and adding, set by set."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.bacgiang import clock
from ckanext.bacgiang.approval.core.flow import Act, State, state_of, told
from ckanext.bacgiang.approval.tables import LetterRow, StepRow
from ckanext.bacgiang.catalogue.versions import version


def is_public(package: model.Package) -> bool:
    """Return whether everyone can see the entry."""
    return package.state == model.State.ACTIVE and not package.private


def last_act(entry_id: str) -> Act | None:
    """Return the last step kept of the entry, None where there is none."""
    statement = (
        sa.select(StepRow.act)
        .where(StepRow.entry_id == entry_id)
        .order_by(StepRow.id.desc())
        .limit(1)
    )
    found = model.Session.execute(statement).scalar()
    return Act(found) if found else None


def state(package: model.Package) -> State:
    """Return where the entry stands."""
    return state_of(public=is_public(package), last=last_act(package.id))


def mark(package: model.Package) -> str:
    """Return a mark that changes with the state, the description, the files and their views.

    Who decides on an entry sends the mark of what they saw.
    """
    files = [
        (file.id, file.url, file.hash, str(file.metadata_modified), sorted(_texts(file.extras)))
        for file in package.resources
    ]
    seen = [state(package).value, version(package), files, _views([file[0] for file in files])]
    return hashlib.sha256(json.dumps(seen, default=str).encode()).hexdigest()[:24]


def _views(file_ids: Sequence[str]) -> list[list[Any]]:
    """Return what the public sees of the views of these files, in one statement."""
    view = model.ResourceView
    rows = model.Session.execute(
        sa.select(
            view.id, view.resource_id, view.view_type, view.title, view.description, view.config
        )
        .where(view.resource_id.in_(file_ids))
        .order_by(view.id)
    )
    return [list(row) for row in rows]


def _texts(extras: dict[str, Any] | None) -> list[str]:
    return [f"{name}={value}" for name, value in (extras or {}).items()]


def add(package: model.Package, act: Act, user: model.User, reason: str) -> StepRow:
    """Add a step, and a letter to each person it concerns, to the running transaction."""
    step = StepRow(
        entry_id=package.id, act=act.value, user_id=user.id, at=clock.now(), reason=reason
    )
    model.Session.add(step)
    model.Session.flush()
    for person in sorted(_concerned(package, act) - {user.id}):
        model.Session.add(LetterRow(step_id=step.id, user_id=person, sent_at=None, failures=0))
    model.Session.flush()
    return step


def _concerned(package: model.Package, act: Act) -> set[str]:
    administrators, sender = told(act)
    people: set[str] = set()
    if administrators:
        people |= set(model.Session.execute(_administrators(package.owner_org)).scalars())
    if sender:
        statement = (
            sa.select(StepRow.user_id)
            .where(StepRow.entry_id == package.id, StepRow.act == Act.SUBMIT.value)
            .order_by(StepRow.id.desc())
            .limit(1)
        )
        people |= set(model.Session.execute(statement).scalars())
    return people


def _administrators(organization: str | None) -> Any:
    member = model.Member
    return (
        sa.select(model.User.id)
        .join(member, member.table_id == model.User.id)
        .where(member.table_name == "user", member.capacity == "admin")
        .where(member.state == model.State.ACTIVE, member.group_id == organization)
        .where(model.User.state == model.State.ACTIVE)
    )


def history(entry_id: str) -> Sequence[Any]:
    """Return the steps of the entry with the person's name, oldest first, in one statement."""
    statement = (
        sa.select(
            StepRow.act,
            StepRow.at,
            StepRow.reason,
            model.User.name.label("user"),
            sa.func.coalesce(sa.func.nullif(model.User.fullname, ""), model.User.name).label("by"),
        )
        .outerjoin(model.User, model.User.id == StepRow.user_id)
        .where(StepRow.entry_id == entry_id)
        .order_by(StepRow.id)
    )
    return model.Session.execute(statement).all()


def waiting(organizations: Collection[str] | None) -> Any:
    """Return the statement of the entries that wait for approval, those waiting longest first.

    ``organizations`` limits them to entries of these agencies; None means all. Its columns are
    name, title, type, agency, agency_title, by, since.
    """
    package, group = model.Package, model.Group
    newest = (
        sa.select(StepRow.entry_id, sa.func.max(StepRow.id).label("id"))
        .group_by(StepRow.entry_id)
        .subquery()
    )
    statement = (
        sa.select(
            package.name,
            sa.func.coalesce(package.title, package.name).label("title"),
            package.type,
            group.name.label("agency"),
            sa.func.coalesce(group.title, group.name).label("agency_title"),
            sa.func.coalesce(sa.func.nullif(model.User.fullname, ""), model.User.name).label("by"),
            StepRow.at.label("since"),
        )
        .join(newest, newest.c.entry_id == package.id)
        .join(StepRow, StepRow.id == newest.c.id)
        .join(group, group.id == package.owner_org)
        .outerjoin(model.User, model.User.id == StepRow.user_id)
        .where(StepRow.act == Act.SUBMIT.value)
        .where(package.state == model.State.ACTIVE, package.private.is_(True))
        .order_by(StepRow.id)
    )
    if organizations is not None:
        statement = statement.where(package.owner_org.in_(list(organizations)))
    return statement
