"""What a person is told: the rules' own sentences, and only remedies that would help."""

from datetime import UTC, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.binding import ItemColumns
from policy.bundles import default_record, load_base_bundle
from policy.catalog import LANGUAGES
from policy.changes import AskFor, Change, ShowLevel, Step, WaitUntil
from policy.decide import Decider, Deny, Permit, StepUp, decide
from policy.explain import explain, opens_with, outcome_of, tell_change
from policy.load import load_catalog
from policy.obligations import Obligation, ObligationKind
from policy.request import FOREVER, LAST_MOMENT
from policy.vocabulary import AuthLevel, Label, Market, Purpose
from tests.policy.cases import CLIENT, FRESH, OUTSIDE, PROPERTY, bundles, cases
from tests.policy.rules import BASE_RULES, FORBIDS, NOW, a_request, bundle_of

BASE = load_base_bundle()
DECIDER = Decider(BASE)
CATALOG = load_catalog("policy")
PERMIT = Permit(("owner-recalls",), BASE.digest, (), NOW)
STRONG, UNLOCKED, BIOMETRIC = AuthLevel.STRONG, AuthLevel.UNLOCKED, AuthLevel.BIOMETRIC
ATOMS = [
    *Step,
    ShowLevel(UNLOCKED),
    ShowLevel(STRONG),
    ShowLevel(BIOMETRIC),
    *map(AskFor, Purpose),
    WaitUntil(NOW),
]


def step_up(level: AuthLevel, max_age_s: int | None, *rules: str) -> StepUp:
    change = Change((ShowLevel(level),), ("owner-recalls",))
    return StepUp(rules, BASE.digest, (), FOREVER, level, max_age_s, (change,))


def deny(*rules: str, obligations: tuple[Obligation, ...] = (), changes=()) -> Deny:
    opened = tuple(Change(atoms, ("owner-recalls",)) for atoms in changes)
    return Deny(rules, BASE.digest, obligations, FOREVER, opened)


# --- why


@pytest.mark.parametrize("language", LANGUAGES)
def test_rule_that_decided_is_told_in_its_own_words(language):
    words = BASE.rules["finance-needs-step-up"].explanation[language]
    closed = step_up(STRONG, 300, "finance-needs-step-up")
    assert explain(closed, BASE, CATALOG, language) == words


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_rules_that_decided_are_told(language):
    rules = ("retention-ended", "sensitive-never-trains")
    told = explain(deny(*rules), BASE, CATALOG, language)
    assert all(BASE.rules[rule].explanation[language] in told for rule in rules)


@pytest.mark.parametrize("language", LANGUAGES)
def test_silence_of_all_rules_is_told(language):
    told = explain(deny(), BASE, CATALOG, language)
    assert told == CATALOG.say(language, "explain.no_rule_permits")


@pytest.mark.parametrize("language", LANGUAGES)
def test_obligation_that_cannot_be_fulfilled_is_told_by_name_and_not_as_a_permit(language):
    duties = tuple(map(Obligation, (ObligationKind.NOTIFY, ObligationKind.REDACT)))
    told = explain(deny("owner-recalls", obligations=duties), BASE, CATALOG, language)
    assert CATALOG.say(language, "explain.duty_notify") in told
    assert CATALOG.say(language, "explain.duty_redact") in told
    assert BASE.rules["owner-recalls"].explanation[language] not in told


def test_outcome_has_one_word():
    assert outcome_of(PERMIT) == "permit"
    assert outcome_of(step_up(STRONG, None)) == "step_up"
    assert outcome_of(deny()) == "deny"


# --- what would open it


@pytest.mark.parametrize("language", LANGUAGES)
def test_permit_needs_no_remedy(language):
    assert opens_with(PERMIT, CATALOG, language) == ""
    words = BASE.rules["owner-recalls"].explanation[language]
    assert explain(PERMIT, BASE, CATALOG, language) == words


@pytest.mark.parametrize("language", LANGUAGES)
def test_deny_that_nothing_would_change_has_no_remedy(language):
    assert opens_with(deny("retention-ended"), CATALOG, language) == ""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("max_age_s", "figure"), [(300, "5"), (60, "60"), (90, "90"), (30, "30")])
