"""What CKAN's activity lists hold of entries, and to whom they may show it.

With every change CKAN keeps the whole entry as it then was, contact and addresses with it, and
shows it by who might read the entry *then*. What has since been withdrawn, withheld or corrected
would stay public for good. Here the entry as it stands *today* decides: whoever may not read it
finds nothing of it, and who may read but not hold its data finds that it changed, and when.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

import ckan.plugins as p
import sqlalchemy as sa
from ckan import model

from ckanext.bacgiang.access.entries import Labels, held_by, is_visitor, readable

ABOUT_ENTRIES = ("new package", "changed package", "deleted package")
"""Activities on an entry that its readers may see; those of its views are for who holds it."""

_SHOWN = ("id", "name", "title", "type")

Activity = dict[str, Any]


def mend() -> None:
    """Let CKAN's activity lists ask what the caller may read today; again changes nothing.

    All six lists end in this one function of the activity plugin.
    """
    from ckanext.activity.model import activity as stock  # noqa: PLC0415 (an optional plugin)

    name = "_filter_activities_by_permission_labels"
    original = getattr(stock, name)
    if not hasattr(original, "__wrapped__"):
        setattr(stock, name, _mended(original, stock.Activity))
        # Whatever purges an entry (action, command, another plugin) passes here.
        sa.event.listen(model.Package, "before_delete", _forget_purged)


def _mended(original: Callable[..., Any], activity: Any) -> Callable[..., Any]:
    @wraps(original)
    def filtered(query: Any, user_permission_labels: Labels = None) -> Any:
        query = original(query, user_permission_labels)
        if user_permission_labels is None:
            return query
        # Asked from outside: SQLAlchemy cannot put a subselect into CKAN's unions of queries.
        found = query.order_by(None).subquery()
        return model.Session.query(activity).filter(
            activity.id.in_(sa.select(found.c[0])), _shown(activity, user_permission_labels)
        )

    return filtered


def _shown(activity: Any, labels: Iterable[str]) -> sa.ColumnElement[bool]:
    """Return the condition that what the activity is about may be read today.

    Of users everyone sees their own alone; what has been purged is nobody's.
    """
    labels = list(labels)
    package, group = model.Package, model.Group
    own = [label.removeprefix("creator-") for label in labels if label.startswith("creator-")]
    return sa.or_(
        activity.object_id.in_(sa.select(package.id).where(held_by(labels))),
        sa.and_(
            activity.activity_type.in_(ABOUT_ENTRIES),
            activity.object_id.in_(sa.select(package.id).where(readable(labels))),
        ),
        activity.object_id.in_(sa.select(group.id).where(group.state == model.State.ACTIVE)),
        activity.object_id.in_(own),
    )


def shown(activities: list[Activity], labels: Labels) -> list[Activity]:
    """Return the activities as the caller may see them, in one statement for all of them.

    Those on an entry keep the entry of that time for who stands inside its agency; others see its
    title of today. Visitors do not see who acted.
    """
    if not activities:
        return activities
    package = model.Package
    rows = model.Session.execute(
        sa.select(
            package.id, package.name, package.title, package.type, held_by(labels).label("held")
        ).where(package.id.in_({one["object_id"] for one in activities}), readable(labels))
    )
    entries = {row.id: row for row in rows}
    return [one for each in activities if (one := _shown_one(each, entries, labels))]


def _shown_one(activity: Activity, entries: dict[str, Any], labels: Labels) -> Activity | None:
    entry, data = entries.get(activity["object_id"]), activity.get("data") or {}
    if entry is not None and (not entry.held or not _is_whole(data.get("package"))):
        data = {**data, "package": {name: getattr(entry, name) for name in _SHOWN}}
    if labels is None or (entry is not None and entry.held):
        return {**activity, "data": data}
    if entry is None and str(activity["activity_type"]).endswith(("package", "resource view")):
        return None
    reduced = {**activity, "data": {name: data[name] for name in data if name != "actor"}}
    reduced.pop("permission_labels", None)
    return {**reduced, "user_id": ""} if is_visitor(labels) else reduced


def is_forgotten(activity: Activity) -> bool:
    """Return whether the entry of that time is no longer kept."""
    kept = (activity.get("data") or {}).get("package")
    return kept is not None and not _is_whole(kept)


def _is_whole(kept: Any) -> bool:
    return bool(kept) and "resources" in kept


def forget(entry_id: str) -> None:
    """Clear what the activities of the entry keep of it; that it changed, and when, stays.

    Belongs to the running transaction. Nothing happens where CKAN keeps no activities.
    """
    package = model.Package.get(entry_id)
    if package is None or not p.plugin_loaded("activity"):
        return
    from ckanext.activity.model import Activity as Row  # noqa: PLC0415 (an optional plugin)

    kept, nothing = Row.__table__, {"package": {"id": package.id, "type": package.type}}
    about = sa.and_(kept.c.object_id == package.id, kept.c.activity_type.in_(ABOUT_ENTRIES))
    model.Session.flush()
    _delete(model.Session.connection(), sa.and_(kept.c.object_id == package.id, sa.not_(about)))
    model.Session.execute(sa.update(kept).where(about).values(data=nothing))
    model.Session.expire_all()


def _forget_purged(mapper: Any, connection: sa.Connection, package: model.Package) -> None:
    from ckanext.activity.model import Activity as Row  # noqa: PLC0415 (an optional plugin)

    _delete(connection, Row.__table__.c.object_id == package.id)


def _delete(connection: sa.Connection, which: sa.ColumnElement[bool]) -> None:
    from ckanext.activity.model import Activity as Row  # noqa: PLC0415 (an optional plugin)
    from ckanext.activity.model.activity import ActivityDetail as Detail  # noqa: PLC0415

    kept, details = Row.__table__, Detail.__table__
    found = sa.select(kept.c.id).where(which)
    connection.execute(sa.delete(details).where(details.c.activity_id.in_(found)))
    connection.execute(sa.delete(kept).where(which))
