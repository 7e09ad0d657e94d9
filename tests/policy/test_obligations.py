"""Obligations: what rules may ask of the guard, and that a permit holds only with all of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.binding import ItemColumns
from policy.decide import Decision, Deny, Permit, StepUp, decide
from policy.errors import PolicyError
from policy.obligations import Obligation, ObligationKind, parse_obligations
from policy.vocabulary import Audience, IdentifierKind, Purpose
from tests.policy.cases import (
    BASE,
    EVERYDAY,
    FINANCE,
    FRESH,
    LOCKED,
    PROPERTY,
    SHARED,
    SPENT,
    STRONG,
    UNLOCKED,
    bundles,
    cases,
)
from tests.policy.rules import NOW, a_request, a_rule, bundle_of

COUNT, REDACT = Obligation(ObligationKind.COUNT), Obligation(ObligationKind.REDACT)
SHARE = {"purpose": Purpose.SHARE, "audience": Audience.OUTSIDE}


def under(obligation: str, *, reads: int = 0, **changes: object) -> Decision:
    """Decides under one permit with an obligation."""
    bundle = bundle_of(a_rule("a", obligation=obligation))
    return decide(bundle, EVERYDAY, ItemColumns(NOW, reads), a_request(**changes))


# --- as rules write them


@pytest.mark.parametrize(
    ("annotation", "duties"),
    [
        ("", ()),
        (" , count ,,", (COUNT,)),
        ("redact, count", (REDACT, COUNT)),
        ("count:5", (Obligation(ObligationKind.COUNT, 5),)),
        ("reauthenticate:60", (Obligation(ObligationKind.REAUTHENTICATE, 60),)),
        ("expire:300", (Obligation(ObligationKind.EXPIRE, 300),)),
        (
            "redact:phone+card+phone",
            (
                Obligation(
                    ObligationKind.REDACT, redacts=(IdentifierKind.CARD, IdentifierKind.PHONE)
                ),
            ),
        ),
        (
            "summarise, notify, no_train, no_share, local_only",
            tuple(map(Obligation, ("summarise", "notify", "no_train", "no_share", "local_only"))),
        ),
    ],
)
def test_obligations_are_read_around_blanks_and_empty_places(annotation, duties):
    assert parse_obligations("a", annotation) == duties


@pytest.mark.parametrize(
    "word",
    [
        *("reauthenticate", "expire", "count:0", "count:-1", "count:", "count:1.5", "expire:soon"),
        *("expire:0", "expire:1000000000", "expire:६०", "expire:６０", "expire: 60", "expire:6_0"),
        *(
            "redact:",
            "redact:card+",
            "redact:+",
            "redact:emial",
            "redact:CARD",
            "redact:card phone",
        ),
        *("notify:1", "no_train:yes", "summarise:", "local_only:0"),
    ],
)
def test_value_that_does_not_fit_is_refused(word):
    with pytest.raises(PolicyError) as caught:
        parse_obligations("a", f"count, {word}")
    assert caught.value.key == "policy.bad_obligation"
    assert caught.value.values == {"rule": "a", "found": word}


@pytest.mark.parametrize(
    "word",
    ["sing", "Count", "ＣＯＵＮＴ", "сount", "count\u200b", "count redact", ":5", "count :5"],
)
def test_unknown_obligation_is_refused_with_those_that_are_known(word):
    with pytest.raises(PolicyError) as caught:
        parse_obligations("a", word)
    assert caught.value.key == "policy.unknown_obligation"
    assert caught.value.values["found"] == word
    assert all(kind in str(caught.value) for kind in ObligationKind)


@given(
    st.text()
    | st.lists(st.sampled_from([*ObligationKind, ":", "+", "5", ",", "card"])).map("".join)
)
@PROPERTY
def test_any_annotation_is_read_or_refused(annotation):
    try:
        duties = parse_obligations("a", annotation)
    except PolicyError:
        return
    again = parse_obligations("a", ",".join(map(written, duties)))
    assert again == duties


def written(duty: Obligation) -> str:
    return f"{duty.kind}:{'+'.join(duty.redacts)}" if duty.redacts else duty.word


# --- as decisions carry them


def test_recall_is_counted_and_sharing_is_redacted_too():
    assert decide(BASE, EVERYDAY, FRESH, a_request()).obligations == (COUNT,)
    assert decide(BASE, SHARED, FRESH, a_request(**SHARE)).obligations == (COUNT, REDACT)


def test_duties_of_all_permits_are_joined_and_told_once():
    bundle = bundle_of(
        a_rule("a", obligation="redact, count"), a_rule("b", obligation="count"), a_rule("c")
    )
    decision = decide(bundle, EVERYDAY, FRESH, a_request())
    assert isinstance(decision, Permit)
    assert decision.rules == ("a", "b", "c")
    assert decision.obligations == (COUNT, REDACT)


def test_obligation_that_the_guard_cannot_fulfil_denies_and_is_named_alone():
    only_counts = frozenset({ObligationKind.COUNT})
    assert isinstance(decide(BASE, SHARED, FRESH, a_request(**SHARE)), Permit)
    denied = decide(BASE, SHARED, FRESH, a_request(**SHARE, fulfils=only_counts))
    assert isinstance(denied, Deny)
    assert (denied.rules, denied.obligations) == (("owner-shares",), (REDACT,))
    assert Purpose.SHARE not in denied.purposes
    assert isinstance(decide(BASE, EVERYDAY, FRESH, a_request(fulfils=only_counts)), Permit)
    assert isinstance(decide(BASE, EVERYDAY, FRESH, a_request(fulfils=frozenset())), Deny)


def test_what_a_forbid_stopped_names_no_obligation():
    denied = decide(BASE, SPENT, FRESH, a_request(fulfils=frozenset()))
    assert (denied.rules, denied.obligations) == (("reads-used-up",), ())


@pytest.mark.parametrize("kind", ObligationKind)
def test_each_obligation_denies_where_it_cannot_be_fulfilled(kind):
    word = kind + (":9" if kind in {ObligationKind.REAUTHENTICATE, ObligationKind.EXPIRE} else "")
    assert isinstance(under(word), Permit)
    assert isinstance(under(word, fulfils=frozenset(ObligationKind) - {kind}), Deny)


def test_permit_that_asks_for_less_serves_where_another_cannot_be_fulfilled():
    bundle = bundle_of(a_rule("a", obligation="redact"), a_rule("b", obligation="count"))
    decision = decide(bundle, EVERYDAY, FRESH, a_request(fulfils=frozenset({ObligationKind.COUNT})))
    assert isinstance(decision, Permit)
    assert (decision.rules, decision.obligations) == (("b",), (COUNT,))


def test_reads_are_counted_up_to_the_limit_of_the_rule():
    assert isinstance(under("count:2", reads=1), Permit)
    denied = under("count:2", reads=2)
    assert isinstance(denied, Deny)
    assert denied.obligations == (Obligation(ObligationKind.COUNT, 2),)


def test_count_without_a_limit_counts_on():
    assert isinstance(under("count", reads=10**6), Permit)


@pytest.mark.parametrize("age_s", [0, 59, 60])
def test_fresh_level_satisfies_a_reauthentication_until_it_has_aged(age_s):
    decision = under("reauthenticate:60", age_s=age_s)
    assert isinstance(decision, Permit)
    assert decision.valid_until == NOW + 61 - age_s


@pytest.mark.parametrize("age_s", [61, 10_000, -1])
def test_aged_level_has_to_be_shown_again(age_s):
    decision = under("reauthenticate:60", age_s=age_s)
    assert isinstance(decision, StepUp)
    assert (decision.level, decision.max_age_s) == (UNLOCKED, 60)
    assert decision.obligations == (Obligation(ObligationKind.REAUTHENTICATE, 60),)


def test_reauthentication_is_refused_where_nothing_can_be_shown():
    decision = under("reauthenticate:60", age_s=61, auth=LOCKED, strongest=LOCKED)
    assert isinstance(decision, Deny)


def test_what_expires_is_decided_anew_by_then():
    assert under("expire:300, expire:120").valid_until == NOW + 120
    request = a_request(auth=STRONG, age_s=250)
    bundle = bundle_of(*FINANCE_BRIEFLY)
    assert decide(bundle, FINANCE, FRESH, request).valid_until == NOW + 51


FINANCE_BRIEFLY = (
    a_rule("a", obligation="expire:120"),
    a_rule("b", "forbid", "context.auth_age_s > 300", max_age_s="300"),
)


@given(bundles, cases)
@PROPERTY
def test_no_permit_asks_for_what_the_guard_cannot_fulfil(bundle, case):
    decision = decide(bundle, *case)
    _, item, request = case
    if isinstance(decision, Permit):
        for duty in decision.obligations:
            assert duty.kind in request.fulfils
            assert duty.kind != "reauthenticate" or request.auth_age_s <= duty.amount
            assert duty.kind != "count" or not duty.amount or item.reads < duty.amount
