"""Clocks: until when a decision stands, and what a clock that jumps does to it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.binding import ItemColumns
from policy.decide import Answer, Decider, Permit, decide
from policy.request import DAY_S, FOREVER, HOUR_S, LAST_MOMENT
from policy.vocabulary import Door
from tests.policy.cases import (
    BASE,
    EVERYDAY,
    EXPIRED,
    FINANCE,
    FRESH,
    PROPERTY,
    SERVICE,
    STRONG,
    UNLOCKED,
    at,
    bundles,
    cases,
    changed,
    is_permitted,
)
from tests.policy.rules import NOW, a_request


def decided(record, *, columns=FRESH, **asked: object):
    return decide(BASE, record, columns, a_request(**asked))


# --- until when


@pytest.mark.parametrize(
    ("record", "changes", "until"),
    [
        pytest.param(EVERYDAY, {}, FOREVER, id="no clock in it"),
        pytest.param(changed(EVERYDAY, retain_s=60), {}, NOW + 60, id="retention"),
        pytest.param(FINANCE, {"auth": STRONG, "age_s": 100}, NOW + 201, id="step-up"),
        pytest.param(FINANCE, {"auth": STRONG, "age_s": 300}, NOW + 1, id="its last second"),
        pytest.param(FINANCE, {"strongest": UNLOCKED}, FOREVER, id="nothing enrolled"),
        pytest.param(
            changed(FINANCE, retain_s=60), {"auth": STRONG}, NOW + 60, id="retention ends first"
        ),
        pytest.param(
            changed(FINANCE, retain_s=600), {"auth": STRONG}, NOW + 301, id="step-up ends first"
        ),
        pytest.param(
            FINANCE, SERVICE | {"door": Door.MAINTAIN, "age_s": 400}, FOREVER, id="age is no matter"
        ),
    ],
)
def test_permit_says_until_when(record, changes, until):
    decision = decided(record, **changes)
    assert isinstance(decision, Permit)
    assert decision.valid_until == until


@pytest.mark.parametrize(
    ("record", "item", "changes", "until"),
    [
        pytest.param(FINANCE, FRESH, {"age_s": 400}, FOREVER, id="too weak, whatever the clock"),
        pytest.param(
            FINANCE, FRESH, {"auth": STRONG, "age_s": -5}, NOW + 5, id="clock behind the step-up"
        ),
        pytest.param(
            changed(EVERYDAY, retain_s=60),
            ItemColumns(NOW + DAY_S + 7),
            {},
            NOW + 7,
            id="clock behind the memory",
        ),
        pytest.param(EXPIRED, ItemColumns(NOW - 1), {}, FOREVER, id="ended for good"),
    ],
)
def test_refusal_says_until_when(record, item, changes, until):
    decision = decided(record, columns=item, **changes)
    assert not isinstance(decision, Permit)
    assert decision.valid_until == until


LATER = (1, 10, 49, 50, 59, 60, 61, 119, 120, 299, 300, 301, 399, 400, 401, 900, 901, 2_000)
HOURS = tuple(HOUR_S * hour - 2_800 for hour in (1, 2, 3, 9, 24, 25, 24 * 5, 24 * 7))


@given(bundles, cases)
@settings(PROPERTY, max_examples=150)
def test_decision_stays_the_same_until_the_moment_that_it_names(bundle, case):
    _, item, request = case
    decider = Decider(bundle)
    decision = decider.decide(*case)
    until = decision.valid_until
    assert until > request.now
    for moment in (until - 1, request.auth_at, item.created_at - DAY_S, request.next_hour):
        if request.now <= moment < min(until, LAST_MOMENT):
            later = decider.decide(*at(case, moment))
            assert (type(later), later.rules) == (type(decision), decision.rules)
    for later_s in LATER + HOURS:
        if request.now + later_s < until:
            later = decider.answer(*at(case, request.now + later_s))
            assert later.allowed == isinstance(decision, Permit)


@given(bundles, cases)
@PROPERTY
def test_answer_is_the_decision_without_its_reasons(bundle, case):
    decision, answer = decide(bundle, *case), Decider(bundle).answer(*case)
    assert answer == Answer(isinstance(decision, Permit), decision.valid_until)


# --- clocks that jump


@given(cases, st.integers(0, 10**9))
@PROPERTY
def test_clock_that_jumps_ahead_only_closes(case, ahead_s):
    _, item, request = case
    if request.auth_at <= request.now and item.created_at <= request.now + DAY_S:
        later = at(case, request.now + ahead_s)
        assert is_permitted(BASE, later) <= is_permitted(BASE, case)


@given(cases, st.integers(1, NOW - 100))
@PROPERTY
def test_clock_set_back_before_the_step_up_closes_what_needs_one(case, back_s):
    record, item, request = case
    guarded = changed(record, min_auth=max(record.min_auth, STRONG))
    request = replace(request, auth_at=request.now, strongest=max(request.strongest, STRONG))
    before = at((guarded, item, request), request.now - back_s)
    if request.door in {Door.RELEASE, Door.INDEX, Door.ENGINE, Door.TRAIN}:
        assert not is_permitted(BASE, before)


@given(cases, st.integers(DAY_S + 1, NOW - 100))
@PROPERTY
def test_clock_set_back_before_a_memory_was_made_closes_what_is_kept_for_a_time(case, back_s):
    record, _, request = case
    kept = changed(record, retain_s=10**9)
    if request.door is not Door.MAINTAIN:
        assert not is_permitted(BASE, (kept, FRESH, replace(request, now=NOW - back_s)))
