"""Addresses and identities of copies: always the same for the same dataset, never by chance."""

from __future__ import annotations

import hashlib
import uuid

NAME_MAX = 100
"""Longest name of a CKAN dataset, in characters."""

_RESOURCES = uuid.UUID("6d3f5a0e-52f5-5c0b-9a53-3d4f9c1d2b47")


def copy_name(name: str, prefix: str, source_id: str) -> str:
    """Return the address wished for; one too long is cut and told apart by its source id."""
    whole = f"{prefix}{name}"
    return whole if len(whole) <= NAME_MAX else with_suffix(whole, source_id)


def with_suffix(name: str, source_id: str) -> str:
    """Return the address for when another's dataset holds ``name``: the same at every attempt."""
    mark = hashlib.sha256(source_id.encode()).hexdigest()[:8]
    return f"{name[: NAME_MAX - len(mark) - 1].rstrip('-_')}-{mark}"


def resource_id(portal: str, resource: str) -> str:
    """Return the UUID of a resource's copy, derived from the portal's and the resource's ids.

    Views, data tables and links on the receiving portal hang on this id, so it never changes.
    """
    return str(uuid.uuid5(_RESOURCES, f"{portal}/{resource}"))
