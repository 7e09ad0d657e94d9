"""The evaluator of rules: it answers, and errs, exactly as Cedar's own engine does."""

import json
import re
import subprocess
import sys
from collections import Counter
from itertools import product

import cedarpy
import pytest

from policy.catalog import LANGUAGES
from policy.errors import PolicyError
from policy.evaluate import (
    EntityId,
    EvaluationError,
    Scene,
    compile_policy,
    set_of,
    values_read,
)
from tests.policy.random_policies import BASE_TEXT, SCHEMA_TEXT, Author, as_value, asked

OWNER = EntityId("Bojagi::Owner", "it")
RELEASE = EntityId("Bojagi::Action", "release")
MEMORY = EntityId("Bojagi::Memory", "it")
MOST, LEAST = 2**63 - 1, -(2**63)

ATTRIBUTES = {"labels": ["finance", "health"], "sensitivity": 2, "may_leave": True, "self": MEMORY}
CONTEXT = {
    "purpose": "recall",
    "auth": 1,
    "mixed": [True, 1, "1", ["in"], {"flag": True}, OWNER],
    "ones": [1],
    "empty": [],
    "nest": {"inner": {"flag": True, "one": 1}, "with blank": 3},
    "who": OWNER,
    "most": MOST,
    "least": LEAST,
    "stars": "a*b",
    "lines": "one\ntwo",
    "hearts": "💜💜",
}


def parsed(*policies: str) -> dict[str, dict[str, object]]:
    """Gives the policies in Cedar's JSON form, by the ids that Cedar gives them."""
    return json.loads(cedarpy.policies_to_json_str("\n".join(policies)))["staticPolicies"]


def policy_of(text: str) -> dict[str, object]:
    (policy,) = parsed(text).values()
    return policy


def rule(condition: str, scope: str = "principal, action, resource") -> str:
    return f"permit ({scope}) when {{ {condition} }};"


def told(policy: dict[str, object], scene: Scene) -> bool | str:
    try:
        return compile_policy(policy)(scene)
    except EvaluationError:
        return "error"


def told_by_cedar(policies: cedarpy.PolicySet, request: dict, entities: str) -> dict[str, object]:
    """Gives which of these permits hold (True) and which fail ("error"), by Cedar's engine."""
    answer = cedarpy.is_authorized(request, policies, entities)
    assert answer.decision is not cedarpy.Decision.NoDecision, answer.diagnostics.errors
    failed = [re.search(r"policy `(\w+)`", error) for error in answer.diagnostics.errors]
    return dict.fromkeys(answer.diagnostics.reasons, True) | {one[1]: "error" for one in failed}


def told_by_both(policy: str, principal: EntityId = OWNER) -> bool | str:
    """Gives what both engines say of one permit, in the scene above."""
    scene = Scene(principal, RELEASE, MEMORY, as_value(ATTRIBUTES), as_value(CONTEXT))
    policies = cedarpy.PolicySet.from_str(policy)
    theirs = told_by_cedar(policies, *asked(scene, ATTRIBUTES, CONTEXT)).get("policy0", False)
    assert told(policy_of(policy), scene) == theirs
    return theirs


def check(condition: str) -> bool | str:
    return told_by_both(rule(condition))


# --- against Cedar's own engine, at random


def compare(seeds: range) -> Counter[tuple[bool, bool | str]]:
    """Compares what both say of 20 random policies in 4 random scenes, a seed and a grammar."""
    found = Counter()
    for seed, wild in product(seeds, (False, True)):
        author = Author(seed, wild=wild)
        texts = [author.policy() for _ in range(20)]
        ours = parsed(*texts)
        theirs = cedarpy.PolicySet.from_str("\n".join(texts))
        for _ in range(4):
            scene, *question = author.scene()
            expected = dict.fromkeys(ours, False) | told_by_cedar(theirs, *question)
            answers = {name: told(policy, scene) for name, policy in ours.items()}
            differing = [texts[int(name[6:])] for name in ours if answers[name] != expected[name]]
            assert not differing, f"seed {seed}, {scene}"
            found.update((wild, answer) for answer in answers.values())
    return found


