"""CKAN's own actions lead nowhere that the steps do not."""

import pytest
from ckan.plugins.toolkit import NotAuthorized, ValidationError

ROADS = {
    "patch": lambda act, who, made, private: act(
        who, "package_patch", id=made["id"], private=private
    ),
    "update": lambda act, who, made, private: act(
        who, "package_update", **{**act(who, "package_show", id=made["id"]), "private": private}
    ),
    "revise": lambda act, who, made, private: act(
        who, "package_revise", match={"id": made["id"]}, update={"private": private}
    ),
    "bulk": lambda act, who, made, private: act(
        who,
        "bulk_update_private" if private else "bulk_update_public",
        datasets=[made["id"]],
        org_id=made["owner_org"],
    ),
}


def _refused(call):
    with pytest.raises((ValidationError, NotAuthorized)) as refused:
        call()
    return refused.value


@pytest.mark.parametrize("road", ROADS.values(), ids=ROADS)
def test_an_editor_makes_nothing_public(act, ready, road):
    made = ready()
    _refused(lambda: road(act, "editor", made, False))
    assert act("editor", "package_show", id=made["id"])["private"] is True


@pytest.mark.parametrize("road", ROADS.values(), ids=ROADS)
def test_an_editor_takes_nothing_from_the_public(act, published, road):
    _refused(lambda: road(act, "editor", published, True))
    assert act("visitor", "package_show", id=published["id"])["private"] is False


@pytest.mark.parametrize("road", ROADS.values(), ids=ROADS)
def test_an_administrator_publishes_by_any_road_what_is_complete(act, ready, road):
    made = ready()
    road(act, "administrator", made, False)
    assert act("visitor", "package_show", id=made["id"])["private"] is False


@pytest.mark.parametrize("road", ROADS.values(), ids=ROADS)
def test_what_was_taken_down_returns_by_the_steps_alone(act, published, road):
    act("lead", "bacgiang_approval_take_down", id=published["id"], reason="Sai")
    _refused(lambda: road(act, "administrator", published, False))
    assert act("editor", "package_show", id=published["id"])["private"] is True
    act("editor", "bacgiang_approval_submit", id=published["id"])
    act("administrator", "bacgiang_approval_approve", id=published["id"])
    assert act("visitor", "package_show", id=published["id"])["private"] is False


def test_an_editor_creates_nothing_public(act, agency, complete):
    for over in ({}, {"private": False}):
        said = _refused(
            lambda over=over: act(
                "editor", "package_create", **complete(owner_org=agency["id"], **over)
            )
        )
        assert said.error_dict.keys() == {"private"}


def test_an_editor_keeps_the_data_of_a_published_entry_up_to_date(act, published):
    act("editor", "package_patch", id=published["id"], modified="2026-02-01", notes="Bổ sung")
    act(
        "editor",
        "resource_create",
        package_id=published["id"],
        name="Số liệu quý",
        url="https://example.vn/quy.csv",
    )
    shown = act("visitor", "package_show", id=published["id"])
    assert (shown["modified"], len(shown["resources"])) == ("2026-02-01", 2)


@pytest.mark.parametrize(
    ("field", "value"), [("data_class", "conditional_open"), ("license_id", "mit")]
)
def test_what_the_approval_rested_on_is_the_administrators_to_change(act, published, field, value):
    said = _refused(lambda: act("editor", "package_patch", id=published["id"], **{field: value}))
    assert said.error_dict.keys() == {field}
    changed = act("administrator", "package_patch", id=published["id"], **{field: value})
    assert changed[field] == value


def test_an_editor_neither_deletes_nor_moves_a_published_entry(act, published):
    roads = [
        lambda: act("editor", "package_delete", id=published["id"]),
        lambda: act("editor", "package_patch", id=published["id"], state="deleted"),
        lambda: act(
            "editor",
            "bulk_update_delete",
            datasets=[published["id"]],
            org_id=published["owner_org"],
        ),
        lambda: act(
            "editor",
            "package_owner_org_update",
            id=published["id"],
            organization_id="so-tai-chinh",
        ),
    ]
    for road in roads:
        _refused(road)
    shown = act("visitor", "package_show", id=published["id"])
    assert (shown["state"], shown["organization"]["name"]) == ("active", "so-y-te")


def test_an_editor_deletes_a_draft_of_their_own(act, ready):
    made = ready()
    act("editor", "package_delete", id=made["id"])
    assert act("sysadmin", "package_show", id=made["id"])["state"] == "deleted"
