"""Marks that stand for links which their reader may not follow any more.

An entry may name one that was deleted, renamed or hidden since. Who works in its agency must see
that a link is there, and be able to take it out, without learning the name of what is hidden: they
are shown a mark, which a save turns back into the stored name. A mark tells nothing of the name to
who has not the portal's key, and stands for it in one field of one entry alone.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable

import ckan.plugins.toolkit as tk

# No name of an entry holds a colon.
_START = "het-hieu-luc:"


def mark(entry_id: str, field: str, name: str) -> str:
    """Return what stands for the stored name in this field of this entry; always the same."""
    key = str(tk.config["SECRET_KEY"]).encode()
    text = "\n".join(("ended link", entry_id, field, name)).encode()
    return _START + hmac.new(key, text, hashlib.sha256).hexdigest()[:16]


def is_mark(text: object) -> bool:
    """Return whether the text is the mark of a link rather than a name."""
    return isinstance(text, str) and text.startswith(_START)


def names_of(entry_id: str, field: str, stored: Iterable[str]) -> dict[str, str]:
    """Return the stored names of the field by their marks."""
    return {mark(entry_id, field, name): name for name in stored if name}
