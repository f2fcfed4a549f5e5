"""What goes to another portal of data that a service serves, and of documents beside the data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ckan import model

from ckanext.bacgiang.push.core.exchange import Create

Make = Callable[..., dict[str, Any]]
LINK = {"url": "https://example.com/a.csv", "name": "Số liệu 2025", "format": "CSV"}
GUIDE = {"url": "https://example.com/huong-dan.pdf", "name": "Hướng dẫn", "format": "PDF"}


@pytest.fixture
def served(publish: Make, act: Any, complete: Make) -> Callable[..., Any]:
    """Return a maker of open datasets without data files and of the service that serves them."""

    def make(number: int = 1, resources: Any = ()) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        drafts = [publish(state="draft", resources=list(resources)) for _ in range(number)]
        owner = drafts[0]["owner_org"]
        service = act(
            "package_create",
            **complete(
                type="data_service",
                title="Tra cứu cơ sở khám bệnh",
                owner_org=owner,
                serves=[draft["name"] for draft in drafts],
            ),
        )
        whole = [act("package_patch", id=draft["id"], state="active") for draft in drafts]
        return whole, service

    return make


def _sent(receiver: Any) -> list[Any]:
    return [request.payload for request in receiver.requests if isinstance(request, Create)]


def test_a_dataset_served_by_a_service_alone_goes_with_one_resource_that_leads_to_it(
    served: Any, push: Any, receiver: Any
) -> None:
    _, service = served()
    assert push()["created"] == 1
    [payload] = _sent(receiver)
    [resource] = payload.resources
    assert resource.url.endswith(f"/data_service/{service['name']}")
    assert (resource.name, resource.resource_type) == (service["title"], "api")
    assert push()["unchanged"] == 1


def test_two_datasets_of_one_service_have_resources_of_their_own(
    served: Any, push: Any, receiver: Any
) -> None:
    served(2)
    push()
    ids = [row.id for payload in _sent(receiver) for row in payload.resources]
    assert len(ids) == len(set(ids)) == 2


def test_the_service_withdrawn_takes_the_copy_away(
    served: Any, push: Any, act: Any, receiver: Any
) -> None:
    _, service = served()
    push()
    act("package_patch", id=service["id"], private=True)
    [step] = act("bacgiang_push_plan", target="national")["withdraw"]
    assert step["reasons"] == ["no_resource"]
    push()
    assert receiver.public() == 0
    act("package_patch", id=service["id"], private=False)
    push()
    assert receiver.public() == 1


def test_a_dataset_with_files_goes_as_before_whatever_serves_it(
    served: Any, push: Any, receiver: Any
) -> None:
    served(resources=[LINK])
    push()
    [payload] = _sent(receiver)
    assert [row.url for row in payload.resources] == [LINK["url"]]


def test_a_document_goes_beside_the_data_and_is_called_one(
    publish: Make, push: Any, receiver: Any
) -> None:
    publish(resources=[LINK, GUIDE])
    push()
    [payload] = _sent(receiver)
    assert [row.resource_type for row in payload.resources] == ["", "documentation"]


def test_documents_alone_do_not_leave(publish: Make, act: Any) -> None:
    dataset = publish(resources=[LINK, GUIDE])
    link = dataset["resources"][0]["id"]

    model.Resource.get(link).state = "deleted"
    model.Session.commit()
    [blocked] = act("bacgiang_push_plan", target="national")["blocked"]
    assert blocked["reasons"] == ["no_resource"]
