"""A made-up receiving portal with CKAN's rules on names, resource ids and deletion, and faults."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from enum import StrEnum

import pytest

from ckanext.bacgiang.catalogue.entry import (
    Agency,
    Contact,
    DataClass,
    Dataset,
    EntryType,
    ListPlace,
    Resource,
    State,
)
from ckanext.bacgiang.push.core.exchange import (
    Answer,
    Copy,
    Create,
    Delete,
    Reorder,
    Request,
    Revise,
    Show,
    ShowOwner,
    Verdict,
    WhoAmI,
)
from ckanext.bacgiang.push.core.mapping import MANAGED_EXTRAS
from ckanext.bacgiang.push.core.payload import Payload


class Fault(StrEnum):
    """What happens to a request on its way."""

    NONE = "none"
    LOST_BEFORE = "lost_before"  # never carried out
    LOST_AFTER = "lost_after"  # carried out, the answer is lost
    UNREACHABLE = "unreachable"
    THROTTLED = "throttled"


@dataclass
class Held:
    """A dataset on the made-up portal; ``payload`` is what was last written into it."""

    id: str
    name: str
    active: bool
    extras: tuple[tuple[str, str], ...]
    resource_ids: tuple[str, ...]
    payload: Payload | None = None
    groups: tuple[str, ...] = ()

    def copy(self) -> Copy:
        mine = {resource.id for resource in self.payload.resources} if self.payload else set()
        own = tuple(one for one in self.resource_ids if one in mine)
        return Copy(self.id, self.name, self.active, self.extras, self.resource_ids, own)


@dataclass
class SimulatedPortal:
    """Answers requests as a stock CKAN does; ``faults`` are used up one a request."""

    held: dict[str, Held] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    counter: int = 0

    def answer(self, request: Request) -> Answer:
        self.requests.append(request)
        fault = Fault(self.faults.pop(0) if self.faults else Fault.NONE)
        if fault is Fault.LOST_BEFORE:
            return Answer(Verdict.LOST)
        if fault in (Fault.UNREACHABLE, Fault.THROTTLED):
            return Answer(Verdict(fault))
        answer = self._carried_out(request)
        return Answer(Verdict.LOST) if fault is Fault.LOST_AFTER else answer

    def add(self, name: str, resource_ids: tuple[str, ...] = ()) -> Held:
        """Add a dataset of someone else's."""
        return self._store(name, (("note", "theirs"),), resource_ids, None)

    def find(self, reference: str) -> Held | None:
        by_id = self.held.get(reference)
        return by_id or next((one for one in self.held.values() if one.name == reference), None)

    def _store(
        self,
        name: str,
        extras: tuple[tuple[str, str], ...],
        resource_ids: tuple[str, ...],
        payload: Payload | None,
    ) -> Held:
        self.counter += 1
        new = Held(f"remote-{self.counter}", name, True, extras, resource_ids, payload)
        self.held[new.id] = new
        return new

    def _carried_out(self, request: Request) -> Answer:
        match request:
            case Show(reference):
                answer = self._shown(self.find(reference))
            case ShowOwner(resource_id):
                owners = (one for one in self.held.values() if resource_id in one.resource_ids)
                answer = self._shown(next(owners, None))
            case Create():
                answer = self._created(request)
            case Revise():
                answer = self._revised(request)
            case Reorder(copy_id, resource_ids):
                answer = self._reordered(self.held[copy_id], resource_ids)
            case Delete(copy_id):
                answer = self._deleted(self.held.get(copy_id))
            case WhoAmI():
                answer = Answer(Verdict.DONE)
        return answer

    def _reordered(self, held: Held, resource_ids: tuple[str, ...]) -> Answer:
        if set(held.resource_ids) != set(resource_ids):
            return Answer(Verdict.INVALID)
        held.resource_ids = resource_ids
        return Answer(Verdict.DONE)

    def _deleted(self, held: Held | None) -> Answer:
        if held is None:
            return Answer(Verdict.NOT_FOUND)
        held.active = False
        return Answer(Verdict.DONE)

    def _shown(self, held: Held | None) -> Answer:
        if held is None:
            return Answer(Verdict.NOT_FOUND)
        return Answer(Verdict.DONE, held.copy())

    def _created(self, request: Create) -> Answer:
        holder = self.find(request.name)
        if holder is not None and holder.active:
            return Answer(Verdict.NAME_TAKEN)
        taken = {one for held in self.held.values() for one in held.resource_ids}
        for resource in request.payload.resources:
            if resource.id in taken:
                return Answer(Verdict.RESOURCE_TAKEN, resource_id=resource.id)
        if holder is not None:
            holder.name = holder.id
        extras = tuple(sorted((*request.payload.extras, *request.marker.extras())))
        ids = tuple(resource.id for resource in request.payload.resources)
        return self._shown(self._store(request.name, extras, ids, request.payload))

    def _revised(self, request: Revise) -> Answer:
        held = self.held.get(request.base.id)
        if held is None:
            return Answer(Verdict.NOT_FOUND)
        own = dict(held.extras)
        marks = dict(request.base.extras)
        same_keys = [key for key, _ in held.extras] == [key for key, _ in request.base.extras]
        marker = request.base.marker
        same_marks = marker is not None and all(own.get(k) == marks[k] for k, _ in marker.extras())
        if not (same_keys and same_marks and held.active == request.base.active):
            return Answer(Verdict.CHANGED_THERE)
        if any(key not in MANAGED_EXTRAS and (key, own[key]) not in request.keep for key in own):
            raise AssertionError("an extra of the receiver's own would be lost")
        taken = {
            one for other in self.held.values() if other is not held for one in other.resource_ids
        }
        for resource in request.payload.resources:
            if resource.id in taken:
                return Answer(Verdict.RESOURCE_TAKEN, resource_id=resource.id)
        wanted = [resource.id for resource in request.payload.resources]
        mine = request.base.own_resource_ids
        kept = [one for one in held.resource_ids if one in wanted or one not in mine]
        held.resource_ids = (*kept, *(one for one in wanted if one not in kept))
        extras = (*request.payload.extras, *request.marker.extras(), *request.keep)
        held.extras, held.active, held.payload = tuple(sorted(extras)), True, request.payload
        return self._shown(held)


