"""How the bytes of a stored file are served: as what, and whether a browser may show them.

Neither what the sender said nor the ending of the address has a part in it. A file is never called
a script or a style sheet, so no page of the portal can take one in as such.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

SHOWN = frozenset({"application/pdf", "image/gif", "image/jpeg", "image/png", "image/webp"})
"""Media types beside plain text that a browser shows; every other file is saved."""

UNKNOWN = "application/octet-stream"

_MARKUP = frozenset({"text/html", "image/svg+xml", "application/xhtml+xml"})
_BINARY = re.compile(
    r"application/(?:zip|gzip|epub\+zip|msword|vnd\.[a-z0-9.+-]+|x-[a-z0-9.+-]+)"
    r"|(?:image|audio|video|font)/[a-z0-9.+-]+"
)
_ACTIVE = re.compile("script|xml|html|flash|css")
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


@dataclass(frozen=True, slots=True)
class Served:
    """The ``Content-Type`` of a file, and whether a browser shows it or saves it."""

    content_type: str
    shown: bool


def served(head: bytes, detected: str) -> Served:
    """Return how a file that starts with ``head`` is served.

    ``detected`` is the media type that libmagic gives those bytes. Text is shown as plain text,
    with its encoding where that is certain; markup of any kind is saved.
    """
    if detected in SHOWN:
        return Served(detected, shown=True)
    if not _is_text(head, detected):
        known = _BINARY.fullmatch(detected) and not _ACTIVE.search(detected)
        return Served(detected if known else UNKNOWN, shown=False)
    encoding = _encoding(head)
    letters = head.decode(encoding or "latin-1", errors="ignore")
    if letters.lstrip("\ufeff\x00 \t\r\n\f\v").startswith("<"):
        named = detected in _MARKUP
        return Served(detected if named else "application/xml", shown=False)
    charset = f"; charset={'utf-16' if 'utf-16' in encoding else encoding}" if encoding else ""
    return Served(f"text/plain{charset}", shown=True)


def _is_text(head: bytes, detected: str) -> bool:
    if _encoding(head):
        return True
    return b"\x00" not in head and (detected.startswith("text/") or detected in _MARKUP)


def _encoding(head: bytes) -> str:
    """Return the encoding of a text that can be no other, or nothing."""
    for mark, name in _UTF16.items():
        if head.startswith(mark):
            return name
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return ""
    return "" if b"\x00" in head else "utf-8"
