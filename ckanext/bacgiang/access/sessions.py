"""Sessions of people who are signed in: kept by the server, ended by the server.

CKAN keeps a session in a signed cookie, which is good for a year whatever happens: it outlives
the sign-out and a change of the password. Here the cookie of someone who is signed in holds a
random identifier alone; the session itself lies in Redis, from the sign-in for a fixed time. A
visitor has nothing to end: their cookie stays CKAN's own, so that a robot fills no memory.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
from typing import Any

import ckan.plugins.toolkit as tk
import flask
from ckan import model
from ckan.lib.redis import connect_to_redis
from flask import Flask, Request, Response
from flask.json.tag import TaggedJSONSerializer
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_login import logout_user, user_logged_in
from redis import Redis, RedisError

from ckanext.bacgiang import clock

log = logging.getLogger(__name__)

MARK = "s."
"""How the cookie of a kept session starts; a cookie of CKAN's own never does."""

USER, STARTED, PROOF = "_user_id", "_bacgiang_started", "_bacgiang_proof"
"""Keys of a session: who is signed in, since when (seconds), with which password (a digest)."""

_FORGET = "_remember"
_json = TaggedJSONSerializer()


class PortalSession(SecureCookieSession):
    """A session that knows where it is kept: ``sid``, empty for a visitor's; ``owner`` when read.

    ``unread`` where Redis did not answer: such a session is not saved over the real one.
    """

    sid = ""
    owner = ""
    unread = False


class PortalSessions(SecureCookieSessionInterface):
    """Opens and saves sessions: in Redis for people who are signed in, in a cookie for others."""

    session_class = PortalSession

    def open_session(self, app: Flask, request: Request) -> PortalSession | None:
        """Return the session of a request, without a user where it has ended."""
        cookie = request.cookies.get(self.get_cookie_name(app), "")
        if cookie.startswith(MARK):
            session = _stored(cookie[len(MARK) :])
        else:
            session = super().open_session(app, request)  # type: ignore[assignment]
            if session and USER in session:  # from before sessions were kept here
                session.clear()
        # flask-login would let in whoever holds its own cookie, which nothing ends.
        if session is not None and USER not in session:
            remember = app.config.get("REMEMBER_COOKIE_NAME", "remember_token")
            if remember in request.cookies:
                session[_FORGET] = "clear"
        return session

    def save_session(self, app: Flask, session: SecureCookieSession, response: Response) -> None:
        """Keep the session; one whose user has changed gets a new identifier."""
        if not isinstance(session, PortalSession) or session.unread:
            return
        user = session.get(USER)
        if not user:
            _delete(session.sid)
            if session.sid:
                session.sid, session.modified = "", True
            super().save_session(app, session, response)
            return
        response.vary.add("Cookie")
        fresh = session.owner != user
        if fresh:
            _delete(session.sid)
            session.sid, session.owner = secrets.token_urlsafe(32), user
            session[STARTED], session[PROOF] = clock.now().timestamp(), _proof_of(user)
        elif not session.modified:
            return
        left = int(session[STARTED] + lifetime() - clock.now().timestamp())
        if left > 0 and _store(session, left, fresh=fresh):
            self._set_cookie(app, response, MARK + session.sid, left)

    def regenerate(self, session: PortalSession) -> None:
        """Have the session saved under a new identifier (CKAN asks for it at the sign-in)."""
        session.owner = ""

    def _set_cookie(self, app: Flask, response: Response, value: str, left: int) -> None:
        response.set_cookie(
            self.get_cookie_name(app),
            value,
            max_age=left,
            domain=self.get_cookie_domain(app),
            path=self.get_cookie_path(app),
            secure=self.get_cookie_secure(app),
            samesite=self.get_cookie_samesite(app),
            httponly=True,
        )


@user_logged_in.connect
def _forget(_app: Any, **_user: Any) -> None:
    """Have no cookie of flask-login's made at a sign-in, whatever the form said."""
    flask.session.pop(_FORGET, None)


def settle(config: Any) -> None:
    """Set what no installation should have otherwise: cookies for this site alone, over TLS."""
    config["SESSION_COOKIE_HTTPONLY"] = True
    config["SESSION_COOKIE_SAMESITE"] = config.get("SESSION_COOKIE_SAMESITE") or "Lax"
    if str(config.get("ckan.site_url") or "").startswith("https:"):
        config["SESSION_COOKIE_SECURE"] = True


def lifetime() -> int:
    """Return for how many seconds a sign-in is good."""
    return int(tk.config["ckanext.bacgiang.access.session_hours"]) * 3600


def end_all(user_id: str) -> None:
    """End every session of a user, wherever they are signed in. Raises RedisError."""
    connect_to_redis().set(_name("ended", user_id), clock.now().timestamp(), ex=lifetime())


def end_stale() -> None:
    """Sign out a request whose session began before the password changed or all were ended."""
    user, session = tk.current_user, flask.session
    if not user.is_authenticated or session.get(USER) != user.get_id():
        return
    if session.get(PROOF) == _proof(user) and not _was_ended(user.id, session.get(STARTED, 0)):
        return
    logout_user()
    session.clear()
    flask.g.user, flask.g.userobj = "", None


def _was_ended(user_id: str, started: float) -> bool:
    try:
        ended = connect_to_redis().get(_name("ended", user_id))
    except RedisError:
        return True
    return ended is not None and float(ended) >= started


def _proof_of(user_id: str) -> str:
    user = model.User.get(user_id)
    return _proof(user) if user else ""


def _proof(user: model.User) -> str:
    return hashlib.sha256(str(user.password).encode()).hexdigest()


def _name(kind: str, value: str) -> str:
    digest = hashlib.sha256(value.encode()).hexdigest()
    return f"bacgiang:{tk.config['ckan.site_id']}:{kind}:{digest}"


def _stored(sid: str) -> PortalSession:
    session = PortalSession()
    try:
        kept = connect_to_redis().get(_name("session", sid))
    except RedisError as error:
        log.error("Sessions cannot be read: %s", error)
        session.unread = True
        return session
    if not kept:
        return session
    read = PortalSession(_json.loads(kept.decode()))
    if read.get(STARTED, 0) + lifetime() <= clock.now().timestamp():
        return session
    read.sid, read.owner = sid, read.get(USER, "")
    return read


def _store(session: PortalSession, left: int, *, fresh: bool) -> bool:
    """Keep a session; one that was ended meanwhile is not brought back."""
    redis: Redis = connect_to_redis()
    try:
        kept = redis.set(_name("session", session.sid), _json.dumps(dict(session)), ex=left,
                         xx=not fresh)  # fmt: skip
    except RedisError as error:
        log.error("A session cannot be kept: %s", error)
        return False
    return bool(kept)


def _delete(sid: str) -> None:
    if sid:
        connect_to_redis().delete(_name("session", sid))
