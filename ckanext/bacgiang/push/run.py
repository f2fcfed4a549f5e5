"""One run against one portal: take a row, hold the exchange, write down how it ended.

The exchanges run in threads; all that touches the ledger happens here, one committed row at a
time. A row is taken before anything is sent, so that a run that dies leaves word of it.
"""

from __future__ import annotations

import random
import time
import uuid
from collections import Counter, deque
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import timedelta

from ckanext.bacgiang.push import ledger, settings
from ckanext.bacgiang.push.core.entry import Begun, Delivered, Entry, Intent, Untouched, advance
from ckanext.bacgiang.push.core.exchange import Answer, Verdict
from ckanext.bacgiang.push.core.pace import Pace, heed
from ckanext.bacgiang.push.core.plan import INTENTS, Kind, Step
from ckanext.bacgiang.push.core.talk import Order
from ckanext.bacgiang.push.exchange import Clock, Exchanged, hold
from ckanext.bacgiang.push.report import Report
from ckanext.bacgiang.push.survey import Survey, fresh_steps, survey
from ckanext.bacgiang.push.targets.protocol import Portal

LEASE = timedelta(minutes=10)
"""Longer than any exchange lasts; a run that died gives its rows back after this."""

CHUNK = 50
"""Datasets read anew from the catalogue just before they are sent."""