def test_random_policies_are_told_as_cedar_tells_them():
    found = compare(range(130))
    assert found.total() == 20_800
    assert len(found) == 5  # what keeps to the types never fails
    assert min(found.values()) > 1_000


@pytest.mark.prove
def test_many_random_policies_are_told_as_cedar_tells_them():
    assert compare(range(1_000, 2_250)).total() == 200_000


def test_shipped_rules_are_told_as_cedar_tells_them_under_the_schema():
    policies, schema = cedarpy.PolicySet.from_str(BASE_TEXT), cedarpy.Schema.from_str(SCHEMA_TEXT)
    rules = {policy["annotations"]["id"]: policy for policy in parsed(BASE_TEXT).values()}
    author = Author(0, wild=False)
    fired = Counter()
    for _ in range(500):
        scene, request, entities = author.scene()
        answer = cedarpy.is_authorized(request, policies, entities, schema)
        assert not answer.diagnostics.errors
        applied = [name for name, policy in rules.items() if told(policy, scene)]
        forbids = [name for name in applied if rules[name]["effect"] == "forbid"]
        theirs = answer.diagnostics.id_annotations_by_reason.values()
        assert sorted(theirs) == sorted(forbids or applied)
        fired.update(applied)
    assert len(fired) > len(rules) / 2


