"""How often something may be tried from one place: counters in Redis that end by themselves."""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Mapping

import ckan.plugins.toolkit as tk
import flask
from ckan.lib.redis import connect_to_redis

SECONDS = "ckanext.bacgiang.access.sign_in_window"
LOCK = "ckanext.bacgiang.access.sign_in_lock"

Limits = Mapping[str, int]
"""Names of counters and how many tries each allows; nought allows any number."""


def count(limits: Limits) -> bool:
    """Count one try in every counter; return whether one of them is used up.

    Counts before anything is looked at, so that tries at the same moment are all counted. Raises
    RedisError.
    """
    window, lock = int(tk.config[SECONDS]), int(tk.config[LOCK])
    exceeded = False
    redis = connect_to_redis()
    for name, most in limits.items():
        pipe = redis.pipeline()
        pipe.incr(_key(name))
        pipe.expire(_key(name), window, nx=True)
        tries = int(pipe.execute()[0])
        if most and tries > most:
            exceeded = True
            if tries == most + 1:
                redis.expire(_key(name), lock)
    return exceeded


def used_up(limits: Limits) -> bool:
    """Return whether one of the counters allows no further try. Raises RedisError."""
    redis = connect_to_redis()
    return any(most and int(redis.get(_key(name)) or 0) >= most for name, most in limits.items())


def forget(name: str) -> None:
    """Set a counter to nought. Raises RedisError."""
    connect_to_redis().delete(_key(name))


def address() -> str:
    """Return the address that the request comes from.

    What a proxy says of it counts only where the request itself comes from this machine or the
    inner network: the proxy in front of the portal writes the last address of the list.
    """
    near = flask.request.remote_addr or ""
    told = flask.request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    try:
        inside = ipaddress.ip_address(near).is_private
        return str(ipaddress.ip_address(told)) if inside and told else near
    except ValueError:
        return near


def _key(name: str) -> str:
    return f"bacgiang:{tk.config['ckan.site_id']}:tries:{hashlib.sha256(name.encode()).hexdigest()}"
