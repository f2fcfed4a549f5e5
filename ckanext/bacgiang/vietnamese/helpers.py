"""Template helpers where CKAN's own leave English or foreign forms in a Vietnamese page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.bacgiang.language import page_language

DATE, MINUTE, SECOND = "%d/%m/%Y", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S"


def bacgiang_vi_text(text: str | None) -> str:
    """Return ``text``, known only when the page is made, in the language of the page.

    What no catalogue knows comes back as it was. Unlike ``_()`` in a template, the result is not
    taken for safe HTML, and a per cent sign in it is no placeholder.
    """
    return tk._(text) if text else ""


@tk.chained_helper
def render_datetime(
    core: Callable[..., str],
    datetime_: Any,
    date_format: str | None = None,
    with_hours: bool = False,
    with_seconds: bool = False,
) -> str:
    """Return a moment as CKAN does, on a Vietnamese page as 25/11/2026, 25/11/2026 10:12(:30).

    CKAN's pattern puts the month first in every language. Times are those of the portal's time
    zone; what is no date gives an empty string.
    """
    if date_format is None and page_language() == "vi":
        date_format = SECOND if with_seconds else MINUTE if with_hours else DATE
    return core(datetime_, date_format, with_hours, with_seconds)


@tk.chained_helper
def humanize_entity_type(
    core: Callable[..., str | None], entity_type: str, object_type: str, purpose: str
) -> str | None:
    """Return CKAN's words about a type of entry, with the name of the type in the page's language.

    CKAN makes that name out of the type's code: "Thêm Shared database".
    """
    words = core(entity_type, object_type, purpose)
    code_name = object_type.replace("_", " ").capitalize()
    name = tk._(code_name)
    if not words or name == code_name:
        return words
    return _capitalized(words.replace(code_name, name[0].lower() + name[1:]))


def _capitalized(words: str) -> str:
    return words[0].upper() + words[1:]