# --- the careful points, one by one; each is asked of Cedar too


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("true", True),
        ("false", False),
        ("1", "error"),
        ('"true"', "error"),
        ("principal", "error"),
        ("resource.may_leave", True),
        ("context.auth", "error"),
    ],
)
def test_condition_must_be_a_boolean(condition, expected):
    assert check(condition) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("false && 1", False),
        ("true && 1", "error"),
        ("1 && true", "error"),
        ("true || 1", True),
        ("false || 1", "error"),
        ("1 || true", "error"),
        ("true && true && false && context.missing", False),
        ("false || false || true || context.missing", True),
        ("true && (false || true) && !false", True),
        ("false && true || true", True),
        ("!1", "error"),
        ("!resource.may_leave", False),
    ],
)
def test_logic_ends_early_and_takes_only_booleans(condition, expected):
    assert check(condition) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("if true then true else context.missing", True),
        ("if false then context.missing else false", False),
        ("if 1 then true else true", "error"),
        ("(if true then 1 else false) == 1", True),
        ("if true then 1 else true", "error"),
    ],
)
def test_if_evaluates_one_branch(condition, expected):
    assert check(condition) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("1 == true", False),
        ("0 == false", False),
        ("1 != true", True),
        ('1 == "1"', False),
        ('principal == "it"', False),
        ('principal == Bojagi::Owner::"it"', True),
        ('principal == Bojagi::Client::"it"', False),
        ("{a: 1} == {a: true}", False),
        ("{a: 1, b: {c: [1]}} == {b: {c: [1, 1]}, a: 1}", True),
        ("{a: 1} == {a: 1, b: 2}", False),
        ("{} == []", False),
        ("context.nest.inner == {one: 1, flag: true}", True),
        ("context.nest.inner == {one: 1, flag: 1}", False),
        ("context.missing == 1", "error"),
        ("1 == context.missing", "error"),
    ],
)
def test_values_of_different_types_are_not_equal_and_no_error(condition, expected):
    assert check(condition) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("1 < 2", True),
        ("2 <= 2", True),
        ("2 > 2", False),
        ("2 >= 2", True),
        ("1 < true", "error"),
        ("false <= 1", "error"),
        ('"a" < "b"', "error"),
        ("[] >= []", "error"),
    ],
)
def test_only_numbers_are_ordered(condition, expected):
    assert check(condition) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("2 + 3 * 4 - 1 == 13", True),
        ("-(context.auth) == -1", True),
        ("context.most + 0 == 9223372036854775807", True),
        ("context.most + 1 > 0", "error"),
        ("context.least - 1 < 0", "error"),
        ("context.least + 0 == -9223372036854775808", True),
        ("-(context.least) > 0", "error"),
        ("-(context.most) == context.least + 1", True),
        ("context.most * 2 > 0", "error"),
        ("context.least * -1 > 0", "error"),
        ("true + 1 == 2", "error"),
        ("-(true) == -1", "error"),
        ('"a" + "b" == "ab"', "error"),
    ],
)
def test_numbers_do_not_leave_64_bits(condition, expected):
    assert check(condition) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("[1].contains(true)", False),
        ("[true].contains(1)", False),
        ("[1, true] == [true, 1]", True),
        ("[1, true] == [1]", False),
        ("[1, 1] == [1]", True),
        ("[[1]] == [[true]]", False),
        ("[{a: 1}].contains({a: 1})", True),
        ("[{a: 1}].contains({a: true})", False),
        ("context.mixed.contains(true)", True),
        ("context.mixed.contains(false)", False),
        ('context.mixed.contains("1")', True),
        ('context.mixed.contains(["in"])', True),
        ("context.mixed.contains({flag: true})", True),
        ("context.mixed.contains({flag: 1})", False),
        ("context.mixed.contains(principal)", True),
        ("context.ones.contains(true)", False),
        ("(1).contains(1)", "error"),
        ('"finance".contains("fin")', "error"),
        ("[].contains(context.missing)", "error"),
        ('resource.labels.containsAll(["health"])', True),
        ('resource.labels.containsAll(["health", 1])', False),
        ("resource.labels.containsAll([])", True),
        ('resource.labels.containsAll("health")', "error"),
        ('("health").containsAll([])', "error"),
        ('resource.labels.containsAny(["work", "health"])', True),
        ("resource.labels.containsAny([])", False),
        ("resource.labels.containsAny(1)", "error"),
        ("context.empty.isEmpty()", True),
        ("context.mixed.isEmpty()", False),
        ("[context.auth].isEmpty()", False),
        ("({}).isEmpty()", "error"),
    ],
)
def test_sets_keep_true_and_one_apart(condition, expected):
    assert check(condition) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("context has purpose", True),
        ("context has missing", False),
        ('context.nest has "with blank"', True),
        ("context has nest.inner.one", True),
        ("context has nest.missing.one", False),
        ("context has purpose.length", "error"),
        ("resource has labels", True),
        ("principal has labels", False),
        ('Bojagi::Memory::"other" has labels', False),
        ('Bojagi::Memory::"it" has labels', True),
        ("resource.labels has finance", "error"),
        ("(1) has one", "error"),
        ("{a: 1} has a", True),
        ('context.nest["with blank"] == 3', True),
        ("context.nest.inner.missing == 1", "error"),
        ("context.purpose.length == 6", "error"),
        ("resource.missing == 1", "error"),
        ("principal.labels == 1", "error"),
        ("context.who.labels == 1", "error"),
        ('Bojagi::Memory::"it".sensitivity == 2', True),
        ("resource.self.self.sensitivity == 2", True),
        ("{who: resource}.who.sensitivity == 2", True),
        ("(if true then context else {}).auth == 1", True),
    ],
)
def test_attributes_are_of_records_and_of_the_resource(condition, expected):
    assert check(condition) == expected


def test_principal_that_is_the_resource_has_its_attributes():
    assert told_by_both(rule("principal.sensitivity == 2"), principal=MEMORY) is True


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ('context.purpose like "recall"', True),
        ('context.purpose like "rec"', False),
        ('context.purpose like "re*"', True),
        ('context.purpose like "*ll"', True),
        ('context.purpose like "*e*l*"', True),
        ('context.purpose like "*l*e*"', False),
        ('"aba" like "ab*ba"', False),
        ('"abba" like "ab*ba"', True),
        ('"ab" like "a**b"', True),
        ('"aXbXc" like "a*b*b*c"', False),
        ('"" like "*"', True),
        ('"" like ""', True),
        (r'context.stars like "a\*b"', True),
        (r'"aXb" like "a\*b"', False),
        (r'context.stars like "*\**"', True),
        ('"a.b" like "a?b"', False),
        ('context.lines like "one*two"', True),
        ('context.hearts like "💜*💜"', True),
        ('context.hearts like "💜*💜💜"', False),
        ('context.auth like "*"', "error"),
        ('context.who like "*"', "error"),
    ],
)
def test_like_knows_wildcards_and_escaped_stars(condition, expected):
    assert check(condition) == expected


