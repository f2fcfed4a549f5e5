"""Template helpers where CKAN's own leave English or foreign forms in a Vietnamese page."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.bacgiang import clock
from ckanext.bacgiang.language import page_language

# Messages that CKAN fills in before it looks them up, so that the catalogue does not know them.
FILLED_IN = (
    "Action {0} requires an authenticated user",
    "Not authorized to access {group} members download",
    "Promoted {} to sysadmin",
    "Revoked sysadmin permission from {}",
    'Resource "{0}" was not found.',
    'Resource/Alias "{0}" was not found.',
    "User {0} not authorized to perform {1} on resource {2}",
    'Viewing datasets of type "{package_type}" is not supported ({file_!r}).',
)
PLACEHOLDER = re.compile(r"\{[^{}]*\}")
PLACEHOLDER_KEPT = re.compile(r"(\{[^{}]*\})")
# Longer than any of them becomes; longer text is not searched.
LONGEST = 1000
DATE, MINUTE, SECOND = "%d/%m/%Y", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S"


def bacgiang_vi_text(text: str | None) -> str:
    """Return ``text``, known only when the page is made, in the language of the page.

    What no catalogue knows comes back as it was. Unlike ``_()`` in a template, the result is not
    taken for safe HTML, and a per cent sign in it is no placeholder.
    """
    if not text:
        return ""
    translated = tk._(text)
    return _filled_in(text) if translated == text and len(text) <= LONGEST else translated


def _filled_in(text: str) -> str:
    for message in FILLED_IN:
        found = _values(PLACEHOLDER.split(message), text)
        if found is not None:
            values = dict(zip(PLACEHOLDER.findall(message), found, strict=True))
            pieces = PLACEHOLDER_KEPT.split(tk._(message))
            return "".join(values.get(piece, piece) for piece in pieces)
    return text


def _values(parts: list[str], text: str) -> list[str] | None:
    """Return what stands in ``text`` between its ``parts``, None where it does not hold them."""
    first, *between, last = parts
    if not text.startswith(first) or not text.endswith(last):
        return None
    if len(text) < len(first) + len(last):
        return None
    rest, values = text[len(first) : len(text) - len(last)], []
    for part in reversed(between):
        rest, found, value = rest.rpartition(part)
        if not found:
            return None
        values.append(value)
    return [rest, *reversed(values)]


@tk.chained_helper
def get_flashed_messages(core: Callable[..., list[Any]], *args: Any, **options: Any) -> list[Any]:
    """Return what CKAN has to tell since the last page, with what it filled in too early mended.

    Each is a text, or a category and a text, as CKAN was asked.
    """
    return [
        (told[0], bacgiang_vi_text(told[1])) if isinstance(told, tuple) else bacgiang_vi_text(told)
        for told in core(*args, **options)
    ]


@tk.chained_helper
def render_datetime(
    core: Callable[..., str],
    datetime_: Any,
    date_format: str | None = None,
    with_hours: bool = False,
    with_seconds: bool = False,
) -> str:
    """Return a moment as CKAN does, on a Vietnamese page as 25/11/2026, 25/11/2026 10:12(:30).

    CKAN's pattern puts the month first in every language, and a pattern of one's own keeps it from
    bringing the moment into the portal's time zone: that is done here. What is no date gives an
    empty string.
    """
    datetime_ = _in_portal_zone(datetime_)
    if date_format is None and page_language() == "vi":
        date_format = SECOND if with_seconds else MINUTE if with_hours else DATE
    return core(datetime_, date_format, with_hours, with_seconds)


def _in_portal_zone(moment: Any) -> Any:
    """Return a moment that names its zone in the portal's own; anything else as it is."""
    if isinstance(moment, str):
        try:
            moment = tk.h.date_str_to_datetime(moment)
        except (TypeError, ValueError):
            return moment
    if isinstance(moment, datetime) and moment.tzinfo is not None:
        return moment.astimezone(clock.PORTAL_ZONE)
    return moment


@tk.chained_helper
def humanize_entity_type(
    core: Callable[..., str | None], entity_type: str, object_type: str, purpose: str
) -> str | None:
    """Return CKAN's words about a type of entry, with the name of the type in the page's language.

    CKAN makes that name out of the type's code: "Thêm Shared database". Within a sentence it gets
    a small letter, in English too.
    """
    words = core(entity_type, object_type, purpose)
    code_name = object_type.replace("_", " ").capitalize()
    name = tk._(code_name)
    if not words or not name:
        return words
    return _capitalized(words.replace(code_name, name[0].lower() + name[1:]))


def _capitalized(words: str) -> str:
    return words[0].upper() + words[1:]
