"""Findings, cases and comparisons as sentences in three languages."""

from dataclasses import replace

import pytest

from policy.analysis import check, compare, tell, tell_case, tell_comparison
from policy.analysis.findings import Question, Relation, Undecided
from policy.analysis.search import Budget
from policy.analysis.values import FLAGS, LEVELS, ORDINARY_VALUES, SETS, WORDS
from policy.analysis.witness import ORDINARY, witness_of
from policy.bundles import load_base_bundle
from policy.catalog import LANGUAGES
from policy.load import load_catalog
from policy.vocabulary import AuthLevel, PrincipalKind
from tests.policy.analysis.rule_sets import LAPTOP, PLANTED, report_of
from tests.policy.rules import a_rule, bundle_of

CATALOG = load_catalog("policy")
BASE = load_base_bundle()
PLANTED_BY_NAME = {one.name: one for one in PLANTED}


def told(name: str, language: str = "en") -> list[str]:
    faults = report_of(PLANTED_BY_NAME[name]).faults
    return [tell(fault, CATALOG, language) for fault in faults]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("planted", PLANTED, ids=lambda one: one.name)
def test_every_finding_is_told_in_every_language(planted, language):
    for finding in report_of(planted).findings:
        sentence = tell(finding, CATALOG, language)
        assert sentence.rstrip(")")[-1] in ".?。"
        assert "{" not in sentence


def test_misspelt_word_is_told_with_the_one_that_is_meant():
    word, never = told("misspelt purpose")
    line = PLANTED_BY_NAME["misspelt purpose"].bundle.rules["new"].line
    assert word.startswith(f'Rule new (line {line}) compares context.purpose with "recal",')
    assert word.endswith(
        'Did you mean "recall"?'
        " It can be: recall, remind, export, share, train, maintain, research, marketing."
    )
    assert "never applies" in never


def test_tag_and_device_are_told_how_they_are_written():
    tag, _ = told("tag in capitals")
    assert 'Did you mean "diary"? Tags are kept in lower case' in tag
    (device,) = told("device by its nickname")
    assert "32 digits" in device
    assert "Did you mean" not in device


def test_word_that_is_like_none_is_told_without_a_guess():
    bundle = bundle_of(a_rule("a", when='context.purpose == "zzzzzz"'))
    (word, *_) = check(bundle).faults
    assert "Did you mean" not in tell(word, CATALOG, "en")


def test_counter_example_is_told_as_a_request():
    sentence = told("step-up that lasts ten minutes")[0]
    assert sentence.startswith(
        'This should always hold, and does not: "Money, identity numbers and biometrics are never'
        ' released without a step-up." (step-up-for-the-gravest). Allowed by owner-recalls:'
        " the owner asks for recall at the door release; "
    )
    assert "was shown 301 s ago" in sentence
    assert "the memory is labelled finance" in sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_out_of_the_ordinary_is_told_in_every_language(language):
    ordinary = tell_case(ORDINARY, CATALOG, language)
    others = {
        **{key: list(words)[1].value for key, words in WORDS.items()},
        **{key: frozenset({next(iter(words)).value}) for key, words in SETS.items()},
        **{key: (levels[-1]) for key, levels in LEVELS.items()},
        **{key: not ORDINARY_VALUES[key] for key in FLAGS},
        ("resource", "home"): LAPTOP,
        ("context", "device"): LAPTOP,
        ("resource", "tags"): frozenset({"diary"}),
        ("item", "reads"): 7,
        ("context", "auth_age_s"): 301,
    }  # fmt: skip
    assert set(others) | {("request", "principal"), ("request", "door")} == set(ORDINARY_VALUES)
    for key, value in others.items():
        witness = witness_of({**ORDINARY_VALUES, key: value})
        assert tell_case(witness, CATALOG, language) != ordinary, key


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("principal", PrincipalKind)
def test_who_asks_is_told(principal, language):
    request = replace(ORDINARY.request, principal=principal)
    sentence = tell_case(replace(ORDINARY, request=request), CATALOG, language)
    assert CATALOG.say(language, f"analysis.who_{principal.value.lower()}") in sentence


def test_locked_level_is_told_as_nothing_shown():
    request = replace(ORDINARY.request, auth=AuthLevel.LOCKED)
    assert "nothing was shown" in tell_case(replace(ORDINARY, request=request), CATALOG, "en")


def test_empty_set_is_told_as_nothing():
    witness = witness_of({**ORDINARY_VALUES, ("resource", "purposes"): frozenset()})
    assert "it may be read for nothing" in tell_case(witness, CATALOG, "en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("question", Question)
def test_every_question_that_is_undecided_is_told(question, language):
    sentence = tell(Undecided(question, ("a", "b")), CATALOG, language)
    assert CATALOG.say(language, f"analysis.question_{question}") in sentence


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("relation", Relation)
def test_every_relation_is_told(relation, language):
    assert CATALOG.say(language, f"analysis.relation_{relation}")


def test_comparison_is_told_with_a_case_for_each_way():
    old = bundle_of(a_rule("a", when="!context.expired", obligation="redact:card, notify"))
    new = bundle_of(a_rule("a", when="!resource.held", obligation="count"))
    lines = tell_comparison(compare(old, new), CATALOG, "en")
    assert [line.split(":")[0] for line in lines] == [
        "The new rules allow some of what the old ones do not, and the other way round.",
        "Only the new rules allow this",
        "Only the old rules allow this",
        "The duty notify falls away",
        "The duty redact",
        "The duty count is new",
    ]
    assert "The duty redact:card falls away: the owner asks for recall" in lines[4]


def test_comparison_that_is_undecided_is_told_as_such():
    comparison = compare(BASE, bundle_of(a_rule("a", obligation="redact")), Budget(100, 2_000))
    lines = tell_comparison(comparison, CATALOG, "en")
    assert lines[0].startswith("It could not be decided how the two compare.")
    assert "It could not be decided whether the duty redact changes." in lines
