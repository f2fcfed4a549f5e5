"""Validators of addresses and codes: the web, e-mail, telephones of Vietnam, agencies."""

from __future__ import annotations

import re
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.bacgiang.catalogue.flat import Errors, Flat, add_error, value_at
from ckanext.bacgiang.intake.unchanged import is_stored
from ckanext.bacgiang.text.mail import mail_address
from ckanext.bacgiang.text.telephones import telephones
from ckanext.bacgiang.text.web import is_web_address

_AGENCY_CODE = re.compile(
    r"^([A-Y]\d{2}(\.[A-Z0-9]+)*|Z(0[1-9]|[1-9]\d)\S{1,32}|\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2})$"
)

COLUMNS = ("url", "image_url", "cache_url")
"""Addresses that CKAN keeps in columns of its own, of entries, agencies and files."""

PICTURE_NAME = re.compile(r"[\w. -]+")
"""CKAN writes the name of an uploaded picture as its address: no scheme and no path."""

_WITHOUT_ADDRESS = "_datastore_only_resource"
"""What CKAN's DataStore writes as the address of a table that has none."""


def bacgiang_web_address(key: Any, data: Flat, errors: Errors, context: Any) -> None:
    """Accept one http or https address with a host and without blanks; the stored one passes."""
    value = value_at(data, *key)
    if value and not is_web_address(value) and not is_stored(context, data, key):
        errors[key].append(web_address_message())


def bacgiang_addresses(key: Any, data: Flat, errors: Errors, context: Any) -> None:
    """Hold the addresses in CKAN's own columns to the rule of every other address.

    The address of an uploaded file or picture is its name, which CKAN makes an address of.
    """
    for at in [at for at in data if at[-1] in COLUMNS and (len(at) == 1 or _of_file(at))]:
        value = value_at(data, *at).strip()
        if not value or is_web_address(value) or _is_upload(data, at) or errors.get(at):
            continue
        if value != _WITHOUT_ADDRESS and not is_stored(context, data, at):
            add_error(errors, at, web_address_message())


def _of_file(at: tuple[Any, ...]) -> bool:
    return len(at) == 3 and at[0] == "resources"


def _is_upload(data: Flat, at: tuple[Any, ...]) -> bool:
    """Tell whether the address is the name of a file that the portal stores."""
    near = at[:-1]
    if at[-1] == "image_url":
        return bool(PICTURE_NAME.fullmatch(value_at(data, *at)))
    return at[-1] == "url" and value_at(data, *near, "url_type") == "upload"


def web_address_message() -> str:
    """Return in the language of the page what an address has to look like."""
    message: str = tk._("Not a web address; it starts with https:// or http:// and has no blanks")
    return message


def bacgiang_email(key: Any, data: Flat, errors: Errors, context: Any) -> None:
    """Keep one e-mail address, of plain letters as mail servers take it; the stored one passes."""
    value = value_at(data, *key)
    if found := mail_address(value):
        data[key] = found
    elif value and not is_stored(context, data, key):
        errors[key].append(tk._("Not an e-mail address; write one such as ten@bacgiang.gov.vn"))


def bacgiang_phone(key: Any, data: Flat, errors: Errors, context: Any) -> None:
    """Keep telephone numbers of Vietnam in digits, several separated by "; ".

    Extensions stay ("02043854117 máy lẻ 12"). What is stored already passes.
    """
    value = value_at(data, *key)
    if found := telephones(value):
        data[key] = "; ".join(map(str, found))
    elif value and not is_stored(context, data, key):
        errors[key].append(
            tk._("Not a telephone number of Vietnam; write 0204 3854 117, +84… or 1022")
        )


def bacgiang_agency_code(key: Any, data: Flat, errors: Errors, context: Any) -> None:
    """Accept an agency identifier by shape (Decision 20/2020/QĐ-TTg Art. 4-6, or the old form)."""
    value = value_at(data, *key)
    good = len(value) <= 35 and _AGENCY_CODE.match(value)
    if value and not good and not is_stored(context, data, key):
        errors[key].append(
            tk._("Not an agency identifier by Decision 20/2020/QĐ-TTg, such as H02.10")
        )
