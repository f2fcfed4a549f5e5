"""Letters about steps: written with the step, sent by a job, owed until they have gone out."""

from __future__ import annotations

import logging
from typing import Any

import ckan.plugins.toolkit as tk
import redis
import sqlalchemy as sa
from ckan import model
from ckan.lib import mailer

from ckanext.bacgiang import clock
from ckanext.bacgiang.approval import wording
from ckanext.bacgiang.approval.core.flow import Act
from ckanext.bacgiang.approval.tables import LetterRow, StepRow
from ckanext.bacgiang.language import in_portal_language

log = logging.getLogger(__name__)


def soon(step_id: int) -> None:
    """Have a job send the letters about the step; without a queue they stay owed."""
    try:
        tk.enqueue_job(send_about, [step_id], title="bacgiang approval letters")
    except redis.exceptions.RedisError:
        log.warning("no queue: letters about step %s stay owed", step_id)


def send_about(step_id: int) -> None:
    """Send the letters about a step that are owed. Runs as a job."""
    _send(LetterRow.step_id == step_id)


def send_owed() -> dict[str, Any]:
    """Send every owed letter; return counts: owed (before), sent, failed, without_address."""
    return _send(sa.true())


def owed() -> int:
    """Return how many letters are owed."""
    statement = sa.select(sa.func.count()).where(LetterRow.sent_at.is_(None))
    return int(model.Session.execute(statement).scalar_one())


def _send(which: Any) -> dict[str, Any]:
    counts = {"owed": owed(), "sent": 0, "failed": 0, "without_address": 0}
    last = 0
    while letter := _next(which, last):
        last = letter.id
        counts[_send_one(letter)] += 1
        model.Session.commit()
    return counts


def _next(which: Any, after: int) -> LetterRow | None:
    """Return the next owed letter, locked: of two senders only one has it."""
    statement = (
        sa.select(LetterRow)
        .where(which, LetterRow.sent_at.is_(None), LetterRow.id > after)
        .order_by(LetterRow.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return model.Session.execute(statement).scalar()


def _send_one(letter: LetterRow) -> str:
    person = model.User.get(letter.user_id)
    step = model.Session.get(StepRow, letter.step_id)
    package = model.Package.get(step.entry_id) if step else None
    if not (person and person.email and person.state == model.State.ACTIVE and package):
        # Nobody to write to any more: the letter is done with.
        letter.sent_at = clock.now()
        return "without_address"
    with in_portal_language():
        subject, body = _written(step, package, person)
    try:
        mailer.mail_user(person, subject, body)
    except mailer.MailerException as error:
        letter.failures += 1
        log.warning("letter %s about step %s stays owed: %s", letter.id, step.id, error)
        return "failed"
    letter.sent_at = clock.now()
    return "sent"


def _written(step: StepRow, package: model.Package, person: model.User) -> tuple[str, str]:
    act = Act(step.act)
    by = model.User.get(step.user_id)
    words = {
        "person": person.fullname or person.name,
        "entry": package.title or package.name,
        "by": (by.fullname or by.name) if by else "",
        "done": wording.done_label(act),
        "act": act.value,
        "at": wording.moment(step.at),
        "reason": step.reason,
        "address": tk.url_for(f"{package.type}.read", id=package.name, _external=True),
        "portal": tk.config["ckan.site_title"],
    }
    subject = "{done}: {entry}".format(**words)
    return " ".join(subject.split()), tk.render("emails/bacgiang/approval.txt", words)
