"""What a page of error says: why, without names from inside the portal."""

from __future__ import annotations

import re

import ckan.plugins.toolkit as tk

_SIGN_IN = re.compile(r"Action \w+ requires an authenticated user")


def bacgiang_error_content(content: object) -> str:
    """Return the explanation of an error as a reader may have it, in the page's language."""
    text = str(content or "")
    if _SIGN_IN.search(text):
        return str(tk._("This page is for people who have signed in."))
    return text
