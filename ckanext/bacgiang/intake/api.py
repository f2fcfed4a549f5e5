"""The API as programs meet it: parameters looked at first, refusals in the portal's language.

CKAN writes most of its refusals in English alone, whatever language the portal speaks.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

import ckan.plugins.toolkit as tk
from flask import Flask

from ckanext.bacgiang.intake import parameters

Call = Callable[..., Any]

_LETTER = re.compile("[à-ỹÀ-ỸđĐ]")
_MISSING = re.compile(r"Missing (\w+), can not get \w+ object")
MOST = 300
"""Characters that are kept of a message that nobody has translated."""


def mend(app: Flask) -> None:
    """Put our reading before the calls of the API of ``app``, our words over its refusals."""
    view = app.view_functions["api.action"].__globals__
    view["get_action"] = _looked_at(view["get_action"])
    view["_finish"] = _in_our_words(view["_finish"])


def _looked_at(original: Call) -> Call:
    @wraps(original)
    def found(name: str) -> Call:
        action = original(name)

        @wraps(action)
        def called(context: Any, data_dict: Any) -> Any:
            return action(context, parameters.typed(name, data_dict))

        return called

    return found


def _in_our_words(original: Call) -> Call:
    @wraps(original)
    def finish(status_int: int, response_data: Any = None, *rest: Any, **more: Any) -> Any:
        if status_int >= 400 and isinstance(response_data, dict) and "error" in response_data:
            error = told(response_data["error"], _in_general(status_int))
            response_data = {**response_data, "error": error}
        elif status_int >= 400 and isinstance(response_data, str):
            response_data = told(response_data, _in_general(status_int))
        return original(status_int, response_data, *rest, **more)

    return finish


def told(error: Any, general: str) -> Any:
    """Return an error with each message in the page's language; ``general`` before unknown ones.

    The type of the error, and what it gives back of the data, stay as they are.
    """
    if isinstance(error, dict):
        return {
            name: part if name in ("__type", "data") else told(part, general)
            for name, part in error.items()
        }
    if isinstance(error, (list, tuple)):
        return [told(part, general) for part in error]
    return _translated(error, general) if isinstance(error, str) and error else error


def _translated(message: str, general: str) -> str:
    if tk.h.lang() != "vi":
        return message
    if not _LETTER.search(message):
        return _known(message) or f"{general}: {' '.join(message.split())[:MOST]}"
    # CKAN translates what stands before the colon, and puts behind it what it was told.
    before, colon, behind = message.partition(": ")
    if colon and not _LETTER.search(behind):
        return f"{before}: {_known(behind) or behind}"
    return message


def _known(message: str) -> str:
    """Return the message in Vietnamese, or nothing where no catalogue has it."""
    if found := _MISSING.fullmatch(message):
        return str(tk._("The parameter {name} is missing").format(name=found[1]))
    translated = str(tk.h.get("bacgiang_vi_text", tk._)(message))
    return translated if translated != message else ""


def _in_general(status: int) -> str:
    texts = {
        403: tk._("Access denied"),
        404: tk._("Not found"),
        500: tk._("Internal server error"),
    }
    return str(texts.get(status) or tk._("The request is refused"))
