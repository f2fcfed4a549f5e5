"""Which datasets the duty binds, read from their description."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from ckanext.bacgiang.cadence.core.scope import Reason, standing
from ckanext.bacgiang.cadence.core.verdict import State
from ckanext.bacgiang.catalogue.entry import (
    Agency,
    DataClass,
    Dataset,
    EntryType,
    ListPlace,
    Resource,
)
from ckanext.bacgiang.catalogue.entry import State as PackageState

P = date(2026, 4, 7)
FILE = Resource("r", "Số liệu", "", "a.csv", True, "CSV", "", "", None, "", "", 0)


def dataset(**over: Any) -> Dataset:
    fields: dict[str, Any] = {
        "id": "d", "name": "d", "type": EntryType.DATASET, "title": "Bệnh viện", "notes": "",
        "identifier": "", "agency": Agency("o", "so-y-te", "Sở Y tế"), "publisher": "",
        "private": False, "state": PackageState.ACTIVE, "data_class": DataClass.OPEN, "themes": (),
        "tags": (), "contacts": (), "legal_basis": "", "language": (),
        "metadata_modified": datetime(2026, 4, 7, tzinfo=UTC), "frequency": "", "issued": P,
        "modified": None, "license_id": "", "listed": ListPlace("123/QĐ-UBND", None, "7"),
        "source_database": "", "temporal_start": "", "temporal_end": "", "spatial_units": (),
        "demand_priority": False, "demonstration": "", "resources": (FILE,),
    }  # fmt: skip
    return Dataset(**{**fields, **over})


def test_an_open_dataset_on_the_list_is_judged_from_its_first_day() -> None:
    assert standing(dataset(), P, P) is None


@pytest.mark.parametrize(
    ("over", "anchor", "state", "reason"),
    [
        ({"data_class": DataClass.CONDITIONAL_OPEN}, P, State.NOT_BOUND, Reason.NOT_OPEN),
        ({"data_class": None}, P, State.NOT_BOUND, Reason.NOT_OPEN),
        ({"listed": ListPlace("", None, "7")}, P, State.NOT_BOUND, Reason.NOT_LISTED),
        ({"listed": ListPlace("123/QĐ-UBND", None, "")}, P, State.NOT_BOUND, Reason.NOT_LISTED),
        ({"private": True}, None, State.UNPUBLISHED, Reason.NOT_YET_PUBLIC),
        ({"state": PackageState.DRAFT}, None, State.UNPUBLISHED, Reason.NOT_YET_PUBLIC),
        ({"resources": ()}, None, State.UNPUBLISHED, Reason.NOT_YET_PUBLIC),
        ({"private": True}, P, State.UNPUBLISHED, Reason.WITHDRAWN),
        ({"state": PackageState.DELETED}, P, State.NOT_BOUND, Reason.REMOVED),
        ({}, None, State.UNVERIFIABLE, Reason.NO_FIRST_DAY),
        ({}, date(2026, 4, 8), State.UNPUBLISHED, Reason.NOT_YET_PUBLIC),
    ],
)
def test_what_keeps_a_dataset_from_being_judged(
    over: dict[str, Any], anchor: date | None, state: State, reason: Reason
) -> None:
    found = standing(dataset(**over), anchor, P)
    assert found is not None
    assert (found.state, found.reason) == (state, reason)
