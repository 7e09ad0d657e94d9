"""A Decider answers as `decide` does, and what is stricter never opens more."""

from dataclasses import replace

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from policy.binding import ItemColumns
from policy.decide import FOREVER, Decider, Deny, Permit, Request, StepUp, decide
from policy.errors import PolicyError
from policy.vocabulary import (
    AuthLevel,
    Door,
    Purpose,
    Sensitivity,
)
from tests.policy.cases import (
    BASE,
    BIOMETRIC,
    CLIENT,
    EVERYDAY,
    FINANCE,
    FRESH,
    LIMITED,
    PROPERTY,
    STRONG,
    UNLOCKED,
    cases,
    changed,
    columns,
    is_permitted,
    records,
    requests,
    ways_in,
)
from tests.policy.rules import BASE_RULES, NOW, a_request, a_rule, bundle_of

# --- the memory of a Decider


@given(
    st.lists(records, min_size=1, max_size=2),
    st.lists(st.tuples(columns, requests | ways_in), min_size=4, max_size=12),
)
@settings(max_examples=25, deadline=None)
def test_decider_gives_what_decide_gives(few_records, asked):
    decider = Decider(BASE)
    for item, request in asked:
        for record in few_records:
            assert decider.decide(record, item, request) == decide(BASE, record, item, request)


@pytest.mark.parametrize(
    ("record", "item", "changes"),
    [
        pytest.param(changed(LIMITED, purposes=()), FRESH, {}, id="record"),
        pytest.param(LIMITED, ItemColumns(NOW - 60), {}, id="expired"),
        pytest.param(LIMITED, ItemColumns(NOW, reads=1), {}, id="reads"),
        pytest.param(LIMITED, FRESH, CLIENT, id="principal"),
        pytest.param(LIMITED, FRESH, {"door": Door.INDEX}, id="door"),
        pytest.param(LIMITED, FRESH, {"purpose": Purpose.MARKETING}, id="purpose"),
        pytest.param(LIMITED, FRESH, {"auth": UNLOCKED}, id="auth"),
        pytest.param(LIMITED, FRESH, {"strongest": BIOMETRIC}, id="strongest"),
        pytest.param(LIMITED, FRESH, {"age_s": 301}, id="age"),
        pytest.param(LIMITED, FRESH, {"fulfils": frozenset()}, id="fulfils"),
    ],
)
def test_decider_sees_the_one_thing_that_turns_its_answer(record, item, changes):
    decider = Decider(BASE)
    assert isinstance(decider.decide(LIMITED, FRESH, a_request(auth=STRONG)), Permit)
    request = a_request(**({"auth": STRONG} | changes))
    decision = decider.decide(record, item, request)
    assert not isinstance(decision, Permit)
    assert decision == decide(BASE, record, item, request)


def test_decider_asks_once_for_memories_that_share_a_record():
    decider = Decider(BASE)
    for age_s in range(5):
        for reads in range(3):
            item, request = ItemColumns(NOW - reads, reads), a_request(auth=STRONG, age_s=age_s)
            assert decider.decide(FINANCE, item, request).valid_until == NOW + 300 - age_s
    assert len(decider._known) == 1


def test_decider_closes_finance_as_its_age_passes_the_limit():
    decider = Decider(BASE)
    found = [
        type(decider.decide(FINANCE, FRESH, a_request(auth=STRONG, age_s=age_s)))
        for age_s in (0, 300, 301, 300, -1)
    ]
    assert found == [Permit, Permit, StepUp, Permit, StepUp]


@pytest.mark.parametrize(
    ("when", "annotations"),
    [
        ("context.auth_age_s <= 60", {}),
        ("context.auth_age_s <= 60", {"max_age_s": "600"}),
        ("context.auth_age_s < 60", {"max_age_s": "60"}),
        ("context.auth_age_s <= 60 || context.auth_age_s <= 90", {"max_age_s": "60"}),
        ("context.auth_age_s + 1 <= 60", {"max_age_s": "60"}),
        ("context.auth >= 1", {"max_age_s": "60"}),
    ],
)
def test_an_age_limit_that_the_annotation_does_not_tell_is_refused(when, annotations):
    with pytest.raises(PolicyError) as caught:
        bundle_of(a_rule("a", when=when, **annotations))
    assert caught.value.key == "policy.age_form"


