"""Template helpers: of an entry with very many files a page shows some, and leads to the others."""

from __future__ import annotations

from typing import Any

import flask

FILES_A_PAGE = 50
"""Files that one page shows: each costs several links and an extract of its description."""

PARAMETER = "files_page"


def bacgiang_files_page(files: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the files of the page asked for in the address.

    ``{files, page, pages, total, first, last}``; pages count from 1, and what is no page leads to
    the first or the last.
    """
    pages = max(-(-len(files) // FILES_A_PAGE), 1)
    asked = flask.request.args.get(PARAMETER, "1")[:9]
    page = min(max(int(asked), 1), pages) if asked.isdecimal() else 1
    first = (page - 1) * FILES_A_PAGE
    shown = files[first : first + FILES_A_PAGE]
    return {
        "files": shown,
        "page": page,
        "pages": pages,
        "total": len(files),
        "first": first + 1,
        "last": first + len(shown),
    }


def bacgiang_files_near(pkg: dict[str, Any], active: str) -> dict[str, Any]:
    """Return the entry with no more files than one page shows: those around the file ``active``."""
    files = pkg.get("resources") or []
    if len(files) <= FILES_A_PAGE:
        return pkg
    place = next((at for at, file in enumerate(files) if file.get("id") == active), 0)
    first = max(min(place - FILES_A_PAGE // 2, len(files) - FILES_A_PAGE), 0)
    return {**pkg, "resources": files[first : first + FILES_A_PAGE]}
