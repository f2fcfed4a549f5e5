"""The actions of the push. Texts are in the reader's language, the portal's own in commands."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context, DataDict, Schema

from ckanext.bacgiang import clock
from ckanext.bacgiang.language import in_portal_language
from ckanext.bacgiang.push import ledger, report, schema, settings, wording
from ckanext.bacgiang.push import run as runs
from ckanext.bacgiang.push.core.plan import Kind, Step
from ckanext.bacgiang.push.survey import Change, Survey, survey
from ckanext.bacgiang.push.targets.ckan import CkanPortal
from ckanext.bacgiang.push.targets.http import HttpClient, Origin

_TROUBLES_SHOWN = 100


@tk.side_effect_free
def bacgiang_push_plan(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return what a run against ``target`` would do; asks that portal nothing.

    ``{target, title, create, update, withdraw, blocked, unchanged, held, changes}``: lists of
    ``{id, title, reasons, messages}``, ``held`` true where withdrawals wait for approval,
    ``changes`` what keywords and addresses the copy cannot carry. Raises ``ValidationError``
    where the target's settings are missing or wrong.
    """
    tk.check_access("bacgiang_push_plan", context, data_dict)
    given = _validated(data_dict, schema.one_target, context)
    with in_portal_language():
        target = _target(given["target"])
        return _planned(target, survey(target, clock.now(), approved=False))


def bacgiang_push_apply(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Bring the copies on ``target`` to what the catalogue says; return the report.

    ``{target, created, updated, withdrawn, unchanged, blocked, refused, held, left, failed,
    remote_calls, stopped, errors}``. ``approve_withdrawals`` lets a wave of withdrawals through.
    Commits row by row. A callable ``context["bacgiang_progress"]`` is told how far it is. Raises
    ``ValidationError`` where the target's settings are missing or wrong.
    """
    tk.check_access("bacgiang_push_apply", context, data_dict)
    given = _validated(data_dict, schema.run, context)
    progress: Any = context.get("bacgiang_progress") or _silent
    with in_portal_language():
        target = _target(given["target"])
        portal = _portal(target)
        try:
            approved = given["approve_withdrawals"]
            done = runs.apply(target, portal, approved=approved, clock=clock.now, progress=progress)
        finally:
            portal.close()
        return done.as_dict()


@tk.side_effect_free
def bacgiang_push_status(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return how the copies on ``target`` stand, from the ledger alone.

    ``{target, title, states, labels, last_run, troubles}``: numbers by state, the newest run's
    report with its times, and the datasets in trouble with what to do.
    """
    tk.check_access("bacgiang_push_status", context, data_dict)
    given = _validated(data_dict, schema.one_target, context)
    name = given["target"]
    with in_portal_language():
        if name not in settings.target_names():
            _target(name)
        counts = ledger.counts(name)
        return {
            "target": name,
            "title": settings.title(name),
            "states": {state.value: number for state, number in counts.items()},
            "labels": {state.value: wording.state(state) for state in counts},
            "last_run": _last_run(name),
            "troubles": [report.standing(row) for row in ledger.troubled(name, _TROUBLES_SHOWN)],
        }


def _planned(target: settings.Target, found: Survey) -> dict[str, Any]:
    kinds = (Kind.CREATE, Kind.UPDATE, Kind.WITHDRAW, Kind.BLOCKED)
    return {
        "target": target.name,
        "title": target.title,
        **{kind.value: [_step(step) for step in found.steps[kind]] for kind in kinds},
        "unchanged": found.unchanged,
        "held": found.held,
        "changes": [_change(change) for change in found.changes],
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "id": step.source_id,
        "title": step.title,
        "reasons": [reason.value for reason in step.reasons],
        "messages": [wording.reason(reason) for reason in step.reasons],
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "id": change.source_id,
        "title": change.title,
        "tags": [{"before": tag.before, "after": list(tag.after)} for tag in change.tags],
        "left_out": list(change.left_out),
    }


def _last_run(name: str) -> dict[str, Any] | None:
    row = ledger.last_run(name)
    if row is None:
        return None
    ended = row.ended_at.isoformat() if row.ended_at else None
    return {"began_at": row.began_at.isoformat(), "ended_at": ended, "report": row.report}


def _portal(target: settings.Target) -> CkanPortal:
    origin = settings.origin()
    agent = f"ckanext-bacgiang/{version('ckanext-bacgiang')} (+{origin.site_url})"
    where = Origin(target.url, target.allow_private, settings.timeout())
    http = HttpClient(where, target.token, agent, settings.connections())
    return CkanPortal(http, target.organization, origin.portal)


def _target(name: str) -> settings.Target:
    try:
        return settings.target(name)
    except settings.Misconfigured as error:
        raise tk.ValidationError({"target": [str(error)]}) from None


def _silent(done: int, total: int) -> None:
    """Tell nobody."""


def _validated(
    data_dict: DataDict, rules: Callable[[], Schema], context: Context
) -> dict[str, Any]:
    given, errors = tk.navl_validate(data_dict, rules(), tk.fresh_context(context))
    if errors:
        raise tk.ValidationError(errors)
    return given
