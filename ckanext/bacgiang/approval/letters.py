"""Letters about steps: written with the step, sent by a job, owed until they have gone out."""

from __future__ import annotations

import logging
from typing import Any

import ckan.plugins.toolkit as tk
import redis
import sqlalchemy as sa
from ckan import model
from ckan.lib import mailer
from ckan.plugins import INotifier, PluginImplementations
from rq.timeouts import BaseTimeoutException

from ckanext.bacgiang import clock
from ckanext.bacgiang.approval import wording
from ckanext.bacgiang.approval.core.flow import Act
from ckanext.bacgiang.approval.tables import LetterRow, StepRow
from ckanext.bacgiang.catalogue.text import clean
from ckanext.bacgiang.language import in_portal_language

log = logging.getLogger(__name__)


class NoSender(Exception):
    """No letter can go out before these settings are given; they are named."""


def soon(step_id: int) -> None:
    """Have a job send the letters about the step; without a queue they stay owed."""
    try:
        tk.enqueue_job(send_about, [step_id], title="bacgiang approval letters")
    except redis.exceptions.RedisError:
        log.warning("no queue: letters about step %s stay owed", step_id)


def send_about(step_id: int) -> None:
    """Send the letters about a step that are owed. Runs as a job."""
    try:
        _send(LetterRow.step_id == step_id)
    except NoSender as error:
        log.warning("letters about step %s stay owed: %s", step_id, error)


def send_owed() -> dict[str, Any]:
    """Send every owed letter; return counts: owed (before), sent, failed, without_address.

    Those that failed least often go first. Raises NoSender, and sends nothing, where no server or
    no sender is set.
    """
    return _send(sa.true())


def owed() -> int:
    """Return how many letters are owed."""
    statement = sa.select(sa.func.count()).where(LetterRow.sent_at.is_(None))
    return int(model.Session.execute(statement).scalar_one())


def _send(which: Any) -> dict[str, Any]:
    counts = {"owed": owed(), "sent": 0, "failed": 0, "without_address": 0}
    _require_sender()
    statement = (
        sa.select(LetterRow.id)
        .where(which, LetterRow.sent_at.is_(None))
        .order_by(LetterRow.failures, LetterRow.id)
    )
    for letter_id in model.Session.execute(statement).scalars().all():
        if letter := _claimed(letter_id):
            counts[_send_one(letter)] += 1
        model.Session.commit()
    return counts


def _require_sender() -> None:
    """Raise NoSender where CKAN would fail at every letter, or drop it without a word."""
    if any(PluginImplementations(INotifier)):
        return
    missing = [name for name in ("smtp.server", "smtp.mail_from") if not tk.config.get(name)]
    if missing:
        raise NoSender(", ".join(missing))


def _claimed(letter_id: int) -> LetterRow | None:
    """Return the letter if it is still owed, locked: of two senders only one has it."""
    statement = (
        sa.select(LetterRow)
        .where(LetterRow.id == letter_id, LetterRow.sent_at.is_(None))
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
    try:
        with in_portal_language():
            subject, body = _written(step, package, person)
        name = _one_line(person.fullname or person.name)
        mailer.mail_recipient(name, person.email, subject, body)
    except (sa.exc.SQLAlchemyError, BaseTimeoutException):
        raise
    except Exception as error:  # noqa: BLE001 (whatever is wrong with one letter, the others go)
        letter.failures += 1
        log.warning("letter %s about step %s stays owed: %r", letter.id, step.id, error)
        return "failed"
    letter.sent_at = clock.now()
    return "sent"


def _written(step: StepRow, package: model.Package, person: model.User) -> tuple[str, str]:
    act = Act(step.act)
    by = model.User.get(step.user_id)
    words = {
        "person": _one_line(person.fullname or person.name),
        "entry": _one_line(package.title or package.name),
        "by": _one_line(by.fullname or by.name) if by else "",
        "done": wording.done_label(act),
        "act": act.value,
        "at": wording.moment(step.at),
        "reason": step.reason,
        "address": tk.url_for(f"{package.type}.read", id=package.name, _external=True),
        "portal": tk.config["ckan.site_title"],
    }
    subject = _one_line("{done}: {entry}".format(**words))
    return subject, tk.render("emails/bacgiang/approval.txt", words)


def _one_line(name: str) -> str:
    """Return the name as it may stand in a header: one line, nothing in it that nobody sees."""
    return " ".join(clean(name).split())
