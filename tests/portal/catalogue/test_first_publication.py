"""The day of first publication is set once, by the portal, when there is data to see."""

from datetime import timedelta

import pytest
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.bacgiang import clock

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")


def _editor(agency):
    user = factories.User()
    call_action(
        "organization_member_create", id=agency["id"], username=user["name"], role="admin"
    )
    return {"user": user["name"], "ignore_auth": False}


def test_a_public_dataset_without_data_is_not_yet_published(minimal, create):
    assert not create(**minimal()).get("issued")


def test_the_first_resource_of_a_public_dataset_publishes_it_today(minimal, create, csv_link):
    made = create(**minimal())
    call_action("resource_create", package_id=made["id"], **csv_link)
    assert call_action("package_show", id=made["id"])["issued"] == clock.today().isoformat()


def test_making_a_private_dataset_public_publishes_it(minimal, create, csv_link):
    made = create(**minimal(private=True, resources=[csv_link]))
    assert not made.get("issued")
    shown = call_action("package_patch", id=made["id"], private=False)
    assert shown["issued"] == clock.today().isoformat()


def test_an_officer_can_neither_choose_nor_move_the_day(minimal, agency, csv_link):
    officer = _editor(agency)
    made = call_action(
        "package_create", officer, **minimal(resources=[csv_link], issued="2020-01-01")
    )
    assert made["issued"] == clock.today().isoformat()
    moved = call_action("package_patch", officer, id=made["id"], issued="2020-01-01")
    assert moved["issued"] == clock.today().isoformat()


def test_hiding_and_showing_again_does_not_move_the_day(minimal, create, csv_link):
    made = create(**minimal(resources=[csv_link], issued="2025-03-01"))
    call_action("package_patch", id=made["id"], private=True)
    shown = call_action("package_patch", id=made["id"], private=False)
    assert shown["issued"] == "2025-03-01"


def test_an_import_brings_an_earlier_day_but_never_one_to_come(minimal, create, csv_link):
    earlier = create(**minimal(resources=[csv_link], issued="2024-05-06"))
    assert earlier["issued"] == "2024-05-06"
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    later = create(**minimal(title="Khác", resources=[csv_link], issued=tomorrow))
    assert later["issued"] == clock.today().isoformat()
