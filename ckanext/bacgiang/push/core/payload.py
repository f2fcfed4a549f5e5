"""What a copy holds on the portal that receives it, and its fingerprint."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

MAPPING_VERSION = 1
"""Raised when the same dataset is to be described differently: every copy is then due again."""


@dataclass(frozen=True, slots=True)
class ResourceCopy:
    """A resource as a link to this portal, or to where the publisher keeps the file.

    ``id`` is a UUID of our own making, the same for ever, derived from ``source``, the id of the
    resource here; ``size`` is in bytes; days are ``YYYY-MM-DD`` or empty. ``resource_type`` is one
    of CKAN's own words, empty for plain data.
    """

    id: str
    source: str
    name: str
    description: str
    url: str
    format: str
    mimetype: str
    size: int | None
    hash: str
    hash_algorithm: str
    issued: str
    modified: str
    resource_type: str = ""


@dataclass(frozen=True, slots=True)
class TagChange:
    """A keyword the receiving portal would refuse, and what goes instead (nothing: left out)."""

    before: str
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Payload:
    """A dataset in the fields that CKAN has as it comes.

    ``name`` is the address wished for; a copy keeps the one it got, so it is no part of the
    fingerprint. ``extras`` are sorted pairs, ``tags`` sorted, ``resources`` in the order shown.
    ``tag_changes`` and ``left_out`` (addresses that no portal should link to) tell what the
    mapping could not carry over.
    """

    source_id: str
    name: str
    title: str
    notes: str
    url: str
    license_id: str
    author: str
    maintainer: str
    maintainer_email: str
    tags: tuple[str, ...]
    extras: tuple[tuple[str, str], ...]
    resources: tuple[ResourceCopy, ...]
    tag_changes: tuple[TagChange, ...] = ()
    left_out: tuple[str, ...] = ()

    def canonical(self) -> str:
        """Return the content as JSON that is equal exactly when the content is."""
        content = asdict(self)
        for apart in ("name", "tag_changes", "left_out"):
            del content[apart]
        for row in content["resources"]:
            if not row["resource_type"]:  # as before the field was: no copy is due for it alone
                del row["resource_type"]
        return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    def fingerprint(self) -> str:
        """Return the mapping version and the SHA-256 of the canonical content, as ``1-ab12…``."""
        digest = hashlib.sha256(self.canonical().encode()).hexdigest()
        return f"{MAPPING_VERSION}-{digest}"
