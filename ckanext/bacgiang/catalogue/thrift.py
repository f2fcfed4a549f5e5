"""CKAN's helpers that a page asks the same again and again, asked once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

import ckan.plugins.toolkit as tk
import flask
from ckan.lib import webassets_tools

LONGEST = 5000
"""Characters of a text whose extract is kept; with ``EXTRACTS`` it bounds the memory."""

EXTRACTS = 1000


@tk.chained_helper
def markdown_extract(core: Callable[..., Any], text: str, extract_length: int = 190) -> Any:
    """Return the first words of a text in Markdown, without markup, as CKAN does.

    Building a Markdown parser costs CKAN more than all else about a line of search results; what
    the words of a text are depends on the text alone.
    """
    if not text or len(text) > LONGEST:
        return core(text, extract_length)
    return _extract(core, text, extract_length)


@lru_cache(maxsize=EXTRACTS)
def _extract(core: Callable[..., Any], text: str, extract_length: int) -> Any:
    return core(text, extract_length)


@tk.chained_helper
def organizations_available(
    core: Callable[..., list[dict[str, Any]]], *args: Any, **asked: Any
) -> list[dict[str, Any]]:
    """Return the agencies for which a person may do something, as CKAN does.

    A form asks it five times. The answer is kept for the length of the request and of one person.
    """
    if not flask.has_request_context():
        return core(*args, **asked)
    kept = flask.g.setdefault("_bacgiang_agencies", {})
    key = (tk.current_user.get_id(), args, *sorted(asked.items()))
    if key not in kept:
        kept[key] = core(*args, **asked)
    return list(kept[key])


@tk.chained_helper
def include_asset(core: Callable[[str], None], name: str) -> None:
    """Put an asset on the page, as CKAN does.

    CKAN looks at the files of every asset at every page, for one that changed. Here that is done
    once in the life of a process, unless assets are being worked on.
    """
    if not webassets_tools.env.debug and not tk.config["debug"]:
        _remember_addresses()
    core(name)


@cache
def _remember_addresses() -> None:
    for bundle in webassets_tools.env:
        bundle.urls = cache(bundle.urls)
