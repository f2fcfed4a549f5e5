"""CKAN's own actions lead nowhere that the steps do not."""

import ckan.plugins.toolkit as tk
import pytest
from ckan.plugins.toolkit import NotAuthorized, ValidationError

SHARES_PORTAL = True

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


WORDS = ["on", 0.5, "", "foo", "off", [], {}]
"""What CKAN itself takes for "public" without a word, or chokes on."""


@pytest.mark.parametrize("word", WORDS, ids=repr)
def test_only_a_plain_yes_or_no_is_a_visibility(act, ready, agency, complete, word):
    made = ready()
    for who in ("editor", "administrator"):
        _refused(lambda who=who: act(who, "package_patch", id=made["id"], private=word))
        fields = complete(owner_org=agency["id"], private=word)
        _refused(lambda who=who, fields=fields: act(who, "package_create", **fields))
    assert act("editor", "package_show", id=made["id"])["private"] is True


@pytest.mark.parametrize("word", [" true", "TRUE\n", "tr\u200bue"], ids=ascii)
def test_a_yes_among_blanks_is_a_yes(act, ready, word):
    made = ready()
    assert act("editor", "package_patch", id=made["id"], private=word)["private"] is True


@pytest.mark.parametrize(
    ("state", "at"),
    [("draft", "private"), ("deleted", "private"), ("pending", "state"), ("khac", "state")],
)
def test_a_new_entry_is_not_hidden_by_a_state_that_ckan_does_not_believe(
    people, agency, complete, state, at
):
    fields = complete(owner_org=agency["id"], private=False, state=state)
    create = tk.get_action("package_create")
    # A program's call holds no word on rights; where it does, CKAN believes the state.
    refused = _refused(lambda: create({"user": people["editor"]}, fields))
    assert refused.error_dict.keys() == {at}


@pytest.mark.parametrize("kind", ["bao-cao", "Dataset"])
def test_an_entry_of_a_type_that_nobody_knows_is_refused(act, agency, complete, kind):
    fields = {**complete(owner_org=agency["id"], private=True), "type": kind}
    for who in ("editor", "sysadmin"):
        assert "type" in _refused(lambda who=who: act(who, "package_create", **fields)).error_dict


def test_an_update_that_leaves_something_out_changes_it_and_is_refused(act, published):
    whole = act("editor", "package_show", id=published["id"])
    for name in ("license_id", "notes", "data_class"):
        sent = {key: value for key, value in whole.items() if key != name}
        assert (
            name in _refused(lambda sent=sent: act("editor", "package_update", **sent)).error_dict
        )
    taken = {"match": {"id": published["id"]}, "filter": ["-notes", "-title"]}
    assert {"notes", "title"} <= _refused(
        lambda: act("administrator", "package_revise", **taken)
    ).error_dict.keys()
    shown = act("visitor", "package_show", id=published["id"])
    assert all(shown[name] == whole[name] for name in ("license_id", "notes", "title"))


def test_an_editor_opens_no_file_of_described_data_to_everyone(act, agency, complete):
    given = complete(type="shared_database", owner_org=agency["id"], data_class="on_request")
    files = [{"name": "Dữ liệu", "url": "https://example.vn/mat.csv"}]
    made = act("administrator", "package_create", **{**given, "resources": files})
    file = made["resources"][0]["id"]
    _refused(lambda: act("editor", "resource_patch", id=file, public_document="true"))
    act("editor", "resource_patch", id=file, description="Mô tả")
    assert act("visitor", "package_show", id=made["id"])["resources"][0]["url"] == ""
