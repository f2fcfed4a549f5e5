"""CKAN's register of licences, made out of the controlled list of terms of use."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from ckan import model
from ckan.common import CKANConfig

from ckanext.bacgiang.vocabularies.terms import Term, vocabulary


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
