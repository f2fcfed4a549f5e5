"""One dataset's exchange with the receiving portal: what is asked, in which order, and the end."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from ckanext.bacgiang.push.core.conversation import Ending, converse
from ckanext.bacgiang.push.core.entry import (
    Delivered,
    Delivery,
    Entry,
    Gone,
    Intent,
    Lost,
    Outline,
    Refused,
    Trouble,
)
from ckanext.bacgiang.push.core.exchange import (
    Answer,
    Copy,
    Create,
    Delete,
    Reorder,
    Revise,
    Show,
    ShowOwner,
    Verdict,
    WhoAmI,
)
from ckanext.bacgiang.push.core.mapping import Origin, payload
from ckanext.bacgiang.push.core.marker import Marker
from ckanext.bacgiang.push.core.names import with_suffix
from ckanext.bacgiang.push.core.payload import Payload
from ckanext.bacgiang.push.core.talk import Order

ORIGIN = Origin("bacgiang", "https://dulieu.example.vn", "https://dulieu.example.vn")


@pytest.fixture
def wanted(make_dataset: Any) -> Payload:
    return payload(make_dataset(), ORIGIN)


@pytest.fixture
def fresh(wanted: Payload) -> Entry:
    return Entry(source_id=wanted.source_id, title=wanted.title)


def hold(portal: Any, order: Order) -> Ending:
    talk, answer = converse(order), None
    while True:
        try:
            request = talk.send(answer) if answer else next(talk)
        except StopIteration as stop:
            return stop.value
        answer = portal.answer(request)


def create(portal: Any, entry: Entry, wanted: Payload, now: datetime) -> Ending:
    return hold(portal, Order(Intent.CREATE, entry, "bacgiang", wanted, now))


def update(portal: Any, entry: Entry, wanted: Payload, now: datetime) -> Ending:
    return hold(portal, Order(Intent.UPDATE, entry, "bacgiang", wanted, now))


def withdraw(portal: Any, entry: Entry, now: datetime) -> Ending:
    return hold(portal, Order(Intent.WITHDRAW, entry, "bacgiang", None, now))


def synced(entry: Entry, result: Any) -> Entry:
    copy = result.copy
    outline = Outline(
        tuple(key for key, _ in copy.extras), copy.resource_ids, copy.own_resource_ids
    )
    return replace(
        entry,
        state=Delivery.SYNCED,
        fingerprint=result.fingerprint,
        remote_id=copy.id,
        remote_name=copy.name,
        outline=outline,
    )


def asked(portal: Any) -> list[type]:
    return [type(request) for request in portal.requests]


@pytest.fixture
def standing(portal: Any, fresh: Entry, wanted: Payload, now: datetime) -> Entry:
    """The ledger row of a copy that stands on the portal."""
    entry = synced(fresh, create(portal, fresh, wanted, now).result)
    portal.requests.clear()
    return entry


def test_a_new_dataset_takes_one_request(
    portal: Any, fresh: Entry, wanted: Payload, now: datetime
) -> None:
    ending = create(portal, fresh, wanted, now)
    assert isinstance(ending.result, Delivered)
    assert asked(portal) == [Create]


def test_a_change_takes_one_request(
    portal: Any, standing: Entry, wanted: Payload, now: datetime
) -> None:
    ending = update(portal, standing, replace(wanted, title="Tên mới"), now)
    assert isinstance(ending.result, Delivered)
    assert asked(portal) == [Revise]


def test_a_create_whose_answer_is_lost_is_looked_for_and_adopted(
    portal: Any, fault: Any, fresh: Entry, wanted: Payload, now: datetime
) -> None:
    portal.faults = [fault.LOST_AFTER]
    ending = create(portal, fresh, wanted, now)
    assert isinstance(ending.result, Delivered)
    assert asked(portal) == [Create, Show]
    assert len(portal.held) == 1


def test_a_create_that_may_be_there_is_not_sent_again_before_looking(
    portal: Any, fault: Any, fresh: Entry, wanted: Payload, now: datetime
) -> None:
    portal.faults = [fault.LOST_AFTER, fault.LOST_BEFORE]
    ending = create(portal, fresh, wanted, now)
    assert isinstance(ending.result, Lost)
    portal.requests.clear()
    unknown = replace(fresh, state=Delivery.UNKNOWN, remote_name=wanted.name)
    again = create(portal, unknown, wanted, now)
    assert isinstance(again.result, Delivered)
    assert asked(portal) == [Show]


def test_a_lost_update_is_looked_for_and_found_done(
    portal: Any, fault: Any, standing: Entry, wanted: Payload, now: datetime
) -> None:
    portal.faults = [fault.LOST_AFTER]
    changed = replace(wanted, title="Tên mới")
    ending = update(portal, standing, changed, now)
    assert isinstance(ending.result, Delivered)
    assert ending.result.fingerprint == changed.fingerprint()
    assert asked(portal) == [Revise, Show]


def test_an_update_lost_on_the_way_there_is_not_taken_for_done(
    portal: Any, fault: Any, standing: Entry, wanted: Payload, now: datetime
) -> None:
    portal.faults = [fault.LOST_BEFORE]
    ending = update(portal, standing, replace(wanted, title="Tên mới"), now)
    assert isinstance(ending.result, Lost)


def test_a_strangers_dataset_keeps_the_name_and_ours_gets_a_suffix_that_never_changes(
    portal: Any, fresh: Entry, wanted: Payload, now: datetime
) -> None:
    foreign = portal.add(wanted.name)
    before = foreign.copy()
    ending = create(portal, fresh, wanted, now)
    assert isinstance(ending.result, Delivered)
    assert ending.result.copy.name == with_suffix(wanted.name, wanted.source_id)
    assert foreign.copy() == before
    assert asked(portal) == [Create, Show, Create]


def test_our_own_copy_under_the_name_is_adopted_when_the_ledger_was_lost(
    portal: Any, standing: Entry, fresh: Entry, wanted: Payload, now: datetime
) -> None:
    ending = create(portal, fresh, replace(wanted, title="Tên mới"), now)
    assert isinstance(ending.result, Delivered)
    assert asked(portal) == [Create, Show, Revise]
    assert len(portal.held) == 1


def test_a_copy_renamed_over_there_is_found_by_its_resources(
    portal: Any, standing: Entry, fresh: Entry, wanted: Payload, now: datetime
) -> None:
    portal.held[standing.remote_id].name = "ten-khac"
    ending = create(portal, fresh, wanted, now)
    assert isinstance(ending.result, Delivered)
    assert asked(portal) == [Create, ShowOwner]
    assert len(portal.held) == 1


def test_what_lost_our_marker_is_not_touched(
    portal: Any, standing: Entry, wanted: Payload, now: datetime
) -> None:
    held = portal.held[standing.remote_id]
    held.extras = (("note", "theirs now"),)
    before = held.copy()
    ending = update(portal, standing, replace(wanted, title="Tên mới"), now)
    assert ending.result == Refused(Trouble.MARKER_GONE, wanted.name)
    assert withdraw(portal, standing, now).result == Refused(Trouble.MARKER_GONE, wanted.name)
    assert held.copy() == before


def test_the_marker_of_another_portal_is_not_ours(
    portal: Any, fresh: Entry, wanted: Payload, now: datetime
) -> None:
    """Two provinces may hold datasets of one name, even of one id."""
    other = hold(portal, Order(Intent.CREATE, fresh, "langson", replace(wanted, resources=()), now))
    ending = create(portal, fresh, wanted, now)
    assert isinstance(ending.result, Delivered)
    assert isinstance(other.result, Delivered)
    assert ending.result.copy.id != other.result.copy.id
    withdraw(portal, synced(fresh, ending.result), now)
    assert portal.held[other.result.copy.id].active


def test_extras_and_files_of_the_receivers_own_survive_an_update(
    portal: Any, standing: Entry, wanted: Payload, now: datetime
) -> None:
    held = portal.held[standing.remote_id]
    held.extras = (("a-note", "theirs"), *held.extras, ("z-note", "theirs"))
    held.resource_ids = ("theirs", *held.resource_ids)
    ending = update(portal, standing, replace(wanted, title="Tên mới"), now)
    assert isinstance(ending.result, Delivered)
    assert {"a-note", "z-note"} <= set(dict(held.extras))
    assert "theirs" in held.resource_ids
    portal.requests.clear()
    later = synced(standing, ending.result)
    update(portal, later, replace(wanted, title="Tên khác"), now)
    assert {"a-note", "z-note"} <= set(dict(held.extras))
    assert asked(portal) == [Show, Revise]


def test_files_are_put_back_in_our_order(
    portal: Any, fresh: Entry, make_dataset: Any, make_resource: Any, now: datetime
) -> None:
    one = make_resource(id="1", position=0)
    two = make_resource(id="2", position=1)
    before = payload(make_dataset(resources=(one, two)), ORIGIN)
    swapped = (replace(two, position=0), replace(one, position=1))
    after = payload(make_dataset(resources=swapped), ORIGIN)
    entry = synced(fresh, create(portal, fresh, before, now).result)
    ending = update(portal, entry, after, now)
    assert isinstance(ending.result, Delivered)
    assert asked(portal) == [Create, Revise, Reorder]
    assert ending.result.copy.resource_ids == tuple(row.id for row in after.resources)


def test_a_copy_that_lost_a_file_over_there_is_not_complete(
    portal: Any, fresh: Entry, standing: Entry, wanted: Payload, now: datetime
) -> None:
    held = portal.held[standing.remote_id]
    held.resource_ids = ()
    create(portal, fresh, wanted, now)
    assert held.resource_ids == tuple(row.id for row in wanted.resources)


def test_a_copy_deleted_over_there_comes_back_with_the_next_change(
    portal: Any, standing: Entry, wanted: Payload, now: datetime
) -> None:
    portal.held[standing.remote_id].active = False
    ending = update(portal, standing, replace(wanted, title="Tên mới"), now)
    assert isinstance(ending.result, Delivered)
    assert ending.result.copy.id == standing.remote_id
    assert portal.held[standing.remote_id].active


def test_a_copy_purged_over_there_is_created_again(
    portal: Any, standing: Entry, wanted: Payload, now: datetime
) -> None:
    portal.held.clear()
    ending = update(portal, standing, replace(wanted, title="Tên mới"), now)
    assert isinstance(ending.result, Delivered)
    assert asked(portal) == [Revise, Create]


def test_a_withdrawn_dataset_that_opens_again_gets_its_old_copy_back(
    portal: Any, standing: Entry, wanted: Payload, now: datetime
) -> None:
    withdraw(portal, standing, now)
    withdrawn = replace(standing, state=Delivery.WITHDRAWN, fingerprint="")
    ending = create(portal, withdrawn, wanted, now)
    assert isinstance(ending.result, Delivered)
    assert ending.result.copy.id == standing.remote_id
    assert ending.result.copy.active


def test_a_withdrawal_looks_before_it_deletes(portal: Any, standing: Entry, now: datetime) -> None:
    assert withdraw(portal, standing, now).result == Gone()
    assert asked(portal) == [Show, Delete]
    assert not portal.held[standing.remote_id].active


@pytest.mark.parametrize("how", ["deleted", "purged"])
def test_a_copy_already_gone_counts_as_withdrawn(
    portal: Any, standing: Entry, now: datetime, how: str
) -> None:
    if how == "purged":
        portal.held.clear()
    else:
        portal.held[standing.remote_id].active = False
    assert withdraw(portal, standing, now).result == Gone()
    assert asked(portal) == [Show]


def test_a_lost_withdrawal_is_looked_for(
    portal: Any, fault: Any, standing: Entry, now: datetime
) -> None:
    portal.faults = [fault.NONE, fault.LOST_AFTER]
    assert withdraw(portal, standing, now).result == Gone()
    assert asked(portal) == [Show, Delete, Show]


def test_a_create_that_may_still_be_at_work_is_not_called_withdrawn(
    portal: Any, fresh: Entry, wanted: Payload, now: datetime
) -> None:
    """It was closed here a minute after a create whose answer never came."""
    unknown = replace(
        fresh,
        state=Delivery.UNKNOWN,
        intent=Intent.CREATE,
        remote_name=wanted.name,
        begun_at=now - timedelta(minutes=1),
    )
    assert isinstance(withdraw(portal, unknown, now).result, Lost)
    assert withdraw(portal, unknown, now + timedelta(hours=1)).result == Gone()


class Refusing:
    """Says no to every write; ``who`` is its answer to who we are."""

    def __init__(self, who: Verdict, writes: Verdict = Verdict.FORBIDDEN) -> None:
        self.who, self.writes, self.requests = who, writes, []

    def answer(self, request: Any) -> Answer:
        self.requests.append(request)
        return Answer(self.who if isinstance(request, WhoAmI) else self.writes, detail="no")


def test_a_key_that_does_not_arrive_is_the_portals_trouble_not_the_datasets(
    fresh: Entry, wanted: Payload, now: datetime
) -> None:
    ending = create(Refusing(who=Verdict.NOT_FOUND), fresh, wanted, now)
    assert ending.result is None
    assert ending.complaint is not None
    assert ending.complaint.verdict is Verdict.UNAUTHORIZED


def test_a_missing_right_to_create_is_told_apart_from_a_missing_key(
    fresh: Entry, wanted: Payload, now: datetime
) -> None:
    ending = create(Refusing(who=Verdict.DONE), fresh, wanted, now)
    assert ending.result is None
    assert ending.complaint is not None
    assert ending.complaint.verdict is Verdict.FORBIDDEN


def test_a_missing_right_on_one_copy_parks_that_dataset_alone(
    fresh: Entry, wanted: Payload, now: datetime
) -> None:
    entry = replace(fresh, remote_id="x", state=Delivery.UNKNOWN)
    ending = update(Refusing(who=Verdict.DONE), entry, wanted, now)
    assert ending.result == Refused(Trouble.NO_RIGHT, "no")
    assert ending.complaint is None


@pytest.mark.parametrize(
    "verdict", [Verdict.THROTTLED, Verdict.UNREACHABLE, Verdict.REDIRECTED, Verdict.INTERCEPTED]
)
def test_trouble_of_the_whole_portal_leaves_the_dataset_as_it_was(
    fresh: Entry, wanted: Payload, now: datetime, verdict: Verdict
) -> None:
    ending = create(Refusing(who=Verdict.DONE, writes=verdict), fresh, wanted, now)
    assert ending.result is None
    assert ending.complaint is not None
    assert ending.complaint.verdict is verdict


def test_a_portal_that_contradicts_itself_is_not_asked_for_ever(
    fresh: Entry, wanted: Payload, now: datetime
) -> None:
    class Contradicting:
        asked = 0

        def answer(self, request: Any) -> Answer:
            self.asked += 1
            if isinstance(request, Show):
                return standing
            return Answer(Verdict.NAME_TAKEN if isinstance(request, Create) else Verdict.NOT_FOUND)

    marked = replace(wanted, title="cũ")
    marker = Marker("bacgiang", wanted.source_id, marked.fingerprint())
    standing = Answer(Verdict.DONE, Copy("x", wanted.name, True, marker.extras(), (), ()))
    holder = Contradicting()
    ending = create(holder, fresh, wanted, now)
    assert isinstance(ending.result, Lost)
    assert holder.asked <= 12
