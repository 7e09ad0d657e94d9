"""The adapter to Cedar: a bundle with any fault is refused, and an evaluation error denies."""

import contextlib
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.binding import RuleRecord
from policy.bundles import base_schema, load_base_bundle
from policy.catalog import LANGUAGES
from policy.cedar import Verdict, parse_bundle
from policy.errors import PolicyError
from policy.obligations import Obligation, ObligationKind, parse_obligations
from policy.vocabulary import Door, PrincipalKind
from tests.policy.rules import BASE_RULES, BASE_TEXT, a_rule, bundle_of

CONTEXT = {
    "purpose": "recall",
    "auth": 1,
    "auth_age_s": 10,
    "strongest": 2,
    "expired": False,
    "reads_spent": False,
}
# Past 64 bits from level 2 on; Cedar's own semantics would skip the rule and go on.
OVERFLOWS = "context.strongest * 9223372036854775807 > 0"


def refusal(*rules: str, schema: str | None = None) -> PolicyError:
    with pytest.raises(PolicyError) as caught:
        parse_bundle(base_schema() if schema is None else schema, "\n".join(rules))
    error = caught.value
    assert error.exit_code == 2
    assert all(error.tell(language) for language in LANGUAGES)
    return error


def verdict(*rules: str, **context: object) -> Verdict:
    bundle = bundle_of(*rules)
    return bundle.evaluate(RuleRecord(), Door.RELEASE, PrincipalKind.OWNER, CONTEXT | context)


def test_shipped_bundle_is_valid_and_read_once():
    bundle = load_base_bundle()
    assert bundle is load_base_bundle()
    assert len(bundle.rules) == len(BASE_RULES)
    assert parse_bundle(base_schema(), BASE_TEXT).digest == bundle.digest


def test_rule_keeps_what_its_annotations_say():
    text = a_rule(
        "a", when="context.auth_age_s <= 300", obligation="redact, count,", max_age_s="300"
    )
    rule = bundle_of(text).rules["a"]
    assert rule.permits
    assert rule.max_age_s == 300
    assert {duty.kind for duty in rule.obligations} == set(ObligationKind)
    assert rule.explanation == {"en": "Because.", "ja": "理由です。", "ko": "이유입니다."}


def test_rule_without_duty_or_age_asks_for_none():
    rule = bundle_of(a_rule("a", "forbid")).rules["a"]
    assert not rule.permits
    assert rule.obligations == ()
    assert rule.max_age_s is None


def test_schema_that_does_not_parse_is_refused_with_its_fault():
    error = refusal(a_rule("a"), schema="namespace {")
    assert error.key == "policy.bad_schema"
    assert "unexpected token" in str(error)


@pytest.mark.parametrize(
    "text", ["permit (principal, action", "permit;", "grant (principal, action, resource);", '"']
)
def test_policies_that_do_not_parse_are_refused_with_their_fault(text):
    error = refusal(text)
    assert error.key == "policy.bad_syntax"
    assert str(error.values["reason"]) in str(error)


@pytest.mark.parametrize(
    ("rule", "named"),
    [
        (a_rule("a", when="context.mood == 1"), "mood"),
        (a_rule("a", when='resource.text == "x"'), "text"),
        (a_rule("a", when='context.auth == "high"'), "types"),
        (a_rule("a", scope='principal, action == Bojagi::Action::"peek", resource'), "peek"),
        (a_rule("a", scope="principal is Bojagi::Stranger, action, resource"), "Stranger"),
    ],
)
def test_policies_that_do_not_fit_the_schema_are_refused_with_the_word(rule, named):
    error = refusal(a_rule("sound"), rule)
    assert error.key == "policy.not_valid"
    assert named in str(error)


def test_every_fault_against_the_schema_is_told():
    told = str(refusal(a_rule("a", when="context.mood"), a_rule("b", when="context.wish")))
    assert "mood" in told
    assert "wish" in told


@pytest.mark.parametrize("head", ["", '@id("")\n', "@id\n"])
def test_rule_without_id_is_refused(head):
    error = refusal(f"{head}permit (principal, action, resource);")
    assert error.key == "policy.no_id"
    assert "policy0" in str(error)


def test_id_that_two_rules_have_is_refused():
    error = refusal(a_rule("same"), a_rule("other"), a_rule("same", "forbid"))
    assert error.key == "policy.id_twice"
    assert "same" in str(error)


def test_missing_and_empty_explanations_are_refused_by_language():
    error = refusal(
        '@id("a") @explain_ko("") @explain_en("Why")\npermit (principal, action, resource);'
    )
    assert error.key == "policy.no_explanation"
    assert error.values == {"rule": "a", "missing": "ja, ko"}


def test_unknown_obligation_is_refused_with_those_that_are_known():
    error = refusal(a_rule("a", obligation="count, sing"))
    assert error.key == "policy.unknown_obligation"
    assert error.values == {"rule": "a", "found": "sing", "known": "count, redact"}


def test_obligations_without_a_comma_are_refused():
    with pytest.raises(PolicyError, match="count redact"):
        parse_obligations("a", "count redact")


