"""From a dataset of the catalogue to what stock CKAN can hold.

Fields that stock CKAN lacks go into extras under the names that ckanext-dcat reads, so that a
portal with DCAT understands them: ``guid`` is our DCAT URI, by which its harvester would take the
pushed copy for the same dataset.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlsplit

from ckanext.bacgiang.catalogue.entry import Contact, Dataset, Resource
from ckanext.bacgiang.catalogue.parts import Serving
from ckanext.bacgiang.catalogue.publishing import class_rule
from ckanext.bacgiang.catalogue.text import clean
from ckanext.bacgiang.push.core import marker, tags
from ckanext.bacgiang.push.core.names import copy_name, resource_id
from ckanext.bacgiang.push.core.payload import Payload, ResourceCopy
from ckanext.bacgiang.vocabularies.terms import vocabulary

MANAGED_EXTRAS = marker.KEYS | {
    "access_rights",
    "contact_email",
    "contact_name",
    "demonstration",
    "frequency",
    "guid",
    "identifier",
    "issued",
    "language",
    "legal_basis",
    "license_url",
    "modified",
    "publisher_identifier",
    "publisher_name",
    "spatial_unit",
    "temporal_end",
    "temporal_start",
    "theme",
}
"""Keys that are ours on a copy. A key once used stays here: any other belongs to the receiver."""

DOCUMENT = "documentation"
"""CKAN's word for a file that explains the data and is none."""

_LICENSES = {"cc-by-4.0": "cc-by", "cc0-1.0": "cc-zero", "odbl-1.0": "odc-odbl"}
_ATTRIBUTION, _OPEN = "other-at", "other-open"
_LINKED = ("http", "https", "ftp", "ftps")
# What CKAN's own check of addresses takes; one it would refuse must not stop its dataset.
_EMAIL = re.compile(
    r"^(?!\.)(?!.*\.$)(?!.*?\.\.)[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+"
    r"@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
    r"(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$"
)


@dataclass(frozen=True, slots=True)
class Origin:
    """This portal: its id in the marker, its address and its DCAT base, both without end slash."""

    portal: str
    site_url: str
    dcat_base: str


def payload(dataset: Dataset, origin: Origin, name_prefix: str = "") -> Payload:
    """Return the copy that ``dataset`` ought to have, whether it may leave or not."""
    sent, changes = tags.cleaned(dataset.tags)
    contact = _contact(dataset)
    resources = [(resource, _address(resource, dataset.id, origin)) for resource in _shown(dataset)]
    guid = f"{origin.dcat_base}/dataset/{dataset.id}"
    return Payload(
        source_id=dataset.id,
        name=copy_name(dataset.name, name_prefix, dataset.id),
        title=_line(dataset.title),
        notes=clean(dataset.notes).strip(),
        url=f"{origin.site_url}/dataset/{dataset.id}",
        license_id=_license(dataset.license_id),
        author=_publisher(dataset),
        maintainer=contact.name,
        maintainer_email=contact.email,
        tags=sent,
        extras=_extras(dataset, contact, guid, origin.site_url),
        resources=(
            *(_resource(row, url, origin.portal) for row, url in resources if url),
            *(_service(row, dataset.id, origin) for row in dataset.services),
        ),
        tag_changes=changes,
        left_out=tuple(row.url for row, url in resources if not url),
    )


def _shown(dataset: Dataset) -> list[Resource]:
    return sorted(dataset.resources, key=lambda resource: (resource.position, resource.id))


def _resource(resource: Resource, url: str, portal: str) -> ResourceCopy:
    return ResourceCopy(
        id=resource_id(portal, resource.id),
        source=resource.id,
        name=_line(resource.name),
        description=clean(resource.description).strip(),
        url=url,
        format=_line(resource.format),
        mimetype=resource.mimetype,
        size=resource.size,
        hash=resource.hash,
        hash_algorithm=resource.hash_algorithm,
        issued=_day(resource.issued),
        modified=_day(resource.modified),
        resource_type=DOCUMENT if resource.is_document else "",
    )


