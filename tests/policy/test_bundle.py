"""A bundle and its parts: what the rules say of one scene, and that parts on top only forbid."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.bundle import Bundle, Verdict, on_top
from policy.bundles import load_base_bundle
from policy.decide import Deny, Permit, decide
from policy.errors import PolicyError
from policy.request import Facts, attributes_of, scene_of
from policy.vocabulary import AuthLevel, PrincipalKind
from tests.policy.cases import (
    BASE,
    BIOMETRIC,
    EVERYDAY,
    FRESH,
    PROPERTY,
    STRONG,
    bundles,
    cases,
    is_permitted,
)
from tests.policy.rules import BASE_RULES, CLIENT, FORBIDS, NOW, OWNER, a_request, a_rule, bundle_of

# Past 64 bits from level 2 on; Cedar's own semantics would skip the rule and go on.
OVERFLOWS = "context.strongest * 9223372036854775807 > 0"


def verdict(*rules: str, **asked: object) -> Verdict:
    """Gives what rules say of an everyday memory."""
    request = a_request(**asked)
    facts = Facts.of(EVERYDAY, FRESH, request.now, ())
    return bundle_of(*rules).evaluate(scene_of(attributes_of(EVERYDAY), facts, request))


# --- what the rules say


def test_nothing_is_allowed_that_no_rule_permits():
    assert verdict() == Verdict(allowed=False, rules=())
    assert verdict(a_rule("a", when="context.auth >= 2")) == Verdict(allowed=False, rules=())


def test_forbid_wins_over_every_permit_and_is_named_alone():
    rules = a_rule("yes"), a_rule("no", "forbid"), a_rule("yes-too")
    assert verdict(*rules) == Verdict(allowed=False, rules=("no",))


def test_rules_are_named_in_order_of_their_ids():
    assert verdict(a_rule("b"), a_rule("a")) == Verdict(allowed=True, rules=("a", "b"))
    forbids = a_rule("d", "forbid"), a_rule("c", "forbid")
    assert verdict(*forbids) == Verdict(allowed=False, rules=("c", "d"))


@pytest.mark.parametrize("effect", ["permit", "forbid"])
@pytest.mark.parametrize("first", [True, False])
def test_evaluation_error_denies_whatever_else_is_permitted_or_forbidden(effect, first):
    rules = [a_rule("yes"), a_rule("no", "forbid", "context.strongest > 2")]
    rules.insert(0 if first else 2, a_rule("breaks", effect, OVERFLOWS))
    assert verdict(*rules, strongest=AuthLevel.LOCKED).allowed
    assert verdict(*rules, strongest=STRONG) == Verdict(allowed=False, rules=())
    assert verdict(*rules, strongest=BIOMETRIC) == Verdict(allowed=False, rules=())


BROKEN = bundle_of(
    a_rule("broken", "forbid", "9223372036854775807 + context.auth + 1 > context.strongest")
)


@given(bundles, cases)
@PROPERTY
def test_rule_that_breaks_always_never_leaves_a_permit(bundle, case):
    broken = on_top(bundle, [BROKEN])
    decision = decide(broken, *case)
    assert isinstance(decision, Deny)
    assert (decision.rules, decision.changes) == ((), ())


# --- what a bundle knows of its rules


def test_limits_are_those_of_rules_and_duties_in_order():
    bundle = bundle_of(
        a_rule(
            "a",
            obligation="reauthenticate:90, count:5",
            when="context.auth_age_s <= 900",
            max_age_s="900",
        ),
        a_rule("b", obligation="count:2, count, expire:7"),
        a_rule("c", "forbid", "context.auth_age_s > 30", max_age_s="30"),
    )
    assert bundle.age_limits == (30, 90, 900)
    assert bundle.read_limits == (2, 5)


def test_bundle_without_rules_knows_and_permits_nothing():
    bundle = bundle_of()
    assert (bundle.age_limits, bundle.read_limits) == ((), ())
    assert set(bundle.reads.values()) == {frozenset()}
    assert isinstance(decide(bundle, EVERYDAY, FRESH, a_request()), Deny)


def test_what_is_looked_at_is_told_by_who_can_meet_it():
    bundle = bundle_of(
        a_rule("a", when="context.hour > 3", scope=OWNER),
        a_rule("b", when='resource.domain == "food"', scope=CLIENT),
        a_rule(
            "c", when="resource.held", scope='principal == Bojagi::Service::"it", action, resource'
        ),
        a_rule("d", "forbid", "resource.may_leave"),
    )
    everyone = {("resource", "may_leave"), ("resource", "held")}
    assert bundle.reads[PrincipalKind.OWNER] == everyone | {("context", "hour")}
    assert bundle.reads[PrincipalKind.CLIENT] == everyone | {("resource", "domain")}
    assert bundle.reads[PrincipalKind.SERVICE] == everyone


def test_base_looks_at_neither_the_clock_nor_tags():
    for reads in BASE.reads.values():
        assert not reads & {("context", "hour"), ("context", "weekday"), ("resource", "tags")}


# --- parts on top


def parts(*rules: str) -> list[Bundle]:
    return [bundle_of(rule) for rule in rules]


def test_nothing_on_top_is_the_base_itself():
    assert on_top(BASE, []) is BASE


def test_permit_on_top_is_refused_by_name():
    with pytest.raises(PolicyError) as caught:
        on_top(BASE, parts(a_rule("mine", "forbid"), a_rule("sneaks-in")))
    assert (caught.value.key, caught.value.values) == (
        "policy.permit_on_top",
        {"rule": "sneaks-in"},
    )


@pytest.mark.parametrize(
    "rules",
    [
        [a_rule("owner-recalls", "forbid")],
        [a_rule("mine", "forbid"), a_rule("mine", "forbid", "resource.held")],
    ],
    ids=["of the base", "of another part"],
)
def test_id_that_there_is_is_refused(rules):
    with pytest.raises(PolicyError) as caught:
        on_top(BASE, parts(*rules))
    assert caught.value.key == "policy.id_twice"


def test_part_on_top_forbids_what_the_base_permits():
    mine = a_rule("mine", "forbid", 'context.purpose == "recall"')
    decision = decide(on_top(BASE, parts(mine)), EVERYDAY, FRESH, a_request())
    assert isinstance(decision, Deny)
    assert decision.rules == ("mine",)
    assert isinstance(decide(BASE, EVERYDAY, FRESH, a_request()), Permit)


def test_digest_is_of_all_parts():
    one, other = FORBIDS[:2]
    digests = {
        BASE.digest,
        *(on_top(BASE, parts(*some)).digest for some in ([one], [other], [one, other])),
        bundle_of(*BASE_RULES, one).digest,
    }
    assert len(digests) == 5
    assert on_top(BASE, parts(one)).digest == on_top(load_base_bundle(), parts(one)).digest


def test_decision_names_the_bundle_with_its_parts():
    whole = on_top(BASE, parts(FORBIDS[0]))
    assert decide(whole, EVERYDAY, FRESH, a_request()).bundle == whole.digest


@given(cases, st.lists(st.sampled_from(FORBIDS), min_size=1, max_size=3, unique=True))
@PROPERTY
def test_parts_on_top_decide_as_one_text_would(case, forbids):
    in_parts = decide(on_top(BASE, parts(*forbids)), *case)
    in_one = decide(bundle_of(*BASE_RULES, *forbids), *case)
    assert (type(in_parts), in_parts.rules) == (type(in_one), in_one.rules)
    assert in_parts.valid_until == in_one.valid_until


def test_limit_of_a_part_on_top_is_remembered_by():
    minute = a_rule("minute", "forbid", "context.auth_age_s > 60", max_age_s="60")
    whole = on_top(BASE, parts(minute))
    assert whole.age_limits == (60, 300)
    for age_s, opens in ((60, True), (61, False)):
        assert is_permitted(whole, (EVERYDAY, FRESH, a_request(age_s=age_s))) == opens
    assert decide(whole, EVERYDAY, FRESH, a_request()).valid_until == NOW + 61
