"""The plan: what is created, updated, withdrawn or left alone, and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.bacgiang.catalogue.publishing import Barrier
from ckanext.bacgiang.push.core.entry import (
    Begun,
    Delivered,
    Delivery,
    Entry,
    Gone,
    Intent,
    Lost,
    Outline,
    Purged,
    Refused,
    Trouble,
    Untouched,
    advance,
)
from ckanext.bacgiang.push.core.exchange import Copy
from ckanext.bacgiang.push.core.guard import Limits, Wave, held
from ckanext.bacgiang.push.core.mapping import Origin, payload
from ckanext.bacgiang.push.core.plan import Hold, Kind, Step, Wish, plan

ORIGIN = Origin("bacgiang", "https://dulieu.example.vn", "https://dulieu.example.vn")


@pytest.fixture
def wish(make_dataset: Callable[..., Any]) -> Wish:
    return Wish(payload(make_dataset(), ORIGIN), ())


@pytest.fixture
def synced(wish: Wish) -> Entry:
    return Entry(
        source_id=wish.payload.source_id,
        title=wish.payload.title,
        state=Delivery.SYNCED,
        fingerprint=wish.payload.fingerprint(),
        remote_id="r1",
        remote_name=wish.payload.name,
        outline=Outline(("guid",), ("a",)),
    )


def only(desired: list[Wish], ledger: list[Entry], now: datetime) -> Step:
    [step] = plan(desired, ledger, now)
    return step


def test_new_unchanged_changed(wish: Wish, synced: Entry, now: datetime) -> None:
    assert only([wish], [], now).kind is Kind.CREATE
    assert only([wish], [synced], now).kind is Kind.NOTHING
    changed = replace(wish, payload=replace(wish.payload, title="Tên mới"))
    assert only([changed], [synced], now).kind is Kind.UPDATE


def test_a_closed_dataset_with_a_copy_is_withdrawn_and_the_plan_says_why(
    wish: Wish, synced: Entry, now: datetime
) -> None:
    step = only([replace(wish, barriers=(Barrier.PRIVATE,))], [synced], now)
    assert (step.kind, step.reasons) == (Kind.WITHDRAW, (Barrier.PRIVATE,))


def test_a_closed_dataset_without_a_copy_is_blocked_and_the_plan_says_why(
    wish: Wish, now: datetime
) -> None:
    step = only([replace(wish, barriers=(Barrier.PRIVATE,))], [], now)
    assert (step.kind, step.reasons) == (Kind.BLOCKED, (Barrier.PRIVATE,))


def test_an_empty_catalogue_withdraws_nothing(synced: Entry, now: datetime) -> None:
    ledger = [replace(synced, source_id=str(number)) for number in range(600)]
    steps = list(plan([], ledger, now))
    assert {(step.kind, step.reasons) for step in steps} == {(Kind.BLOCKED, (Hold.ABSENT,))}


def test_a_purged_dataset_is_withdrawn(synced: Entry, now: datetime) -> None:
    step = only([], [advance(synced, Purged(), now)], now)
    assert (step.kind, step.reasons) == (Kind.WITHDRAW, (Hold.PURGED,))


def test_what_was_withdrawn_is_not_withdrawn_again(synced: Entry, now: datetime) -> None:
    assert list(plan([], [advance(synced, Gone(), now)], now)) == []


def test_a_row_another_run_holds_is_left_to_it(wish: Wish, synced: Entry, now: datetime) -> None:
    taken = replace(synced, state=Delivery.UNKNOWN, lease_until=now + timedelta(seconds=1))
    assert only([wish], [taken], now).reasons == (Hold.IN_PROGRESS,)
    assert only([wish], [taken], now + timedelta(seconds=2)).kind is Kind.UPDATE


def test_a_refused_payload_rests_until_it_changes_or_a_day_passed(
    wish: Wish, synced: Entry, now: datetime
) -> None:
    begun = _begun(Entry(synced.source_id, ""), wish, now)
    parked = advance(begun, Refused(Trouble.INVALID, "x"), now)
    assert only([wish], [parked], now).reasons == (Hold.REFUSED,)
    changed = replace(wish, payload=replace(wish.payload, title="Tên mới"))
    assert only([changed], [parked], now).kind is Kind.CREATE
    assert only([wish], [parked], now + timedelta(days=1)).kind is Kind.CREATE


def test_a_refused_withdrawal_is_tried_again_within_the_day(
    wish: Wish, synced: Entry, now: datetime
) -> None:
    begun = Begun(Intent.WITHDRAW, "", "", "", (), "run", now)
    parked = advance(advance(synced, begun, now), Refused(Trouble.NO_RIGHT), now)
    closed = replace(wish, barriers=(Barrier.PRIVATE,))
    assert only([closed], [parked], now).kind is Kind.BLOCKED
    assert only([closed], [parked], now + timedelta(hours=1)).kind is Kind.WITHDRAW
    assert only([wish], [parked], now).kind is Kind.UPDATE


def _begun(entry: Entry, wish: Wish, now: datetime) -> Entry:
    made = wish.payload
    until = now + timedelta(minutes=5)
    event = Begun(
        Intent.CREATE,
        made.title,
        made.fingerprint(),
        made.name,
        tuple(one.id for one in made.resources),
        "run",
        until,
    )
    return advance(entry, event, now)


def test_from_the_first_byte_sent_the_end_is_unknown_until_it_is_known(
    wish: Wish, now: datetime
) -> None:
    fresh = Entry(wish.payload.source_id, "")
    begun = _begun(fresh, wish, now)
    assert begun.state is Delivery.UNKNOWN
    assert begun.leased(now)
    copy = Copy("r1", "ten", True, (("guid", "x"),), ("a",), ("a",))
    done = advance(begun, Delivered(copy, wish.payload.fingerprint()), now)
    assert (done.state, done.remote_id, done.failures) == (Delivery.SYNCED, "r1", 0)
    assert not done.leased(now)
    back = advance(begun, Untouched(fresh), now)
    assert (back.state, back.revision) == (Delivery.PENDING, begun.revision + 1)


def test_a_dataset_that_keeps_failing_rests_longer_and_longer(wish: Wish, now: datetime) -> None:
    entry, waits = Entry(wish.payload.source_id, ""), []
    for _ in range(12):
        entry = advance(_begun(entry, wish, now), Lost(), now)
        waits.append((entry.retry_at or now) - now)
    assert waits[:2] == [timedelta(), timedelta()]
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(hours=6)


LIMITS = Limits(most=50, fraction=0.1, floor=3)


@pytest.mark.parametrize(
    ("wave", "waits"),
    [
        (Wave(due=1, recent=0, absent=0, live=600), False),
        (Wave(due=50, recent=0, absent=0, live=600), False),
        (Wave(due=51, recent=0, absent=0, live=600), True),
        (Wave(due=1, recent=50, absent=0, live=550), True),
        (Wave(due=3, recent=0, absent=0, live=5), False),
        (Wave(due=4, recent=0, absent=0, live=5), True),
        (Wave(due=600, recent=0, absent=0, live=600), True),
        (Wave(due=1, recent=0, absent=300, live=600), True),
        (Wave(due=0, recent=0, absent=600, live=600), False),
    ],
)
def test_a_wave_of_withdrawals_waits_for_a_persons_word(wave: Wave, waits: bool) -> None:
    assert held(wave, LIMITS, approved=False) is waits
    assert held(wave, LIMITS, approved=True) is False


@given(live=st.integers(0, 10_000), due=st.integers(1, 10_000))
def test_no_wave_above_every_limit_passes(live: int, due: int) -> None:
    wave = Wave(due=due, recent=0, absent=0, live=live)
    if not held(wave, LIMITS, approved=False):
        assert due <= max(LIMITS.floor, min(LIMITS.most, live * LIMITS.fraction))