def _service(service: Serving, dataset_id: str, origin: Origin) -> ResourceCopy:
    """Return the resource that leads to the service by which alone the data is had.

    One service may serve many datasets, and an id stands once on the receiving portal.
    """
    source = f"{service.id}/{dataset_id}"
    return ResourceCopy(
        id=resource_id(origin.portal, source),
        source=source,
        name=_line(service.title),
        description=clean(service.notes).strip(),
        url=f"{origin.site_url}/data_service/{service.name}",
        format="API",
        mimetype="",
        size=None,
        hash="",
        hash_algorithm="",
        issued=_day(service.published),
        modified="",
        resource_type="api",
    )


def _address(resource: Resource, dataset_id: str, origin: Origin) -> str:
    """Return where the file is fetched, empty where the address is none that may be linked to.

    A file stored here keeps living here: the receiver links to our download address and is never
    told that it holds an upload or a data table of its own.
    """
    if resource.uploaded:
        file = quote(resource.url.rsplit("/", 1)[-1], errors="replace")
        return f"{origin.site_url}/dataset/{dataset_id}/resource/{resource.id}/download/{file}"
    url = "".join(clean(resource.url).split())
    try:
        scheme = urlsplit(url).scheme.lower()
    except ValueError:
        return ""
    if scheme in _LINKED:
        return url
    bare = url.lstrip("/")
    # "host:8080/file" reads as a scheme; a real one is followed by no port number
    return f"http://{bare}" if bare and (not scheme or re.match(r"[\w.-]+:\d", bare)) else ""


def _extras(
    dataset: Dataset, contact: Contact, guid: str, site_url: str
) -> tuple[tuple[str, str], ...]:
    agency = dataset.agency
    held = {
        "access_rights": class_rule(dataset.data_class).access_right if dataset.data_class else "",
        "contact_email": contact.email,
        "contact_name": contact.name,
        "demonstration": dataset.demonstration,
        "frequency": dataset.frequency,
        "guid": guid,
        "identifier": dataset.identifier,
        "issued": _day(dataset.issued),
        "language": _list(dataset.language),
        "legal_basis": dataset.legal_basis,
        "license_url": _license_url(dataset.license_id, site_url),
        "modified": _day(dataset.modified),
        "publisher_identifier": agency.identifier if agency else "",
        "publisher_name": _publisher(dataset),
        "spatial_unit": _list(dataset.spatial_units),
        "temporal_end": dataset.temporal_end,
        "temporal_start": dataset.temporal_start,
        "theme": _list(dataset.themes),
    }
    cleaned = ((key, clean(value).strip()) for key, value in held.items())
    return tuple(sorted((key, value) for key, value in cleaned if value))


def _contact(dataset: Dataset) -> Contact:
    contact = dataset.contacts[0] if dataset.contacts else Contact(name="")
    email = (contact.email or (dataset.agency.email if dataset.agency else "")).strip()
    return Contact(_line(contact.name), email=email if _EMAIL.match(email) else "")


def _publisher(dataset: Dataset) -> str:
    return _line(dataset.publisher or (dataset.agency.title if dataset.agency else ""))


def _license(license_id: str) -> str:
    """Return the nearest licence of CKAN's own register; the extra ``license_url`` is exact.

    The terms of Decree 47/2020 Art. 18 ask for the source to be named: "Other (Attribution)".
    """
    if not license_id:
        return ""
    term = vocabulary("licenses").find(license_id)
    otherwise = _OPEN if term and term.note("open") == "yes" else _ATTRIBUTION
    return _LICENSES.get(license_id, otherwise)


def _license_url(license_id: str, site_url: str) -> str:
    term = vocabulary("licenses").find(license_id)
    if term is None:
        return ""
    return term.note("url") or (site_url + term.note("path") if term.note("path") else "")


def _line(text: str) -> str:
    return " ".join(clean(text).split())


def _list(values: tuple[str, ...]) -> str:
    return json.dumps(values, ensure_ascii=False) if values else ""


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
