"""Sent, approved or returned, taken down: each by whom it is for, and nothing around it."""

import threading

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.lib.search import rebuild
from ckan.plugins.toolkit import NotAuthorized, ObjectNotFound, ValidationError
from ckan.tests.helpers import call_action

STEPS = {
    "submit": {"editor", "administrator", "sysadmin"},
    "recall": {"editor", "administrator", "sysadmin"},
    "approve": {"administrator", "sysadmin"},
    "return": {"administrator", "sysadmin"},
    "take_down": {"administrator", "lead", "sysadmin"},
}
START = {
    "submit": [],
    "recall": ["submit"],
    "approve": ["submit"],
    "return": ["submit"],
    "take_down": ["submit", "approve"],
}
END = {
    "submit": "submitted",
    "recall": "draft",
    "approve": "published",
    "return": "returned",
    "take_down": "taken_down",
}


def _state(act, made):
    return act("sysadmin", "bacgiang_approval_show", id=made["id"])["state"]


def _refused(call):
    with pytest.raises(ValidationError) as refused:
        call()
    return refused.value.error_dict


@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_taken_by_those_it_is_for_and_by_no_one_else(act, ready, people, step):
    for who in people:
        made = ready(title=f"Dữ liệu của {who}")
        for before in START[step]:
            act("sysadmin", f"bacgiang_approval_{before}", id=made["id"])
        was = _state(act, made)
        ask = f"bacgiang_approval_{step}"
        if who in STEPS[step]:
            done = act(who, ask, id=made["id"], reason="Sai số liệu")
            assert done["state"] == END[step] == _state(act, made)
        else:
            with pytest.raises(NotAuthorized):
                act(who, ask, id=made["id"], reason="Sai số liệu")
            assert _state(act, made) == was


def test_the_public_sees_an_entry_from_its_approval_on_until_it_is_taken_down(act, ready):
    made = ready()

    def visible():
        try:
            return bool(act("visitor", "package_show", id=made["id"]))
        except NotAuthorized:
            return False

    assert not visible()
    act("editor", "bacgiang_approval_submit", id=made["id"])
    assert not visible()
    act("administrator", "bacgiang_approval_approve", id=made["id"])
    assert visible()
    act("lead", "bacgiang_approval_take_down", id=made["id"], reason="Có dữ liệu cá nhân")
    assert not visible()


def test_every_step_is_kept_with_who_when_and_why_and_shown_to_those_who_take_part(
    act, ready, people
):
    made = ready()
    act("editor", "bacgiang_approval_submit", id=made["id"])
    act("administrator", "bacgiang_approval_return", id=made["id"], reason="Thiếu năm 2025")
    act("editor", "bacgiang_approval_submit", id=made["id"])
    act("administrator", "bacgiang_approval_approve", id=made["id"])
    for who in ("editor", "administrator", "lead", "sysadmin"):
        shown = act(who, "bacgiang_approval_show", id=made["id"])
        assert [(row["act"], row["user"], row["reason"]) for row in shown["history"]] == [
            ("submit", "editor", ""),
            ("return", "administrator", "Thiếu năm 2025"),
            ("submit", "editor", ""),
            ("approve", "administrator", ""),
        ]
    for who in ("visitor", "stranger", "member", "lead-editor"):
        with pytest.raises(NotAuthorized):
            act(who, "bacgiang_approval_show", id=made["id"])


def test_what_lacks_something_is_not_sent_and_everything_is_said(act, ready):
    made = ready(list_item=None, license_id=None)
    said = _refused(lambda: act("editor", "bacgiang_approval_submit", id=made["id"]))
    assert said.keys() == {"list_item", "license_id"}
    assert _state(act, made) == "draft"


def test_a_refused_approval_leaves_no_step_behind(act, ready):
    made = ready()
    act("editor", "bacgiang_approval_submit", id=made["id"])
    act("editor", "package_patch", id=made["id"], list_item="")
    said = _refused(lambda: act("administrator", "bacgiang_approval_approve", id=made["id"]))
    assert said.keys() == {"list_item"}
    shown = act("administrator", "bacgiang_approval_show", id=made["id"])
    assert (shown["state"], len(shown["history"])) == ("submitted", 1)


def test_without_a_reason_nothing_is_returned_or_taken_down(act, ready):
    made = ready()
    act("editor", "bacgiang_approval_submit", id=made["id"])
    for reason in ("", "  ", "a" * 2001):
        said = _refused(
            lambda reason=reason: act(
                "administrator", "bacgiang_approval_return", id=made["id"], reason=reason
            )
        )
        assert said.keys() == {"reason"}
    assert _state(act, made) == "submitted"


