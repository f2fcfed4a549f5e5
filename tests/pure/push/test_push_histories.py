"""Whatever happens on the way, in the end each open dataset has its one copy and nothing else
was touched."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from ckanext.bacgiang.catalogue.publishing import Barrier
from ckanext.bacgiang.push.core.conversation import converse
from ckanext.bacgiang.push.core.entry import Begun, Entry, Purged, Untouched, advance
from ckanext.bacgiang.push.core.marker import KEYS
from ckanext.bacgiang.push.core.payload import Payload, ResourceCopy
from ckanext.bacgiang.push.core.plan import INTENTS, Kind, Step, Wish, plan
from ckanext.bacgiang.push.core.talk import Order

NAMES = ("dat-dai", "dan-so", "y-te")
SOURCES = ("id-1", "id-2", "id-3", "id-4")
WHATS = ("extra", "file", "strip", "name", "gone", "purge")
FAULTS = st.lists(
    st.sampled_from(("none", "lost_before", "lost_after", "unreachable", "throttled")), max_size=8
)
START = datetime(2026, 11, 1, tzinfo=UTC)


def _payload(source: str, name: str, text: int, files: int) -> Payload:
    resources = tuple(
        ResourceCopy(
            f"{source}-r{n}", f"{n}", "", "", f"http://x/{n}", "", "", None, "", "", "", ""
        )
        for n in ((1, 2, 3), (2, 1), (1,))[files]
    )
    extras = (("guid", f"http://x/{source}"), *((("issued", "2026"),) if text % 2 else ()))
    return Payload(source, name, f"Bản {text}", "", "", "", "", "", "", (), extras, resources)


class Histories(RuleBasedStateMachine):
    """The province edits, people on the receiving portal edit, runs meet faults and crash."""

    portal_class: ClassVar[type]

    def __init__(self) -> None:
        super().__init__()
        self.portal = self.portal_class()
        self.wishes: dict[str, Wish] = {}
        self.absent: set[str] = set()
        self.ledger: dict[str, Entry] = {}
        self.foreign: dict[str, object] = {}
        self.curated: dict[str, set[str]] = {}
        self.removed: set[str] = set()
        self.now = START

    # the province

    @rule(
        source=st.sampled_from(SOURCES),
        name=st.sampled_from(NAMES),
        text=st.integers(0, 5),
        files=st.integers(0, 2),
    )
    def save(self, source: str, name: str, text: int, files: int) -> None:
        held = {w.payload.name for s, w in self.wishes.items() if s != source}
        name = f"{name}-{source}" if name in held else name
        self.wishes[source] = Wish(_payload(source, name, text, files), ())
        self.absent.discard(source)

    @rule(source=st.sampled_from(SOURCES))
    def close(self, source: str) -> None:
        if source in self.wishes:
            self.wishes[source] = replace(self.wishes[source], barriers=(Barrier.PRIVATE,))

    @rule(source=st.sampled_from(SOURCES))
    def purge(self, source: str) -> None:
        if self.wishes.pop(source, None) and source in self.ledger:
            self.ledger[source] = advance(self.ledger[source], Purged(), self.now)

    @rule(source=st.sampled_from(SOURCES))
    def vanish(self, source: str) -> None:
        purged_before = source in self.ledger and self.ledger[source].gone_at
        if not purged_before and self.wishes.pop(source, None):
            self.absent.add(source)

    # other people on the receiving portal

    @rule(name=st.sampled_from(NAMES))
    def stranger_comes(self, name: str) -> None:
        holder = self.portal.find(name)
        if holder is None or not holder.active:
            if holder is not None:
                holder.name = holder.id
            held = self.portal.add(name)
            self.foreign[held.id] = held.copy()

    @rule(index=st.integers(0, 3), what=st.sampled_from(WHATS))
    def curator(self, index: int, what: str) -> None:
        ours = [one for one in self.portal.held.values() if one.id not in self.foreign]
        if index >= len(ours):
            return
        held = ours[index]
        if what == "extra":
            held.extras = tuple(sorted({*held.extras, ("curator", "note")}))
            self.curated.setdefault(held.id, set()).add("curator")
        elif what == "file":
            held.resource_ids = (f"{held.id}-theirs", *held.resource_ids)
            self.curated.setdefault(held.id, set()).add(f"{held.id}-theirs")
        elif what == "strip":
            self.removed.add(held.copy().marker.dataset)
            held.resource_ids = held.resource_ids[1:]
            self.curated.pop(held.id, None)
        elif what == "name":
            held.name = f"renamed-{held.id}"
        else:
            self.removed.add(held.copy().marker.dataset)
            held.active = False
            if what == "purge":
                del self.portal.held[held.id]

    # runs

    @rule(tape=FAULTS)
    def run(self, tape: list) -> None:
        self.portal.faults = list(tape)
        self.push()
        self.portal.faults = []

    @rule(tape=FAULTS, stop=st.integers(0, 4))
    def crash(self, tape: list, stop: int) -> None:
        self.portal.faults = list(tape)
        self.push(crash_after=stop)
        self.portal.faults = []

    @rule(hours=st.integers(1, 30))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    def push(self, crash_after: int | None = None) -> list[Step]:
        steps = list(plan(list(self.wishes.values()), list(self.ledger.values()), self.now))
        for step in steps:
            if step.kind in INTENTS and self._carry_out(step, crash_after):
                return steps
        return steps

    def _carry_out(self, step: Step, crash_after: int | None) -> bool:
        intent = INTENTS[step.kind]
        payload = step.payload
        begun = Begun(
            intent,
            step.title,
            payload.fingerprint() if payload else "",
            payload.name if payload else step.entry.remote_name,
            tuple(one.id for one in payload.resources) if payload else (),
            "run",
            self.now + timedelta(minutes=5),
        )
        entry = self.ledger[step.source_id] = advance(step.entry, begun, self.now)
        talk = converse(Order(intent, step.entry, "bacgiang", payload, self.now))
        answer, asked = None, 0
        while True:
            try:
                request = talk.send(answer) if answer else next(talk)
            except StopIteration as stop:
                ending = stop.value
                break
            if asked == crash_after:
                self.portal.answer(request)
                return True
            answer = self.portal.answer(request)
            asked += 1
        event = ending.result or Untouched(step.entry)
        self.ledger[step.source_id] = advance(entry, event, self.now)
        return False

    # what must hold

    @invariant()
    def what_is_not_ours_stays_as_it_was(self) -> None:
        for identifier, before in self.foreign.items():
            held = self.portal.held[identifier]
            after = held.copy()
            assert (after.extras, after.resource_ids, after.active) == (
                before.extras,
                before.resource_ids,
                before.active,
            )

    @invariant()
    def no_dataset_ever_has_two_public_copies(self) -> None:
        origins = [
            one.copy().marker.dataset
            for one in self.portal.held.values()
            if one.active and one.copy().marker
        ]
        assert len(origins) == len(set(origins))

    @precondition(lambda self: self.ledger)
    @invariant()
    def what_others_added_to_our_copies_stays(self) -> None:
        for identifier, added in self.curated.items():
            held = self.portal.held.get(identifier)
            if held is not None:
                assert added <= {*dict(held.extras), *held.resource_ids}

    def teardown(self) -> None:
        absent = {
            one.id: replace(one)
            for one in self.portal.held.values()
            if one.copy().marker and one.copy().marker.dataset in self.absent
        }
        for source in self.removed & set(self.wishes):  # the next change brings a copy back
            wish = self.wishes[source]
            changed = replace(wish.payload, title=f"{wish.payload.title} (sửa)")
            self.wishes[source] = replace(wish, payload=changed)
        for _ in range(3):
            self.now += timedelta(days=2)
            self.push()
        asked = len(self.portal.requests)
        steps = self.push()
        assert len(self.portal.requests) == asked, "a run with nothing to do asked something"
        assert {step.kind for step in steps} <= {Kind.NOTHING, Kind.BLOCKED}
        for identifier, before in absent.items():
            assert self.portal.held[identifier] == before
        self._target_is_desired()

    def _target_is_desired(self) -> None:
        public = {
            one.copy().marker.dataset: one
            for one in self.portal.held.values()
            if one.active and one.copy().marker
        }
        wanted = {s for s, w in self.wishes.items() if not w.barriers}
        assert wanted <= set(public)
        assert set(public) - wanted <= self.absent
        for source in wanted:
            payload, held = self.wishes[source].payload, public[source]
            assert held.payload is not None
            assert held.payload.canonical() == payload.canonical()
            assert held.copy().marker.payload == payload.fingerprint()
            ours = {resource.id for resource in payload.resources}
            ids = [one for one in held.resource_ids if one in ours]
            assert ids == [resource.id for resource in payload.resources]
            assert set(KEYS) <= set(dict(held.extras))


def test_any_history_ends_with_the_copies_that_ought_to_be_there(
    portal_class: type,
) -> None:
    """Edits, withdrawals, purges, strangers, curators, lost answers and crashes in any order.

    HISTORIES in the environment asks for more of them.
    """
    examples = int(os.environ.get("HISTORIES", "15"))
    machine = type("HistoriesHere", (Histories,), {"portal_class": portal_class})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=40,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
