"""The lead agency is one agency for good, whatever comes to bear its name."""

from __future__ import annotations

import pytest
from ckan import model
from ckan.plugins.toolkit import NotAuthorized
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.bacgiang.agencies.lead import lead_agency

REASON = "Có dữ liệu cá nhân"


@pytest.fixture
def leads(act, published):
    """Tell whether one of the people may take the published entry down as the lead agency."""

    def asked(who):
        try:
            act(who, "bacgiang_approval_show", id=published["id"])
        except NotAuthorized:
            return False
        return True

    return asked


def _rename(agency, name):
    call_action("organization_patch", {"user": "quan-tri"}, id=agency, name=name)


def test_after_a_new_name_the_agency_still_leads_and_nobody_takes_its_place(leads, act, published):
    assert leads("lead")
    _rename("dau-moi", "so-khcn")
    assert leads("lead")
    _rename("so-tai-chinh", "dau-moi")
    assert leads("lead")
    assert not leads("stranger")
    with pytest.raises(NotAuthorized):
        act("stranger", "bacgiang_approval_take_down", id=published["id"], reason=REASON)
    act("lead", "bacgiang_approval_take_down", id=published["id"], reason=REASON)


def test_a_group_of_that_name_never_leads(leads, ckan_config, monkeypatch):
    monkeypatch.setitem(ckan_config, "ckanext.bacgiang.approval.lead_agency", "nhom-dau-moi")
    factories.Group(name="nhom-dau-moi", user={"name": "stranger"})
    assert not leads("stranger")
    assert lead_agency("nhom-dau-moi").id == ""
    factories.Organization(name="dau-moi-moi")
    call_action("group_patch", {"user": "quan-tri"}, id="nhom-dau-moi", name="nhom-khac")
    _rename("dau-moi-moi", "nhom-dau-moi")
    assert lead_agency("nhom-dau-moi").id == model.Group.get("nhom-dau-moi").id
    assert not leads("stranger")


def test_an_agency_that_ended_leads_no_more_and_leaves_its_place_empty(leads):
    assert leads("lead")
    call_action("organization_delete", {"user": "quan-tri"}, id="dau-moi")
    assert not leads("lead")
    found = lead_agency("dau-moi")
    assert (found.id, bool(found.kept)) == ("", True)
    _rename("so-tai-chinh", "dau-moi-hai")
    model.Session.commit()
    call_action("organization_purge", {"user": "quan-tri"}, id="dau-moi")
    _rename("dau-moi-hai", "dau-moi")
    assert not leads("stranger")


def test_another_setting_is_looked_up_anew(leads, ckan_config, monkeypatch):
    assert leads("lead")
    new = call_action("organization_show", id="so-tai-chinh")["id"]
    monkeypatch.setitem(ckan_config, "ckanext.bacgiang.approval.lead_agency", new)
    assert leads("stranger")
    assert not leads("lead")
