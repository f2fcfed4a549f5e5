"""Events of an earlier record, as a migration or the demonstration brings them.

They are attributed to their source, shown as such, and never taken for what the portal saw.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.bacgiang.cadence.core.events import COUNTING, EventKind
from ckanext.bacgiang.law.terms import start_of

MOST_EVENTS = 10_000
"""Events that one call may bring."""

LONGEST_SOURCE = 200

_SHOWN = 5


def rows(given: Any, now: datetime) -> list[dict[str, Any]]:
    """Return the events as rows of the ledger.

    Each is ``{dataset_id, observed_at, kind, source}``: an ISO instant (UTC where it names no
    zone) or a day of the province, a kind that counts, and the name of the record. Raises
    ``ValidationError`` naming the first events that are not.
    """
    if not isinstance(given, list) or len(given) > MOST_EVENTS:
        message = tk._("Give at most {number} events").format(number=MOST_EVENTS)
        raise tk.ValidationError({"events": [message]})
    found, wrong = [], []
    for number, event in enumerate(given, 1):
        try:
            found.append(_row(event, now))
        except tk.Invalid as error:
            wrong.append(tk._("Event {number}: {what}").format(number=number, what=error.error))
    refuse(wrong)
    return found


def refuse(wrong: Sequence[str]) -> None:
    """Raise ``ValidationError`` with the first of the messages, if there are any."""
    if wrong:
        more = tk._("and {number} more").format(number=len(wrong) - _SHOWN)
        raise tk.ValidationError(
            {"events": [*wrong[:_SHOWN], *([more] if len(wrong) > _SHOWN else [])]}
        )


def _row(event: Any, now: datetime) -> dict[str, Any]:
    if not isinstance(event, dict):
        raise tk.Invalid(tk._("not an object with dataset_id, observed_at, kind, source"))
    package_id, source = event.get("dataset_id"), event.get("source")
    if not isinstance(package_id, str) or not package_id:
        raise tk.Invalid(tk._("dataset_id is missing"))
    if not isinstance(source, str) or not 0 < len(source.strip()) <= LONGEST_SOURCE:
        message = tk._("source names the earlier record in at most {number} characters")
        raise tk.Invalid(message.format(number=LONGEST_SOURCE))
    if event.get("kind") not in list(map(str, COUNTING)):
        raise tk.Invalid(tk._("kind is content_changed or supplemented"))
    kind, source = EventKind(event["kind"]), source.strip()
    observed_at = _instant(event.get("observed_at"))
    if observed_at > now:
        raise tk.Invalid(tk._("observed_at lies in the future"))
    return {
        "key": f"import:{source}:{package_id}:{kind}:{observed_at.isoformat()}",
        "package_id": package_id,
        "resource_id": "",
        "kind": str(kind),
        "observed_at": observed_at,
        "recorded_at": now,
        "source": source,
        "sha256": "",
        "size": None,
        "stamp": "",
    }


def _instant(given: Any) -> datetime:
    """Return the instant in UTC; the first one of the province's day where only a day is given."""
    try:
        if len(given) == len("2025-12-31"):
            return start_of(date.fromisoformat(given)).astimezone(UTC)
        instant = datetime.fromisoformat(given)
    except (TypeError, ValueError):
        message = tk._("observed_at is a day or an instant, such as 2025-12-31T08:00:00Z")
        raise tk.Invalid(message) from None
    return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(UTC)
