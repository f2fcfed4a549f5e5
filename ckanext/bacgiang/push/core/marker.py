"""The mark of origin that every copy carries; what lacks ours is never touched."""

from __future__ import annotations

from dataclasses import dataclass

PORTAL_KEY = "bacgiang_portal"
DATASET_KEY = "bacgiang_dataset"
PAYLOAD_KEY = "bacgiang_payload"
KEYS = frozenset({PORTAL_KEY, DATASET_KEY, PAYLOAD_KEY})


@dataclass(frozen=True, slots=True)
class Marker:
    """Whose copy it is, of which dataset, and with which content (a payload's fingerprint)."""

    portal: str
    dataset: str
    payload: str

    def extras(self) -> tuple[tuple[str, str], ...]:
        """Return the marker as pairs of key and value."""
        return (
            (PORTAL_KEY, self.portal),
            (DATASET_KEY, self.dataset),
            (PAYLOAD_KEY, self.payload),
        )

    def same_origin(self, other: Marker | None) -> bool:
        """Return whether ``other`` marks a copy of the same dataset of the same portal."""
        return other is not None and (self.portal, self.dataset) == (other.portal, other.dataset)


def read_marker(extras: tuple[tuple[str, str], ...]) -> Marker | None:
    """Return the marker among a copy's extras; None unless all of its keys are there."""
    held = dict(extras)
    if not held.keys() >= KEYS:
        return None
    return Marker(held[PORTAL_KEY], held[DATASET_KEY], held[PAYLOAD_KEY])
