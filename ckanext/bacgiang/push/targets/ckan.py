"""A receiving portal that runs CKAN 2.9 or later, as it comes: requests to its action API."""

from __future__ import annotations

import json
from typing import Any

from ckanext.bacgiang.push.core.exchange import (
    Answer,
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
from ckanext.bacgiang.push.core.marker import KEYS, Marker
from ckanext.bacgiang.push.core.payload import Payload, ResourceCopy
from ckanext.bacgiang.push.targets import ckan_answers
from ckanext.bacgiang.push.targets.http import AnswerLost, HttpClient, PrivateAddress, Unsent

Json = dict[str, Any]

_TEXTS = ("title", "notes", "url", "license_id", "author", "maintainer", "maintainer_email")
_RESOURCE_TEXTS = ("name", "description", "url", "format", "mimetype", "hash", "resource_type")
_RESOURCE_EXTRAS = ("hash_algorithm", "issued", "modified")


class CkanPortal:
    """Asks a CKAN through ``http``; new copies go into ``organization`` (name or id)."""

    def __init__(self, http: HttpClient, organization: str, portal: str) -> None:
        self._http = http
        self._organization = organization
        self._portal = portal

    def ask(self, request: Request) -> Answer:
        """Return what CKAN says; a write it may have carried out unheard is ``LOST``."""
        if isinstance(request, ShowOwner):
            return self._show_owner(request)
        action, data = self.call(request)
        return self._answer(action, data, request)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def _show_owner(self, request: ShowOwner) -> Answer:
        found = self._answer("resource_show", {"id": request.resource_id}, request)
        owner = found.detail if found.verdict is Verdict.DONE else ""
        return self.ask(Show(owner)) if owner else found

    def _answer(self, action: str, data: Json, request: Request) -> Answer:
        body = json.dumps(data, ensure_ascii=False).encode()
        try:
            reply = self._http.post(f"api/3/action/{action}", body)
        except PrivateAddress as error:
            return Answer(Verdict.PRIVATE_ADDRESS, detail=str(error))
        except Unsent as error:
            return Answer(Verdict.UNREACHABLE, detail=str(error))
        except AnswerLost as error:
            return Answer(Verdict.LOST, detail=str(error))
        return ckan_answers.read(reply, request, self._portal, self._http.safe)

    def call(self, request: Request) -> tuple[str, Json]:
        """Return the action that ``request`` takes, and its data; none for ShowOwner."""
        match request:
            case Show(reference):
                return "package_show", {"id": reference}
            case Create(payload, marker, name):
                return "package_create", self._created(payload, marker, name)
            case Revise():
                return "package_revise", _revised(request)
            case Reorder(copy_id, resource_ids):
                return "package_resource_reorder", {"id": copy_id, "order": list(resource_ids)}
            case Delete(copy_id):
                return "package_delete", {"id": copy_id}
            case WhoAmI():
                return "user_show", {}
        raise ValueError(f"no call for {request}")

    def _created(self, payload: Payload, marker: Marker, name: str) -> Json:
        texts = {key: getattr(payload, key) for key in _TEXTS}
        return {
            "name": name,
            "owner_org": self._organization,
            "private": False,
            **{key: value for key, value in texts.items() if value},
            "tags": [{"name": tag} for tag in payload.tags],
            "extras": _extras((*payload.extras, *marker.extras())),
            "resources": [_resource(resource) for resource in payload.resources],
        }


def _extras(pairs: tuple[tuple[str, str], ...]) -> list[Json]:
    """Return extras in PostgreSQL's order of JSON keys: length, then bytes.

    So CKAN shows them in the order they were sent, whether it answers from memory, from its index
    or from the table, and an update can name the list it expects.
    """
    ordered = sorted(pairs, key=lambda pair: (len(pair[0].encode()), pair[0].encode()))
    return [{"key": key, "value": value} for key, value in ordered]


def _resource(resource: ResourceCopy) -> Json:
    fields = {key: getattr(resource, key) for key in (*_RESOURCE_TEXTS, "size", *_RESOURCE_EXTRAS)}
    sent = {key: value for key, value in fields.items() if value not in ("", None)}
    return {"id": resource.id, ckan_answers.RESOURCE_KEY: resource.source, **sent}


def _revised(request: Revise) -> Json:
    """Return a revision that CKAN carries out only on the copy as ``request.base`` describes it.

    The list of extras is named whole, with the marker's values; its last key proves its length.
    Fields that are not named (groups, organisation, address, resources of others) stay.
    """
    base, payload = request.base, request.payload
    there = [row for row in payload.resources if row.id in base.resource_ids]
    new = [row for row in payload.resources if row.id not in base.resource_ids]
    gone = set(base.own_resource_ids) - {row.id for row in payload.resources}
    data: Json = {
        "match": {
            "id": base.id,
            "state": "active" if base.active else "deleted",
            "extras": [_expected(key, value) for key, value in base.extras],
        },
        "filter": ["-extras", "-tags", *_dropped(there), *(f"-resources__{one}" for one in gone)],
        "update": {
            **{key: getattr(payload, key) for key in _TEXTS},
            "state": "active",
            "tags": [{"name": tag} for tag in payload.tags],
            "extras": _extras((*payload.extras, *request.marker.extras(), *request.keep)),
        },
        "include": [f"+package__{key}" for key in ckan_answers.COPY_FIELDS] + ["-package__*"],
    }
    if base.extras:
        data["match__extras__-1__key"] = base.extras[-1][0]
    data.update({f"update__resources__{row.id}": _resource(row) for row in there})
    if new:
        data["update__resources__extend"] = [_resource(row) for row in new]
    return data


def _expected(key: str, value: str) -> Json:
    return {"key": key, "value": value} if key in KEYS else {"key": key}


def _dropped(resources: list[ResourceCopy]) -> list[str]:
    """Return filters for fields of ours that a resource had and has no more."""
    fields = (*_RESOURCE_TEXTS, "size", *_RESOURCE_EXTRAS)
    return [
        f"-resources__{row.id}__{key}"
        for row in resources
        for key in fields
        if getattr(row, key) in ("", None)
    ]