@pytest.mark.parametrize("form", ["context.auth_age_s <= 60", "!(context.auth_age_s > 60)"])
def test_decider_gives_what_decide_gives_on_both_sides_of_an_age_limit(form):
    bundle = bundle_of(a_rule("a", when=form, max_age_s="60"))
    decider = Decider(bundle)
    for age_s in (0, 60, 61):
        request = a_request(age_s=age_s)
        assert decider.decide(EVERYDAY, FRESH, request) == decide(bundle, EVERYDAY, FRESH, request)


# --- what can never widen access

FORBIDDING = [
    "true",
    "context.auth < 3",
    'context.purpose == "recall"',
    "resource.sensitivity >= 1",
    'resource.labels.contains("health")',
    "context.auth > 1",
    "!context.expired",
    'resource.jurisdiction == "JP"',
    "context.strongest * 4611686018427387904 > 0",
]
SCOPES = [
    "principal, action, resource",
    "principal is Bojagi::Owner, action, resource",
    'principal, action == Bojagi::Action::"release", resource',
]
PERMITS = [text for text, rule in zip(BASE_RULES, BASE.rules.values(), strict=True) if rule.permits]


@given(cases, st.sampled_from(FORBIDDING), st.sampled_from(SCOPES))
@PROPERTY
def test_adding_a_forbid_never_widens_access(case, when, scope):
    narrower = bundle_of(*BASE_RULES, a_rule("added", "forbid", when, scope))
    if is_permitted(narrower, case):
        assert is_permitted(BASE, case)


@given(cases, st.sets(st.sampled_from(PERMITS), min_size=1))
@PROPERTY
def test_removing_permits_never_widens_access(case, removed):
    narrower = bundle_of(*(rule for rule in BASE_RULES if rule not in removed))
    if is_permitted(narrower, case):
        assert is_permitted(BASE, case)


@given(cases)
@PROPERTY
def test_bundle_without_any_permit_opens_nothing(case):
    forbids_only = bundle_of(*(rule for rule in BASE_RULES if rule not in PERMITS))
    assert not is_permitted(forbids_only, case)


def test_removing_a_permit_with_a_duty_never_widens_access():
    plain, strict = a_rule("plain"), a_rule("strict", obligation="redact")
    case = EVERYDAY, FRESH, a_request(fulfils=frozenset())
    assert is_permitted(bundle_of(plain), case) <= is_permitted(bundle_of(plain, strict), case)


@given(
    cases,
    st.sampled_from(["min_auth", "sensitivity"]),
    st.integers(1, 3),
)
@PROPERTY
def test_raising_what_a_record_asks_for_never_widens_access(case, name, by):
    record, item, request = case
    highest = max(AuthLevel) if name == "min_auth" else max(Sensitivity)
    raised = changed(record, **{name: min(getattr(record, name) + by, highest)})
    if is_permitted(BASE, (raised, item, request)):
        assert is_permitted(BASE, case)


def weakened(request: Request, way: str) -> Request:
    match way:
        case "less shown":
            return replace(request, auth=AuthLevel(max(request.auth - 1, 0)))
        case "more enrolled":
            return replace(request, strongest=AuthLevel(min(request.strongest + 1, 3)))
        case "longer ago":
            return replace(request, auth_at=request.auth_at - 250)
        case "clock set back before the step-up":
            return replace(request, auth_at=request.now + 1)
        case _:
            return replace(request, fulfils=frozenset())


@given(
    cases,
    st.sampled_from(
        [
            "less shown",
            "more enrolled",
            "clock set back before the step-up",
            "longer ago",
            "nothing fulfilled",
        ]
    ),
)
@PROPERTY
def test_weaker_showing_never_widens_access(case, way):
    record, item, request = case
    if way == "longer ago" and request.auth_age_s == FOREVER:
        return  # moving the moment before a set-back clock makes it a known one
    if is_permitted(BASE, (record, item, weakened(request, way))):
        assert is_permitted(BASE, case)


@given(st.permutations(BASE_RULES), st.lists(cases, min_size=3, max_size=3))
@settings(max_examples=30, deadline=None)
def test_order_of_the_rules_never_matters(rules, some_cases):
    shuffled = bundle_of(*rules)
    for case in some_cases:
        assert replace(decide(shuffled, *case), bundle=BASE.digest) == decide(BASE, *case)


@pytest.mark.parametrize("outcome", [Permit, StepUp, Deny])
def test_random_cases_reach_every_outcome(outcome):
    # Properties over cases that are all denied would prove nothing.
    assert find(
        cases,
        lambda case: isinstance(decide(BASE, *case), outcome),
        settings=settings(max_examples=200, phases=[Phase.generate], database=None),
    )
