"""The adapter to Cedar: a bundle with any fault is refused, and each rule keeps what it says."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.bundles import base_schema, load_base_bundle
from policy.catalog import LANGUAGES
from policy.cedar import format_policies, parse_bundle
from policy.errors import PolicyError
from policy.obligations import ObligationKind
from tests.policy.cases import PROPERTY
from tests.policy.rules import BASE_RULES, BASE_TEXT, a_rule, bundle_of


def refusal(*rules: str, schema: str | None = None) -> PolicyError:
    with pytest.raises(PolicyError) as caught:
        parse_bundle(base_schema() if schema is None else schema, "\n".join(rules))
    error = caught.value
    assert error.exit_code == 2
    assert all(error.tell(language) for language in LANGUAGES)
    return error


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
    assert {duty.kind for duty in rule.obligations} == {ObligationKind.COUNT, ObligationKind.REDACT}
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
    assert error.values["rule"] == "a"
    assert error.values["found"] == "sing"
    assert "reauthenticate" in str(error)


def test_obligation_whose_value_does_not_fit_is_refused():
    assert refusal(a_rule("a", obligation="expire")).key == "policy.bad_obligation"


@pytest.mark.parametrize("age", ["soon", "-1", "1.5", "5m", " 300", "३००", "²"])
def test_age_that_is_no_whole_number_is_refused(age):
    error = refusal(a_rule("a", max_age_s=age))
    assert error.key == "policy.bad_max_age"
    assert error.values == {"rule": "a", "found": age}


# --- what a rule looks at, and where it stands


def test_rule_tells_what_it_looks_at():
    text = a_rule("a", when='resource.labels.contains("x") || context has hour || resource.held')
    assert bundle_of(text).rules["a"].reads == {
        ("resource", "labels"),
        ("context", "hour"),
        ("resource", "held"),
    }


@pytest.mark.parametrize(
    "when",
    [
        "context == context",
        "[context].contains(context)",
        "(if true then context else context).foreground",
        "{a: context}.a.foreground",
    ],
)
def test_context_that_is_handled_as_a_whole_is_refused(when):
    assert refusal(a_rule("a", when=when)).key == "policy.whole_context"


def test_attribute_that_is_named_as_a_string_is_the_same():
    dotted, named = "context.auth_age_s <= 60", 'context["auth_age_s"] <= 60'
    for when in (dotted, named):
        rule = bundle_of(a_rule("a", when=when, max_age_s="60")).rules["a"]
        assert rule.reads == {("context", "auth_age_s")}


def test_rule_tells_the_line_on_which_it_begins():
    odd = a_rule("b").replace('@id("b")', '// @id("c") is below\n@id ( "b" )')
    bundle = bundle_of('// a note; @id("b")\n', a_rule("a"), odd, a_rule("c"))
    lines = {rule.id: rule.line for rule in bundle.rules.values()}
    assert lines == {"a": 3, "b": 11, "c": 18}


def test_formatted_bundle_is_the_same_bundle_and_stays_as_it_is():
    once = format_policies(BASE_TEXT)
    assert format_policies(once) == once
    assert parse_bundle(base_schema(), once).rules.keys() == load_base_bundle().rules.keys()


# --- the digest


def test_digest_is_the_same_for_the_same_text():
    assert parse_bundle(base_schema(), a_rule("a")).digest == bundle_of(a_rule("a")).digest


@given(st.integers(0, len(BASE_TEXT)), st.sampled_from([" ", "\n", "// x\n", "0", "!", '"', ";"]))
@PROPERTY
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


# --- what is too deep for a parser whose stack has no limit


@pytest.mark.parametrize(
    "when",
    [
        "(" * 60 + "true" + ")" * 60,
        "if true then true else " * 60 + "true",
        "true" + " && true" * 390,
        "true" + " || true" * 390,
        '"' + "(" * 500 + "if " * 500 + '" == "x"',
        "true // " + "----------" * 100 + "\n",
        "[" + "1, " * 5_000 + "1].contains(1)",
    ],
    ids=lambda when: when[:12],
)
def test_what_is_long_but_not_deep_is_read(when):
    assert parse_bundle(base_schema(), a_rule("a", when=when)).rules.keys() == {"a"}


DEEP = {
    "brackets": lambda n: "(" * n + "true" + ")" * n,
    "if": lambda n: "if true then true else " * n + "true",
    "condition": lambda n: "if " * n + "true" + " then true else true" * n,
    "and": lambda n: "true" + " && true" * n,
    "plus": lambda n: "1" + " + 1" * n + " > 0",
    "dots": lambda n: "context" + ".purpose" * n + " == 1",
    "has": lambda n: "context has purpose" + ".a" * n,
    "not": lambda n: "!" * n + "true",
}


@pytest.mark.parametrize("name", DEEP)
def test_what_nests_too_deep_is_refused(name):
    assert refusal(a_rule("a", when=DEEP[name](401))).key == "policy.too_deep"


@pytest.mark.parametrize(
    "when",
    [
        "1" + " + 1" * 390 + " > 0",  # deeper than the evaluator goes
        # deeper than Python reads Cedar's own form of it
        "if true then true else " * 60 + "[" * 60 + "true" + " || true" * 390 + "]" * 60,
    ],
    ids=["sum", "form"],
)
def test_what_only_becomes_too_deep_by_cedars_reading_is_refused(when):
    assert refusal(a_rule("a", when=when)).key == "policy.too_deep"


def test_sets_of_sets_in_a_schema_are_refused():
    schema = base_schema().replace("Set<String>", "Set<" * 500 + "String" + ">" * 500, 1)
    assert refusal(a_rule("a"), schema=schema).key == "policy.too_deep"


@pytest.mark.parametrize("name", ["brackets", "if", "condition", "and", "dots", "has"])
def test_policy_of_any_depth_does_not_end_the_process(name, tmp_path):
    file = tmp_path / "deep.cedar"
    file.write_text(a_rule("a", when=DEEP[name](20_000)), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "policy", "check", file],
        capture_output=True,
        cwd=Path(__file__).parents[2],
        check=False,
    )
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
