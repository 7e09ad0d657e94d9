"""The report of `check`: conflicts, what is undecided, and small bundles against brute force."""

from itertools import product

import numpy as np
import pytest

from policy.analysis import Budget, check, compare
from policy.analysis.findings import (
    DoorClosed,
    NeverFires,
    Question,
    Redundant,
    Relation,
    Report,
    Shadowed,
    Undecided,
)
from policy.analysis.values import ORDINARY_VALUES
from policy.analysis.witness import Witness, witness_of
from policy.bundle import Bundle
from policy.bundles import load_base_bundle
from policy.decide import Permit, decide
from policy.vocabulary import PrincipalKind
from tests.policy.analysis.rule_sets import SCOPES
from tests.policy.rules import BASE_RULES, a_rule, bundle_of

BASE = load_base_bundle()


def kinds(report: Report, kind: type) -> set[str]:
    return {fault.rule for fault in report.faults if isinstance(fault, kind)}


def test_permit_and_forbid_that_meet_are_a_conflict_and_no_fault():
    report = check(BASE)
    pairs = {(one.permit, one.forbid) for one in report.conflicts}
    assert ("owner-recalls", "retention-ended") in pairs
    assert ("owner-recalls", "beyond-token") not in pairs  # one is the owner's, one a client's
    assert ("engine-tends", "reads-used-up") not in pairs  # not at the same door
    assert len(pairs) == len(report.conflicts)
    assert report.findings[-1] is report.conflicts[-1]


def test_shadowed_permit_is_told_once_and_by_the_rule_that_denies():
    bundle = bundle_of(
        a_rule("p", when="context.expired"), a_rule("f", "forbid", "context.expired")
    )
    report = check(bundle, ())
    (shadowed,) = [fault for fault in report.faults if isinstance(fault, Shadowed)]
    assert (shadowed.rule, shadowed.by) == ("p", ("f",))
    assert shadowed.witness.record.retain_s == 0
    assert not report.conflicts


def test_permit_that_two_forbids_shadow_names_both():
    bundle = bundle_of(
        a_rule("p"),
        a_rule("f", "forbid", "context.expired"),
        a_rule("g", "forbid", "!context.expired"),
        a_rule("h", "forbid", "context.expired && !context.expired"),
    )
    (shadowed,) = [fault for fault in check(bundle, ()).faults if isinstance(fault, Shadowed)]
    assert shadowed.by == ("f", "g")


def test_permit_that_only_applies_where_another_fails_is_shadowed_by_it():
    overflow = "context.auth == 3 && context.auth * 4611686018427387904 > 0"
    bundle = bundle_of(a_rule("p", when="context.auth == 3"), a_rule("q", when=overflow))
    report = check(bundle, ())
    assert ("p", ("q",)) in {
        (fault.rule, fault.by) for fault in report.faults if isinstance(fault, Shadowed)
    }


def test_rule_is_told_with_its_line():
    (never,) = check(bundle_of(a_rule("a"), a_rule("b", when="false")), ()).faults
    assert (never.rule, never.line) == ("b", a_rule("a").count("\n") + 2)


def test_of_two_rules_that_are_alike_the_last_is_redundant():
    bundle = bundle_of(a_rule("a"), a_rule("b"), a_rule("c", when="context.auth > 1"))
    report = check(bundle, ())
    assert [(one.rule, one.by) for one in report.faults] == [("b", ("a",)), ("c", ("a",))]


def test_rule_that_two_others_make_up_names_both():
    bundle = bundle_of(
        a_rule("a", when="context.auth > 1"),
        a_rule("b", when="context.auth < 2"),
        a_rule("c"),
        a_rule("d", when="context.auth > 7"),
    )
    (redundant,) = [one for one in check(bundle, ()).faults if isinstance(one, Redundant)]
    assert (redundant.rule, redundant.by) == ("c", ("a", "b"))


def test_permit_is_not_redundant_where_a_duty_would_go_with_it():
    bundle = bundle_of(a_rule("a"), a_rule("b", when="context.auth > 1", obligation="redact"))
    assert not check(bundle, ()).faults


def test_rule_that_fails_is_not_redundant_for_it_denies_where_it_does():
    overflow = "context.auth * 4611686018427387904 > 0"
    bundle = bundle_of(a_rule("a"), a_rule("b", when=overflow))
    assert not kinds(check(bundle, ()), Redundant)


# --- what lies on top


def test_given_rules_are_not_blamed_for_what_lies_on_top_of_them():
    never_train = a_rule("mine", "forbid", scope=SCOPES["train"])
    bundle = bundle_of(*BASE_RULES, never_train)
    assert kinds(check(bundle), Shadowed) == {"training-allowed"}
    report = check(bundle, given=BASE.rules)
    assert [type(fault) for fault in report.faults] == [DoorClosed]
    assert {one.forbid for one in report.conflicts} == {"mine"}


