"""Data that is described in public, but not there for the public to take.

Conditionally open data, data shared by default and on request are described on the portal; their
files and addresses are for those inside the agency alone (Decree 47/2020 Art. 3.5-3.6, 23-24). The
search index never holds them, so no query of any kind can bring them out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.lib.dictization import model_dictize
from ckan.types import Context

from ckanext.bacgiang.access.entries import labels_of, readable
from ckanext.bacgiang.catalogue.entry import DataClass, EntryType
from ckanext.bacgiang.catalogue.publishing import Publication, class_rule
from ckanext.bacgiang.catalogue.trust import is_inside
from ckanext.bacgiang.language import page_language
from ckanext.bacgiang.law.citing import cited
from ckanext.bacgiang.vocabularies.terms import vocabulary

FLAG = "bacgiang_withheld"
"""Set on a shown entry and on its files where an address has been taken out."""

_ADDRESSES = (
    "url",
    "cache_url",
    "download_url",
    "original_url",
    "original_name",
    "file_name",
    "hash",
)
"""Of a file: where it lies, its name, and the checksum that would prove a guess at its content."""

SEARCHABLE = ("name", "description", "format", "mimetype")
"""What every page shows of a file, so that its count tells nothing new."""


def is_withheld(fields: Mapping[str, Any]) -> bool:
    """Return whether the data of an entry with these fields is not for everyone to take.

    Data whose class is not stated is withheld too: unknown is never open.
    """
    try:
        rule = class_rule(DataClass(str(fields.get("data_class") or "")))
    except ValueError:
        return True
    return rule.publication is not Publication.DATA


def hides_endpoint(fields: Mapping[str, Any]) -> bool:
    """Return whether the address of a service with these fields is not for everyone to see.

    The owner's word decides; without it only the address of a service of open data is shown.
    """
    said = str(fields.get("endpoint_public") or "")
    return said == "false" or (said != "true" and is_withheld(fields))


def may_take(context: Any, package: model.Package) -> bool:
    """Return whether the caller may have the files and addresses of the entry."""
    if package.type not in list(EntryType) or not is_withheld(package.extras or {}):
        return True
    return is_inside(context, package)


def is_public_file(resource: model.Resource) -> bool:
    """Return whether the file is a public document that goes with a database or a service."""
    return _is_public_document({"type": resource.package.type}, resource.extras or {})


def refusal(package: model.Package) -> str:
    """Return what to tell someone who may not have the data of the entry, with the article."""
    fields = package.extras or {}
    try:
        rule = class_rule(DataClass(str(fields.get("data_class") or "")))
    except ValueError:
        return str(tk._("This data is not for free download; ask the responsible agency for it"))
    label = vocabulary("data_classes").label(rule.data_class, page_language())
    message = tk._(
        "{label} is described here but not for free download ({article}); ask the responsible"
        " agency for it"
    )
    return str(message.format(label=label, article=cited(rule.article, page_language())))


def show(context: Context, entry: dict[str, Any]) -> None:
    """Take the addresses out of a shown entry, or put them back for those who may have them.

    What comes from the search index has none. Changes ``entry`` in place.
    """
    if entry.get("type") not in list(EntryType):
        return
    package = context.get("package")
    if package is None or package.id != entry["id"]:
        package = model.Package.get(entry["id"])
    if package is None or not _hides_anything(package.extras or {}):
        return
    if not is_inside(context, package):
        strip(entry, package.extras or {})
    elif entry.get(FLAG):
        _restore(context, entry, package)


def strip(entry: dict[str, Any], fields: Mapping[str, Any]) -> None:
    """Take every address of data out of a shown entry, in place; ``fields`` are its own fields."""
    for resource in (entry.get("resources") or []) if is_withheld(fields) else []:
        if _is_public_document(entry, resource):
            continue
        resource.update({name: "" for name in _ADDRESSES if resource.get(name)})
        resource[FLAG] = entry[FLAG] = True
    if not fields.get("endpoint_url") or not hides_endpoint(fields):
        return
    entry[FLAG] = True
    if "endpoint_url" in entry:
        entry["endpoint_url"] = ""
    for extra in entry.get("extras") or []:
        if extra["key"] == "endpoint_url":
            extra["value"] = ""


def strip_document(document: dict[str, Any]) -> None:
    """Take every address of data out of a document for the search index, in place."""
    fields = json.loads(document["validated_data_dict"])
    if fields.get("type") not in list(EntryType) or not _hides_anything(fields):
        return
    for name in ("data_dict", "validated_data_dict"):
        entry = json.loads(document[name])
        strip(entry, fields)
        document[name] = json.dumps(entry)
    if is_withheld(fields):
        document.pop("res_url", None)
    if hides_endpoint(fields):
        document.pop("endpoint_url", None)
        document.pop("extras_endpoint_url", None)


def beyond_what_is_shown(asked: Mapping[str, Any]) -> str:
    """Return the parameter of a search of files that asks for what not every page shows, or ""."""
    terms = asked.get("query") or []
    terms = [terms] if isinstance(terms, str) else terms
    for term in terms if isinstance(terms, list) else [terms]:
        if str(term).partition(":")[0] not in SEARCHABLE:
            return "query"
    if asked.get("fields"):
        return "fields"
    return "order_by" if str(asked.get("order_by") or "name") not in SEARCHABLE else ""


def searched(context: Context, found: dict[str, Any]) -> dict[str, Any]:
    """Return the result of a search of files: addresses of those alone that the caller may take.

    Files of entries that the caller may not read at all are left out and not counted.
    """
    rows = found["results"]
    wanted = {row["package_id"] for row in rows}
    known = model.Session.execute(
        sa.select(model.Package).where(model.Package.id.in_(wanted), readable(labels_of(context)))
    ).scalars()
    packages = {package.id: package for package in known}
    kept = [row for row in rows if row["package_id"] in packages]
    for row in kept:
        package = packages[row["package_id"]]
        if not may_take(context, package):
            strip({"type": package.type, "resources": [row]}, package.extras or {})
    return {**found, "results": kept, "count": found["count"] - (len(rows) - len(kept))}


def _hides_anything(fields: Mapping[str, Any]) -> bool:
    return is_withheld(fields) or hides_endpoint(fields)


def _is_public_document(entry: dict[str, Any], resource: dict[str, Any]) -> bool:
    """Rules, guides and descriptions that go with a database or service are public."""
    is_document = entry.get("type") != EntryType.DATASET.value
    return is_document and str(resource.get("public_document")) == "true"


def _restore(context: Context, entry: dict[str, Any], package: model.Package) -> None:
    stored = {resource.id: resource for resource in package.resources}
    for resource in entry.get("resources") or []:
        found = stored.get(resource["id"])
        if resource.pop(FLAG, None) and found:
            whole = model_dictize.resource_dictize(found, context)
            resource.update({name: whole[name] for name in _ADDRESSES if name in whole})
    endpoint = (package.extras or {}).get("endpoint_url") or ""
    if "endpoint_url" in entry:
        entry["endpoint_url"] = endpoint
    for extra in entry.get("extras") or []:
        if extra["key"] == "endpoint_url":
            extra["value"] = endpoint
    entry.pop(FLAG, None)