def test_a_step_out_of_turn_is_refused_with_the_state_the_entry_is_in(act, ready):
    made = ready()
    act("editor", "bacgiang_approval_submit", id=made["id"])
    said = _refused(lambda: act("editor", "bacgiang_approval_submit", id=made["id"]))
    assert "Chờ phê duyệt" in said["act"][0] or "Waiting for approval" in said["act"][0]


def test_a_deleted_or_unknown_entry_takes_no_step(act, ready):
    made = ready()
    act("administrator", "package_delete", id=made["id"])
    for wanted in (made["id"], "khong-co"):
        with pytest.raises(ObjectNotFound):
            act("sysadmin", "bacgiang_approval_submit", id=wanted)


def test_of_two_who_decide_at_once_only_one_does(act, ready, people, app):
    made = ready()
    act("editor", "bacgiang_approval_submit", id=made["id"])
    model.Session.commit()
    outcomes, together = [], threading.Barrier(2)

    def decide(step):
        with app.flask_app.test_request_context():
            together.wait(30)
            try:
                context = {"user": "administrator", "ignore_auth": False}
                call_action(
                    f"bacgiang_approval_{step}", context, id=made["id"], reason="Thiếu số liệu"
                )
                outcomes.append(step)
            except ValidationError as error:
                outcomes.append(set(error.error_dict))
            finally:
                model.Session.remove()

    threads = [threading.Thread(target=decide, args=(step,)) for step in ("approve", "approve")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert {"act"} in outcomes
    assert len([one for one in outcomes if isinstance(one, str)]) == 1
    shown = act("administrator", "bacgiang_approval_show", id=made["id"])
    assert len(shown["history"]) == 2


def test_who_decides_on_a_page_that_is_no_longer_so_is_told(act, ready):
    made = ready()
    act("editor", "bacgiang_approval_submit", id=made["id"])
    later = [
        ("package_patch", {"title": "Tên khác"}),
        ("resource_patch", {"id": made["resources"][0]["id"], "url": "https://a.vn/khac.csv"}),
    ]
    for action, change in later:
        seen = act("administrator", "bacgiang_approval_show", id=made["id"])["mark"]
        act("editor", action, **{"id": made["id"], **change})
        late = _refused(
            lambda seen=seen: act(
                "administrator", "bacgiang_approval_approve", id=made["id"], seen=seen
            )
        )
        assert late.keys() == {"act"}
    seen = act("administrator", "bacgiang_approval_show", id=made["id"])["mark"]
    done = act("administrator", "bacgiang_approval_approve", id=made["id"], seen=seen)
    assert done["state"] == "published"


def test_what_was_once_valid_and_is_no_longer_can_still_be_taken_down(act, published):
    statement = sa.text(
        "UPDATE package SET extras = jsonb_set(extras, '{frequency}', '\"cu\"') WHERE id = :id"
    )
    model.Session.execute(statement, {"id": published["id"]})
    model.Session.commit()
    rebuild(published["id"])
    act("lead", "bacgiang_approval_take_down", id=published["id"], reason="Có dữ liệu cá nhân")
    with pytest.raises(NotAuthorized):
        act("visitor", "package_show", id=published["id"])
    assert act("visitor", "package_search", q="*:*")["count"] == 0
    shown = act("lead", "bacgiang_approval_show", id=published["id"])
    assert shown["state"] == "taken_down"
    assert shown["history"][-1]["reason"] == "Có dữ liệu cá nhân"


def test_what_waits_is_told_to_those_alone_who_may_approve_it_the_oldest_first(act, ready):
    first, second, third = (ready(title=title) for title in ("Một", "Hai", "Ba"))
    for made in (second, first, third):
        act("editor", "bacgiang_approval_submit", id=made["id"])
    act("editor", "bacgiang_approval_recall", id=third["id"])
    for who, titles in (
        ("administrator", ["Hai", "Một"]),
        ("sysadmin", ["Hai", "Một"]),
        ("editor", []),
        ("stranger", []),
        ("lead", []),
    ):
        found = act(who, "bacgiang_approval_pending")
        assert ([row["title"] for row in found["results"]], found["count"]) == (
            titles,
            len(titles),
        )
    with pytest.raises(NotAuthorized):
        act("visitor", "bacgiang_approval_pending")


def test_the_record_outlives_a_purge(act, published):
    act("sysadmin", "dataset_purge", id=published["id"])
    statement = sa.text("SELECT count(*) FROM bacgiang_approval_step WHERE entry_id = :id")
    assert model.Session.execute(statement, {"id": published["id"]}).scalar_one() == 2
