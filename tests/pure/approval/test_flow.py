"""The way of an entry to the public: no step out of turn, by no one it is not for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.bacgiang.approval.core.flow import (
    REASON_MOST,
    RULES,
    Act,
    Refusal,
    Role,
    State,
    possible,
    refusal,
    state_of,
)

acts, states = st.sampled_from(Act), st.sampled_from(State)
roles = st.frozensets(st.sampled_from(Role))
steps = st.lists(st.tuples(acts, roles), max_size=30)


def _walk(taken):
    """Return every state an entry passes through when these steps are tried in turn."""
    public, last, seen = False, None, [(State.DRAFT, None, frozenset())]
    for act, by in taken:
        state = state_of(public=public, last=last)
        if refusal(act, state, by, "lý do"):
            continue
        last, public = act, RULES[act].end is State.PUBLISHED
        seen.append((state_of(public=public, last=last), act, by))
    return seen


@given(steps)
def test_only_an_administrator_ever_brings_an_entry_to_the_public(taken):
    for state, act, by in _walk(taken):
        if state is State.PUBLISHED:
            assert act is Act.APPROVE
            assert Role.ADMINISTRATOR in by


@given(steps)
def test_what_was_taken_down_is_sent_again_before_it_is_public_again(taken):
    walked = [state for state, _, _ in _walk(taken)]
    for before, after in zip(walked, walked[1:], strict=False):
        if before is State.TAKEN_DOWN:
            assert after is State.SUBMITTED


@given(steps)
def test_each_step_ends_in_the_state_that_its_rule_names(taken):
    assert all(act is None or state is RULES[act].end for state, act, _ in _walk(taken))


@given(acts, states, roles)
def test_what_is_offered_is_what_is_not_refused(act, state, by):
    offered = act in possible(state, by)
    assert offered is (refusal(act, state, by, "lý do") is None)


@given(acts, states)
def test_a_stranger_takes_no_step(act, state):
    assert refusal(act, state, (), "lý do") is Refusal.NOT_YOURS
    assert possible(state, ()) == ()


@given(acts, states)
def test_the_lead_agency_only_takes_down(act, state):
    taken = refusal(act, state, {Role.LEAD}, "lý do") is None
    assert taken is (act is Act.TAKE_DOWN and state is State.PUBLISHED)


@pytest.mark.parametrize("act", [Act.RETURN, Act.TAKE_DOWN])
@pytest.mark.parametrize("reason", ["", "  ", "\n\t"])
def test_to_return_or_take_down_a_reason_is_given(act, reason):
    state = next(iter(RULES[act].start))
    assert refusal(act, state, set(Role), reason) is Refusal.REASON_MISSING


def test_a_reason_is_no_book():
    assert refusal(Act.RETURN, State.SUBMITTED, set(Role), "a" * REASON_MOST) is None
    longer = "a" * (REASON_MOST + 1)
    assert refusal(Act.RETURN, State.SUBMITTED, set(Role), longer) is Refusal.REASON_TOO_LONG
    assert refusal(Act.SUBMIT, State.DRAFT, set(Role), longer) is Refusal.REASON_TOO_LONG


@given(st.one_of(st.none(), acts))
def test_what_everyone_sees_is_published_whatever_road_it_took(last):
    assert state_of(public=True, last=last) is State.PUBLISHED


def test_what_was_published_and_is_private_without_a_step_is_a_draft():
    assert state_of(public=False, last=Act.APPROVE) is State.DRAFT
