"""The way of an entry to the public, and who may take it which step.

An editor prepares and sends, an administrator of the agency approves or returns, the lead agency
may take down what is public (Regulation of Decision 47/2022/QĐ-UBND Art. 12.2, 13.2 for who
publishes; the steps themselves are the portal's own convention).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

REASON_MOST = 2000
"""Characters that a reason may have."""


class State(StrEnum):
    """Where an entry stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    PUBLISHED = "published"
    TAKEN_DOWN = "taken_down"


class Act(StrEnum):
    """A step that a person takes."""

    SUBMIT = "submit"
    RECALL = "recall"
    APPROVE = "approve"
    RETURN = "return"
    TAKE_DOWN = "take_down"


class Role(StrEnum):
    """What a person is to an entry; one person may be several."""

    EDITOR = "editor"
    ADMINISTRATOR = "administrator"
    LEAD = "lead"


class Refusal(StrEnum):
    """Why a step is not taken."""

    NOT_NOW = "not_now"
    NOT_YOURS = "not_yours"
    CHANGED = "changed"
    REASON_MISSING = "reason_missing"
    REASON_TOO_LONG = "reason_too_long"


@dataclass(frozen=True, slots=True)
class Rule:
    """From which states a step leads where, who takes it, and whether it needs a reason."""

    start: frozenset[State]
    end: State
    roles: frozenset[Role]
    needs_reason: bool = False


_PREPARED = frozenset({State.DRAFT, State.RETURNED})

RULES: dict[Act, Rule] = {
    Act.SUBMIT: Rule(
        _PREPARED | {State.TAKEN_DOWN},
        State.SUBMITTED,
        frozenset({Role.EDITOR, Role.ADMINISTRATOR}),
    ),
    Act.RECALL: Rule(
        frozenset({State.SUBMITTED}), State.DRAFT, frozenset({Role.EDITOR, Role.ADMINISTRATOR})
    ),
    # An administrator publishes what they prepared themselves in one step; what was taken down
    # is sent again first, so that the record says that someone looked at the reason.
    Act.APPROVE: Rule(
        _PREPARED | {State.SUBMITTED}, State.PUBLISHED, frozenset({Role.ADMINISTRATOR})
    ),
    Act.RETURN: Rule(
        frozenset({State.SUBMITTED}),
        State.RETURNED,
        frozenset({Role.ADMINISTRATOR}),
        needs_reason=True,
    ),
    Act.TAKE_DOWN: Rule(
        frozenset({State.PUBLISHED}),
        State.TAKEN_DOWN,
        frozenset({Role.ADMINISTRATOR, Role.LEAD}),
        needs_reason=True,
    ),
}


def state_of(*, public: bool, last: Act | None) -> State:
    """Return where an entry stands, from whether it is public and the last step kept of it.

    What everyone can see is published, whatever road it took there; what was published and is
    private again without a step is a draft.
    """
    if public:
        return State.PUBLISHED
    if last in (None, Act.APPROVE):
        return State.DRAFT
    return RULES[last].end


def possible(state: State, roles: Collection[Role]) -> tuple[Act, ...]:
    """Return the steps that someone with these roles may take now, in the order of the way."""
    return tuple(
        act for act, rule in RULES.items() if state in rule.start and rule.roles & set(roles)
    )


def refusal(act: Act, state: State, roles: Collection[Role], reason: str) -> Refusal | None:
    """Return why the step is not taken, None where it may be; ``reason`` is as typed."""
    rule = RULES[act]
    if not rule.roles & set(roles):
        return Refusal.NOT_YOURS
    if state not in rule.start:
        return Refusal.NOT_NOW
    if rule.needs_reason and not reason.strip():
        return Refusal.REASON_MISSING
    if len(reason) > REASON_MOST:
        return Refusal.REASON_TOO_LONG
    return None


def told(act: Act) -> tuple[bool, bool]:
    """Return whether the agency's administrators are told of the step, and whoever sent it."""
    return (
        act in (Act.SUBMIT, Act.RECALL, Act.TAKE_DOWN),
        act in (Act.APPROVE, Act.RETURN, Act.TAKE_DOWN),
    )
