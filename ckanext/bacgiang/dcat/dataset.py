"""An open dataset as dcat:Dataset, with one dcat:Distribution for each of its resources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rdflib import RDF, XSD, Literal, URIRef

from ckanext.bacgiang.catalogue.core.file_role import FileRole, role_of
from ckanext.bacgiang.catalogue.file_types import file_type_of
from ckanext.bacgiang.dcat import description, parties, rights
from ckanext.bacgiang.dcat.directory import Directory
from ckanext.bacgiang.dcat.scribe import DCAT, DCT, FOAF, SPDX, Scribe, listed
from ckanext.bacgiang.dcat.values import addresses, hexadecimal, media_type
from ckanext.bacgiang.vocabularies.terms import Term, vocabulary

Fields = Mapping[str, Any]

_REPLACED = frozenset(
    {
        DCT.title,
        DCT.description,
        DCT.issued,
        DCT.modified,
        DCT.license,
        DCT["format"],
        DCAT.accessURL,
        DCAT.downloadURL,
        DCAT.mediaType,
        DCAT.packageFormat,
        DCAT.compressFormat,
        DCAT.byteSize,
        SPDX.checksum,
    }
)
"""What this profile answers for in a distribution."""

_IANA = "https://www.iana.org/assignments/media-types/"
_TEXTS = {"completeness": "completeness", "source_database_item": "sourceItem"}
_ALGORITHMS = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512")


def describe(scribe: Scribe, ref: URIRef, entry: Fields, directory: Directory) -> None:
    """State everything the catalogue knows of an open dataset."""
    page = f"{directory.portal}/dataset/{entry.get('name')}"
    scribe.replace(ref, description.REPLACED)
    scribe.graph.add((ref, RDF.type, DCAT.Dataset))
    description.identity(scribe, ref, entry, str(entry.get("notes") or ""), page)
    description.kind(scribe, ref, "dataset", "Tập dữ liệu", "Dataset")
    description.subjects(scribe, ref, entry)
    parties.agencies(scribe, ref, entry, directory)
    parties.contacts(scribe, ref, entry, directory)
    rights.access(scribe, ref, entry)
    rights.place_on_list(scribe, ref, entry)
    rights.legislation(scribe, ref, entry.get("legal_basis"))
    _data(scribe, ref, entry, directory)
    licence = str(entry.get("license_id") or "") if rights.offers_data(entry) else ""
    files = entry.get("resources") or []
    beside = [file for file in files if role_of(file) is FileRole.DOCUMENT]
    for file in files:
        if file not in beside:
            _distribution(scribe, ref, file, licence, page)
    _documents(scribe, ref, beside)


def _documents(scribe: Scribe, ref: URIRef, files: list[Fields]) -> None:
    """State files that explain the data as its documentation: they are no distributions of it."""
    for file in files:
        distribution = URIRef(f"{ref}/resource/{file.get('id')}")
        scribe.graph.remove((ref, DCAT.distribution, distribution))
        scribe.forget(distribution)
    description.documents(scribe, ref, files)


def _data(scribe: Scribe, ref: URIRef, entry: Fields, directory: Directory) -> None:
    """State what the data itself is: when, where, how often, from what."""
    description.rhythm(scribe, ref, entry)
    description.dates(scribe, ref, entry)
    description.period(scribe, ref, entry)
    description.area(scribe, ref, listed(entry.get("spatial_unit")))
    description.tongues(scribe, ref, listed(entry.get("language")))
    description.standards(scribe, ref, entry)
    description.demonstration(scribe, ref, entry)
    source = directory.described.get(str(entry.get("source_database") or ""), "")
    description.source(scribe, ref, source)
    scribe.addresses(ref, FOAF.page, entry.get("documentation"), FOAF.Document)
    for field, word in _TEXTS.items():
        scribe.text(ref, URIRef(scribe.names.definition(word)), entry.get(field))
    records = str(entry.get("number_of_records") or "")
    if records.isdecimal():
        number = Literal(int(records), datatype=XSD.nonNegativeInteger)
        scribe.graph.add((ref, URIRef(scribe.names.definition("numberOfRecords")), number))


def _distribution(
    scribe: Scribe, ref: URIRef, resource: Fields, licence_id: str, page: str
) -> None:
    """State one resource as a distribution."""
    distribution = scribe.node(
        ref, DCAT.distribution, f"{ref}/resource/{resource.get('id')}", DCAT.Distribution
    )
    scribe.replace(distribution, _REPLACED)
    scribe.text(distribution, DCT.title, resource.get("name"))
    scribe.text(distribution, DCT.description, resource.get("description"))
    scribe.date(distribution, DCT.issued, resource.get("issued"))
    scribe.date(distribution, DCT.modified, resource.get("modified"))
    rights.licence(scribe, distribution, licence_id)
    term = _file_type(resource)
    _format(scribe, distribution, resource, term)
    _addresses(scribe, distribution, resource, term, page)
    _bytes(scribe, distribution, resource)


def _file_type(resource: Fields) -> Term | None:
    """Return the file type by its authority URI, else by the short name CKAN keeps."""
    known = vocabulary("file_types").find(str(resource.get("file_type") or ""))
    return known or file_type_of(str(resource.get("format") or ""))


def _format(scribe: Scribe, distribution: URIRef, resource: Fields, term: Term | None) -> None:
    """State the file type by its authority URI and the media type by IANA's.

    Of data in an archive its own type is stated, and that it is packed (DCAT 3, 6.8.19-6.8.20).
    """
    inner = vocabulary("file_types").find(str(resource.get("packed_type") or ""))
    archive = term if term and term.note("holds") and inner else None
    if archive:
        word = DCAT.compressFormat if archive.code == "GZIP" else DCAT.packageFormat
        scribe.node(distribution, word, _IANA + archive.note("media_type"), DCT.MediaType)
    elif term and term.code == "SHP" and resource.get("url_type") == "upload":
        scribe.node(distribution, DCAT.packageFormat, f"{_IANA}application/zip", DCT.MediaType)
    stated = inner if archive else term
    if stated:
        concept = scribe.concept("file_types", stated, DCT.MediaTypeOrExtent)
        scribe.graph.add((distribution, DCT["format"], concept))
    sent = media_type(str(resource.get("mimetype") or ""))
    if media := stated.note("media_type") if stated else sent:
        scribe.node(distribution, DCAT.mediaType, _IANA + media, DCT.MediaType)


def _addresses(
    scribe: Scribe, distribution: URIRef, resource: Fields, term: Term | None, page: str
) -> None:
    """State where the data is; a bad or withheld address gives way to the resource's own page.

    DCAT-AP asks every distribution for an access address. A web page or service is no download.
    """
    found = addresses(str(resource.get("url") or ""))
    for address in found or (f"{page}/resource/{resource.get('id')}",):
        scribe.node(distribution, DCAT.accessURL, address)
    uploaded = resource.get("url_type") == "upload"
    if resource.get("method") != "service" and (uploaded or (term and term.code != "HTML")):
        for address in found:
            scribe.node(distribution, DCAT.downloadURL, address)


def _bytes(scribe: Scribe, distribution: URIRef, resource: Fields) -> None:
    """State size and checksum; a checksum only with its algorithm, as SPDX asks."""
    size = str(resource.get("size") or "")
    if size.isdecimal():
        number = Literal(int(size), datatype=XSD.nonNegativeInteger)
        scribe.graph.add((distribution, DCAT.byteSize, number))
    algorithm = _algorithm(str(resource.get("hash_algorithm") or ""))
    digest = hexadecimal(str(resource.get("hash") or ""))
    if algorithm and digest:
        checksum = scribe.node(
            distribution, SPDX.checksum, f"{distribution}#checksum", SPDX.Checksum
        )
        scribe.node(checksum, SPDX.algorithm, str(SPDX[algorithm]), SPDX.ChecksumAlgorithm)
        value = Literal(digest, datatype=XSD.hexBinary)
        scribe.graph.add((checksum, SPDX.checksumValue, value))


def _algorithm(named: str) -> str:
    """Return the SPDX name of a checksum algorithm, given as "sha256", "SHA-256" or its URI."""
    short = named.rpartition("_")[2].lower().replace("-", "")
    return f"checksumAlgorithm_{short}" if short in _ALGORITHMS else ""
