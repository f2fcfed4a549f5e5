"""What ``ckan bacgiang doctor`` looks at beside plain yes and no: sessions, limits, addresses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import ckan.plugins as p
import ckan.plugins.toolkit as tk

from ckanext.bacgiang.access.settings import Weakness, check

LONGEST_UNDO = 365
ACTIVE_CONTENT = ("svg", "html", "xml", "*")
OWN_LIMITS = (
    "ckanext.bacgiang.access.sign_in_tries",
    "ckanext.bacgiang.access.sign_in_tries_account",
    "ckanext.bacgiang.access.sign_in_tries_address",
    "ckanext.bacgiang.access.sign_in_lock",
    "ckanext.bacgiang.access.token_days",
)
"""Options of the suite where 0 takes a limit away."""

HOURS = "ckanext.bacgiang.access.session_hours"
SCORE = "ckanext.bacgiang.access.password_score"
UNDO = "ckanext.bacgiang.files.undo_days"


@check
def sessions(config: Mapping[str, Any]) -> list[Weakness]:
    """Sessions end after twelve hours and their cookie is the portal's alone."""
    found = []
    if not 0 < _number(config, HOURS, 12) <= 12:
        lasts = tk._("A session left open lasts longer than a working day")
        found.append(_weak(config, HOURS, lasts, "12"))
    if not tk.asbool(config.get("SESSION_COOKIE_HTTPONLY", True)):
        read = tk._("Scripts read the session's cookie")
        found.append(_weak(config, "SESSION_COOKIE_HTTPONLY", read, "true"))
    if str(config.get("SESSION_COOKIE_SAMESITE") or "") not in ("Lax", "Strict"):
        acted = tk._("Foreign pages act in the name of who is signed in")
        found.append(_weak(config, "SESSION_COOKIE_SAMESITE", acted, "Lax"))
    return found


@check
def addresses(config: Mapping[str, Any]) -> list[Weakness]:
    """The portal is met by https, and Solr asks for a password."""
    site = urlsplit(str(config.get("ckan.site_url") or ""))
    local = site.hostname in ("localhost", "127.0.0.1", "::1")
    found = []
    if site.scheme != "https" and not local:
        found.append(
            _weak(
                config, "ckan.site_url", tk._("Passwords and cookies travel in clear"), "https://…"
            )
        )
    if site.scheme == "https" and not tk.asbool(config.get("SESSION_COOKIE_SECURE", False)):
        found.append(
            _weak(
                config,
                "SESSION_COOKIE_SECURE",
                tk._("Passwords and cookies travel in clear"),
                "true",
            )
        )
    solr = urlsplit(str(config.get("solr_url") or ""))
    if not (solr.password or config.get("solr_password")):
        found.append(
            Weakness(
                "solr_url",
                f"{solr.hostname or ''}:{solr.port or ''}",
                tk._("Whoever reaches Solr reads private entries"),
                tk._("Give Solr a password and set solr_user and solr_password"),
            )
        )
    if tk.asbool(config.get("ckan.cors.origin_allow_all") or False):
        found.append(
            _weak(
                config,
                "ckan.cors.origin_allow_all",
                tk._("Foreign pages read what a signed-in person may"),
                "false",
            )
        )
    return found


@check
def limits(config: Mapping[str, Any]) -> list[Weakness]:
    """Signing in is limited, keys end, deleted files go, pictures run no script."""
    none, above = tk._("There is no limit"), tk._("a number above 0")
    found = [_weak(config, key, none, above) for key in OWN_LIMITS if _number(config, key, 1) <= 0]
    if _number(config, SCORE, 2) < 2:
        found.append(_weak(config, SCORE, tk._("Passwords that are soon guessed pass"), "2"))
    if _number(config, UNDO, 30) > LONGEST_UNDO:
        found.append(_weak(config, UNDO, tk._("Deleted files are kept for years"), "30"))
    for kind in ("user", "group", "admin"):
        key = f"ckan.upload.{kind}.mimetypes"
        if any(word in str(config.get(key) or "") for word in ACTIVE_CONTENT):
            scripts = tk._("Pictures may hold scripts")
            found.append(_weak(config, key, scripts, "image/png image/jpeg image/gif"))
    return found


@check
def plugins(config: Mapping[str, Any]) -> list[Weakness]:
    """Entries become public by approval."""
    if p.plugin_loaded("bacgiang_approval"):
        return []
    message = tk._("Every editor publishes without approval")
    return [
        Weakness("ckan.plugins", "", message, tk._("Add {name}").format(name="bacgiang_approval"))
    ]


def _weak(config: Mapping[str, Any], key: str, allows: str, wanted: str) -> Weakness:
    remedy = tk._("Set {key} = {value}").format(key=key, value=wanted)
    return Weakness(key, str(config.get(key, "")), allows, remedy)


def _number(config: Mapping[str, Any], key: str, usual: int) -> int:
    value = config.get(key)
    return usual if value in (None, "") else int(value)
