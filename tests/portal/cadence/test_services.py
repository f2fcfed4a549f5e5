"""An open dataset that a service alone serves is bound like any other, and says so when it ends."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ckanext.bacgiang import clock

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< >>\nendobj\n"

SHARES_PORTAL = True


@pytest.fixture
def served(portal):
    """Return a maker of a dataset without files, and of the public service that serves it."""

    def make(days=120, **service):
        draft = portal.operator("package_create", **portal.usual(), state="draft")
        fields = portal.complete(
            type="data_service",
            title="Tra cứu cơ sở khám bệnh",
            owner_org=portal.agency["id"],
            serves=[draft["name"]],
        )
        made = portal.operator("package_create", **{**fields, **service})
        day = (clock.today() - timedelta(days=days)).isoformat()
        whole = portal.operator("package_patch", id=draft["id"], state="active", issued=day)
        return whole, made

    return make


def test_its_terms_run_from_first_publication_and_end_unverified(portal, served):
    dataset, _ = served()
    portal.check()
    found = portal.verdict(dataset)
    assert found["anchor"] == dataset["issued"]
    assert (found["state"], found["reason"]) == ("unverifiable", "only_service")
    assert "dữ liệu chỉ cung cấp qua dịch vụ" in found["sentence"]
    assert dataset["id"] in _listed(portal, "unverifiable")
    assert portal.verdict(served(days=5)[0])["state"] == "on_time"


def test_it_is_first_published_today_when_both_are_public(portal):
    draft = portal.operator("package_create", **portal.usual(), state="draft")
    assert not draft.get("issued")
    portal.operator(
        "package_create",
        **portal.complete(
            type="data_service", owner_org=portal.agency["id"], serves=[draft["name"]]
        ),
    )
    shown = portal.operator("package_patch", id=draft["id"], state="active")
    assert shown["issued"] == clock.today().isoformat()


@pytest.fixture
def described(portal):
    """A dataset that is public before anything serves it: not of the open class."""
    fields = {**portal.usual(), "data_class": "conditional_open"}
    return portal.operator("package_create", **fields)


def _listed(portal, state):
    found = portal.editor("bacgiang_cadence_list", organization="so-y-te", state=state, limit=200)
    return {row["id"]: row for row in found["results"]}


def _service(portal, dataset, **over):
    fields = portal.complete(
        type="data_service", owner_org=portal.agency["id"], serves=[dataset["name"]]
    )
    return portal.operator("package_create", **{**fields, **over})


def _issued(portal, dataset):
    return portal.operator("package_show", id=dataset["id"]).get("issued") or ""


def test_a_service_that_becomes_public_later_publishes_what_it_serves(portal, described):
    service = _service(portal, described, private=True)
    assert not _issued(portal, described)
    portal.operator("package_patch", id=service["id"], private=False)
    assert _issued(portal, described) == clock.today().isoformat()
    portal.operator("package_patch", id=service["id"], private=True)
    assert _issued(portal, described) == clock.today().isoformat()


def test_a_service_that_has_ended_publishes_nothing(portal, described):
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    _service(portal, described, terminated=yesterday, termination_reason="no_need")
    assert not _issued(portal, described)


def test_the_check_makes_up_for_a_day_that_was_never_set(portal, served):
    dataset, _ = served()
    portal.forget(dataset, "issued")
    portal.check()
    assert _issued(portal, dataset) == clock.today().isoformat()


class TestServiceWithdrawn:
    @pytest.fixture(params=["private", "ended", "deleted"])
    def bereft(self, request, portal, served):
        """A public dataset whose only service is gone."""
        dataset, service = served()
        portal.check()
        if request.param == "deleted":
            portal.operator("package_delete", id=service["id"])
        elif request.param == "private":
            portal.operator("package_patch", id=service["id"], private=True)
        else:
            portal.operator(
                "package_patch",
                id=service["id"],
                terminated=clock.today().isoformat(),
                termination_reason="no_need",
            )
        return dataset

    def test_the_page_the_verdict_and_what_is_missing_say_so(self, portal, bereft):
        page = portal.visitor.page(f"/dataset/{bereft['name']}")
        assert "hiện không có dữ liệu để lấy" in page
        found = portal.verdict(bereft)
        assert (found["state"], found["reason"]) == ("unpublished", "no_data")
        assert "không còn tệp hay dịch vụ nào cung cấp" in found["sentence"]
        missing = portal.editor("bacgiang_publication_missing", id=bereft["id"])
        assert [one["field"] for one in missing] == ["resources"]
        portal.check()
        assert _listed(portal, "unpublished")[bereft["id"]]["reason"] == "no_data"


def test_a_guide_beside_a_service_changes_nothing(portal, served):
    dataset, _ = served()
    portal.operator(
        "resource_create",
        package_id=dataset["id"],
        name="Hướng dẫn kết nối",
        file=PDF,
        file_name="huong-dan.pdf",
    )
    portal.work()
    portal.check()
    assert portal.verdict(dataset)["reason"] == "only_service"