def test_like_takes_no_pattern_that_is_slow():
    scene = Scene(OWNER, RELEASE, MEMORY, {}, {"text": "a" * 20_000})
    condition = compile_policy(policy_of(rule(f'context.text like "{"*a" * 40}*b"')))
    assert not condition(scene)  # a regular expression would not come back


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("principal is Bojagi::Owner", True),
        ("principal is Owner", False),
        ("principal is Bojagi::Client", False),
        ("context is Bojagi::Owner", "error"),
        ("(1) is Bojagi::Owner", "error"),
        ("principal is Bojagi::Owner in principal", True),
        ("principal is Bojagi::Owner in resource", False),
        ("principal is Bojagi::Owner in [resource, context.who]", True),
        ("principal is Bojagi::Client in context.auth", False),
        ("principal is Bojagi::Owner in context.auth", "error"),
        ("principal in context.who", True),
        ("principal in resource", False),
        ("principal in [resource, principal]", True),
        ("principal in [resource]", False),
        ("principal in []", False),
        ("principal in [principal, 1]", "error"),
        ("principal in context.mixed", "error"),
        ("principal in context.empty", False),
        ('principal in "it"', "error"),
        ("principal in {a: principal}", "error"),
        ("(1) in [principal]", "error"),
        ("[principal] in [principal]", "error"),
        ("[] in []", "error"),
    ],
)
def test_entity_is_within_itself_alone(condition, expected):
    assert check(condition) == expected


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ("principal, action, resource", True),
        ('principal == Bojagi::Owner::"it", action, resource', True),
        ('principal == Bojagi::Owner::"me", action, resource', False),
        ('principal == Bojagi::Client::"it", action, resource', False),
        ('principal in Bojagi::Owner::"it", action, resource', True),
        ("principal is Bojagi::Owner, action, resource", True),
        ("principal is Bojagi::Client, action, resource", False),
        ('principal is Bojagi::Owner in Bojagi::Owner::"it", action, resource', True),
        ('principal is Bojagi::Owner in Bojagi::Owner::"me", action, resource', False),
        ('principal is Bojagi::Client in Bojagi::Owner::"it", action, resource', False),
        ('principal, action == Bojagi::Action::"release", resource', True),
        ('principal, action == Bojagi::Action::"train", resource', False),
        ('principal, action == Action::"release", resource', False),
        ('principal, action in Bojagi::Action::"release", resource', True),
        (
            'principal, action in [Bojagi::Action::"train", Bojagi::Action::"release"], resource',
            True,
        ),
        ('principal, action in [Bojagi::Action::"train"], resource', False),
        ("principal, action in [], resource", False),
        ('principal, action, resource == Bojagi::Memory::"it"', True),
        ("principal, action, resource is Bojagi::Owner", False),
    ],
)
def test_scope_holds_for_whom_it_names(scope, expected):
    assert told_by_both(rule("true", scope)) == expected
    assert told_by_both(rule("1", scope)) == (expected and "error")


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ("", True),
        ("when { true } unless { false }", True),
        ("when { true } unless { true }", False),
        ("when { false } unless { 1 }", False),
        ("when { true } unless { 1 }", "error"),
        ("unless { true } when { 1 }", False),
        ("when { true } when { true } when { false }", False),
    ],
)
def test_when_and_unless_hold_in_their_order(conditions, expected):
    assert told_by_both(f"permit (principal, action, resource) {conditions};") == expected


def test_forbid_applies_as_a_permit_does():
    scene = Scene(OWNER, RELEASE, MEMORY, {}, {})
    assert told(policy_of("forbid (principal, action, resource);"), scene) is True


