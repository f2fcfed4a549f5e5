"""The one place that speaks HTTP to receiving portals.

One origin, one token, one pool of connections. Never follows a redirect, never goes through a
proxy or credentials that the environment names, never connects to a private address unless the
operator allowed it.
"""

from __future__ import annotations

import socket
import ssl
import time
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    MaxRetryError,
    NameResolutionError,
    NewConnectionError,
)

from ckanext.bacgiang.push.targets.addresses import is_public

CONNECT_SECONDS = 5.0
LARGEST_ANSWER = 8 * 1024 * 1024
"""Bytes of an answer beyond which it is not read on; a dataset with its files is a few thousand."""

_CHUNK = 64 * 1024


class Unsent(Exception):
    """The request did not leave: no connection could be made."""


class PrivateAddress(Unsent):
    """The portal's name leads to an address that is not of the public internet."""


class AnswerLost(Exception):
    """The request left and no usable answer came back; what it did is not known."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it came: status, the headers that matter, the body."""

    status: int
    content_type: str
    retry_after: str
    location: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Origin:
    """Where requests go: scheme, host and port of ``url``, whose path goes before every path.

    ``read_seconds`` bounds the wait for the answer's first byte and between two of its pieces;
    the whole answer has to be there within twice that.
    """

    url: str
    allow_private: bool
    read_seconds: float


class HttpClient:
    """Posts JSON to one origin with one token; to be used by several threads at once."""

    def __init__(self, origin: Origin, token: str, user_agent: str, connections: int) -> None:
        self._origin = origin
        self._token = token
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        adapter = _GuardedAdapter(origin.allow_private, connections)
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, adapter)
        self._headers = {
            "Authorization": token,
            "Content-Type": "application/json; charset=utf-8",
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "User-Agent": user_agent,
        }

    def post(self, path: str, body: bytes) -> Reply:
        """Return the answer to a POST of ``body`` to ``path`` below the origin.

        Raises Unsent, PrivateAddress or AnswerLost; their texts never hold the token. Raises
        ValueError for a path that leads to another origin.
        """
        url = f"{self._origin.url}/{path.lstrip('/')}"
        if urlsplit(url)[:2] != urlsplit(self._origin.url)[:2]:
            raise ValueError("a request must stay with its origin")
        started = time.monotonic()
        try:
            with self._session.post(
                url,
                data=body,
                headers=self._headers,
                timeout=(CONNECT_SECONDS, self._origin.read_seconds),
                allow_redirects=False,
                stream=True,
            ) as answer:
                return self._reply(answer, started + 2 * self._origin.read_seconds)
        except (requests.RequestException, HTTPError, OSError) as error:
            raise (Unsent if _never_sent(error) else AnswerLost)(self.safe(_cause(error))) from None

    def safe(self, text: str) -> str:
        """Return ``text`` without the token, should it hold it."""
        return text.replace(self._token, "***") if self._token else text

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def _reply(self, answer: requests.Response, deadline: float) -> Reply:
        body = bytearray()
        for piece in answer.iter_content(_CHUNK):
            body += piece
            if len(body) > LARGEST_ANSWER:
                raise AnswerLost("the answer is too large")
            if time.monotonic() > deadline:
                raise AnswerLost("the answer took too long")
        header = answer.headers.get
        return Reply(
            status=answer.status_code,
            content_type=header("Content-Type", ""),
            retry_after=header("Retry-After", ""),
            location=header("Location", ""),
            body=bytes(body),
        )


def _never_sent(error: BaseException) -> bool:
    """Return whether ``error`` proves that no connection was made; in doubt it does not."""
    while error.args and isinstance(error.args[0], BaseException):
        error = error.args[0]
        if isinstance(error, MaxRetryError) and error.reason is not None:
            error = error.reason
    unsent = (ConnectTimeoutError, NewConnectionError, NameResolutionError)
    return isinstance(error, (*unsent, ssl.SSLCertVerificationError, requests.ConnectTimeout))


def _cause(error: BaseException) -> str:
    inner = error
    while inner.args and isinstance(inner.args[0], BaseException):
        inner = inner.args[0]
        if isinstance(inner, MaxRetryError) and inner.reason is not None:
            inner = inner.reason
    return f"{type(inner).__name__}: {inner}"[:300]


def _refuse_private(connection: HTTPConnection | HTTPSConnection, made: socket.socket) -> None:
    # The address the socket is really connected to: a name that changes its mind changes nothing.
    address = made.getpeername()[0]
    if not is_public(address):
        made.close()
        raise PrivateAddress(f"{connection.host} is {address}")


class _GuardedHTTP(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        made = super()._new_conn()
        _refuse_private(self, made)
        return made


class _GuardedHTTPS(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        made = super()._new_conn()
        _refuse_private(self, made)
        return made


class _HTTPPool(HTTPConnectionPool):
    ConnectionCls = _GuardedHTTP


class _HTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _GuardedHTTPS


class _GuardedAdapter(HTTPAdapter):
    """Connects to public addresses only, unless private ones are allowed; retries nothing."""

    def __init__(self, allow_private: bool, connections: int) -> None:
        self._allow_private = allow_private
        super().__init__(pool_connections=1, pool_maxsize=connections, pool_block=True)

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        super().init_poolmanager(*arguments, **options)
        if not self._allow_private:
            self.poolmanager.pool_classes_by_scheme = {"http": _HTTPPool, "https": _HTTPSPool}
