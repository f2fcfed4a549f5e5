"""A forgotten password: the portal answers the same to everyone, whether or not it knows them.

The letter goes out in a job, so that neither time nor a mail server that does not answer tells.
"""

from __future__ import annotations

import logging

import ckan.plugins.toolkit as tk
import flask
from ckan import model
from ckan.lib import captcha, mailer, signals
from flask import Blueprint
from werkzeug.wrappers import Response

from ckanext.bacgiang.access import throttle
from ckanext.bacgiang.language import in_portal_language

log = logging.getLogger(__name__)

bacgiang_password_reset = Blueprint("bacgiang_password_reset", __name__)

_TRIES = "ckanext.bacgiang.access.sign_in_tries"


@bacgiang_password_reset.route("/user/reset", methods=["POST"])
def request_reset() -> Response:
    """Take in the request for a link, and say that it is on its way if there is an account."""
    try:
        tk.check_access("request_reset", {"user": tk.current_user.name})
    except tk.NotAuthorized:
        tk.abort(403, tk._("Unauthorized to request reset password."))
    try:
        captcha.check_recaptcha(flask.request)
    except captcha.CaptchaError:
        tk.h.flash_error(tk._("Bad Captcha. Please try again."))
        return tk.h.redirect_to("user.request_reset")
    asked = flask.request.form.get("user", "").strip()[:254]
    if not asked:
        tk.h.flash_error(tk._("Email is required"))
        return tk.h.redirect_to("user.request_reset")
    if not throttle.count(_limits(asked.lower())):
        tk.enqueue_job(send_links, [asked], title="password reset")
    tk.h.flash_success(
        tk._("A reset link has been emailed to you (unless the account specified does not exist)")
    )
    return tk.h.redirect_to(tk.config["ckan.user_reset_landing_page"])


@bacgiang_password_reset.before_app_request
def refuse_unknown_keys() -> None:
    """Answer 403 to a link of a reset that is not valid, whether or not there is the account."""
    if flask.request.endpoint != "user.perform_reset":
        return
    user = model.User.get(str((flask.request.view_args or {}).get("id")))
    key = flask.request.args.get("key", "")
    if user and user.reset_key and mailer.verify_reset_link(user, key):
        return
    where = throttle.address()
    throttle.count({f"reset key from {where}": int(tk.config[f"{_TRIES}_address"])})
    tk.abort(403, tk._("Invalid reset key. Please try again."))


def send_links(asked: str) -> None:
    """Send the link to every account with this e-mail address, or to the one so called.

    Raises MailerException, so that the job counts as failed.
    """
    with in_portal_language():
        _send_links(asked)


def _send_links(asked: str) -> None:
    if "@" in asked:
        query = model.Session.query(model.User).filter(
            model.User.email.ilike(
                asked.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
            )
        )
        users = query.all()
    else:
        found = model.User.get(asked)
        users = [found] if found else []
    for user in users:
        if user.state in (model.State.ACTIVE, model.State.PENDING):
            mailer.send_reset_link(user)
            signals.request_password_reset.send(user.name, user=user)


def _limits(asked: str) -> dict[str, int]:
    where = throttle.address()
    return {
        f"reset of {asked}": int(tk.config[_TRIES]),
        f"resets from {where}": int(tk.config[f"{_TRIES}_address"]),
    }
