"""Where rules apply, against the evaluator: on random policies, and on each form by hand."""

import json
from functools import cache

import cedarpy
import numpy as np
import pytest

from policy.analysis.claims import Fails, Fires, holds
from policy.analysis.diagram import EVERYWHERE, NOWHERE, Diagrams, Node
from policy.analysis.regions import Regions
from policy.analysis.search import Budget, Search, Unfound
from policy.analysis.values import AGE, ORDINARY_VALUES, TAGS, variables_for
from policy.analysis.witness import Witness, witness_of
from policy.binding import MAX_TAGS
from policy.bundle import Rule
from policy.bundles import base_schema
from policy.evaluate import compile_policy, values_read
from policy.vocabulary import PrincipalKind, Purpose
from tests.policy.analysis.rule_sets import LAPTOP, conditions
from tests.policy.random_policies import Author
from tests.policy.rules import a_rule, bundle_of


@cache
def schema() -> cedarpy.Schema:
    return cedarpy.Schema.from_str(base_schema())


def rule_of(text: str) -> Rule | None:
    """Gives a rule without `parse_bundle`, which asks for more than Cedar does."""
    if not cedarpy.validate_policies(text, schema()).validation_passed:
        return None
    source = json.loads(cedarpy.policies_to_json_str(text))["staticPolicies"]["policy0"]
    reads = values_read(source)
    return Rule("a", True, {}, (), None, source, compile_policy(source), reads, 1)


def random_rules(seed: int, count: int) -> list[Rule]:
    author = Author(seed, wild=False)
    found = (rule_of(author.policy()) for _ in range(count))
    # `parse_bundle` admits no other look at the age than to compare it with one limit.
    return [rule for rule in found if rule is not None and AGE not in rule.reads]


def random_values(rng: np.random.Generator, variables) -> dict:
    """Gives a scene that can come to pass."""
    values = dict(ORDINARY_VALUES)
    for variable in variables:
        value = variable.values[int(rng.integers(len(variable.values)))]
        if variable.word is None:
            values[variable.key] = value
        elif value:
            values[variable.key] = values[variable.key] | {variable.word}
        else:
            values[variable.key] = values[variable.key] - {variable.word}
    values[TAGS] = frozenset(sorted(values[TAGS])[:MAX_TAGS])
    if values["request", "principal"] is not PrincipalKind.CLIENT:
        for name in ("granted_purposes", "granted_labels", "granted_domains"):
            values["context", name] = frozenset()
    if values["request", "principal"] is PrincipalKind.SERVICE:
        values["context", "purpose"] = ("train", "maintain")[int(rng.integers(2))]
    return values


def is_in(node: Node, diagrams: Diagrams, variables, values: dict) -> bool:
    while node > EVERYWHERE:
        variable = variables[diagrams._variables[node]]
        value = values[variable.key]
        if variable.word is not None:
            value = variable.word in value
        node = diagrams._branches[node][variable.values.index(value)]
    return node == EVERYWHERE


def agreements(rules: list[Rule], rng: np.random.Generator, scenes: int) -> tuple[int, int]:
    """Gives how many answers were compared, and how many of them were true."""
    compared = true = 0
    for rule in rules:
        diagrams = Diagrams(10**6, 10**6)
        regions = Regions((rule,), diagrams)
        variables = variables_for((rule,))
        surely, maybe = (regions.of(rule, surely=one) for one in (True, False))
        if surely != maybe:
            continue  # not followed
        for _ in range(scenes):
            values = random_values(rng, variables)
            witness = witness_of(values)
            fires, fails = holds(Fires(rule), witness), holds(Fails(rule), witness)
            assert is_in(surely.fires, diagrams, variables, values) == fires
            assert is_in(surely.fails, diagrams, variables, values) == fails
            compared += 1
            true += fires
    return compared, true


def test_random_rules_apply_where_the_evaluator_says_so():
    rules = random_rules(1, 250)
    compared, true = agreements(rules, np.random.default_rng(1), 25)
    assert compared > 2_000
    assert compared // 10 < true < compared * 9 // 10


@pytest.mark.prove
def test_many_random_rules_apply_where_the_evaluator_says_so():
    compared, _ = agreements(random_rules(2, 6_000), np.random.default_rng(2), 40)
    assert compared > 80_000


WORDS = ("diary", "work", "tag", "finance", "recall", "travel", "owner")
PLACES = ("", LAPTOP, "0" * 32, f"{1:032x}")