def test_shipped_schema_has_no_parents_as_the_evaluator_takes_for_granted():
    declared = re.sub(r"//.*", "", SCHEMA_TEXT)
    assert not re.search(r"\b(entity|action)\b[^{;]*\bin\b", declared)


# --- what it does not know is refused when it is compiled


def refusal(policy: dict[str, object]) -> PolicyError:
    with pytest.raises(PolicyError) as caught:
        compile_policy(policy)
    assert all(caught.value.tell(language) for language in LANGUAGES)
    return caught.value


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ('ip("10.0.0.1").isIpv4()', "isIpv4"),
        ('context.source == ip("10.0.0.1")', "ip"),
        ('decimal("1.0").lessThan(decimal("2.0"))', "lessThan"),
        ('datetime("2026-01-01") < datetime("2027-01-01")', "datetime"),
        ('false && duration("1h") == duration("60m")', "duration"),
        ('resource.hasTag("mine")', "hasTag"),
        ('resource.getTag("mine") == 1', "getTag"),
    ],
)
def test_extension_types_and_tags_are_refused_by_name(condition, found):
    error = refusal(policy_of(rule(condition)))
    assert error.key == "policy.unsupported"
    assert error.values == {"found": found}


@pytest.mark.parametrize(
    "scope",
    [
        "principal == ?principal, action, resource",
        "principal in ?principal, action, resource",
        "principal is Bojagi::Owner in ?principal, action, resource",
    ],
)
def test_templates_are_refused(scope):
    text = f"permit ({scope});"
    (template,) = json.loads(cedarpy.policies_to_json_str(text))["templates"].values()
    assert refusal(template).key == "policy.unsupported"


WHOLE = policy_of(rule("true"))
TRUE, VAR = {"Value": True}, {"Var": "context"}
ALL = {"op": "All"}


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        {"Value": True, "Var": "context"},
        {"Value": None},
        {"Value": 1.5},
        {"Value": []},
        {"Value": {"__extn": {"fn": "ip", "arg": "::1"}}},
        {"Value": {"__entity": {"type": "Owner"}}},
        {"Value": {"__entity": {"type": "Owner", "id": 1}}},
        {"Var": "owner"},
        {"Var": []},
        {"Slot": "?principal"},
        {"Unknown": []},
        {"Set": {}},
        {"Record": []},
        {"!": {"arg": TRUE, "also": TRUE}},
        {"!": TRUE["Value"]},
        {"==": {"left": TRUE}},
        {"&&": {"left": TRUE}},
        {"&&": {"left": {"&&": {"left": TRUE, "right": TRUE}, "||": {}}, "right": TRUE}},
        {".": {"left": VAR, "attr": 1}},
        {"has": {"left": VAR, "attr": ["a"]}},
        {"is": {"left": VAR, "entity_type": "Owner", "in": VAR, "unless": VAR}},
        {"is": 1},
        {"like": {"left": VAR, "pattern": "*"}},
        {"like": {"left": VAR, "pattern": ["*"]}},
        {"like": {"left": VAR, "pattern": [{"Literal": 1}]}},
        {"if-then-else": {"if": TRUE, "then": TRUE}},
    ],
    ids=repr,
)
def test_expression_of_another_form_is_refused(body):
    error = refusal(WHOLE | {"conditions": [{"kind": "when", "body": body}]})
    assert error.key == "policy.unsupported"


@pytest.mark.parametrize(
    "part",
    [
        {"principal": None},
        {"principal": {}},
        {"principal": {"op": "All", "except": []}},
        {"action": {"op": "like"}},
        {"resource": {"op": "in", "entities": [{"type": "Memory"}]}},
        {"principal": {"op": "is", "entity_type": "Owner", "in": {"op": "All"}}},
        {"principal": {"op": "is", "in": {"entity": {"type": "Owner", "id": "it"}}}},
        {"conditions": None},
        {"conditions": [{"kind": "when"}]},
        {"conditions": [{"kind": "where", "body": TRUE}]},
        {"also": ALL},
    ],
    ids=repr,
)
def test_policy_of_another_form_is_refused(part):
    assert refusal(WHOLE | part).key == "policy.unsupported"


