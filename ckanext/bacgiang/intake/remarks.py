"""What the portal changed in what it was given, told to whoever gave it.

A person reads it on the next page, a program in the answer under :data:`FIELD`, an operator who
imports in the log.
"""

from __future__ import annotations

import logging
from typing import Any

import ckan.plugins.toolkit as tk
import flask

log = logging.getLogger(__name__)

FIELD = "bacgiang_remarks"
"""Key of the answer to a program that holds the remarks; it is never stored."""


def tell(message: str) -> None:
    """Tell ``message`` once, on the road by which the data came."""
    log.info(message)
    if not flask.has_request_context():
        return
    told: list[str] = flask.request.environ.setdefault(FIELD, [])
    if message in told:
        return
    told.append(message)
    if str(flask.request.endpoint).endswith((".new", ".edit")):
        tk.h.flash_notice(message)


def answer(result: Any) -> Any:
    """Return the result of an action with this request's remarks in it, for a program to read."""
    if not flask.has_request_context() or flask.request.blueprint != "api":
        return result
    told = flask.request.environ.get(FIELD)
    return {**result, FIELD: list(told)} if told and isinstance(result, dict) else result
