"""Validators of what a publisher states of the data: how many records, and that its day is unknown.

Each refusal says in the reader's language what to do.
"""

from __future__ import annotations

import re
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.bacgiang.catalogue.flat import Errors, Flat, value_at
from ckanext.bacgiang.catalogue.visibility import is_private
from ckanext.bacgiang.intake import data_day, remarks
from ckanext.bacgiang.intake.unchanged import is_stored, stored_text

_COUNT = re.compile(r"[0-9]{1,15}|[0-9]{1,3}(?:\.[0-9]{3}){1,4}")
"""Digits, or digits in groups of three as Vietnam writes them. No set of data has more."""


def bacgiang_count(value: Any) -> Any:
    """Return a whole number that is not negative as its plain digits; takes 1250 and "1.250".

    An empty value stays empty.
    """
    if value in ("", None) or value is tk.missing:
        return value
    text = str(value).strip() if isinstance(value, (str, int)) else ""
    if isinstance(value, bool) or not _COUNT.fullmatch(text):
        raise tk.Invalid(tk._("Write a whole number, 0 or more, such as 1250"))
    return str(int(text.replace(".", "")))


def bacgiang_day_unknown(key: Any, data: Flat, errors: Errors, context: Any) -> None:
    """Let a publisher state that the day of the data is not known, as long as nobody knows it.

    The day on which published content changed is known to the portal, and ends the statement; so
    does a day that is given later. A day and the statement that comes with it contradict each
    other and are refused. Runs after the rules of the day itself.
    """
    if value_at(data, *key) != "true" or errors.get(("modified",)):
        return
    day = value_at(data, "modified")
    if data_day.earliest(context):
        data[key] = ""
        message = tk._("The portal knows the day of the data: {day}")
        remarks.tell(message.format(day=tk.h.bacgiang_date(day)))
    elif day and is_stored(context, data, key) and day != stored_text(context, "modified"):
        data[key] = ""
    elif day:
        raise tk.Invalid(
            tk._("A day of the data is given as well: empty it, or do not say unknown")
        )
    elif not is_stored(context, data, key) or _becomes_public(data, context):
        message = tk._("The day of the data is stated as unknown; give it once it is known")
        remarks.tell(message)


def _becomes_public(data: Flat, context: Any) -> bool:
    package = context.get("package")
    return bool(package and package.private) and not is_private(data.get(("private",)))