def any_witness(rng: np.random.Generator, variables) -> Witness:
    """Gives a case that need not be made of the values that are tried."""
    values = random_values(rng, variables)
    words = rng.choice(WORDS, int(rng.integers(4)), replace=False)
    values["resource", "tags"] = frozenset(map(str, words))
    values["resource", "home"], values["context", "device"] = map(str, rng.choice(PLACES, 2))
    values[AGE] = int(rng.integers(1_000))
    return witness_of(values)


def test_no_case_of_a_rule_is_missed_whatever_its_tags_and_devices():
    rng = np.random.default_rng(3)
    found = 0
    for rule in random_rules(4, 150):
        answer = Search((rule,), Budget()).find(Fires(rule))
        variables = variables_for((rule,))
        if any(holds(Fires(rule), any_witness(rng, variables)) for _ in range(25)):
            assert answer is not Unfound.NEVER
            found += 1
    assert found > 40


# --- form by form


def find(when: str) -> Witness | Unfound:
    (rule,) = bundle_of(a_rule("a", when=when)).rules.values()
    return Search((rule,), Budget()).find(Fires(rule))


@pytest.mark.parametrize("when", conditions("possible"))
def test_scene_is_found_for_what_is_possible(when):
    assert isinstance(find(when), Witness)


@pytest.mark.parametrize("when", conditions("impossible"))
def test_no_scene_is_found_for_what_is_impossible(when):
    assert find(when) is Unfound.NEVER


def test_long_chain_of_terms_is_followed():
    assert isinstance(find(" && ".join(["context.auth >= 1"] * 190)), Witness)


def tags(count: int) -> str:
    return ", ".join(f'"t{number}"' for number in range(count))


NOT_FOLLOWED = [
    *conditions("not_followed"),
    f"resource.tags.containsAll([{tags(17)}])",  # more than a memory can have
    f"resource.tags.containsAny([{tags(201)}])",
]


@pytest.mark.parametrize("when", NOT_FOLLOWED)
def test_what_is_not_followed_is_undecided(when):
    assert find(when) is Unfound.UNDECIDED


def test_whole_context_is_not_followed():
    rule = rule_of("permit (principal, action, resource) when { context == context };")
    assert Regions((rule,), Diagrams(10**6, 10**6)).of(rule, surely=True).fires == NOWHERE
    assert isinstance(Search((rule,), Budget()).find(Fires(rule)), Witness)


def test_scene_is_found_for_what_is_not_followed_where_an_ordinary_one_will_do():
    assert isinstance(find('!(context.device like "a*")'), Witness)


OVERFLOW = "context.auth * 4611686018427387904 > 0"


@pytest.mark.parametrize(
    ("when", "true", "fails"),
    [
        (OVERFLOW, {1}, {2, 3}),
        (f"!({OVERFLOW})", {0}, {2, 3}),
        (f"context.auth < 3 && {OVERFLOW}", {1}, {2}),
        (f"{OVERFLOW} && context.auth < 3", {1}, {2, 3}),
        (f"context.auth == 3 || {OVERFLOW}", {1, 3}, {2}),
        (f"{OVERFLOW} || context.auth == 3", {1}, {2, 3}),
        (f"if {OVERFLOW} then context.auth == 1 else true", {0, 1}, {2, 3}),
        (f"if context.auth > 2 then {OVERFLOW} else context.auth > 1", {2}, {3}),
        (f"if context.auth > 1 then true else {OVERFLOW}", {1, 2, 3}, set()),
        (f'resource.labels.contains(if {OVERFLOW} then "health" else "belief")', {0, 1}, {2, 3}),
    ],
)
def test_rule_fails_and_applies_at_the_levels_at_which_the_evaluator_does(when, true, fails):
    for level in range(4):
        at_level = a_rule("a", when=f"context.auth == {level} && ({when})")
        (rule,) = bundle_of(at_level).rules.values()
        search = Search((rule,), Budget())
        assert (search.find(Fires(rule)) is not Unfound.NEVER) is (level in true)
        assert (search.find(Fails(rule)) is not Unfound.NEVER) is (level in fails)


def test_unless_is_a_condition_turned_round():
    text = a_rule("a").replace("};", '}\nunless { context.purpose == "recall" };')
    (rule,) = bundle_of(text).rules.values()
    witness = Search((rule,), Budget()).find(Fires(rule))
    assert witness.request.purpose is not Purpose.RECALL
