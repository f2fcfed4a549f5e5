"""The catalogue and the ledger side by side: what a run would do, and whether it may."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from ckanext.bacgiang.catalogue import read
from ckanext.bacgiang.push import ledger, settings
from ckanext.bacgiang.push.core.eligibility import barriers
from ckanext.bacgiang.push.core.entry import Entry
from ckanext.bacgiang.push.core.guard import WINDOW, Wave, held
from ckanext.bacgiang.push.core.mapping import payload
from ckanext.bacgiang.push.core.payload import TagChange
from ckanext.bacgiang.push.core.plan import Hold, Kind, Step, Wish, plan


@dataclass(frozen=True, slots=True)
class Change:
    """What the mapping could not carry over of one dataset that is to be sent."""

    source_id: str
    title: str
    tags: tuple[TagChange, ...]
    left_out: tuple[str, ...]


@dataclass(slots=True)
class Survey:
    """The steps due, without their payloads; ``held`` says that withdrawals wait for approval."""

    steps: dict[Kind, list[Step]] = field(default_factory=lambda: {kind: [] for kind in Kind})
    unchanged: int = 0
    changes: list[Change] = field(default_factory=list)
    wave: Wave = Wave(0, 0, 0, 0)
    held: bool = False

    def due(self) -> int:
        """Return how many datasets are to be written about, the held ones not among them."""
        kinds = [Kind.CREATE, Kind.UPDATE] + ([] if self.held else [Kind.WITHDRAW])
        return sum(len(self.steps[kind]) for kind in kinds)


def wishes(target: settings.Target, ids: Collection[str] | None = None) -> Iterator[Wish]:
    """Yield what each dataset of the catalogue ought to have on ``target``, or why nothing."""
    origin = settings.origin()
    for dataset in read.datasets(ids=ids):
        made = payload(dataset, origin, target.name_prefix)
        yield Wish(made, barriers(dataset, made))


def survey(target: settings.Target, now: datetime, approved: bool) -> Survey:
    """Return the whole plan for ``target``; asks the portal nothing."""
    entries = ledger.entries(target.name)
    found = Survey()
    for step in plan(wishes(target), entries, now):
        if step.kind is Kind.NOTHING:
            found.unchanged += 1
            continue
        if step.payload is not None and (step.payload.tag_changes or step.payload.left_out):
            made = step.payload
            changed = Change(step.source_id, step.title, made.tag_changes, made.left_out)
            found.changes.append(changed)
        found.steps[step.kind].append(replace(step, payload=None))
    found.wave = _wave(found, entries, now)
    found.held = held(found.wave, settings.limits(), approved)
    return found


def fresh_steps(target: settings.Target, ids: Collection[str], now: datetime) -> list[Step]:
    """Return the plan for these datasets alone, as things stand at this moment."""
    return list(plan(wishes(target, ids), ledger.entries(target.name, ids), now))


def _wave(found: Survey, entries: list[Entry], now: datetime) -> Wave:
    blocked = found.steps[Kind.BLOCKED]
    return Wave(
        due=len(found.steps[Kind.WITHDRAW]),
        recent=sum(1 for entry in entries if _within(entry.withdrawn_at, now)),
        absent=sum(1 for step in blocked if step.reasons == (Hold.ABSENT,)),
        live=sum(1 for entry in entries if entry.maybe_public),
    )


def _within(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and now - moment < WINDOW
