"""Entries of the catalogue for tests: the fewest fields each type can do with."""

from __future__ import annotations

from typing import Any

import pytest
from ckan.tests import factories
from ckan.tests.helpers import call_action

FREQUENCY = "http://publications.europa.eu/resource/authority/frequency/"
THEME = "http://publications.europa.eu/resource/authority/data-theme/"


@pytest.fixture
def agency() -> dict[str, Any]:
    """An agency of the province."""
    return factories.Organization(title="Sở Y tế", name="so-y-te")


@pytest.fixture
def minimal(agency):
    """Return the least that a dataset of the given class holds, with anything put over it."""

    def make(**over: Any) -> dict[str, Any]:
        fields = {
            "type": "dataset",
            "title": "Danh sách cơ sở khám bệnh, chữa bệnh",
            "notes": "Cơ sở khám bệnh, chữa bệnh được cấp phép hoạt động.",
            "theme": [THEME + "HEAL"],
            "owner_org": agency["id"],
            "data_class": "open",
            "frequency": FREQUENCY + "QUARTERLY",
            "modified": "2026-01-15",
            "license_id": "vn-nd47-dieu18",
        }
        return fields | over

    return make


@pytest.fixture
def csv_link() -> dict[str, Any]:
    """A resource that is an address."""
    return {"name": "Số liệu", "url": "https://example.vn/so-lieu.csv"}


@pytest.fixture
def create():
    """Create an entry as the site itself would, with every validator."""

    def make(**fields: Any) -> dict[str, Any]:
        return call_action("package_create", **fields)

    return make
