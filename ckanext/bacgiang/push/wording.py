"""Reasons, troubles and states in the reader's language."""

from __future__ import annotations

import ckan.plugins.toolkit as tk

from ckanext.bacgiang.catalogue.publishing import Barrier
from ckanext.bacgiang.push.core.entry import Delivery, Trouble
from ckanext.bacgiang.push.core.exchange import Answer, Verdict
from ckanext.bacgiang.push.core.plan import Hold, Kind, Reason


def reason(code: Reason) -> str:
    """Return why a dataset is left alone, or withdrawn."""
    texts = {
        Barrier.NOT_ACTIVE: tk._("it is deleted or still a draft"),
        Barrier.PRIVATE: tk._("it is private"),
        Barrier.CLASS_UNKNOWN: tk._("the data class is not stated"),
        Barrier.CLASS_NEVER_PUBLIC: tk._("the data class may never be public"),
        Barrier.CLASS_NOT_OPEN: tk._("the data class is not open data"),
        Barrier.NO_RESOURCE: tk._("no file or address to link to"),
        Barrier.NO_AGENCY: tk._("no responsible agency"),
        Hold.REFUSED: tk._("refused by the receiving portal; waits for a change or for a day"),
        Hold.WAITING: tk._("waits before the next attempt"),
        Hold.IN_PROGRESS: tk._("another run is sending it"),
        Hold.ABSENT: tk._("no longer in the catalogue, but nobody deleted it: the copy stays"),
        Hold.PURGED: tk._("it was purged from the catalogue"),
    }
    return str(texts[code])


def kind(code: Kind) -> str:
    """Return the heading of a kind of step."""
    texts = {
        Kind.CREATE: tk._("To create"),
        Kind.UPDATE: tk._("To update"),
        Kind.WITHDRAW: tk._("To withdraw"),
        Kind.BLOCKED: tk._("Not sent"),
        Kind.NOTHING: tk._("Nothing to do"),
    }
    return str(texts[code])


def state(code: Delivery) -> str:
    """Return the name of a state of the ledger."""
    texts = {
        Delivery.PENDING: tk._("waiting to be sent"),
        Delivery.UNKNOWN: tk._("sending; result not yet known"),
        Delivery.SYNCED: tk._("the copy is up to date"),
        Delivery.WITHDRAWN: tk._("withdrawn from the portal"),
        Delivery.PARKED: tk._("refused by the portal"),
    }
    return str(texts[code])


def trouble(code: Trouble | None, detail: str) -> str:
    """Return what went wrong with a dataset and what to do, with the portal's own words."""
    texts = {
        Trouble.INVALID: tk._("The receiving portal does not accept the description; correct it"),
        Trouble.MARKER_GONE: tk._(
            "The copy no longer carries this portal's mark, so it is not touched; "
            "ask the receiving portal"
        ),
        Trouble.NO_RIGHT: tk._(
            "The key has no right to change this copy; ask the receiving portal"
        ),
        Trouble.RESOURCE_TAKEN: tk._(
            "The files of this dataset already stand there under a dataset that is not ours; "
            "ask the receiving portal"
        ),
        Trouble.ANSWER_LOST: tk._(
            "The answer did not arrive; the next run looks what became of it before sending again"
        ),
        Trouble.CHANGED_THERE: tk._(
            "The copy is being changed over there; the next run tries again"
        ),
    }
    text = str(texts[code]) if code else ""
    return f"{text} ({detail})" if detail else text


def portal_trouble(answer: Answer) -> str:
    """Return why a portal cannot be worked with now and what to do."""
    texts = {
        Verdict.THROTTLED: tk._("The portal asks for fewer requests; run again later"),
        Verdict.UNREACHABLE: tk._(
            "The portal cannot be reached; check its address and the network"
        ),
        Verdict.PRIVATE_ADDRESS: tk._(
            "The portal's name leads to an address of an internal network; refused"
        ),
        Verdict.REDIRECTED: tk._(
            "The portal sends requests elsewhere; set its final address, redirects are not followed"
        ),
        Verdict.INTERCEPTED: tk._(
            "Something in front of the portal answered in its place; ask its operators"
        ),
        Verdict.UNAUTHORIZED: tk._(
            "The key did not reach the portal or is not valid there: it takes us for a visitor"
        ),
        Verdict.FORBIDDEN: tk._(
            "The key is valid but may not add datasets to the organisation set for us"
        ),
        Verdict.INCOMPATIBLE: tk._("The portal does not know a call we need; CKAN 2.9 or later"),
        Verdict.LOST: tk._("Several answers in a row did not arrive; run again later"),
    }
    text = str(texts.get(answer.verdict, answer.verdict))
    return f"{text} ({answer.detail})" if answer.detail else text
