"""What templates ask about copies on other portals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ckanext.bacgiang.push import ledger, settings, wording
from ckanext.bacgiang.push.core.entry import Delivery


@dataclass(frozen=True, slots=True)
class Standing:
    """How a dataset stands with one portal; ``address`` leads to the copy where there is one."""

    title: str
    state: str
    label: str
    address: str
    synced_at: datetime | None


def bacgiang_push_standings(dataset_id: str) -> list[Standing]:
    """Return how a dataset stands with each configured portal that knows it."""
    configured = settings.target_names()
    return [
        Standing(
            title=settings.title(name),
            state=entry.state.value,
            label=wording.state(entry.state),
            address=settings.copy_address(name, entry.remote_name)
            if entry.state is Delivery.SYNCED
            else "",
            synced_at=entry.synced_at,
        )
        for name, entry in ledger.of_dataset(dataset_id)
        if name in configured
    ]
