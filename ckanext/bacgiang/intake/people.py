"""What comes in about people who sign in: their names stand in lists, on pages and in letters."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context, DataDict

from ckanext.bacgiang.catalogue.validators.addresses import PICTURE_NAME, web_address_message
from ckanext.bacgiang.text.web import is_web_address

Action = Callable[[Context, DataDict], Any]

NAME_MOST = 200
"""Characters of a person's full name."""

_NO_NAME = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""Line breaks, controls and halves of a character."""


@tk.chained_action
def user_create(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Create the account as CKAN does.

    Raises ValidationError for a name of more than a line and a picture that is not of the web.
    """
    _refuse_wrong_names(data_dict)
    _refuse_wrong_picture(data_dict)
    return original(context, data_dict)


@tk.chained_action
def user_update(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Update the account as CKAN does.

    Raises ValidationError for a name of more than a line and a picture that is not of the web.
    """
    _refuse_wrong_names(data_dict)
    _refuse_wrong_picture(data_dict)
    return original(context, data_dict)


@tk.chained_action
def group_member_delete(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Take a member out as CKAN does. Raises ObjectNotFound where there is no such group."""
    _require_group(data_dict)
    return original(context, data_dict)


@tk.chained_action
def organization_member_delete(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Take a member out as CKAN does. Raises ObjectNotFound where there is no such agency."""
    _require_group(data_dict)
    return original(context, data_dict)


def _require_group(data_dict: DataDict) -> None:
    if model.Group.get(str(tk.get_or_bust(data_dict, "id"))) is None:
        raise tk.ObjectNotFound(tk._("Organization not found"))


def _refuse_wrong_picture(data_dict: DataDict) -> None:
    """Refuse an address that leads elsewhere; the name of an uploaded picture is none."""
    given = data_dict.get("image_url")
    if given is None or given is tk.missing or given == "":
        return
    if not isinstance(given, str):
        raise tk.ValidationError({"image_url": [tk._("Enter text here")]})
    if is_web_address(given.strip()) or PICTURE_NAME.fullmatch(given):
        return
    user = model.User.get(str(data_dict.get("id") or data_dict.get("name") or ""))
    if user is None or user.image_url != given:
        raise tk.ValidationError({"image_url": [web_address_message()]})


def _refuse_wrong_names(data_dict: DataDict) -> None:
    name = data_dict.get("fullname")
    if name is None or name is tk.missing:
        return
    if not isinstance(name, str):
        raise tk.ValidationError({"fullname": [tk._("Enter text here")]})
    if _NO_NAME.search(name):
        raise tk.ValidationError({"fullname": [tk._("Write the name on one line")]})
    if len(name) > NAME_MOST:
        message = tk._("At most {most} characters").format(most=NAME_MOST)
        raise tk.ValidationError({"fullname": [message]})