# --- long and deep


@pytest.mark.parametrize("joint", ["&&", "||"])
def test_chain_of_thousands_of_terms_is_evaluated(joint):
    body = last = {"Value": joint == "&&"}
    for term in [last] * 3_000 + [{"Value": joint != "&&"}]:
        body = {joint: {"left": body, "right": term}}
    policy = WHOLE | {"conditions": [{"kind": "when", "body": body}]}
    assert told(policy, Scene(OWNER, RELEASE, MEMORY, {}, {})) is (joint == "||")
    assert values_read(policy) == frozenset()


WRAPS = {
    "not": lambda body: {"!": {"arg": body}},
    "equal": lambda body: {"==": {"left": TRUE, "right": body}},
    "and": lambda body: {"&&": {"left": TRUE, "right": body}},
    "if": lambda body: {"if-then-else": {"if": body, "then": TRUE, "else": TRUE}},
    "else": lambda body: {"if-then-else": {"if": TRUE, "then": TRUE, "else": body}},
}


def from_deep_within(calls: int, act):
    return from_deep_within(calls - 1, act) if calls else act()


@pytest.mark.parametrize("wrap", WRAPS.values(), ids=WRAPS.keys())
def test_deepest_policy_that_is_taken_is_also_evaluated(wrap):
    body = TRUE
    for _ in range(100):
        body = wrap(body)
    policy = WHOLE | {"conditions": [{"kind": "when", "body": body}]}
    scene = Scene(OWNER, RELEASE, MEMORY, {}, {})
    assert from_deep_within(400, lambda: told(policy, scene)) is True
    error = refusal(WHOLE | {"conditions": [{"kind": "when", "body": wrap(body)}]})
    assert error.key == "policy.too_deep"
    assert error.values == {"limit": 100}


# --- what a policy reads


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (rule("true"), set()),
        (rule('"context" == "Var"'), set()),
        (rule("resource == principal"), set()),
        (
            rule("resource.labels == []").removesuffix(";")
            + 'unless { context.auth > 1 && context has "a b" };',
            {("resource", "labels"), ("context", "auth"), ("context", "a b")},
        ),
        (rule("context has nest.inner"), {("context", "nest"), ("resource", "inner")}),
        (rule("[1, context.auth].contains(2)"), {("context", "auth")}),
        (rule("{Var: context.auth, attr: 1} == {}"), {("context", "auth")}),
        (rule("principal has labels"), {("principal", "labels")}),
        (rule('Bojagi::Memory::"it".labels.isEmpty()'), {("resource", "labels")}),
        (rule("{left: context, attr: 1} == {}"), {("context", "*")}),
        (
            rule("(if true then context else context).auth == 1"),
            {("context", "*"), ("resource", "auth")},
        ),
    ],
)
def test_values_that_a_policy_may_look_at_are_named(text, read):
    assert values_read(policy_of(text)) == read


# --- values


def test_set_keeps_true_and_one_apart_and_takes_records():
    assert len(set_of([1, True, "1", {"a": 1}, {"a": True}, {"a": 1}])) == 5
    assert set_of(["a", "b", OWNER, 3]) == frozenset({"a", "b", OWNER, 3})
    assert set_of([set_of([1])]) != set_of([set_of([True])])


def test_error_carries_no_value():
    scene = Scene(OWNER, RELEASE, MEMORY, {"labels": "secret"}, {})
    for condition in ("resource.labels + 1 == 1", "resource.labels", "resource.secret"):
        with pytest.raises(EvaluationError) as caught:
            compile_policy(policy_of(rule(condition)))(scene)
        assert "secret" not in str(caught.value)


def test_evaluator_needs_no_cedar_engine():
    code = "import sys, policy.evaluate; sys.exit('cedarpy' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