MOST_TURNS = 3
"""How often one dataset is taken up in a run when the portal asks for patience."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class _Turn:
    step: Step
    intent: Intent
    taken: Entry


def apply(
    target: settings.Target, portal: Portal, *, approved: bool, clock: Clock, progress: Progress
) -> Report:
    """Bring the copies on ``target`` to what the catalogue says, and return what came of it.

    ``approved`` lets withdrawals through that the guard would hold. ``progress`` is told how many
    of how many datasets are done. Asks the portal nothing when there is nothing to do.
    """
    found = survey(target, clock(), approved)
    run = _Run(target, portal, found, clock, progress)
    ledger.begin_run(run.id, target.name, clock())
    try:
        run.carry_out()
    finally:
        numbers = {key: value for key, value in run.report.as_dict().items() if key != "errors"}
        ledger.end_run(run.id, numbers, clock())
    ledger.prune(clock(), settings.history_days())
    return run.report


class _Run:
    def __init__(
        self,
        target: settings.Target,
        portal: Portal,
        found: Survey,
        clock: Clock,
        progress: Progress,
    ) -> None:
        self.id = str(uuid.uuid4())
        self.target = target
        self.portal = portal
        self.clock = clock
        self.origin = settings.origin()
        self.report = Report(target.name)
        self.report.start(found)
        kinds = [Kind.CREATE, Kind.UPDATE] if found.held else [Kind.WITHDRAW, *_WRITES]
        self.ids = deque(step.source_id for kind in kinds for step in found.steps[kind])
        self.withdrawals = {step.source_id for step in found.steps[Kind.WITHDRAW]}
        self.steps: deque[Step] = deque()
        self.flying: dict[Future[Exchanged], _Turn] = {}
        self.turns: Counter[str] = Counter()
        self.pace = Pace(settings.connections(), settings.connections())
        self.total, self.over = len(self.ids), 0
        self.progress = progress

    def carry_out(self) -> None:
        """Work through everything due, or until the portal cannot be worked with."""
        with ThreadPoolExecutor(self.pace.ceiling, thread_name_prefix="bacgiang-push") as pool:
            try:
                while not self.pace.stopped and self._go_on(pool):
                    pass
            finally:
                while self.flying:
                    self._land()
        self.report.left += len(self.ids) + len(self.steps)

    def _go_on(self, pool: Executor) -> bool:
        """Start one exchange, or wait; return False when nothing is left to do."""
        pause = self._pause()
        full = len(self.flying) >= self._room()
        if self.flying and (full or pause):
            self._land()
            return True
        if pause:
            time.sleep(pause)
            return True
        step = self._next()
        if step is not None:
            self._launch(pool, step)
        elif self.flying:
            self._land()
        return step is not None or bool(self.flying or self.ids)

    def _room(self) -> int:
        # One exchange more than connections is taken up ahead, so that none of them stands idle
        # while the ledger is written.
        ahead = 1 if self.pace.connections == self.pace.ceiling else 0
        return self.pace.connections + ahead

    def _pause(self) -> float:
        resume = self.pace.resume_at
        return max(0.0, (resume - self.clock()).total_seconds()) if resume else 0.0

    def _next(self) -> Step | None:
        while self.steps or self.ids:
            if not self.steps:
                ids = [self.ids.popleft() for _ in range(min(CHUNK, len(self.ids)))]
                self.steps.extend(fresh_steps(self.target, ids, self.clock()))
            step = self.steps.popleft()
            if self._still_due(step):
                return step
        return None

    def _still_due(self, step: Step) -> bool:
        """Count what changed since the survey: done by another run, closed, taken."""
        if step.kind in _WRITES or (
            step.kind is Kind.WITHDRAW and step.source_id in self.withdrawals
        ):
            return True
        self._tick()
        if step.kind is Kind.NOTHING:
            self.report.unchanged += 1
        elif step.kind is Kind.BLOCKED:
            self.report.blocked += 1
        else:
            self.report.left += 1  # closed just now: the guard of the next run counts it
        return False

    def _launch(self, pool: Executor, step: Step) -> None:
        now = self.clock()
        intent, made = INTENTS[step.kind], step.payload
        begun = Begun(
            intent=intent,
            title=step.title,
            offered=made.fingerprint() if made else "",
            name=made.name if made else "",
            resource_ids=tuple(row.id for row in made.resources) if made else (),
            owner=self.id,
            until=now + LEASE,
        )
        taken = advance(step.entry, begun, now)
        if not ledger.take(self.target.name, taken, now):
            self.report.blocked += 1
            self._tick()
            return
        order = Order(intent, step.entry, self.origin.portal, made, now)
        future = pool.submit(hold, self.portal, order, self.clock)
        self.flying[future] = _Turn(step, intent, taken)

    def _land(self) -> None:
        """Wait for exchanges to end, and write down how they did."""
        done, _ = wait(self.flying, return_when=FIRST_COMPLETED)
        for future in done:
            turn = self.flying.pop(future)
            self._settle(turn, future.result())

    def _settle(self, turn: _Turn, held: Exchanged) -> None:
        ending, now = held.ending, self.clock()
        self.report.calls += len(held.answers)
        stopped_before = self.pace.stopped
        self.pace = heed(self.pace, held.answers, ending.complaint, random.random(), now)  # noqa: S311
        if self.pace.stopped and not stopped_before:
            self.report.stopped = ending.complaint or Answer(Verdict.LOST)
        after = advance(turn.taken, ending.result or Untouched(turn.step.entry), now)
        ledger.finish(self.target.name, after, self.id, self._attempt(turn, held))
        if ending.result is not None:
            self.report.ended(turn.step, turn.intent, ending.result)
            self._tick()
            return
        self.turns[turn.step.source_id] += 1
        if self.turns[turn.step.source_id] < MOST_TURNS:
            self.ids.append(turn.step.source_id)
        else:
            self.report.left += 1

    def _attempt(self, turn: _Turn, held: Exchanged) -> ledger.Attempt:
        result, complaint = held.ending.result, held.ending.complaint
        outcome = type(result).__name__.lower() if result else "untouched"
        detail = getattr(result, "detail", "") or (complaint.detail if complaint else "")
        if isinstance(result, Delivered):
            detail = result.fingerprint
        return ledger.Attempt(
            run_id=self.id,
            intent=turn.intent,
            outcome=outcome,
            trouble=getattr(result, "trouble", None),
            detail=detail,
            calls=len(held.answers),
            began_at=held.began_at,
            ended_at=held.ended_at,
        )

    def _tick(self) -> None:
        self.over += 1
        self.progress(self.over, self.total)


_WRITES = (Kind.CREATE, Kind.UPDATE)
