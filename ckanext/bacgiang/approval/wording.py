"""What the approval says, in the language of the page."""

from __future__ import annotations

from datetime import datetime

import ckan.plugins.toolkit as tk

from ckanext.bacgiang import clock
from ckanext.bacgiang.approval.core.flow import REASON_MOST, Act, Refusal, State


def moment(at: datetime) -> str:
    """Return an instant as Vietnam writes it, in the portal's zone: 31/12/2025 08:30."""
    return at.astimezone(clock.PORTAL_ZONE).strftime("%d/%m/%Y %H:%M")


def state_label(state: State) -> str:
    """Return the name of a state."""
    return {
        State.DRAFT: tk._("Draft, not yet sent for approval"),
        State.SUBMITTED: tk._("Waiting for approval"),
        State.RETURNED: tk._("Returned to be completed"),
        State.PUBLISHED: tk._("Published"),
        State.TAKEN_DOWN: tk._("Taken down"),
    }[state]


def done_label(act: Act) -> str:
    """Return what a step is called once it was taken."""
    return {
        Act.SUBMIT: tk._("Sent for approval"),
        Act.RECALL: tk._("Recalled"),
        Act.APPROVE: tk._("Approved and published"),
        Act.RETURN: tk._("Returned"),
        Act.TAKE_DOWN: tk._("Taken down"),
    }[act]


def button(act: Act) -> str:
    """Return what the button of a step says."""
    return {
        Act.SUBMIT: tk._("Send for approval"),
        Act.RECALL: tk._("Recall"),
        Act.APPROVE: tk._("Approve and publish"),
        Act.RETURN: tk._("Return"),
        Act.TAKE_DOWN: tk._("Take down"),
    }[act]


def refusal(why: Refusal, state: State) -> str:
    """Return why a step was not taken, and what to do."""
    texts = {
        Refusal.NOT_YOURS: tk._("This step is not for you to take"),
        Refusal.NOT_NOW: tk._(
            "The entry is in the state “{state}”: someone has taken a step before you. Open its"
            " page again"
        ),
        Refusal.CHANGED: tk._(
            "The entry has changed since you opened its page: look at it again before you decide"
        ),
        Refusal.REASON_MISSING: tk._("Give the reason, so that others know what to do"),
        Refusal.REASON_TOO_LONG: tk._("At most {most} characters"),
    }
    return str(texts[why]).format(state=state_label(state), most=REASON_MOST)


def no_sender(settings: str) -> str:
    """Return why no letter goes out, and which settings an operator has to give."""
    text = tk._("No letter can be sent, all stay owed: set {settings} in the portal's settings")
    return str(text).format(settings=settings)
