"""The verdict on a dataset, as a table of days."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from ckanext.bacgiang.cadence.core.events import Event, EventKind
from ckanext.bacgiang.cadence.core.verdict import Outcome, State, Verdict, advanced, judge
from ckanext.bacgiang.cadence.core.windows import Obligation
from ckanext.bacgiang.law.rules import Subject, all_rules, binding
from ckanext.bacgiang.law.terms import start_of
from ckanext.bacgiang.law.workdays import read_workdays

WORKDAYS = read_workdays()
(RULE,) = binding(all_rules(), Subject.OPEN_DATASET, date(2026, 1, 1))
U, N, S, O = State.UPDATED, State.ON_TIME, State.DUE_SOON, State.OVERDUE  # noqa: E741


def noon(day: str) -> datetime:
    return start_of(date.fromisoformat(day)) + timedelta(hours=12)


def update(day: str, number: int = 1, kind: EventKind = EventKind.CONTENT_CHANGED) -> Event:
    return Event(number, kind, noon(day))


def updates(*days: str) -> list[Event]:
    return [update(day, number) for number, day in enumerate(days, 1)]


def duty(anchor: str, **over: object) -> Obligation:
    return replace(Obligation(date.fromisoformat(anchor), step=3, lead_days=14), **over)


def judged(anchor: str, day: str, *events: str, **over: object) -> Verdict:
    return judge(duty(anchor, **over), updates(*events), RULE, WORKDAYS, noon(day))


@pytest.mark.parametrize(
    ("anchor", "events", "day", "state"),
    [
        # P 30/11/2025: window 1 ends on Saturday 28/02/2026, deadline Monday 02/03.
        ("2025-11-30", [], "2025-11-30", N),
        ("2025-11-30", [], "2026-02-13", N),
        ("2025-11-30", [], "2026-02-14", S),
        ("2025-11-30", [], "2026-03-02", S),
        ("2025-11-30", [], "2026-03-03", O),
        ("2025-11-30", [], "2026-05-30", O),
        ("2025-11-30", [], "2026-11-25", O),
        # An update within the window, then the next window runs.
        ("2025-11-30", ["2025-12-01"], "2025-12-01", U),
        ("2025-11-30", ["2025-12-01"], "2026-03-02", U),
        ("2025-11-30", ["2025-12-01"], "2026-03-03", N),
        ("2025-11-30", ["2025-12-01"], "2026-05-16", S),
        # 30/05/2026 is a Saturday, Monday 01/06 the deadline.
        ("2025-11-30", ["2025-12-01"], "2026-06-01", S),
        ("2025-11-30", ["2025-12-01"], "2026-06-02", O),
        # The day of publication itself is not counted.
        ("2025-11-30", ["2025-11-30"], "2026-03-03", O),
        # An update in the extra days of the moved deadline meets window 1, not window 2.
        ("2025-11-30", ["2026-03-01"], "2026-03-02", U),
        ("2025-11-30", ["2026-03-01"], "2026-03-03", N),
        ("2025-11-30", ["2026-03-01"], "2026-06-02", O),
        # Where window 1 is met already, one in the extra days meets window 2.
        ("2025-11-30", ["2026-01-05", "2026-03-01"], "2026-06-01", U),
        ("2025-11-30", ["2026-01-05", "2026-03-01"], "2026-06-02", N),
        # A late update meets the window it falls in; the missed one stays missed.
        ("2025-11-30", ["2026-03-03"], "2026-03-03", U),
        ("2025-11-30", ["2026-03-03"], "2026-06-02", N),
        # One event does not meet two windows.
        ("2025-11-30", ["2026-02-27"], "2026-06-02", O),
    ],
)
def test_state_on_a_day(anchor: str, events: list[str], day: str, state: State) -> None:
    assert judged(anchor, day, *events).state is state


@pytest.mark.parametrize(
    ("instant", "state"),
    [
        (datetime(2026, 7, 7, 16, 59, 59, tzinfo=UTC), State.UPDATED),
        (datetime(2026, 7, 7, 17, 0, 0, tzinfo=UTC), State.OVERDUE),
    ],
)
def test_the_last_day_ends_at_midnight_of_the_province(instant: datetime, state: State) -> None:
    # Published at 01:00 on 7 April of the province, 18:00 on 6 April in UTC.
    event = Event(1, EventKind.CONTENT_CHANGED, instant)
    verdict = judge(duty("2026-04-07"), [event], RULE, WORKDAYS, noon("2026-07-07"))
    later = judge(duty("2026-04-07"), [event], RULE, WORKDAYS, noon("2026-07-08"))
    first = later.windows[0]
    assert first.window.deadline == date(2026, 7, 7)
    assert first.outcome is (Outcome.UPDATED if state is State.UPDATED else Outcome.MISSED)
    assert verdict.state is State.DUE_SOON


@pytest.mark.parametrize("kind", [EventKind.BASELINE, EventKind.REPEATED, EventKind.UNCHANGED])
def test_only_new_content_meets_a_window(kind: EventKind) -> None:
    events = [update("2026-01-05", kind=kind)]
    assert judge(duty("2025-11-30"), events, RULE, WORKDAYS, noon("2026-03-03")).state is O


def test_several_files_replaced_on_one_day_are_one_update() -> None:
    events = updates("2026-03-01", "2026-03-01", "2026-03-01")
    verdict = judge(duty("2025-11-30"), events, RULE, WORKDAYS, noon("2026-06-02"))
    assert [judged.outcome for judged in verdict.windows] == [
        Outcome.UPDATED,
        Outcome.MISSED,
        Outcome.OPEN,
    ]


def test_updates_are_credited_in_the_order_of_their_days_not_of_their_arrival() -> None:
    events = [update("2026-03-01", 1), update("2026-01-05", 2)]
    verdict = judge(duty("2025-11-30"), events, RULE, WORKDAYS, noon("2026-06-01"))
    assert [judged.event.day.isoformat() for judged in verdict.windows[:2] if judged.event] == [
        "2026-01-05",
        "2026-03-01",
    ]


def test_windows_are_counted_from_the_anchor_and_not_chained() -> None:
    verdict = judged("2025-11-30", "2026-11-25")
    ends = [(w.window.number, w.window.nominal_end, w.window.deadline) for w in verdict.windows]
    assert ends == [
        (1, date(2026, 2, 28), date(2026, 3, 2)),
        (2, date(2026, 5, 30), date(2026, 6, 1)),
        (3, date(2026, 8, 30), date(2026, 9, 3)),
        (4, date(2026, 11, 30), date(2026, 11, 30)),
    ]
    assert [w.number for w in verdict.missed] == [1, 2, 3]


def test_missed_windows_are_counted_in_a_row_only() -> None:
    verdict = judged("2025-05-30", "2026-11-25", "2026-04-02")
    assert [w.window.number for w in verdict.windows if w.outcome is Outcome.MISSED] == [
        1, 2, 3, 5,
    ]  # fmt: skip
    assert [w.number for w in verdict.missed] == [5]


def test_a_window_that_began_before_the_rule_was_in_force_is_not_judged() -> None:
    # 14/11/2022 is the first anchor of which a window begins on the rule's first day.
    assert judged("2022-11-14", "2023-03-01").windows[0].window.number == 1
    early = judged("2022-11-13", "2023-06-01")
    assert early.windows[0].window.number == 2
    assert judged("2022-11-13", "2023-02-20").state is N


def test_windows_end_with_the_rule() -> None:
    ended = replace(RULE, force_to=date(2026, 8, 31))
    events = updates("2026-06-15")
    verdict = judge(duty("2025-11-30"), events, ended, WORKDAYS, noon("2026-06-15"))
    # Window 3 ends on 30/08/2026 and is met; no fourth one lies within the rule's time.
    assert verdict.outlook == ((date(2026, 6, 15), U), (date(2026, 9, 4), State.NOT_BOUND))


def test_content_the_portal_cannot_see_is_never_called_overdue() -> None:
    before = judged("2025-11-30", "2026-03-02", blind=True)
    after = judged("2025-11-30", "2026-03-03", blind=True)
    assert (before.state, after.state) == (S, State.UNVERIFIABLE)
    assert after.windows[0].outcome is Outcome.UNVERIFIABLE


def test_a_window_missed_in_plain_sight_stays_missed_when_files_become_links() -> None:
    seen = judged("2025-11-30", "2026-03-03")
    kept = (seen.windows[0].window,)
    later = judged("2025-11-30", "2026-06-02", windows=kept, blind=True)
    assert [window.outcome for window in later.windows] == [
        Outcome.MISSED,
        Outcome.UNVERIFIABLE,
        Outcome.OPEN,
    ]


def test_a_window_that_could_not_be_seen_is_not_missed_when_links_become_files() -> None:
    unseen = judged("2025-11-30", "2026-03-03", blind=True)
    later = judged("2025-11-30", "2026-06-02", windows=(unseen.windows[0].window,))
    assert [window.outcome for window in later.windows] == [
        Outcome.UNVERIFIABLE,
        Outcome.MISSED,
        Outcome.OPEN,
    ]


def test_an_earlier_record_accounts_for_windows_that_were_over_when_it_was_imported() -> None:
    unseen = judged("2025-11-30", "2026-03-03", blind=True)
    later = judged(
        "2025-11-30",
        "2026-06-02",
        windows=(unseen.windows[0].window,),
        blind=True,
        covered_until=date(2026, 3, 3),
    )
    assert [window.outcome for window in later.windows] == [
        Outcome.MISSED,
        Outcome.UNVERIFIABLE,
        Outcome.OPEN,
    ]


class TestUnsettledCalendar:
    """P 02/10/2026: window 1 ends on 02/01/2027, which no notice has settled yet."""

    @pytest.mark.parametrize(
        ("events", "day", "state"),
        [
            ([], "2026-12-18", N),
            ([], "2026-12-19", S),
            ([], "2027-01-02", S),
            ([], "2027-01-03", State.CALENDAR_UNKNOWN),
            ([], "2027-01-16", State.CALENDAR_UNKNOWN),
            # No break is that long, whatever the notice says.
            ([], "2027-01-17", O),
            (["2026-12-01"], "2027-01-04", U),
            (["2026-12-01"], "2027-01-17", N),
            # In the days that may or may not still belong to window 1.
            (["2027-01-04"], "2027-01-04", U),
            (["2027-01-04"], "2027-01-17", U),
        ],
    )
    def test_state(self, events: list[str], day: str, state: State) -> None:
        assert judged("2026-10-02", day, *events).state is state

    def test_a_window_that_may_have_been_met_is_not_called_missed(self) -> None:
        verdict = judged("2026-10-02", "2027-03-01", "2027-01-04")
        assert verdict.windows[0].outcome is Outcome.CALENDAR_UNKNOWN
        assert verdict.missed == ()

    def test_the_deadline_follows_once_the_calendar_is_settled(self) -> None:
        unsettled = judged("2026-10-02", "2026-12-20")
        kept = tuple(judged.window for judged in unsettled.windows)
        settled = replace(WORKDAYS, unsettled=())
        verdict = judge(duty("2026-10-02", windows=kept), [], RULE, settled, noon("2027-01-05"))
        assert kept[0].deadline is None
        assert verdict.windows[0].window.deadline == date(2027, 1, 4)
        assert verdict.state is O

    def test_past_the_end_of_the_calendar_the_days_left_are_still_certain(self) -> None:
        assert judged("2033-01-10", "2033-01-11").state is N
        assert judged("2033-01-10", "2033-04-11").state is State.CALENDAR_UNKNOWN
        assert judged("2033-01-10", "2033-05-11").state is O


def test_the_outlook_says_what_will_hold_if_nothing_happens() -> None:
    assert judged("2025-11-30", "2025-12-15", "2025-12-10").outlook == (
        (date(2025, 12, 15), U),
        (date(2026, 3, 3), N),
        (date(2026, 5, 16), S),
        (date(2026, 6, 2), O),
    )


def test_an_outlook_looks_the_same_from_a_later_day() -> None:
    outlook = judged("2025-11-30", "2025-12-15", "2025-12-10").outlook
    assert advanced(outlook, date(2026, 4, 1)) == (
        (date(2026, 4, 1), N),
        (date(2026, 5, 16), S),
        (date(2026, 6, 2), O),
    )
    assert advanced(outlook, date(2025, 12, 14)) == ()


def test_an_event_after_the_day_of_judgement_is_not_known_yet() -> None:
    assert judged("2025-11-30", "2026-02-20", "2026-02-25").state is S
