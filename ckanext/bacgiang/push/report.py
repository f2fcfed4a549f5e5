"""What a run brought about, as numbers and as sentences for the operator."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ckanext.bacgiang.push import wording
from ckanext.bacgiang.push.core.entry import Delivered, Entry, Gone, Intent, Lost, Refused, Trouble
from ckanext.bacgiang.push.core.exchange import Answer
from ckanext.bacgiang.push.core.plan import Hold, Kind, Step
from ckanext.bacgiang.push.core.talk import Result
from ckanext.bacgiang.push.survey import Survey


@dataclass(frozen=True, slots=True)
class Failure:
    """A dataset that could not be dealt with; ``detail`` is the portal's own text, made safe."""

    source_id: str
    title: str
    intent: Intent | None
    trouble: Trouble | None
    detail: str


@dataclass(slots=True)
class Report:
    """Numbers of one run. ``done`` counts by intent, ``left`` the datasets it did not come to.

    ``refused`` are datasets that an earlier run found refused and that wait; ``stopped`` is the
    answer because of which the run ended early.
    """

    target: str
    done: dict[Intent, int] = field(default_factory=lambda: dict.fromkeys(Intent, 0))
    unchanged: int = 0
    blocked: int = 0
    refused: int = 0
    held: int = 0
    left: int = 0
    calls: int = 0
    failures: list[Failure] = field(default_factory=list)
    stopped: Answer | None = None

    def start(self, found: Survey) -> None:
        """Take over what the survey already settled."""
        self.unchanged = found.unchanged
        blocked = found.steps[Kind.BLOCKED]
        self.blocked = len(blocked)
        self.refused = sum(1 for step in blocked if Hold.REFUSED in step.reasons)
        self.held = len(found.steps[Kind.WITHDRAW]) if found.held else 0

    def ended(self, step: Step, intent: Intent, result: Result) -> None:
        """Count how one dataset's exchange ended."""
        if isinstance(result, (Delivered, Gone)):
            self.done[intent] += 1
        elif isinstance(result, (Refused, Lost)):
            self.failures.append(
                Failure(step.source_id, step.title, intent, result.trouble, result.detail)
            )

    def as_dict(self) -> dict[str, Any]:
        """Return the report for people and programs, texts in the reader's language."""
        return {
            "target": self.target,
            "created": self.done[Intent.CREATE],
            "updated": self.done[Intent.UPDATE],
            "withdrawn": self.done[Intent.WITHDRAW],
            "unchanged": self.unchanged,
            "blocked": self.blocked,
            "refused": self.refused,
            "held": self.held,
            "left": self.left,
            "failed": len(self.failures),
            "remote_calls": self.calls,
            "stopped": self.stopped.verdict.value if self.stopped else None,
            "errors": self._errors(),
        }

    def _errors(self) -> list[dict[str, Any]]:
        errors: list[dict[str, Any]] = []
        if self.stopped:
            message = wording.portal_trouble(self.stopped)
            errors.append({"id": None, "title": self.target, "message": message})
        errors += [_error(failure) for failure in self.failures]
        return errors


def _error(failure: Failure) -> dict[str, Any]:
    return {
        "id": failure.source_id,
        "title": failure.title,
        "intent": failure.intent.value if failure.intent else None,
        "trouble": failure.trouble.value if failure.trouble else None,
        "message": wording.trouble(failure.trouble, failure.detail),
    }


def standing(entry: Entry) -> dict[str, Any]:
    """Return a troubled row of the ledger for people and programs."""
    failure = Failure(entry.source_id, entry.title, entry.intent, entry.trouble, entry.detail)
    return {
        **_error(failure),
        "state": entry.state.value,
        "failures": entry.failures,
        "retry_at": entry.retry_at.isoformat() if entry.retry_at else None,
    }
