"""Entries for tests of the search."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ckan.tests.helpers import call_action

FREQUENCY = "http://publications.europa.eu/resource/authority/frequency/"
THEME = "http://publications.europa.eu/resource/authority/data-theme/"

Make = Callable[..., dict[str, Any]]


@pytest.fixture
def agency() -> Make:
    """Make agencies by title: ``agency("Sở Y tế", parent="ubnd-tinh")``."""

    def make(title: str, **over: Any) -> dict[str, Any]:
        return call_action("organization_create", title=title, **over)

    return make


@pytest.fixture
def entry(agency: Make) -> Make:
    """Make public datasets by title, with anything put over the least they need."""
    owners: list[dict[str, Any]] = []

    def make(title: str, **over: Any) -> dict[str, Any]:
        if "owner_org" not in over:
            owners[:] = owners or [agency("Văn phòng thử nghiệm", name="van-phong-thu-nghiem")]
            over["owner_org"] = owners[0]["id"]
        fields = {
            "type": "dataset",
            "title": title,
            "notes": "Mô tả.",
            "theme": [THEME + "OP_DATPRO"],
            "data_class": "open",
            "frequency": FREQUENCY + "QUARTERLY",
            "modified": "2026-01-15",
            "license_id": "vn-nd47-dieu18",
        }
        return call_action("package_create", **fields | over)

    return make


@pytest.fixture
def search() -> Callable[..., list[str]]:
    """Search as an anonymous caller of the API; return the titles, best first."""

    def ask(q: str, **over: Any) -> list[str]:
        context = {"ignore_auth": False, "user": "", "auth_user_obj": None}
        found = call_action("package_search", context, q=q, **over)
        return [one["title"] for one in found["results"]]

    return ask
