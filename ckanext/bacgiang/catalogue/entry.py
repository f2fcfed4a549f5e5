"""Records of the catalogue, as plain values.

These are what every feature reasons about; :mod:`.read` makes them out of CKAN's tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from ckanext.bacgiang.catalogue import parts
from ckanext.bacgiang.catalogue.parts import ListPlace


class EntryType(StrEnum):
    """The dataset types of the portal, named as CKAN knows them."""

    DATASET = "dataset"
    DATABASE = "shared_database"
    SERVICE = "data_service"


class DataClass(StrEnum):
    """Class of the data (Decree 47/2020 Art. 3; Regulation of Decision 47/2022 Art. 1.2)."""

    OPEN = "open"
    CONDITIONAL_OPEN = "conditional_open"
    DEFAULT_SHARED = "default_shared"
    ON_REQUEST = "on_request"
    INTERNAL = "internal"
    TEMPORARY = "temporary"
    STATE_SECRET = "state_secret"  # noqa: S105 (a class of data, no password)


class State(StrEnum):
    """CKAN's own states of a package."""

    ACTIVE = "active"
    DRAFT = "draft"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact officer (Decree 47/2020 Art. 7.1)."""

    name: str
    position: str = ""
    function: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Agency:
    """An organisation; ``parent`` is the name of the one above it, empty at the top.

    ``successor`` and ``predecessors`` are names of agencies of the portal or plain titles;
    ``valid_to`` is the last day on which the body existed.
    """

    id: str
    name: str
    title: str
    kind: str = ""
    identifier: str = ""
    parent: str = ""
    email: str = ""
    contacts: tuple[Contact, ...] = ()
    readiness: str = ""
    unit_code: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str = ""
    predecessors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Resource:
    """A downloadable file or the address of a service.

    ``uploaded`` says that the portal itself stores the bytes; ``url`` then is the stored file
    name for CKAN's table and has to be made public by the edge. ``size`` is in bytes. ``method`` is
    "download" or "service" (Decree 47/2020 Art. 21.1). ``public_document`` marks rules, guides and
    the like, which are public whatever the class of the data. ``packed_type`` is the type of the
    data in an archive that the portal has looked into. ``is_document`` says of a file of a dataset
    that it stands beside the data and is none itself.
    """

    id: str
    name: str
    description: str
    url: str
    uploaded: bool
    format: str
    file_type: str
    mimetype: str
    size: int | None
    hash: str
    hash_algorithm: str
    position: int
    issued: date | None = None
    modified: date | None = None
    method: str = "download"
    temporal_start: str = ""
    temporal_end: str = ""
    dictionary: tuple[parts.Column, ...] = ()
    public_document: bool = False
    packed_type: str = ""
    is_document: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """What every type of entry holds. ``tags`` are sorted; ``themes`` are authority URIs."""

    id: str
    name: str
    type: EntryType
    title: str
    notes: str
    identifier: str
    agency: Agency | None
    publisher: str
    private: bool
    state: State
    data_class: DataClass | None
    themes: tuple[str, ...]
    tags: tuple[str, ...]
    contacts: tuple[Contact, ...]
    legal_basis: str
    language: tuple[str, ...]
    metadata_modified: datetime


@dataclass(frozen=True, slots=True)
class Dataset(Entry):
    """An open dataset, or one that might become open.

    ``issued`` is the day of first publication in the portal's time zone, set once by the portal;
    ``modified`` the publisher's own word on when the data changed, which is a claim, not evidence;
    ``modified_unknown`` the publisher's word that nobody knows that day.
    ``services`` are those that serve it, known only where no file of it is data.
    """

    frequency: str
    issued: date | None
    modified: date | None
    license_id: str
    listed: ListPlace
    source_database: str
    temporal_start: str
    temporal_end: str
    spatial_units: tuple[str, ...]
    demand_priority: bool
    demonstration: str
    resources: tuple[Resource, ...]
    source_item: str = ""
    license_version: str = ""
    feedback_email: str = ""
    feedback_name: str = ""
    completeness: str = ""
    conforms_to: str = ""
    documentation: str = ""
    related: tuple[str, ...] = ()
    checklist: parts.Checklist = parts.Checklist()
    services: tuple[parts.Serving, ...] = ()
    modified_unknown: bool = False

    @property
    def data(self) -> tuple[Resource, ...]:
        """The files that are data, the documents beside it left out."""
        return tuple(file for file in self.resources if not file.is_document)

    @property
    def offers_data(self) -> bool:
        """Whether there is a file that is data, or a public service that serves it."""
        return bool(self.data or self.services)


@dataclass(frozen=True, slots=True)
class Database(Entry):
    """An entry of the shared-database catalogue (Decree 47/2020 Art. 11)."""

    purpose: str
    scope: str
    content: str
    level: str
    demonstration: str
    frequency: str = ""
    collection_mechanism: str = ""
    update_mechanism: str = ""
    data_sources: tuple[parts.DataSource, ...] = ()
    data_items: tuple[parts.DataItem, ...] = ()
    basic_data: str = ""
    master_data: str = ""
    code_lists: tuple[parts.CodeList, ...] = ()
    rules: parts.Rules = parts.Rules()
    use_period: str = ""
    log_retention: str = ""
    readiness: str = ""
    exchange_structure: str = ""
    operator: str = ""
    in_warehouse: bool | None = None
    hosted_at: str = ""
    decision: parts.Decision = parts.Decision()
    last_reviewed: date | None = None
    next_review: date | None = None
    inspections: tuple[parts.Inspection, ...] = ()
    resources: tuple[Resource, ...] = ()


@dataclass(frozen=True, slots=True)
class Service(Entry):
    """A data-sharing service (Decree 47/2020 Art. 24).

    ``endpoint_public`` is the owner's word on whether the endpoint's address may be shown, None
    where nothing is said; see :func:`.publishing.shown_endpoint`.
    """

    endpoint_url: str
    protocol: str
    platform: str
    serves: tuple[str, ...]
    demonstration: str
    direct_reason: str = ""
    registry_id: str = ""
    network: str = ""
    endpoint_public: bool | None = None
    endpoint_description: str = ""
    parameters: tuple[parts.Parameter, ...] = ()
    exchange_structure: str = ""
    applied_standards: tuple[str, ...] = ()
    conforms_to: str = ""
    access_notes: str = ""
    sharing_method: str = ""
    sharing_form: str = ""
    connection_capacity: str = ""
    duration: str = ""
    auth_required: bool | None = None
    authentication: str = ""
    account_issuer: str = ""
    security_level: str = ""
    rules: parts.Rules = parts.Rules()
    guides: tuple[parts.Guide, ...] = ()
    service_start: date | None = None
    info_published: date | None = None
    suspensions: tuple[parts.Suspension, ...] = ()
    terminated: date | None = None
    termination_reason: str = ""
    resources: tuple[Resource, ...] = ()
