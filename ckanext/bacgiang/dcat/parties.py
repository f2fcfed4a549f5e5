"""Who stands behind an entry: the responsible agency, the publisher, the contact officers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from rdflib import RDF, URIRef

from ckanext.bacgiang.catalogue.entry import Agency
from ckanext.bacgiang.catalogue.text import clean
from ckanext.bacgiang.dcat.directory import Directory
from ckanext.bacgiang.dcat.scribe import DCAT, DCT, FOAF, VCARD, Scribe, rows
from ckanext.bacgiang.dcat.values import mail_address, telephone
from ckanext.bacgiang.vocabularies.terms import Term

Fields = Mapping[str, Any]

_ADMS = "http://purl.org/adms/publishertype/"
_PUBLISHER_TYPES = {
    "province": ("RegionalAuthority", "Cơ quan cấp tỉnh", "Regional authority"),
    "department": ("RegionalAuthority", "Cơ quan cấp tỉnh", "Regional authority"),
    "district": ("LocalAuthority", "Cơ quan cấp huyện, cấp xã", "Local authority"),
    "commune": ("LocalAuthority", "Cơ quan cấp huyện, cấp xã", "Local authority"),
}
"""ADMS publisher type of each kind of agency."""


def agencies(scribe: Scribe, ref: URIRef, entry: Fields, directory: Directory) -> None:
    """State the responsible agency as creator, and as publisher who is named, else that agency.

    Portals of the country know two bodies, "cơ quan chủ quản" and "đơn vị cung cấp".
    """
    agency = directory.agency(str(entry.get("owner_org") or ""))
    if agency:
        scribe.graph.add((ref, DCT.creator, organisation(scribe, agency)))
    named = entry.get("publisher")
    name = clean(named).strip() if isinstance(named, str) else ""
    if name:
        scribe.graph.add((ref, DCT.publisher, agent(scribe, name, directory)))
    elif agency:
        scribe.graph.add((ref, DCT.publisher, organisation(scribe, agency)))


def agent(scribe: Scribe, name: str, directory: Directory) -> URIRef:
    """Describe a body known by its name or title: an agency of the portal, or another one."""
    known = directory.agency_called(name)
    if known:
        return organisation(scribe, known)
    ref = URIRef(scribe.names.agent(name))
    scribe.graph.add((ref, RDF.type, FOAF.Agent))
    scribe.text(ref, FOAF.name, name)
    return ref


def organisation(scribe: Scribe, agency: Agency) -> URIRef:
    """Describe an agency of the portal and return it.

    What another profile said of it is taken back: it may hold a title of long ago.
    """
    ref = URIRef(scribe.names.agency(agency.id))
    if not scribe.news(ref):
        return ref
    scribe.forget(ref)
    scribe.news(ref)
    scribe.graph.add((ref, RDF.type, FOAF.Agent))
    scribe.text(ref, FOAF.name, agency.title)
    scribe.plain(ref, DCT.identifier, agency.identifier)
    if agency.kind in _PUBLISHER_TYPES:
        code, vi, en = _PUBLISHER_TYPES[agency.kind]
        term = Term(code, _ADMS + code, vi, en, uri=_ADMS + code)
        scribe.labelled(ref, DCT.type, term, _ADMS + "1.0")
    mail = mail_address(agency.email)
    if mail:
        scribe.node(ref, FOAF.mbox, mail)
    return ref


def contacts(scribe: Scribe, ref: URIRef, entry: Fields, directory: Directory) -> None:
    """State the contact officers (Decree 47/2020 Art. 7), the agency's where none is named.

    A contact without e-mail or telephone is no contact, and left out.
    """
    agency = directory.agency(str(entry.get("owner_org") or ""))
    title = agency.title if agency else ""
    officers = rows(entry.get("contact"))
    if not officers and agency:
        officers = [asdict(officer) for officer in agency.contacts]
    for number, row in enumerate(officers, start=1):
        _contact(scribe, ref, f"contact-{number}", row, title)
    feedback = {"name": entry.get("feedback_name"), "email": entry.get("feedback_email")}
    _contact(scribe, ref, "feedback", feedback, title)


def _contact(scribe: Scribe, ref: URIRef, part: str, row: Fields, agency: str) -> None:
    mail = mail_address(str(row.get("email") or ""))
    written = str(row.get("phone") or "").split(";")
    phones = [found for number in written if (found := telephone(number))]
    if not (mail or phones):
        return
    contact = scribe.node(ref, DCAT.contactPoint, f"{ref}#{part}", VCARD.Kind)
    scribe.text(contact, VCARD.fn, row.get("name") or row.get("position") or agency)
    scribe.text(contact, VCARD.title, row.get("position"))
    scribe.text(contact, VCARD.role, row.get("function"))
    scribe.text(contact, VCARD["organization-name"], agency)
    if mail:
        scribe.node(contact, VCARD.hasEmail, mail)
    for phone in phones:
        scribe.node(contact, VCARD.hasTelephone, phone)
