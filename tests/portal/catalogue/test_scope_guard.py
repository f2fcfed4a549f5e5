"""State secret, internal and temporary data stay private on every path."""

import logging

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.lib.search import rebuild
from ckan.plugins.toolkit import NotAuthorized, ValidationError
from ckan.tests import factories
from ckan.tests.helpers import call_auth

NEVER_PUBLIC = ["state_secret", "internal", "temporary"]

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")


@pytest.mark.parametrize("data_class", NEVER_PUBLIC)
def test_creating_it_public_is_refused_with_the_article(whole, create, data_class, caplog):
    log = logging.getLogger("ckanext.bacgiang.catalogue.validators.entries")
    log.disabled = False  # CKAN's logging settings, read in this process, switched it off
    log.addHandler(caplog.handler)
    with pytest.raises(ValidationError) as refused:
        create(**whole(data_class=data_class))
    log.removeHandler(caplog.handler)
    assert "Điều 1 khoản 2" in refused.value.error_dict["data_class"][0]
    assert "scope guard" in caplog.text


@pytest.mark.parametrize("data_class", NEVER_PUBLIC)
def test_it_can_be_kept_as_a_private_entry(whole, create, data_class):
    made = create(**whole(data_class=data_class, private=True))
    assert made["private"] is True


def test_neither_patch_revise_nor_bulk_update_makes_it_public(whole, create, act, agency):
    made = create(**whole(data_class="internal", private=True))
    roads = [
        lambda: act("package_patch", id=made["id"], private=False),
        lambda: act("package_revise", match={"id": made["id"]}, update={"private": False}),
        lambda: act("bulk_update_public", datasets=[made["id"]], org_id=agency["id"]),
        lambda: act("package_update", **{**made, "private": False}),
    ]
    for road in roads:
        with pytest.raises(ValidationError):
            road()
    assert act("package_show", id=made["id"])["private"] is True


def test_a_public_entry_cannot_change_into_a_class_that_is_never_public(whole, create, act):
    made = create(**whole())
    with pytest.raises(ValidationError):
        act("package_patch", id=made["id"], data_class="temporary")
    assert act("package_show", id=made["id"])["data_class"] == "open"


def test_moving_it_to_another_agency_leaves_it_private(whole, create, act):
    made = create(**whole(data_class="internal", private=True))
    other = factories.Organization()
    act("package_owner_org_update", id=made["id"], organization_id=other["id"])
    assert act("package_show", id=made["id"])["private"] is True


def test_an_entry_made_public_by_sql_is_still_hidden_from_the_public(whole, create, act):
    made = create(**whole(data_class="state_secret", private=True))
    model.Session.execute(
        sa.update(model.Package).where(model.Package.id == made["id"]).values(private=False)
    )
    model.Session.commit()
    rebuild(made["id"])
    with pytest.raises(NotAuthorized):
        call_auth("package_show", {"user": "", "model": model}, id=made["id"])
    found = act("package_search", user="", q="*:*")
    assert found["count"] == 0
