"""What a person is told: the rules' own sentences, and only remedies that would help."""

import pytest

from policy.binding import ItemColumns, default_record
from policy.bundles import load_base_bundle
from policy.catalog import LANGUAGES
from policy.decide import Deny, Permit, StepUp, decide
from policy.explain import explain, opens_with
from policy.load import load_catalog
from policy.vocabulary import AuthLevel, Label, Market, Purpose
from tests.policy.rules import NOW, a_request

BASE = load_base_bundle()
CATALOG = load_catalog("policy")
PERMIT = Permit(("owner-recalls",), BASE.digest, (), NOW)


@pytest.mark.parametrize("language", LANGUAGES)
def test_rule_that_decided_is_told_in_its_own_words(language):
    words = BASE.rules["finance-needs-step-up"].explanation[language]
    closed = StepUp(("finance-needs-step-up",), BASE.digest, AuthLevel.STRONG, 300)
    assert explain(closed, BASE, CATALOG, language) == words


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_rules_that_decided_are_told(language):
    rules = ("retention-ended", "sensitive-never-trains")
    told = explain(Deny(rules, BASE.digest), BASE, CATALOG, language)
    assert all(BASE.rules[rule].explanation[language] in told for rule in rules)


@pytest.mark.parametrize("language", LANGUAGES)
def test_silence_of_all_rules_is_told(language):
    told = explain(Deny((), BASE.digest), BASE, CATALOG, language)
    assert told == CATALOG.say(language, "explain.no_rule_permits")


@pytest.mark.parametrize("language", LANGUAGES)
def test_permit_needs_no_remedy(language):
    assert opens_with(PERMIT, CATALOG, language) == ""
    assert (
        explain(PERMIT, BASE, CATALOG, language)
        == BASE.rules["owner-recalls"].explanation[language]
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_deny_that_nothing_would_change_has_no_remedy(language):
    assert opens_with(Deny(("retention-ended",), BASE.digest), CATALOG, language) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_step_up_names_its_factor_and_its_minutes(language):
    told = opens_with(StepUp((), BASE.digest, AuthLevel.BIOMETRIC, 300), CATALOG, language)
    assert CATALOG.say(language, "explain.level_biometric") in told
    assert "5" in told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "closed",
    [
        StepUp((), BASE.digest, AuthLevel.STRONG, None),
        StepUp((), BASE.digest, AuthLevel.UNLOCKED, None),
        StepUp((), BASE.digest, AuthLevel.UNLOCKED, 300),
    ],
)
def test_opening_without_an_end_names_no_minutes(language, closed):
    told = opens_with(closed, CATALOG, language)
    assert CATALOG.say(language, f"explain.level_{closed.level.name.lower()}") in told
    assert not any(sign.isdigit() for sign in told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_deny_names_the_purposes_that_would_open(language):
    decision = Deny((), BASE.digest, (Purpose.RECALL, Purpose.SHARE))
    told = opens_with(decision, CATALOG, language)
    for purpose in Purpose:
        named = CATALOG.say(language, f"explain.purpose_{purpose}") in told
        assert named == (purpose in decision.purposes)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize("auth", AuthLevel)
def test_every_decision_on_every_label_can_be_told(language, purpose, auth):
    for label in Label:
        record = default_record([label], Market.JP)
        decision = decide(BASE, record, ItemColumns(NOW), a_request(purpose=purpose, auth=auth))
        told = explain(decision, BASE, CATALOG, language) + opens_with(decision, CATALOG, language)
        assert told
        assert "{" not in told


def test_remedy_never_promises_longer_than_the_rule_keeps():
    told = opens_with(StepUp((), BASE.digest, AuthLevel.STRONG, 30), CATALOG, "en")
    assert "1 minutes" not in told


def test_deny_for_an_obligation_is_not_told_as_a_permit():
    record = default_record([], Market.OTHER)
    decision = decide(BASE, record, ItemColumns(NOW), a_request(fulfils=frozenset()))
    assert isinstance(decision, Deny)
    told = explain(decision, BASE, CATALOG, "en")
    assert told != BASE.rules["owner-recalls"].explanation["en"]
