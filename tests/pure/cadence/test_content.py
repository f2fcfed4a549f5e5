"""What the content of a file says about its dataset."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from ckanext.bacgiang.cadence.core.events import EventKind, Known, kind_of

P = date(2026, 4, 7)
LATER = datetime(2026, 5, 1, tzinfo=UTC)


def known(**over: object) -> Known:
    fields = {"seen": {"a", "b"}, "before": "a", "anchor": P, "watched": True}
    return Known(**{**fields, **over})


@pytest.mark.parametrize(
    ("sha256", "over", "kind"),
    [
        ("c", {}, EventKind.CONTENT_CHANGED),
        ("c", {"before": None}, EventKind.SUPPLEMENTED),
        # The same bytes again.
        ("a", {}, EventKind.UNCHANGED),
        # A → B → A, and a copy of another resource.
        ("b", {}, EventKind.REPEATED),
        ("b", {"before": None}, EventKind.REPEATED),
        # Before publication, and looked at for the first time.
        ("c", {"anchor": None}, EventKind.BASELINE),
        ("c", {"watched": False, "before": None, "seen": ()}, EventKind.BASELINE),
    ],
)
def test_kind_of_content(sha256: str, over: dict[str, object], kind: EventKind) -> None:
    assert kind_of(sha256, LATER, known(**over)) is kind


@pytest.mark.parametrize(
    ("stored", "kind"),
    [
        # The last second of the day of publication in the province, and the next one.
        (datetime(2026, 4, 7, 16, 59, 59, tzinfo=UTC), EventKind.BASELINE),
        (datetime(2026, 4, 7, 17, 0, 0, tzinfo=UTC), EventKind.CONTENT_CHANGED),
    ],
)
def test_content_stored_on_the_day_of_publication_is_no_update(
    stored: datetime, kind: EventKind
) -> None:
    assert kind_of("c", stored, known()) is kind
