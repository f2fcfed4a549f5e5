"""What the states, outcomes and findings are called, and one sentence for each finding.

Every text is made in the language of the page, so nothing here is worded at import.
"""

from __future__ import annotations

from datetime import date, timedelta

import ckan.plugins.toolkit as tk

from ckanext.bacgiang.cadence.core.events import EventKind
from ckanext.bacgiang.cadence.core.finding import Finding
from ckanext.bacgiang.cadence.core.scope import Reason
from ckanext.bacgiang.cadence.core.verdict import Outcome, State, Verdict
from ckanext.bacgiang.cadence.core.windows import Window
from ckanext.bacgiang.language import page_language
from ckanext.bacgiang.law.citing import cited
from ckanext.bacgiang.law.rules import BasisStatus, Rule


def day_text(day: date) -> str:
    """Return the day as Vietnam writes it: 31/12/2025."""
    return f"{day:%d/%m/%Y}"


def state_label(state: State) -> str:
    """Return the name of a state."""
    return {
        State.UPDATED: tk._("Updated in this term"),
        State.ON_TIME: tk._("Within the term"),
        State.DUE_SOON: tk._("Due soon"),
        State.OVERDUE: tk._("Overdue"),
        State.UNPUBLISHED: tk._("Not published"),
        State.NOT_BOUND: tk._("Not bound"),
        State.UNVERIFIABLE: tk._("Not verifiable"),
        State.CALENDAR_UNKNOWN: tk._("Days off not settled"),
    }[state]


def outcome_label(outcome: Outcome) -> str:
    """Return the name of how a window stands."""
    return {
        Outcome.OPEN: tk._("Running"),
        Outcome.UPDATED: tk._("New data came"),
        Outcome.MISSED: tk._("No new data came"),
        Outcome.UNVERIFIABLE: tk._("Not verifiable"),
        Outcome.CALENDAR_UNKNOWN: tk._("Days off not settled"),
    }[outcome]


def kind_label(kind: EventKind) -> str:
    """Return the name of an observation, and why it does not count where it does not."""
    return {
        EventKind.BASELINE: tk._("First content: what later content is compared with"),
        EventKind.CONTENT_CHANGED: tk._("New content: counts"),
        EventKind.SUPPLEMENTED: tk._("Supplemented with new content: counts"),
        EventKind.REPEATED: tk._("Content that was here before: does not count"),
        EventKind.UNCHANGED: tk._("The same content again: does not count"),
        EventKind.DOCUMENT: tk._("Document beside the data, not data: does not count"),
    }[kind]


def basis_label(status: BasisStatus) -> str:
    """Return what is known of the instrument behind a rule."""
    return {
        BasisStatus.IN_FORCE: tk._("in force"),
        BasisStatus.AMENDED: tk._("amended"),
        BasisStatus.REPEALED: tk._("repealed"),
        BasisStatus.REPORTED_REPEALED: tk._("reported repealed"),
        BasisStatus.UNKNOWN: tk._("no repeal known; to be confirmed"),
    }[status]


def due_text(window: Window) -> str:
    """Return the last day in time, with a warning where the days off around it are not settled."""
    if window.deadline:
        return day_text(window.deadline)
    warning = tk._("{day} or later, as the days off around it are not settled yet")
    return warning.format(day=day_text(window.nominal_end))


def removed() -> str:
    """Return the sentence about a dataset of which only the ledger is left."""
    return tk._("Not bound: no longer in the catalogue")


def sentence(finding: Finding) -> str:
    """Return the finding in one sentence, with its day and its source."""
    if finding.rule is None or finding.reason is not Reason.NONE or finding.verdict is None:
        return _why_not(finding)
    return _standing(finding.verdict, finding.rule)


def _standing(verdict: Verdict, rule: Rule) -> str:
    if verdict.state is State.UPDATED:
        return _updated(verdict, rule)
    if verdict.state in (State.OVERDUE, State.UNVERIFIABLE):
        return _lapsed(verdict, rule)
    wordings = {
        State.ON_TIME: tk._(
            "Within the term: update by the end of {day} (term {number}, {source})"
        ),
        State.DUE_SOON: tk._("Due soon: update by the end of {day} (term {number}, {source})"),
        State.CALENDAR_UNKNOWN: tk._(
            "Not decided: term {number} ends on {day}; nothing can be said before that ({source})"
        ),
    }
    window = verdict.focus.window if verdict.focus else verdict.windows[-1].window
    return wordings[verdict.state].format(
        day=due_text(window), number=window.number, source=_cited(rule)
    )


def _cited(rule: Rule) -> str:
    return cited(rule.citation, page_language())


def _updated(verdict: Verdict, rule: Rule) -> str:
    met = next(j for j in (verdict.focus, verdict.following) if j and j.event)
    text = tk._("Updated on {day} for term {number} ({source})").format(
        day=day_text(met.event.day), number=met.window.number, source=_cited(rule)
    )
    if met.event.source:
        text += tk._("; recorded by: {source}").format(source=met.event.source)
    if verdict.following and not verdict.following.event:
        due = due_text(verdict.following.window)
        text += tk._("; next update by the end of {day}").format(day=due)
    return text


def _lapsed(verdict: Verdict, rule: Rule) -> str:
    first, last = verdict.missed[0], verdict.missed[-1]
    facts = {
        "day": day_text(first.latest + timedelta(days=1)),
        "number": last.number,
        "source": _cited(rule),
        "count": len(verdict.missed),
    }
    if verdict.state is State.UNVERIFIABLE:
        wording = tk._(
            "Not verifiable: term {number} is over, and its content could not be seen ({source})"
        )
    elif first is last:
        wording = tk._("Overdue since {day}: no new data in term {number} ({source})")
    else:
        wording = tk._(
            "Overdue since {day}: no new data in {count} terms in a row, term {number} being the "
            "latest ({source})"
        )
    return wording.format(**facts)


def _why_not(finding: Finding) -> str:
    wordings = {
        Reason.NOT_OPEN: tk._("Not bound: the data is not of the open class"),
        Reason.NOT_LISTED: tk._("Not bound: has no place in the issued open data directory"),
        Reason.NOT_YET_PUBLIC: tk._("Not published: the first term runs from first publication"),
        Reason.WITHDRAWN: tk._(
            "Not published now; first published on {anchor}, and its terms run on from that day"
        ),
        Reason.NO_DATA: tk._(
            "Not published now: no file and no service offers the data; first published on "
            "{anchor}, and its terms run on from that day"
        ),
        Reason.NO_FIRST_DAY: tk._("Not verifiable: the day of first publication is not recorded"),
        Reason.REMOVED: removed(),
        Reason.NO_RULE: tk._("Not bound: no regulation sets a term on {today}"),
        Reason.ONLY_LINKS: tk._(
            "Not verifiable: term {number} is over, and the data is a link out of the portal, "
            "where its content cannot be compared yet"
        ),
        Reason.SOME_LINKS: tk._(
            "Not verifiable: term {number} is over, and part of the data is a link out of the "
            "portal, where its content cannot be compared yet"
        ),
        Reason.ONLY_SERVICE: tk._(
            "Not verifiable: term {number} is over, and the data is had from a service alone, "
            "where its content cannot be compared yet"
        ),
        Reason.UNREADABLE: tk._(
            "Not verifiable: term {number} is over, and a stored file cannot be read"
        ),
    }
    missed = finding.verdict.missed if finding.verdict else ()
    return wordings[finding.reason].format(
        anchor=day_text(finding.anchor) if finding.anchor else "",
        today=day_text(finding.day),
        number=missed[-1].number if missed else "",
    )