def test_step_up_names_its_factor_and_its_time(language, max_age_s, figure):
    told = opens_with(step_up(BIOMETRIC, max_age_s), CATALOG, language)
    assert CATALOG.say(language, "explain.level_biometric") in told
    assert [sign for sign in told if sign.isdigit()] == list(figure)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "closed", [step_up(STRONG, None), step_up(UNLOCKED, None), step_up(UNLOCKED, 300)]
)
def test_opening_without_an_end_names_no_minutes(language, closed):
    told = opens_with(closed, CATALOG, language)
    assert CATALOG.say(language, f"explain.level_{closed.level.name.lower()}") in told
    assert not any(sign.isdigit() for sign in told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_deny_names_the_purposes_that_would_open(language):
    decision = deny(changes=[(AskFor(Purpose.RECALL),), (AskFor(Purpose.SHARE),)])
    told = opens_with(decision, CATALOG, language)
    for purpose in Purpose:
        named = CATALOG.say(language, f"explain.purpose_{purpose}") in told
        assert named == (purpose in decision.purposes)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("atom", ATOMS, ids=str)
def test_each_change_is_told_by_its_own_sentence(language, atom):
    change = Change((atom,), ("a",))
    told = tell_change(change, CATALOG, language, UTC)
    others = {
        tell_change(Change((other,), ("a",)), CATALOG, language, UTC)
        for other in ATOMS
        if other != atom
    }
    assert told not in others
    assert "{" not in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_changes_are_told_in_one_sentence(language):
    told = opens_with(deny(changes=[(ShowLevel(STRONG), Step.GO_HOME)]), CATALOG, language)
    for key in ("step_show_strong", "step_go_home"):
        assert CATALOG.say(language, f"explain.{key}") in told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("hours", "moment"),
    [(0, "1970-01-12 13:46"), (9, "1970-01-12 22:46"), (11, "1970-01-13 00:46")],
)
def test_moment_is_told_by_the_persons_clock(language, hours, moment):
    zone = timezone(timedelta(hours=hours))
    decision = deny(changes=[(WaitUntil(NOW),)])
    assert moment in opens_with(decision, CATALOG, language, zone=zone)


def test_latest_moment_can_be_told():
    bundle = bundle_of(*BASE_RULES, FORBIDS[0])  # night
    record = default_record([], Market.KR)
    for offset_s in (0, 43_200):
        request = a_request(now=LAST_MOMENT, auth_at=LAST_MOMENT, utc_offset_s=offset_s)
        decision = decide(bundle, record, ItemColumns(NOW), request)
        zone = timezone(timedelta(seconds=offset_s))
        assert isinstance(opens_with(decision, CATALOG, "ja", zone=zone), str)


# --- any decision


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize("auth", AuthLevel)
def test_every_decision_on_every_label_can_be_told(language, purpose, auth):
    for label in Label:
        for asked in ({}, CLIENT, OUTSIDE):
            record = default_record([label], Market.JP)
            request = a_request(**asked | {"purpose": purpose, "auth": auth})
            decision = DECIDER.decide(record, FRESH, request)
            why = explain(decision, BASE, CATALOG, language)
            assert why
            assert "{" not in why + opens_with(decision, CATALOG, language)


@given(bundles, cases, st.sampled_from(LANGUAGES))
@PROPERTY
def test_what_has_changes_that_would_open_it_has_a_remedy_and_nothing_else_has(
    bundle, case, language
):
    decision = decide(bundle, *case)
    told = opens_with(decision, CATALOG, language)
    assert bool(told) == bool(getattr(decision, "changes", ()))
    assert explain(decision, bundle, CATALOG, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_clock_without_a_date_is_told_as_the_reason(language):
    record = default_record([], Market.JP)
    decision = decide(BASE, record, ItemColumns(NOW), a_request(now=-1, auth_at=-1))
    assert explain(decision, BASE, CATALOG, language) == CATALOG.say(language, "explain.not_known")
