"""Defaults by label and market: from a table that a person can read, and that never widens."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.binding import OWN_PURPOSES, RuleRecord
from policy.bundles import default_record, load_defaults
from policy.defaults import Defaults
from policy.errors import PolicyError
from policy.labelling.identifiers import IdentifierKind
from policy.request import DAY_S
from policy.vocabulary import (
    Audience,
    AuthLevel,
    ClassName,
    Label,
    Market,
    Purpose,
    Sensitivity,
)
from policy.wishes import Wish, changed_record
from tests.policy.cases import BASE, PROPERTY, cases, is_permitted

STEP_UP_LABELS = [Label.FINANCE, Label.IDENTITY, Label.BIOMETRICS]
CLOSE_LABELS = [
    *(Label.HEALTH, Label.LOCATION, Label.MINORS, Label.BELIEF, Label.POLITICS, Label.SEXUALITY)
]
EVERY_LABEL = "\n".join(f'[any.{label}]\nwhy = "Because."' for label in Label)

label_sets = st.sets(st.sampled_from(Label), max_size=4)
markets = st.sampled_from(Market)


def table(text: str) -> Defaults:
    """Gives a table in which all is as loose as it can be, but for what is said."""
    return Defaults.parse(f"{text}\n{EVERY_LABEL}")


def refusal(text: str) -> PolicyError:
    with pytest.raises(PolicyError) as caught:
        Defaults.parse(text)
    assert caught.value.key == "policy.bad_defaults"
    assert all(caught.value.tell(language) for language in ("en", "ja", "ko"))
    return caught.value


# --- the shipped table


@pytest.mark.parametrize("market", Market)
def test_unlabelled_memory_is_everyday_and_its_owners(market):
    record = default_record([], market)
    assert record.class_name is ClassName.EVERYDAY
    assert record.sensitivity is Sensitivity.ORDINARY
    assert record.min_auth is AuthLevel.UNLOCKED
    assert record.purposes == OWN_PURPOSES
    assert record.audiences == (Audience.ON_DEVICE, Audience.OWNER)
    assert record.may_train
    assert not record.may_leave
    assert record.jurisdiction is market


@pytest.mark.parametrize("market", Market)
@pytest.mark.parametrize("label", STEP_UP_LABELS)
def test_finance_identity_and_biometrics_ask_for_step_up(label, market):
    record = default_record([label], market)
    assert record.min_auth is AuthLevel.BIOMETRIC
    assert record.sensitivity is Sensitivity.CRITICAL
    assert record.class_name.needs_step_up
    assert not record.may_train
    assert record.audiences == (Audience.OWNER,)


@pytest.mark.parametrize("market", Market)
@pytest.mark.parametrize("label", CLOSE_LABELS)
def test_health_and_its_like_open_with_the_vault_for_the_owner_alone(label, market):
    record = default_record([label], market)
    assert record.min_auth is AuthLevel.UNLOCKED
    assert record.class_name is ClassName.PRIVATE
    assert record.sensitivity is Sensitivity.SENSITIVE
    assert not record.may_train
    assert record.audiences == (Audience.OWNER,)


def test_workplace_is_personal_and_may_train_but_where_a_law_is_closer():
    record = default_record([Label.WORKPLACE], Market.OTHER)
    assert record.class_name is ClassName.EVERYDAY
    assert record.sensitivity is Sensitivity.PERSONAL
    assert record.may_train
    assert default_record([Label.WORKPLACE], Market.JP).audiences == (Audience.OWNER,)
    assert default_record([Label.WORKPLACE], Market.EU).sensitivity is Sensitivity.SENSITIVE


def test_national_numbers_are_for_no_reminder_in_japan_and_korea():
    for market, reminds in ((Market.JP, False), (Market.KR, False), (Market.OTHER, True)):
        record = default_record([Label.IDENTITY], market)
        assert (Purpose.REMIND in record.purposes) == reminds


@given(label_sets, markets)
@PROPERTY
def test_no_default_lets_a_memory_leave_or_serve_strangers(labels, market):
    record = default_record(labels, market)
    assert not record.may_leave
    assert Audience.OUTSIDE not in record.audiences
    assert set(record.purposes) <= set(OWN_PURPOSES)
    assert set(record.redactions) == set(IdentifierKind)
    assert RuleRecord.from_bytes(record.to_bytes()) == record


def test_each_row_says_why():
    assert all(row.why for rows in load_defaults().rows.values() for row in rows.values())


# --- how rows come together


def stricter(one: RuleRecord, other: RuleRecord) -> bool:
    return (
        one.sensitivity >= other.sensitivity
        and one.min_auth >= other.min_auth
        and one.may_train <= other.may_train
        and one.may_leave <= other.may_leave
        and set(one.purposes) <= set(other.purposes)
        and set(one.audiences) <= set(other.audiences)
        and set(one.redactions) >= set(other.redactions)
        and (one.retain_s or 10**12) <= (other.retain_s or 10**12)
    )


rows = st.fixed_dictionaries(
    {},
    optional={
        "sensitivity": st.sampled_from(["ordinary", "personal", "sensitive", "critical"]),
        "purposes": st.lists(st.sampled_from(OWN_PURPOSES), unique=True).map(
            lambda some: [*map(str, some)]
        ),
        "min_auth": st.sampled_from(["unlocked", "strong", "biometric"]),
        "may_train": st.booleans(),
        "audiences": st.sampled_from([["owner"], ["on_device"], ["on_device", "owner"], []]),
        "retain_days": st.integers(1, 200 * 366),
    },
)


def written(given: dict[tuple[str, Label], dict[str, object]]) -> Defaults:
    """Writes a table and reads it."""
    whole = {("any", label): {} for label in Label} | given
    lines = []
    for (market, label), row in whole.items():
        lines.append(f"[{market}.{label}]")
        for name, value in ({"why": "Because."} | row).items():
            lines.append(
                f"{name} = {str(value).lower()}"
                if isinstance(value, bool)
                else f"{name} = {value!r}"
            )
    return Defaults.parse("\n".join(lines))


tables = st.dictionaries(
    st.tuples(st.sampled_from(["any", "KR", "JP"]), st.sampled_from(Label)), rows, max_size=12
).map(written)


@given(tables | st.just(load_defaults()), label_sets, st.sampled_from(Label), markets)
@settings(PROPERTY, max_examples=300)
def test_another_label_never_makes_the_record_milder(defaults, labels, label, market):
    before, after = defaults.record(labels, market), defaults.record({*labels, label}, market)
    assert stricter(after, before)


@given(tables, label_sets, label_sets, markets, cases)
@PROPERTY
def test_label_that_is_added_later_never_widens_access_in_any_table(
    defaults, first, added, market, case
):
    _, item, request = case
    before = defaults.record(first, market)
    after = changed_record(before, Wish(labels=frozenset(added)), defaults)
    assert after == defaults.record(first | added, market)
    assert is_permitted(BASE, (after, item, request)) <= is_permitted(BASE, (before, item, request))


def test_strictest_of_each_column_counts():
    defaults = table(
        """
        [KR.health]
        sensitivity = "sensitive"
        retain_days = 30
        purposes = ["recall", "export"]
        why = "Because."
        [KR.workplace]
        min_auth = "strong"
        retain_days = 7
        purposes = ["recall", "remind"]
        audiences = ["owner"]
        why = "Because."
        """
    )
    record = defaults.record([Label.WORKPLACE, Label.HEALTH], Market.KR)
    assert record.sensitivity is Sensitivity.SENSITIVE
    assert record.min_auth is AuthLevel.STRONG
    assert record.retain_s == 7 * DAY_S
    assert record.purposes == (Purpose.RECALL,)
    assert record.audiences == (Audience.OWNER,)


def test_market_without_a_row_takes_that_of_any():
    defaults = table('[JP.health]\nmin_auth = "strong"\nwhy = "Because."')
    assert defaults.record([Label.HEALTH], Market.JP).min_auth is AuthLevel.STRONG
    assert defaults.record([Label.HEALTH], Market.KR).min_auth is AuthLevel.UNLOCKED


# --- tables that are refused


@pytest.mark.parametrize(
    "row",
    [
        'sensitivity = "secret"',
        'sensitivity = "Critical"',
        "sensitivity = 3",
        'sensitivity = "3"',
        "min_auth = true",
        'min_auth = "locked"',
        'min_auth = "fingerprint"',
        'min_auth = "BIOMETRIC"',
        'purposes = ["gossip"]',
        'purposes = ["share"]',
        'purposes = "recall"',
        'audiences = ["outside"]',
        'audiences = ["ｏｗｎｅｒ"]',
        "retain_days = 0",
        "retain_days = -1",
        "retain_days = 73201",
        "retain_days = true",
        "retain_days = 1.5",
        "retain_days = 1" + "0" * 5_000,
        'may_train = "perhaps"',
        "may_leave = true",
        "why = 1",
    ],
)
def test_row_with_an_unknown_or_wider_cell_is_refused(row):
    why = "" if row.startswith("why") else 'why = "Because."'
    refusal(f"[KR.health]\n{row}\n{why}\n{EVERY_LABEL}")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "health"),
        (EVERY_LABEL.replace("[any.health]", "[KR.health]"), "health"),
        (EVERY_LABEL + '\n[US.health]\nwhy = "Because."', "US"),
        (EVERY_LABEL + '\n[kr.health]\nwhy = "Because."', "kr"),
    ],
)
def test_missing_label_and_unknown_market_are_named(text, named):
    assert named in str(refusal(text))


@pytest.mark.parametrize(
    "text",
    [
        "any = 5",
        "[any]\nhealth = 5",
        "[any.astrology]\nwhy = 'Because.'",
        "[any.health]\n[any.health]",
        "any = " + "[" * 3_000 + "]" * 3_000,
        "\x00",
        "a = '\ud800'",
    ],
    ids=lambda text: repr(text[:24]),
)
def test_what_is_no_table_is_refused(text):
    refusal(text)


def test_row_without_a_reason_is_refused():
    refusal(EVERY_LABEL.replace('why = "Because."', "", 1))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (
            f'[KR.health]\nmin_auth = "finger"\nwhy = "Because."\n{EVERY_LABEL}',
            "KR.health.min_auth",
        ),
        ("[any.health\nwhy = 1", "line 1, column 12"),
    ],
)
def test_refusal_names_the_place(text, place):
    assert place in str(refusal(text))
