"""Signing in: so many tries, then a pause, whether or not there is such an account."""

from __future__ import annotations

import logging
from typing import Any

import ckan.plugins.toolkit as tk
import flask
from ckan import model
from ckan.lib.authenticator import default_authenticate
from passlib.hash import pbkdf2_sha512
from redis import RedisError

from ckanext.bacgiang.access import sessions, throttle

log = logging.getLogger(__name__)

_OPTION = "ckanext.bacgiang.access.sign_in_tries"
_NOBODY = pbkdf2_sha512.hash("")


class SignIn:
    """What CKAN asks a plugin when people sign in and whenever they come back (IAuthenticator)."""

    def identify(self) -> None:
        """Sign out a request whose session has been ended elsewhere."""
        sessions.end_stale()

    def login(self) -> Any:
        """Answer 429 with the form where too many tries were made, before a password is read."""
        if flask.request.method != "POST" or tk.current_user.is_authenticated:
            return None
        if not _is_blocked(_limits(flask.request.form.get("login", ""))):
            return None
        tk.h.flash_error(_pause())
        return flask.make_response(tk.render("user/login.html", {}), 429)

    def authenticate(self, identity: dict[str, Any]) -> Any:
        """Return the user whose password it is; aborts with 429 after too many tries.

        Also where a page asks a person who is signed in for the password again.
        """
        login = str(identity.get("login") or "")
        limits = _limits(login)
        try:
            exceeded = throttle.count(limits)
        except RedisError as error:
            log.error("Tries to sign in cannot be counted: %s", error)
            exceeded = True
        if exceeded:
            tk.abort(429, _pause())
        user = default_authenticate(identity)
        if user is None:
            account = _account(login)
            if account is None or not account.is_active:
                # As long as for an account that is there: CKAN asks itself once more after this.
                for _ in range(2):
                    pbkdf2_sha512.verify(str(identity.get("password") or ""), _NOBODY)
            return None
        for name in limits:
            if not name.startswith("address "):
                throttle.forget(name)
        return user

    def logout(self) -> None:
        """Leave the sign-out to CKAN; the session ends with it."""


def _limits(login: str) -> dict[str, int]:
    """Return the counters of a try: this account from here, this account, this address."""
    user = _account(login)
    account = user.id if user else login.strip().lower()
    where = throttle.address()
    return {
        f"account {account} from {where}": int(tk.config[_OPTION]),
        f"account {account}": int(tk.config[f"{_OPTION}_account"]),
        f"address {where}": int(tk.config[f"{_OPTION}_address"]),
    }


def _account(login: str) -> model.User | None:
    return model.User.by_name(login) or model.User.by_email(login)


def _is_blocked(limits: dict[str, int]) -> bool:
    try:
        return throttle.used_up(limits)
    except RedisError as error:
        log.error("Tries to sign in cannot be counted: %s", error)
        return True


def _pause() -> str:
    minutes = -(-int(tk.config[throttle.LOCK]) // 60)
    message = tk._("Too many tries to sign in. Wait {minutes} minutes and try again")
    return str(message.format(minutes=minutes))
