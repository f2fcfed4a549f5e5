"""What the operator configured: the receiving portals and the limits."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import ckan.plugins.toolkit as tk

from ckanext.bacgiang.push.core.guard import Limits
from ckanext.bacgiang.push.core.mapping import Origin

_PREFIX = "ckanext.bacgiang.push"
MOST_CONNECTIONS = 8


class Misconfigured(Exception):
    """A setting is missing or wrong; the text says which, in the reader's language."""


@dataclass(frozen=True, slots=True)
class Target:
    """A receiving portal. ``url`` has no slash at its end; ``token`` never shows in a repr."""

    name: str
    title: str
    url: str
    organization: str
    name_prefix: str
    allow_private: bool
    token: str = field(repr=False)


def target_names() -> list[str]:
    """Return the names of the configured portals, in their order."""
    return list(tk.config["ckanext.bacgiang.push.targets"])


def title(name: str) -> str:
    """Return the portal's name for readers."""
    return _option(name, "title") or (tk._("National data portal") if name == "national" else name)


def copy_address(name: str, copy_name: str) -> str:
    """Return the address of a copy's page, empty where the portal is configured no more."""
    url = _option(name, "url").rstrip("/")
    return f"{url}/dataset/{copy_name}" if url and copy_name else ""


def target(name: str) -> Target:
    """Return the portal called ``name``, its token taken from the environment.

    Raises Misconfigured where it is not in the list or a setting is missing or wrong.
    """
    if name not in target_names() or not re.fullmatch(r"[a-z0-9_-]+", name):
        raise Misconfigured(
            tk._("No receiving portal is called {name}; see {option}").format(
                name=name, option=f"{_PREFIX}.targets"
            )
        )
    allow_private = tk.asbool(_option(name, "allow_private") or False)
    return Target(
        name=name,
        title=title(name),
        url=_url(name, allow_private),
        organization=_needed(name, "organization"),
        name_prefix=_prefix(name),
        allow_private=allow_private,
        token=_token(name),
    )


def origin() -> Origin:
    """Return how this portal names itself to others."""
    root = str(tk.config.get("ckan.root_path", "") or "").replace("/{{LANG}}", "").rstrip("/")
    site = str(tk.config["ckan.site_url"]).rstrip("/")
    dcat = str(tk.config.get("ckanext.dcat.base_uri", "") or "").rstrip("/")
    return Origin(str(tk.config[f"{_PREFIX}.portal_id"]), site + root, dcat or site)


def limits() -> Limits:
    """Return how many withdrawals may go through unapproved."""
    return Limits(
        most=tk.config[f"{_PREFIX}.withdrawals_most"],
        fraction=tk.config[f"{_PREFIX}.withdrawals_fraction"],
        floor=tk.config[f"{_PREFIX}.withdrawals_floor"],
    )


def connections() -> int:
    """Return how many connections to a portal may be open at once, 1 to MOST_CONNECTIONS."""
    return min(max(1, int(tk.config[f"{_PREFIX}.connections"])), MOST_CONNECTIONS)


def timeout() -> float:
    """Return the seconds to wait for an answer, at least 1."""
    return float(max(1, tk.config[f"{_PREFIX}.timeout"]))


def history_days() -> int:
    """Return for how many days attempts and runs are kept."""
    return int(tk.config[f"{_PREFIX}.history_days"])


def _option(name: str, key: str) -> str:
    return str(tk.config.get(f"{_PREFIX}.target.{name}.{key}", "") or "").strip()


def _needed(name: str, key: str) -> str:
    value = _option(name, key)
    if not value:
        option = f"{_PREFIX}.target.{name}.{key}"
        raise Misconfigured(tk._("The setting {option} is missing").format(option=option))
    return value


def _url(name: str, allow_private: bool) -> str:
    url = _needed(name, "url").rstrip("/")
    try:
        parts = urlsplit(url)
        plain = not (parts.username or parts.password or parts.query or parts.fragment)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and plain
    except ValueError:
        usable = False
    if not usable:
        raise Misconfigured(_wrong(name, "url"))
    if parts.scheme != "https" and not allow_private:
        raise Misconfigured(
            tk._("The address of {name} must start with https://, for the key goes there").format(
                name=name
            )
        )
    return url


def _prefix(name: str) -> str:
    prefix = _option(name, "name_prefix")
    if not re.fullmatch(r"[a-z0-9_-]{0,40}", prefix):
        raise Misconfigured(_wrong(name, "name_prefix"))
    return prefix


def _token(name: str) -> str:
    variable = _needed(name, "token_env")
    token = os.environ.get(variable, "").strip()
    if not token:
        raise Misconfigured(
            tk._("The environment variable {variable} with the key of {name} is not set").format(
                variable=variable, name=name
            )
        )
    if not token.isascii() or not token.isprintable() or " " in token:
        raise Misconfigured(
            tk._("The key in the environment variable {variable} is not usable").format(
                variable=variable
            )
        )
    return token


def _wrong(name: str, key: str) -> str:
    option = f"{_PREFIX}.target.{name}.{key}"
    return str(tk._("The setting {option} has an unusable value").format(option=option))
