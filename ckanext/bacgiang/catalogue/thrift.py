"""CKAN's helpers that a page asks the same again and again, asked once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

import ckan.plugins.toolkit as tk
import flask
from ckan.lib import webassets_tools
from markupsafe import Markup

from ckanext.bacgiang.text import markdown_work

TEXTS = 500
"""Texts in Markdown that are kept rendered; with the length of each that bounds the memory."""


@tk.chained_helper
def markdown_extract(core: Callable[..., Any], text: str, extract_length: int = 190) -> Any:
    """Return the first words of a text in Markdown, without markup, as CKAN does.

    Building a Markdown parser costs CKAN more than all else about a line of search results; what
    the words of a text are depends on the text alone. What would be too much work comes with its
    markup.
    """
    if not text:
        return core(text, extract_length)
    if markdown_work.is_too_much(text):
        return markdown_work.first_words(text, extract_length or markdown_work.MAX_CHARACTERS)
    return _extract(core, text, extract_length)


@lru_cache(maxsize=2 * TEXTS)
def _extract(core: Callable[..., Any], text: str, extract_length: int) -> Any:
    return core(text, extract_length)


@tk.chained_helper
def render_markdown(
    core: Callable[..., Any], data: str, auto_link: bool = True, allow_html: bool = False
) -> Any:
    """Return a text in Markdown as HTML, as CKAN does, once in the life of a process.

    What would be too much work comes as it is written, in paragraphs.
    """
    if not data:
        return core(data, auto_link, allow_html)
    if markdown_work.is_too_much(data):
        return _as_written(data)
    # Links to keywords and agencies lead to pages in the language of this one.
    language = tk.h.lang() if flask.has_request_context() else ""
    return _rendered(core, data, auto_link, allow_html, language)


@lru_cache(maxsize=TEXTS)
def _rendered(
    core: Callable[..., Any], data: str, auto_link: bool, allow_html: bool, language: str
) -> Any:
    return core(data, auto_link, allow_html)


def _as_written(data: str) -> Markup:
    parts = (part for part in data.replace("\r\n", "\n").split("\n\n") if part.strip())
    line_break = Markup("<br>")
    shown = (line_break.join(part.strip().split("\n")) for part in parts)
    return Markup("\n").join(Markup("<p>{}</p>").format(one) for one in shown)


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
