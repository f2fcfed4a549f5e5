"""CKAN's register of licences, made out of the controlled list of terms of use."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ckan import model
from ckan.common import CKANConfig, config

from ckanext.bacgiang.text.web import is_web_address
from ckanext.bacgiang.vocabularies.terms import Term, vocabulary

_SAME_TEXT = re.compile(r"(?:/(?:deed|legalcode)(?:\.[a-z_-]+)?|\.html?|/index\.html?)$")
"""Ends of addresses that lead to another presentation of the same licence."""


def register(config: CKANConfig) -> None:
    """Let CKAN load the register, unless the operator has named one of its own.

    CKAN loads it from a file and keeps it; the file is gone again when this returns.
    """
    if config.get("licenses_group_url"):
        return
    site = str(config.get("ckan.site_url") or "").rstrip("/")
    rows = [_license(term, site) for term in vocabulary("licenses")]
    with tempfile.TemporaryDirectory(prefix="bacgiang-") as folder:
        path = Path(folder) / "licenses.json"
        path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
        model.Package.get_license_register().load_licenses(f"file://{path}")


def _license(term: Term, site: str) -> dict[str, Any]:
    return {
        "id": term.code,
        "title": term.vi,
        "url": term.note("url") or site + term.note("path"),
        "status": "active",
        "od_conformance": "approved" if term.note("open") == "yes" else "not reviewed",
    }


def by_address(text: str) -> str:
    """Return the code of the licence that stands at this web address, empty where none does.

    Whatever the scheme, the end of the address and the language of the page that it leads to.
    """
    sought = _place(text)
    site = _place(str(config.get("ckan.site_url") or ""))
    for term in vocabulary("licenses"):
        path = term.note("path")
        known = {_place(term.note("url")), site + path if path and site else ""}
        if sought and sought in known:
            return term.code
    return ""


def _place(address: str) -> str:
    """Return host and path of an address as they are compared, empty where it is none."""
    text = address.strip()
    if not is_web_address(text):
        return ""
    parts = urlsplit(text)
    host = (parts.hostname or "").removeprefix("www.")
    return host + _SAME_TEXT.sub("", parts.path.lower().rstrip("/"))