def test_rule_on_top_is_still_told_that_a_given_one_makes_it_redundant():
    bundle = bundle_of(*BASE_RULES, a_rule("mine", "forbid", "context.expired", SCOPES["owner"]))
    (redundant,) = check(bundle, given=BASE.rules).faults
    assert (redundant.rule, redundant.by) == ("mine", ("retention-ended",))


def test_given_rule_that_is_not_followed_is_not_told_as_undecided():
    odd = a_rule("odd", "forbid", 'context.device like "a*"')
    bundle = bundle_of(a_rule("p"), odd)
    assert Undecided(Question.FIRES, ("odd",)) in check(bundle, ()).undecided
    assert not [one for one in check(bundle, (), given=["odd"]).undecided if "odd" in one.about]


# --- what is not decided


@pytest.mark.parametrize("budget", [Budget(21, 10_000), Budget(10_000, 21), Budget(60, 10_000)])
def test_budget_that_does_not_suffice_leaves_questions_undecided_and_none_as_holding(budget):
    report = check(BASE, budget=budget)
    undecided = {one.question: one.about for one in report.undecided}
    assert len(undecided[Question.PROPERTY]) + len(report.holding) == 12
    assert len(undecided[Question.PROPERTY]) > 6
    assert not report.faults
    assert report.findings[: len(undecided)] == report.undecided


def test_rule_that_is_not_followed_is_told_and_the_others_are_still_checked():
    bundle = bundle_of(
        a_rule("p", when="!context.expired"),
        a_rule("q", when="context.expired && !context.expired"),
        a_rule("f", "forbid", 'context.device like "a*"'),
    )
    report = check(bundle)
    assert kinds(report, NeverFires) == {"q"}
    assert Undecided(Question.FIRES, ("f",)) in report.undecided
    broken = {one.property.id for one in report.faults if hasattr(one, "property")}
    assert "kept-at-home" in broken


def test_what_a_rule_that_is_not_followed_may_forbid_is_undecided_not_broken():
    odd = 'context.device like "*" && context.device like "*"'
    bundle = bundle_of(a_rule("p", scope=SCOPES["owner"]), a_rule("f", "forbid", odd))
    report = check(bundle)
    assert Question.PROPERTY in {one.question for one in report.undecided}
    assert Question.DECIDES in {one.question for one in report.undecided}
    assert not [one for one in report.faults if hasattr(one, "property")]


def test_shadow_is_told_although_the_budget_does_not_suffice_to_say_by_what():
    few = [a_rule(f"f{number}", "forbid", f"context.hour == {number}") for number in range(24)]
    bundle = bundle_of(a_rule("p", scope=SCOPES["owner"]), *few)
    for steps in range(500, 6_000, 250):
        report = check(bundle, (), Budget(per_question=steps, in_all=steps))
        for fault in report.faults:
            if isinstance(fault, Shadowed):
                assert set(fault.by) == {f"f{number}" for number in range(24)}


# --- against brute force

ATOMS = (
    "resource.may_leave",
    'context.purpose == "share"',
    'context.purpose != "recall"',
    "context.auth >= resource.min_auth",
    "context.auth > 1",
    "resource.min_auth >= 2",
    'resource.tags.contains("a")',
    "resource.tags.isEmpty()",
    'resource.tags.containsAll(["a", "b"])',
    "resource.labels == context.granted_labels",
    "context.granted_labels.containsAll(resource.labels)",
)
SPACE = {
    ("request", "principal"): (PrincipalKind.OWNER, PrincipalKind.CLIENT),
    ("context", "purpose"): ("recall", "share", "export"),
    ("context", "auth"): range(4),
    ("resource", "min_auth"): range(4),
    ("resource", "may_leave"): (False, True),
    ("resource", "tags"): tuple(map(frozenset, ("", "a", "b", "ab", "c"))),
    ("resource", "labels"): tuple(map(frozenset, ((), ("health",)))),
    ("context", "granted_labels"): tuple(map(frozenset, ((), ("health",), ("finance",)))),
}  # fmt: skip


def all_cases() -> list[Witness]:
    cases = []
    for values in product(*SPACE.values()):
        given = dict(zip(SPACE, values, strict=True))
        is_client = given["request", "principal"] is PrincipalKind.CLIENT
        if is_client or not given["context", "granted_labels"]:
            cases.append(witness_of({**ORDINARY_VALUES, **given}))
    return cases


CASES = all_cases()
SCENES = [case.scene() for case in CASES]


def random_bundle(rng: np.random.Generator) -> Bundle:
    rules = []
    for number in range(int(rng.integers(2, 5))):
        atoms = [str(atom) for atom in rng.choice(ATOMS, int(rng.integers(1, 4)), replace=False)]
        terms = [f"!({atom})" if rng.integers(2) else atom for atom in atoms]
        when = (" && ", " || ")[int(rng.integers(2))].join(f"({term})" for term in terms)
        effect = "permit" if number == 0 or rng.integers(2) else "forbid"
        scope = SCOPES[("owner", "client")[int(rng.integers(2))]]
        rules.append(a_rule(f"r{number}", effect, when, scope))
    return bundle_of(*rules)


