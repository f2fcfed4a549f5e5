"""Actions of the approval: the steps, the record, what waits."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import authz, model
from ckan.lib.navl.dictization_functions import validate
from ckan.types import Context, DataDict, Schema

from ckanext.bacgiang.access import activities
from ckanext.bacgiang.approval import letters, people, record, schema, wording
from ckanext.bacgiang.approval.core.flow import Act, Refusal, possible, refusal
from ckanext.bacgiang.catalogue import gate
from ckanext.bacgiang.catalogue.entry import EntryType
from ckanext.bacgiang.intake import index
from ckanext.bacgiang.intake.locking import locked


def bacgiang_approval_submit(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Send the entry ``id`` for approval; return where it stands then.

    Returns ``id``, ``state``, ``act``, ``at`` (ISO, UTC). Raises ObjectNotFound, NotAuthorized,
    and ValidationError where the entry lacks something that publishing needs (all of it, by
    field), stands where this step does not lead on, or has changed since the caller saw it:
    ``seen`` is the ``mark`` of :func:`bacgiang_approval_show`, left out by who decides unseen.
    """
    return _take(Act.SUBMIT, context, data_dict)


def bacgiang_approval_recall(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Take the entry ``id`` back before anyone has approved it; as :func:`submit` otherwise."""
    return _take(Act.RECALL, context, data_dict)


def bacgiang_approval_approve(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Approve the entry ``id``: from now on it is public. As :func:`submit` otherwise."""
    return _take(Act.APPROVE, context, data_dict)


def bacgiang_approval_return(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return the entry ``id`` to whoever sent it, with a ``reason``; as :func:`submit` else.

    Raises ValidationError without a reason or with one of more than 2,000 characters.
    """
    return _take(Act.RETURN, context, data_dict)


def bacgiang_approval_take_down(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Take the public entry ``id`` down, with a ``reason``; as :func:`submit` otherwise.

    Raises ValidationError without a reason or with one of more than 2,000 characters.
    """
    return _take(Act.TAKE_DOWN, context, data_dict)


@tk.side_effect_free
def bacgiang_approval_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return where the entry ``id`` stands: ``state``, ``label``, ``mark``, ``acts``, ``history``.

    ``mark`` changes with what there is to see of the entry; ``acts`` are the steps that the caller
    may take now; ``history`` holds each step's ``act``, ``label``, ``by``, ``user``, ``at`` (ISO,
    UTC) and ``reason``, oldest first. Raises ObjectNotFound and NotAuthorized.
    """
    tk.check_access("bacgiang_approval_show", context, data_dict)
    data = _validated(data_dict, schema.entry(), context)
    package = _package(data["id"])
    state = record.state(package)
    return {
        "id": package.id,
        "state": state.value,
        "label": wording.state_label(state),
        "mark": record.mark(package),
        "acts": [act.value for act in possible(state, _roles(context, package))],
        "history": [_told(row) for row in record.history(package.id)],
    }


@tk.side_effect_free
def bacgiang_approval_pending(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return what waits for the caller's approval, the longest waiting first.

    Returns ``count`` and ``results`` of ``limit`` (20 if left out) from ``offset`` on: ``name``,
    ``title``, ``type``, ``agency``, ``agency_title``, ``by``, ``since`` (ISO, UTC). System
    administrators see those of all agencies. Raises NotAuthorized for visitors.
    """
    tk.check_access("bacgiang_approval_pending", context, data_dict)
    data = _validated(data_dict, schema.pending(), context)
    user = context.get("user") or ""
    organizations = None
    if not (context.get("ignore_auth") or authz.is_sysadmin(user)):
        person = model.User.get(user)
        organizations = people.administered(person) if person else []
    waiting = record.waiting(organizations)
    count = sa.select(sa.func.count()).select_from(waiting.order_by(None).subquery())
    page = waiting.limit(data["limit"]).offset(data["offset"])
    rows = model.Session.execute(page).all() if data["limit"] else []
    return {
        "count": model.Session.execute(count).scalar_one(),
        "results": [{**row._asdict(), "since": row.since.isoformat()} for row in rows],
    }


def bacgiang_approval_mail(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Send the letters that are still owed; with ``dry_run`` only count them.

    Returns ``owed`` (before), ``sent``, ``failed``, ``without_address``. Raises NotAuthorized, and
    ValidationError where the portal has no mail server or no sender: all letters stay owed.
    """
    tk.check_access("bacgiang_approval_mail", context, data_dict)
    data = _validated(data_dict, schema.mail(), context)
    if data["dry_run"]:
        return {"owed": letters.owed(), "sent": 0, "failed": 0, "without_address": 0}
    try:
        return letters.send_owed()
    except letters.NoSender as error:
        raise tk.ValidationError({"settings": [wording.no_sender(str(error))]}) from error


def _take(act: Act, context: Context, data_dict: DataDict) -> dict[str, Any]:
    tk.check_access(f"bacgiang_approval_{act.value}", context, data_dict)
    data = _validated(data_dict, schema.step(), context)
    package = _package(data["id"], for_update=True)
    state = record.state(package)
    reason = data["reason"] or ""
    roles = _roles(context, package)
    why = refusal(act, state, roles, reason)
    if why is None and data["seen"] not in ("", record.mark(package)):
        why = Refusal.CHANGED
    if why:
        model.Session.rollback()
        if why is Refusal.NOT_YOURS:
            raise tk.NotAuthorized(wording.refusal(why, state))
        field = "act" if why in (Refusal.NOT_NOW, Refusal.CHANGED) else "reason"
        raise tk.ValidationError({field: [wording.refusal(why, state)]})
    if act is Act.SUBMIT:
        _refuse_incomplete(package)
    person = _person(context)
    step = record.add(package, act, person, reason.strip())
    if changed := _changes(act, package):
        # The step is in the same transaction: a refused change takes it along.
        try:
            asked = Context(user=person.name, ignore_auth=act is Act.TAKE_DOWN)
            tk.get_action("package_patch")(asked, {"id": package.id, **changed})
        except tk.ValidationError:
            if act is not Act.TAKE_DOWN:
                raise
            step = _hide(package.id, person, reason.strip())
    if act is Act.TAKE_DOWN:
        activities.forget(package.id)
    model.repo.commit()
    letters.soon(step.id)
    return {
        "id": package.id,
        "state": record.state(package).value,
        "act": act.value,
        "at": step.at.isoformat(),
    }


def _hide(entry_id: str, person: model.User, reason: str) -> Any:
    """Take an entry down although something old in it is no longer valid; return the step."""
    package = _package(entry_id, for_update=True)
    step = record.add(package, Act.TAKE_DOWN, person, reason)
    package.private = True
    model.repo.commit()
    index.now(entry_id)
    return step


def _changes(act: Act, package: model.Package) -> dict[str, Any]:
    if act is Act.APPROVE:
        return {"private": False, "state": model.State.ACTIVE}
    if act is Act.TAKE_DOWN:
        return {"private": True}
    # Sent while the form's last page was never finished, or not private at all.
    unfinished = package.state != model.State.ACTIVE or not package.private
    return {"private": True, "state": model.State.ACTIVE} if unfinished else {}


def _refuse_incomplete(package: model.Package) -> None:
    if lacking := gate.by_field(gate.missing(package.id)):
        model.Session.rollback()
        raise tk.ValidationError(lacking)


def _validated(data_dict: DataDict, wanted: Schema, context: Context) -> dict[str, Any]:
    data, errors = validate(data_dict, wanted, context)
    if errors:
        raise tk.ValidationError(errors)
    return data


def _package(reference: str, *, for_update: bool = False) -> model.Package:
    package = locked(reference) if for_update else model.Package.get(reference)
    deleted = package is not None and package.state == model.State.DELETED
    if package is None or deleted or package.type not in list(EntryType):
        raise tk.ObjectNotFound(tk._("Dataset not found"))
    return package


def _person(context: Context) -> model.User:
    person = model.User.get(context.get("user") or "")
    if person is None:
        raise tk.NotAuthorized(tk._("This step is not for you to take"))
    return person


def _roles(context: Context, package: model.Package) -> frozenset[Any]:
    return people.roles(context.get("user") or "", package)


def _told(row: Any) -> dict[str, Any]:
    act = Act(row.act)
    return {
        "act": act.value,
        "label": wording.done_label(act),
        "by": row.by or "",
        "user": row.user or "",
        "at": row.at.isoformat(),
        "reason": row.reason,
    }
