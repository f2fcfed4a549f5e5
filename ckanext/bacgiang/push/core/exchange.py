"""What is asked of a receiving portal and what its answers mean, whatever it speaks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from ckanext.bacgiang.push.core.marker import Marker, read_marker
from ckanext.bacgiang.push.core.payload import Payload


class Verdict(StrEnum):
    """What an answer says.

    ``LOST`` leaves it open whether a write was carried out. The ones of :data:`OF_THE_PORTAL`
    concern the portal, not the dataset, and mean that nothing was carried out.
    """

    DONE = "done"
    NOT_FOUND = "not_found"
    NAME_TAKEN = "name_taken"
    RESOURCE_TAKEN = "resource_taken"
    CHANGED_THERE = "changed_there"
    INVALID = "invalid"
    FORBIDDEN = "forbidden"
    LOST = "lost"
    THROTTLED = "throttled"
    UNREACHABLE = "unreachable"
    PRIVATE_ADDRESS = "private_address"
    REDIRECTED = "redirected"
    INTERCEPTED = "intercepted"
    UNAUTHORIZED = "unauthorized"
    INCOMPATIBLE = "incompatible"


OF_THE_PORTAL = frozenset(
    {
        Verdict.THROTTLED,
        Verdict.UNREACHABLE,
        Verdict.PRIVATE_ADDRESS,
        Verdict.REDIRECTED,
        Verdict.INTERCEPTED,
        Verdict.UNAUTHORIZED,
        Verdict.INCOMPATIBLE,
    }
)


@dataclass(frozen=True, slots=True)
class Copy:
    """A dataset as it stands on the receiving portal, extras and resources in its order.

    ``own_resource_ids`` are those of its resources that came from us.
    """

    id: str
    name: str
    active: bool
    extras: tuple[tuple[str, str], ...]
    resource_ids: tuple[str, ...]
    own_resource_ids: tuple[str, ...]

    @property
    def marker(self) -> Marker | None:
        """The mark of origin; None on what carries none."""
        return read_marker(self.extras)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer. ``copy`` comes with what was created, revised or shown; ``detail`` is safe text
    of the portal's own for an operator; ``resource_id`` is the one found taken."""

    verdict: Verdict
    copy: Copy | None = None
    detail: str = ""
    status: int | None = None
    retry_after: timedelta | None = None
    resource_id: str = ""


@dataclass(frozen=True, slots=True)
class Show:
    """Show the dataset of this id or name."""

    reference: str


@dataclass(frozen=True, slots=True)
class ShowOwner:
    """Show the dataset that holds this resource."""

    resource_id: str


@dataclass(frozen=True, slots=True)
class Create:
    """Create a dataset under ``name``."""

    payload: Payload
    marker: Marker
    name: str


@dataclass(frozen=True, slots=True)
class Revise:
    """Bring a copy up to date, only if it still stands as ``base`` says, and make it active.

    ``keep`` are extras of the receiver's own, which stay; so do its resources, groups,
    organisation and address.
    """

    base: Copy
    payload: Payload
    marker: Marker
    keep: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Reorder:
    """Bring the resources of a copy into this order."""

    copy_id: str
    resource_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Delete:
    """Take a copy from public view."""

    copy_id: str


@dataclass(frozen=True, slots=True)
class WhoAmI:
    """Tell whom the portal takes the caller for; ``NOT_FOUND`` means an anonymous visitor."""


Request = Show | ShowOwner | Create | Revise | Reorder | Delete | WhoAmI
