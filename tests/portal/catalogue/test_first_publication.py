"""The day of first publication is set once, by the portal, when there is data to see."""

from datetime import timedelta

import pytest

from ckanext.bacgiang import clock

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")


def test_a_draft_that_is_not_private_is_not_yet_published(whole, create):
    assert not create(**whole(state="draft")).get("issued")


def test_the_first_resource_of_a_public_dataset_publishes_it_today(whole, create, act, csv_link):
    made = create(**whole(data_class="conditional_open", resources=[]))
    assert not made.get("issued")
    act("resource_create", package_id=made["id"], **csv_link)
    assert act("package_show", id=made["id"])["issued"] == clock.today().isoformat()


def test_making_a_private_dataset_public_publishes_it(whole, create, act, csv_link):
    made = create(**whole(private=True, resources=[csv_link]))
    assert not made.get("issued")
    shown = act("package_patch", id=made["id"], private=False)
    assert shown["issued"] == clock.today().isoformat()


def test_an_officer_can_neither_choose_nor_move_the_day(whole, act, member, csv_link):
    officer = member("admin")
    given = whole(resources=[csv_link], issued="2020-01-01")
    made = act("package_create", user=officer, **given)
    assert made["issued"] == clock.today().isoformat()
    moved = act("package_patch", user=officer, id=made["id"], issued="2020-01-01")
    assert moved["issued"] == clock.today().isoformat()


def test_hiding_and_showing_again_does_not_move_the_day(whole, create, act, csv_link):
    made = create(**whole(resources=[csv_link], issued="2025-03-01"))
    act("package_patch", id=made["id"], private=True)
    shown = act("package_patch", id=made["id"], private=False)
    assert shown["issued"] == "2025-03-01"


def test_an_import_brings_an_earlier_day_but_never_one_to_come(whole, create, csv_link):
    earlier = create(**whole(resources=[csv_link], issued="2024-05-06"))
    assert earlier["issued"] == "2024-05-06"
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    later = create(**whole(title="Khác", resources=[csv_link], issued=tomorrow))
    assert later["issued"] == clock.today().isoformat()
