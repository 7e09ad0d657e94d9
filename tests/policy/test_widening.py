"""A Decider answers as `decide` does, and what is stricter never opens more."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from policy.binding import ItemColumns, RuleRecord
from policy.bundle import on_top
from policy.bundles import default_record, load_defaults
from policy.decide import Decider, Deny, Permit, StepUp, decide
from policy.errors import PolicyError
from policy.request import FOREVER, Grant
from policy.vocabulary import (
    Audience,
    AuthLevel,
    Domain,
    Door,
    Label,
    Market,
    Purpose,
    Sensitivity,
)
from policy.wishes import Wish, changed_record
from tests.policy.cases import (
    BASE,
    BIOMETRIC,
    CLIENT,
    EVERYDAY,
    FINANCE,
    FRESH,
    LIMITED,
    OUTSIDE,
    PROPERTY,
    SHARED,
    STRONG,
    UNLOCKED,
    bundles,
    cases,
    changed,
    columns,
    is_permitted,
    old_records,
    records,
    requests,
    ways_in,
)
from tests.policy.rules import BASE_RULES, FORBIDS, NOW, PERMITS, a_request, a_rule, bundle_of

# --- the memory of a Decider


@given(
    bundles,
    st.lists(records | old_records, min_size=1, max_size=3),
    st.lists(st.tuples(columns, requests | ways_in), min_size=2, max_size=4),
    st.sampled_from([1, 5, 20_000]),
)
@settings(PROPERTY, max_examples=25)
def test_decider_gives_what_decide_gives(bundle, few_records, asked, most):
    decider = Decider(bundle, most)
    for item, request in asked:
        for record in few_records:
            for later_s in (0, 45, 3_600):
                case = record, item, replace(request, now=request.now + later_s)
                fresh = decide(bundle, *case)
                assert decider.decide(*case) == fresh
                answer = decider.answer(*case)
                assert answer.allowed == isinstance(fresh, Permit)
                assert answer.valid_until == fresh.valid_until


@pytest.mark.parametrize(
    ("record", "item", "changes"),
    [
        pytest.param(changed(LIMITED, purposes=()), FRESH, {}, id="record"),
        pytest.param(LIMITED, ItemColumns(NOW - 60), {}, id="expired"),
        pytest.param(LIMITED, ItemColumns(NOW, reads=1), {}, id="reads"),
        pytest.param(LIMITED, FRESH, CLIENT, id="principal"),
        pytest.param(LIMITED, FRESH, {"door": Door.INDEX}, id="door"),
        pytest.param(LIMITED, FRESH, {"purpose": Purpose.MARKETING}, id="purpose"),
        pytest.param(LIMITED, FRESH, {"audience": Audience.OUTSIDE}, id="audience"),
        pytest.param(LIMITED, FRESH, {"auth": UNLOCKED}, id="auth"),
        pytest.param(LIMITED, FRESH, {"strongest": BIOMETRIC}, id="strongest"),
        pytest.param(LIMITED, FRESH, {"age_s": 301}, id="age"),
        pytest.param(LIMITED, FRESH, {"foreground": False}, id="foreground"),
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


@pytest.mark.parametrize(
    ("when", "item", "changes"),
    [
        ('resource.domain == "other"', ItemColumns(NOW, domain=Domain.FOOD), {}),
        ("context.hour == 13", FRESH, {"utc_offset_s": 3_600}),
        ("context.weekday == 1", FRESH, {"utc_offset_s": 11 * 3_600}),
        ('context.device == ""', FRESH, {"device": "c"}),
        ("context.consented.isEmpty()", FRESH, {"consented": frozenset({Label.HEALTH})}),
        ("context.granted_purposes.isEmpty()", FRESH, {"grant": Grant(frozenset(Purpose))}),
    ],
)
def test_decider_sees_what_only_rules_beyond_the_base_look_at(when, item, changes):
    decider = Decider(bundle_of(a_rule("a", when=when)))
    assert isinstance(decider.decide(EVERYDAY, FRESH, a_request()), Permit)
    assert isinstance(decider.decide(EVERYDAY, item, a_request(**changes)), Deny)


def test_decider_sees_the_read_that_a_duty_allows_no_more():
    decider = Decider(bundle_of(a_rule("a", obligation="count:2, reauthenticate:60")))
    found = [
        decider.answer(EVERYDAY, ItemColumns(NOW, reads), a_request(age_s=age_s)).allowed
        for reads, age_s in ((1, 0), (2, 0), (1, 60), (1, 61))
    ]
    assert found == [True, False, True, False]


def test_decider_tells_each_domain_what_a_grant_of_it_would_open():
    decider = Decider(bundle_of(a_rule("a"), FORBIDS[6]))  # only-food, which sees no domain
    asked = CLIENT | {"grant": replace(CLIENT["grant"], domains=frozenset({Domain.TRAVEL}))}
    for domain in (Domain.TRAVEL, Domain.FOOD, Domain.HOME):
        item, request = ItemColumns(NOW, domain=domain), a_request(**asked)
        decision = decider.decide(EVERYDAY, item, request)
        assert decision == decide(decider.bundle, EVERYDAY, item, request)


def test_decider_tells_a_client_what_the_owner_may_by_the_owners_clock():
    decider = Decider(bundle_of(*BASE_RULES, FORBIDS[2]))  # owner-at-lunch
    for offset_s in (-3_600, 0):
        request = a_request(**CLIENT | {"grant": Grant()}, utc_offset_s=offset_s)
        decision = decider.decide(EVERYDAY, FRESH, request)
        assert decision == decide(decider.bundle, EVERYDAY, FRESH, request)


def test_decider_asks_once_for_memories_that_share_a_record():
    decider = Decider(BASE)
    for age_s in range(5):
        for reads in range(3):
            item, request = ItemColumns(NOW - reads, reads), a_request(auth=STRONG, age_s=age_s)
            assert decider.decide(FINANCE, item, request).valid_until == NOW + 301 - age_s
    assert len(decider._weighed) == 1


def test_decider_remembers_no_more_than_it_may():
    decider = Decider(BASE, most=3)
    for purpose in Purpose:
        decider.decide(EVERYDAY, FRESH, a_request(purpose=purpose))
        assert max(map(len, (decider._weighed, decider._changes, decider._attributes))) <= 3


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
        ("context.auth_age_s <= 60 && context.auth_age_s < 30", {"max_age_s": "60"}),
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

SCOPES = [
    "principal, action, resource",
    "principal is Bojagi::Owner, action, resource",
    'principal, action == Bojagi::Action::"release", resource',
]
FORBIDDING = [
    *(a_rule("added", "forbid", when, scope) for scope in SCOPES for when in (
        "true",
        "context.auth < 3",
        'context.purpose == "recall"',
        "resource.sensitivity >= 1",
        'resource.labels.contains("health")',
        "!context.expired",
        "context.strongest * 4611686018427387904 > 0",
    )),
    *FORBIDS,
]  # fmt: skip
BASE_PERMITS = [
    text for text, rule in zip(BASE_RULES, BASE.rules.values(), strict=True) if rule.permits
]


@given(cases, st.sampled_from(FORBIDDING))
@settings(PROPERTY, max_examples=150)
def test_adding_a_forbid_never_widens_access(case, forbid):
    assert is_permitted(bundle_of(*BASE_RULES, forbid), case) <= is_permitted(BASE, case)


@given(bundles, cases, st.lists(st.sampled_from(FORBIDDING[-len(FORBIDS) :]), max_size=3))
@settings(PROPERTY, max_examples=150)
def test_part_on_top_never_widens_access(bundle, case, forbids):
    parts = [bundle_of(text) for text in dict.fromkeys(forbids)]
    fresh = [part for part in parts if not part.rules.keys() & bundle.rules.keys()]
    assert is_permitted(on_top(bundle, fresh), case) <= is_permitted(bundle, case)


@given(cases, st.sets(st.sampled_from(BASE_PERMITS), min_size=1))
@PROPERTY
def test_removing_permits_never_widens_access(case, removed):
    fewer = bundle_of(*(rule for rule in BASE_RULES if rule not in removed))
    assert is_permitted(fewer, case) <= is_permitted(BASE, case)


@given(cases, st.lists(st.sampled_from(PERMITS), min_size=2, max_size=3, unique=True))
@PROPERTY
def test_removing_any_permit_never_widens_access(case, permits):
    more, fewer = bundle_of(*permits, FORBIDS[0]), bundle_of(*permits[1:], FORBIDS[0])
    if "breaks" not in permits[0]:  # what breaks denies, and denies no more when it is gone
        assert is_permitted(fewer, case) <= is_permitted(more, case)


@given(cases)
@PROPERTY
def test_bundle_without_any_permit_opens_nothing(case):
    forbids_only = bundle_of(*(rule for rule in BASE_RULES if rule not in BASE_PERMITS))
    assert not is_permitted(forbids_only, case)


@given(cases, st.sampled_from(["min_auth", "sensitivity"]), st.integers(1, 3))
@settings(PROPERTY, max_examples=150)
def test_raising_what_a_record_asks_for_never_widens_access(case, name, by):
    record, item, request = case
    highest = max(AuthLevel) if name == "min_auth" else max(Sensitivity)
    raised = type(highest)(min(getattr(record, name) + by, highest))
    for stricter in (
        changed(record, **{name: raised}),
        RuleRecord.model_validate(record.model_dump() | {name: raised}),  # of the same version
    ):
        assert is_permitted(BASE, (stricter, item, request)) <= is_permitted(BASE, case)


@given(cases, st.sets(st.sampled_from(Label), min_size=1, max_size=2))
@settings(PROPERTY, max_examples=150)
def test_label_more_on_a_memory_never_widens_access(case, labels):
    record, item, request = case
    labelled = changed_record(record, Wish(labels=frozenset(labels)), load_defaults())
    assert is_permitted(BASE, (labelled, item, request)) <= is_permitted(BASE, case)


@given(
    cases,
    st.sets(st.sampled_from(Label), max_size=3),
    st.sampled_from(Label),
    st.sampled_from(Market),
)
@settings(PROPERTY, max_examples=150)
def test_label_more_by_default_never_widens_access(case, labels, label, market):
    _, item, request = case
    before, after = default_record(labels, market), default_record({*labels, label}, market)
    assert is_permitted(BASE, (after, item, request)) <= is_permitted(BASE, (before, item, request))


WEAKENED = {
    "less shown": lambda asked: {"auth": AuthLevel(max(asked.auth - 1, 0))},
    "more enrolled": lambda asked: {"strongest": AuthLevel(min(asked.strongest + 1, 3))},
    "longer ago": lambda asked: {"auth_at": asked.auth_at - 250},
    "clock set back before the step-up": lambda asked: {"auth_at": asked.now + 1},
    "in the background": lambda _: {"foreground": False},
    "smaller grant": lambda asked: {"grant": replace(asked.grant, labels=frozenset())},
    "no grant": lambda _: {"grant": Grant()},
    "nameless device": lambda _: {"device": ""},
    "nothing fulfilled": lambda _: {"fulfils": frozenset()},
}


@given(cases, st.sampled_from(sorted(WEAKENED)))
@settings(PROPERTY, max_examples=150)
def test_weaker_showing_never_widens_access(case, way):
    record, item, request = case
    if way == "longer ago" and request.auth_age_s == FOREVER:
        return  # moving the moment before a set-back clock makes it a known one
    weaker = replace(request, **WEAKENED[way](request))
    assert is_permitted(BASE, (record, item, weaker)) <= is_permitted(BASE, case)


@given(st.permutations(BASE_RULES), st.lists(cases, min_size=3, max_size=3))
@settings(PROPERTY, max_examples=30)
def test_order_of_the_rules_never_matters(rules, some_cases):
    shuffled = bundle_of(*rules)
    for case in some_cases:
        assert replace(decide(shuffled, *case), bundle=BASE.digest) == decide(BASE, *case)


@given(st.permutations([*PERMITS[:4], *FORBIDS[:4]]), st.lists(cases, min_size=3, max_size=3))
@settings(PROPERTY, max_examples=30)
def test_order_of_any_rules_and_parts_never_matters(rules, some_cases):
    straight = bundle_of(*PERMITS[:4], *FORBIDS[:4])
    below = bundle_of(*(rule for rule in rules if rule in PERMITS))
    in_parts = on_top(below, [bundle_of(rule) for rule in rules if rule in FORBIDS])
    for case in some_cases:
        for other in (bundle_of(*rules), in_parts):
            decision = decide(other, *case)
            assert replace(decision, bundle=straight.digest) == decide(straight, *case)


def test_random_cases_reach_every_outcome():
    # Properties over cases that are all denied would prove nothing.
    found = {"base": Counter(), "composed": Counter()}

    @given(bundles, cases)
    @settings(PROPERTY, max_examples=200, phases=[Phase.generate], database=None, derandomize=True)
    def look(bundle, case):
        found["base"][type(decide(BASE, *case))] += 1
        found["composed"][type(decide(bundle, *case))] += 1

    look()
    for outcomes in found.values():
        assert min(outcomes[Permit], outcomes[Deny]) > 20
        assert outcomes[StepUp]


def test_shared_record_is_what_an_outside_program_gets():
    assert is_permitted(BASE, (SHARED, FRESH, a_request(**OUTSIDE)))