def allowed_by(bundle: Bundle) -> np.ndarray:
    return np.array([bundle.evaluate(scene).allowed for scene in SCENES])


@pytest.mark.parametrize("seed", range(12))
def test_comparison_of_small_bundles_is_what_brute_force_finds(seed):
    rng = np.random.default_rng(seed)
    old, new = random_bundle(rng), random_bundle(rng)
    before, after = allowed_by(old), allowed_by(new)
    more, less = bool((after & ~before).any()), bool((before & ~after).any())
    comparison = compare(old, new)
    assert isinstance(comparison.more, Witness) is more
    assert isinstance(comparison.less, Witness) is less
    expected = {
        (True, True): Relation.BOTH_WAYS,
        (True, False): Relation.MORE,
        (False, True): Relation.LESS,
        (False, False): Relation.EQUAL,
    }
    assert comparison.relation is expected[more, less]


@pytest.mark.parametrize("seed", range(12, 24))
def test_findings_in_small_bundles_are_what_brute_force_finds(seed):
    bundle = random_bundle(np.random.default_rng(seed))
    report = check(bundle, ())
    fires = {
        rule.id: np.array([rule.condition(scene) for scene in SCENES])
        for rule in bundle.rules.values()
    }
    allowed = allowed_by(bundle)
    never = {name for name, where in fires.items() if not where.any()}
    permits = {rule.id for rule in bundle.rules.values() if rule.permits}
    shadowed = {name for name in permits - never if not (fires[name] & allowed).any()}
    met = {
        (permit, forbid)
        for permit in permits - shadowed
        for forbid in set(fires) - permits
        if (fires[permit] & fires[forbid]).any()
    }
    assert kinds(report, NeverFires) == never
    assert kinds(report, Shadowed) == shadowed
    assert {(one.permit, one.forbid) for one in report.conflicts} == met
    redundant = kinds(report, Redundant)
    assert not redundant & (never | shadowed)
    for name in set(fires) - never - shadowed:
        removed = redundant - {name}  # all that is told can go together
        others = [
            where for other, where in fires.items()
            if other not in {name, *removed} and (other in permits) == (name in permits)
        ]  # fmt: skip
        where = fires[name] & allowed if name in permits else fires[name]
        covered = not (where & ~np.any(others, axis=0)).any()
        assert covered is (name in redundant)


# --- comparing


def test_bundle_is_as_permissive_as_itself():
    comparison = compare(BASE, BASE)
    assert comparison.relation is Relation.EQUAL
    assert not [*comparison.dropped, *comparison.added, *comparison.undecided]


def test_same_rules_in_other_words_are_equally_permissive():
    old = bundle_of(a_rule("a", when='["share", "recall"].contains(context.purpose)'))
    new = bundle_of(
        a_rule("a", when='context.purpose == "share"'),
        a_rule("b", when='context.purpose == "recall"'),
    )
    assert compare(old, new).relation is Relation.EQUAL


def test_duty_that_falls_away_is_told_although_the_same_is_allowed():
    old = bundle_of(a_rule("a", obligation="redact:card+phone, expire:300"))
    new = bundle_of(a_rule("a", obligation="redact:card, expire:300"))
    comparison = compare(old, new)
    assert comparison.relation is Relation.EQUAL
    (dropped,), (added,) = comparison.dropped, comparison.added
    assert dropped.duty.redacts == ("card", "phone")
    assert added.duty.redacts == ("card",)
    case = dropped.witness.record, dropped.witness.columns, dropped.witness.request
    assert dropped.duty in decide(old, *case).obligations
    assert dropped.duty not in decide(new, *case).obligations


def test_timed_duties_narrow_what_is_allowed():
    old = bundle_of(a_rule("a", scope=SCOPES["release"]))
    new = bundle_of(a_rule("a", scope=SCOPES["release"], obligation="reauthenticate:60, count:5"))
    comparison = compare(old, new)
    assert comparison.relation is Relation.LESS
    witness = comparison.less
    assert witness.request.auth_age_s > 60 or witness.columns.reads >= 5
    assert isinstance(decide(old, witness.record, witness.columns, witness.request), Permit)
    assert not isinstance(decide(new, witness.record, witness.columns, witness.request), Permit)


@pytest.mark.parametrize(
    ("duty", "wider"), [("count:5", "count:6"), ("reauthenticate:60", "reauthenticate:61")]
)
def test_limit_that_is_one_higher_allows_one_more(duty, wider):
    old, new = (bundle_of(a_rule("a", obligation=one)) for one in (duty, wider))
    comparison = compare(old, new)
    assert comparison.relation is Relation.MORE
    witness = comparison.more
    assert (witness.columns.reads, witness.request.auth_age_s) in {(5, 0), (0, 61)}


def test_comparison_that_the_budget_does_not_suffice_for_is_undecided():
    comparison = compare(BASE, bundle_of(a_rule("a", obligation="redact")), Budget(100, 2_000))
    assert comparison.relation is Relation.UNDECIDED
    assert comparison.undecided