def test_obligations_are_read_around_blanks_and_empty_places():
    assert parse_obligations("a", " , count ,,") == (Obligation(ObligationKind.COUNT),)
    assert parse_obligations("a", "") == ()


@pytest.mark.parametrize("age", ["soon", "-1", "1.5", "5m", " 300", "३००", "²"])
def test_age_that_is_no_whole_number_is_refused(age):
    error = refusal(a_rule("a", max_age_s=age))
    assert error.key == "policy.bad_max_age"
    assert error.values == {"rule": "a", "found": age}


def test_nothing_is_allowed_that_no_rule_permits():
    assert verdict() == Verdict(allowed=False, rules=())
    assert verdict(a_rule("a", when="context.auth >= 2")) == Verdict(allowed=False, rules=())


def test_forbid_wins_over_every_permit_and_is_named_alone():
    rules = a_rule("yes"), a_rule("no", "forbid"), a_rule("yes-too")
    assert verdict(*rules) == Verdict(allowed=False, rules=("no",))


def test_permits_are_named_in_order_of_their_ids():
    assert verdict(a_rule("b"), a_rule("a")) == Verdict(allowed=True, rules=("a", "b"))


@pytest.mark.parametrize("effect", ["permit", "forbid"])
def test_evaluation_error_denies_whatever_else_is_permitted(effect):
    rules = a_rule("yes"), a_rule("breaks", effect, OVERFLOWS)
    assert verdict(*rules, strongest=0).allowed
    assert verdict(*rules, strongest=2) == Verdict(allowed=False, rules=())


@pytest.mark.parametrize(
    "context",
    [{"auth": "3"}, {"auth": 2**63}, {"auth": True}, {"purpose": 1}, {"mood": 1}],
    ids=repr,
)
def test_request_that_does_not_fit_the_schema_is_denied(context):
    assert verdict(a_rule("yes"), **context) == Verdict(allowed=False, rules=())


def test_request_without_its_context_is_denied():
    bundle = bundle_of(a_rule("yes"))
    found = bundle.evaluate(RuleRecord(), Door.RELEASE, PrincipalKind.OWNER, {})
    assert found == Verdict(allowed=False, rules=())


def test_digest_is_the_same_for_the_same_text():
    assert parse_bundle(base_schema(), a_rule("a")).digest == bundle_of(a_rule("a")).digest


@given(st.integers(0, len(BASE_TEXT)), st.sampled_from([" ", "\n", "// x\n", "0", "!", '"', ";"]))
@settings(deadline=None)
def test_any_change_to_the_policies_changes_the_digest_or_is_refused(at, added):
    try:
        bundle = parse_bundle(base_schema(), BASE_TEXT[:at] + added + BASE_TEXT[at:])
    except PolicyError:
        return
    assert bundle.digest != load_base_bundle().digest


def test_any_change_to_the_schema_changes_the_digest():
    changed = base_schema().replace("entity Owner;", "entity Owner; entity Guest;")
    assert parse_bundle(changed, BASE_TEXT).digest != load_base_bundle().digest


def test_text_moved_from_the_policies_to_the_schema_changes_the_digest():
    note = "// a note\n"
    one = parse_bundle(base_schema() + note, BASE_TEXT)
    other = parse_bundle(base_schema(), note + BASE_TEXT)
    assert len({one.digest, other.digest, load_base_bundle().digest}) == 3


# --- what a rule author can get wrong without being told


def test_obligation_without_a_value_is_refused():
    refusal("@obligation\n" + a_rule("a"))


def test_age_without_a_value_is_refused():
    refusal("@max_age_s\n" + a_rule("a"))


def test_age_of_thousands_of_digits_is_refused():
    refusal(a_rule("a", max_age_s="9" * 4_301))


@pytest.mark.parametrize("name", ["obligaton", "obligations", "max_age", "expire"])
def test_annotation_that_nothing_reads_is_refused(name):
    refusal(a_rule("a", **{name: "redact"}))


def test_duty_on_a_forbid_is_refused():
    refusal(a_rule("a", "forbid", obligation="redact"))


def test_template_is_refused():
    refusal("forbid (principal == ?principal, action, resource);")


@pytest.mark.parametrize("blank", ["id", "explain_ja"])
def test_blank_id_or_explanation_is_refused(blank):
    refusal(a_rule("a").replace(f"@{blank}(", f'@{blank}(" ") @was_{blank}('))


def test_long_condition_is_read_or_refused():
    with contextlib.suppress(PolicyError):
        parse_bundle(base_schema(), a_rule("a", when="true" + " && true" * 500))


def test_deeply_nested_policy_is_refused_and_does_not_end_the_process(tmp_path):
    file = tmp_path / "deep.cedar"
    file.write_text(a_rule("a", when="(" * 5_000 + "true" + ")" * 5_000), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "policy", "check", file],
        capture_output=True,
        cwd=Path(__file__).parents[2],
        check=False,
    )
    assert done.returncode == 2
