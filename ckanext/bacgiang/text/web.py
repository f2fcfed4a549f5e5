"""Addresses of the web: which are taken in, which are printed as links.

Only ``http`` and ``https`` are taken in. A browser runs ``javascript:`` and ``data:`` addresses and
opens ``file:`` on the reader's own machine; no other scheme leads a citizen to data.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

TAKEN_IN = ("http", "https")
"""Schemes of an address that may be entered."""

LINKED = (*TAKEN_IN, "ftp", "ftps")
"""Schemes of an address that a page prints as a link; older catalogues hold FTP addresses."""

# Browsers drop blanks and control characters before they look for the scheme, and read a
# backslash as a slash; an address that holds one is not what it looks like.
_UNFIT = re.compile('[\\s\x00-\x20\x7f-\x9f\\\\<>"`]')
# "//" after a scheme, and the schemes that a browser runs or opens without it.
_ADDRESS = re.compile(
    r"[\x00-\x20]*(?:[a-z][a-z0-9+.-]{0,30}://\S*\s*\Z|(?:javascript|vbscript|data|file|blob):\S)",
    re.IGNORECASE,
)
_HOST = re.compile(r"[^\W_](?:[\w.-]*[^\W_])?\.?|[0-9A-Fa-f:.]+")


def is_web_address(text: str, schemes: tuple[str, ...] = TAKEN_IN) -> bool:
    """Return whether ``text`` is one address with a host, of one of the schemes."""
    if _UNFIT.search(text):
        return False
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    # An empty port is written by nobody; port 0 leads nowhere.
    return parts.scheme.lower() in schemes and bool(_HOST.fullmatch(host)) and port != 0


def reads_as_address(text: str) -> bool:
    """Return whether a text of any kind is one address as a whole, whatever it leads to."""
    return bool(_ADDRESS.match(text))


def is_link(text: str) -> bool:
    """Return whether a page may print ``text`` as a link."""
    return is_web_address(text, LINKED)