@pytest.fixture
def portal() -> SimulatedPortal:
    return SimulatedPortal()


@pytest.fixture(scope="session")
def portal_class() -> type[SimulatedPortal]:
    return SimulatedPortal


@pytest.fixture(scope="session")
def fault() -> type[Fault]:
    return Fault


AGENCY = Agency("a1", "so-y-te", "Sở Y tế", identifier="G07.10", email="vanthu@bacgiang.gov.vn")
BASE = Dataset(
    id="0b8a1c60-6f2b-4d1e-9a52-1f1d3c2b4a59",
    name="co-so-kham-chua-benh",
    type=EntryType.DATASET,
    title="Danh sách cơ sở khám bệnh, chữa bệnh",
    notes="Cơ sở đã được cấp phép.",
    identifier="BG-YTE-001",
    agency=AGENCY,
    publisher="",
    private=False,
    state=State.ACTIVE,
    data_class=DataClass.OPEN,
    themes=("http://publications.europa.eu/resource/authority/data-theme/HEAL",),
    tags=("y tế", "khám bệnh"),
    contacts=(Contact("Nguyễn Thị Hoa", email="hoa@bacgiang.gov.vn", phone="02043854117"),),
    legal_basis="",
    language=(),
    metadata_modified=datetime(2026, 1, 2, tzinfo=UTC),
    frequency="http://publications.europa.eu/resource/authority/frequency/QUARTERLY",
    issued=date(2025, 3, 1),
    modified=date(2026, 1, 1),
    license_id="vn-nd47-dieu18",
    listed=ListPlace("", None, ""),
    source_database="",
    temporal_start="2025",
    temporal_end="",
    spatial_units=("24",),
    demand_priority=False,
    demonstration="",
    resources=(
        Resource(
            id="4e0d1c9e-0c43-4bb0-8a8e-0a8f4f4c5e11",
            name="Số liệu 2025",
            description="",
            url="co-so-2025.csv",
            uploaded=True,
            format="CSV",
            file_type="",
            mimetype="text/csv",
            size=2048,
            hash="ab12",
            hash_algorithm="",
            position=0,
        ),
    ),
)


@pytest.fixture(scope="session")
def make_dataset() -> Callable[..., Dataset]:
    """Return a maker of datasets: the fields given, the rest as one of the health department's."""
    return lambda **fields: replace(BASE, **fields)


@pytest.fixture(scope="session")
def make_resource() -> Callable[..., Resource]:
    return lambda **fields: replace(BASE.resources[0], **fields)


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
