"""The name under which a browser saves a file (RFC 6266, RFC 8187)."""

from __future__ import annotations

import re
from urllib.parse import quote

_PLAIN = re.compile(r"[^A-Za-z0-9._ -]+")
_TOKEN = "!#$&+-.^_`|~"  # noqa: S105 (the signs that RFC 8187 leaves as they are)


def disposition(name: str, plain: str, *, shown: bool) -> str:
    """Return the ``Content-Disposition`` of a file called ``name``.

    ``plain`` is a name in ASCII for programs that know no other; signs that could end or split
    the header are left out of it.
    """
    kind = "inline" if shown else "attachment"
    ascii_name = _PLAIN.sub("-", plain).strip(" .-") or "tep"
    header = f'{kind}; filename="{ascii_name}"'
    if name and name != ascii_name:
        header += f"; filename*=UTF-8''{quote(name.encode('utf-8', 'replace'), safe=_TOKEN)}"
    return header
