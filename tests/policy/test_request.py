"""Requests that are crafted to slip through, and what the rules see of sound ones."""

from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.binding import ItemColumns, RuleRecord, fold_tag
from policy.decide import Answer, Decider, Deny, Permit, decide
from policy.request import (
    DAY_S,
    FOREVER,
    HOUR_S,
    LAST_MOMENT,
    Facts,
    Grant,
    Request,
    attributes_of,
    owners_audience,
    scene_of,
)
from policy.vocabulary import (
    Audience,
    AuthLevel,
    Domain,
    Door,
    Label,
    PrincipalKind,
    Purpose,
    Sensitivity,
)
from tests.policy.cases import (
    BASE,
    BIOMETRIC,
    CLIENT,
    EVERYDAY,
    EXPIRED,
    FINANCE,
    FRESH,
    HEALTH,
    LOCKED,
    OUTSIDE,
    PROPERTY,
    SHARED,
    STRONG,
    UNLOCKED,
    cases,
    changed,
)
from tests.policy.rules import BASE_RULES, HERE, NOW, a_request, a_rule, bundle_of

UNKNOWN = Deny((), BASE.digest, (), 0, ())
LOOK_ALIKES = [
    "RECALL",
    "Recall",
    "ｒｅｃａｌｌ",
    "rеcall",
    "re\u200bcall",
    "recall ",
    "",
    "gossip",
]


def decided(record=EVERYDAY, columns=FRESH, **asked: object):
    return decide(BASE, record, columns, a_request(**asked))


# --- what is unknown


@pytest.mark.parametrize("word", [*LOOK_ALIKES, "recall"])
def test_word_that_was_not_parsed_is_denied(word):
    assert decided(purpose=word) == UNKNOWN


@pytest.mark.parametrize(
    "fields",
    [
        {"principal": "Owner"},
        {"principal": None},
        {"door": "release"},
        {"purpose": None},
        {"audience": "owner"},
        {"auth": 3},
        {"auth": True},
        {"auth": "biometric"},
        {"strongest": 0},
        {"foreground": 1},
        {"device": None},
        {"device": b""},
        {"now": float(NOW)},
        {"now": True},
        {"now": "1000000"},
        {"auth_at": None},
        {"utc_offset_s": 0.5},
        {"utc_offset_s": DAY_S},
        {"utc_offset_s": -DAY_S},
        {"fulfils": {"count"}},
        {"fulfils": frozenset({"count"})},
        {"fulfils": None},
        {"consented": ["health"]},
        {"consented": frozenset({"health"})},
        {"grant": None},
        {"grant": Grant(frozenset({"recall"}))},
        {"grant": Grant(frozenset({Purpose.RECALL}), {Label.HEALTH})},
        {"grant": Grant(frozenset({Purpose.RECALL}), frozenset(), frozenset({"food"}))},
    ],
    ids=repr,
)
def test_value_of_another_type_is_denied(fields):
    assert decided(**fields) == UNKNOWN


@pytest.mark.parametrize(
    "columns",
    [
        ItemColumns("now"),
        ItemColumns(None),
        ItemColumns(2**63),
        ItemColumns(NOW, reads="0"),
        ItemColumns(NOW, reads=None),
        ItemColumns(NOW, reads=-1),
        ItemColumns(NOW, domain="food"),
    ],
    ids=repr,
)
def test_columns_of_another_type_are_denied(columns):
    assert decided(columns=columns) == UNKNOWN


@pytest.mark.parametrize("now", [-1, -(10**12), LAST_MOMENT + 1, 2**63, 10**30, -(10**30)])
def test_clock_that_no_calendar_knows_is_denied(now):
    for record in (EVERYDAY, FINANCE, EXPIRED):
        assert decided(record, now=now, auth_at=now, auth=BIOMETRIC) == UNKNOWN


@pytest.mark.parametrize("auth_at", [2**63, -(10**30)])
def test_step_up_at_a_time_that_no_calendar_knows_is_denied(auth_at):
    assert decided(FINANCE, auth=BIOMETRIC, auth_at=auth_at) == UNKNOWN


@pytest.mark.parametrize("now", [0, 1, LAST_MOMENT])
def test_first_and_last_moment_are_known(now):
    assert isinstance(decided(now=now, auth_at=now), Permit)


def test_what_is_unknown_stays_unknown_to_who_was_asked_before():
    decider = Decider(BASE)
    assert decider.answer(EVERYDAY, FRESH, a_request()).allowed
    unknown = replace(a_request(), purpose="recall")
    assert decider.answer(EVERYDAY, FRESH, unknown) == Answer(allowed=False, valid_until=0)
    assert decider.decide(EVERYDAY, FRESH, unknown) == UNKNOWN
    assert decider.answer(EVERYDAY, FRESH, a_request()).allowed


@given(
    cases,
    st.sampled_from([one.name for one in fields(Request)]),
    st.none() | st.text() | st.integers() | st.floats() | st.just(()) | st.sampled_from(Purpose),
)
@PROPERTY
def test_any_value_in_any_field_is_decided_and_denied_where_it_is_unknown(case, name, value):
    record, item, request = case
    bent = replace(request, **{name: value})
    decision = decide(BASE, record, item, bent)
    if not bent.is_known:
        assert decision == UNKNOWN


# --- what a client may say and have


def test_token_without_a_purpose_opens_nothing_at_all():
    for purpose in Purpose:
        for audience in (Audience.ON_DEVICE, Audience.OUTSIDE):
            asked = CLIENT | {"purpose": purpose, "audience": audience, "grant": Grant()}
            for record in (EVERYDAY, SHARED, changed(HEALTH, audiences=tuple(Audience))):
                decision = decided(record, **asked)
                assert isinstance(decision, Deny)
                assert "beyond-token" in decision.rules


@pytest.mark.parametrize("purpose", sorted(set(Purpose) - {Purpose.RECALL}))
def test_purpose_that_is_not_in_the_token_is_never_self_claimed(purpose):
    everything = changed(SHARED, audiences=tuple(Audience))
    for audience in Audience:
        decision = decided(everything, **CLIENT | {"purpose": purpose, "audience": audience})
        assert isinstance(decision, Deny)
        assert "beyond-token" in decision.rules


def test_memory_without_labels_needs_no_label_in_the_token():
    assert isinstance(decided(EVERYDAY, **CLIENT), Permit)


def test_every_label_of_a_memory_has_to_be_in_the_token():
    record = changed(
        EVERYDAY, labels=(Label.HEALTH, Label.WORKPLACE), audiences=(Audience.ON_DEVICE,)
    )
    grants = {
        frozenset(): False,
        frozenset({Label.HEALTH}): False,
        frozenset({Label.WORKPLACE}): False,
        frozenset({Label.HEALTH, Label.WORKPLACE}): True,
    }
    for labels, opens in grants.items():
        grant = Grant(frozenset({Purpose.RECALL}), labels)
        assert isinstance(decided(record, **CLIENT | {"grant": grant}), Permit) == opens


@pytest.mark.parametrize("domain", Domain)
def test_token_for_domains_reads_these_alone(domain):
    grant = replace(CLIENT["grant"], domains=frozenset({Domain.FOOD, Domain.HOBBY}))
    item = ItemColumns(NOW, domain=domain)
    decision = decided(EVERYDAY, item, **CLIENT | {"grant": grant})
    assert isinstance(decision, Permit) == (domain in grant.domains)


def test_program_on_the_device_that_claims_to_show_the_owner_is_refused():
    assert isinstance(decided(EVERYDAY, **CLIENT | {"audience": Audience.OWNER}), Deny)


def test_program_outside_reads_nothing_for_the_owners_purposes():
    asked = OUTSIDE | {"purpose": Purpose.RECALL}
    assert isinstance(decided(SHARED, **asked), Deny)


@pytest.mark.parametrize("door", sorted(set(Door) - {Door.RELEASE}))
@pytest.mark.parametrize("kind", [PrincipalKind.CLIENT, PrincipalKind.OWNER])
def test_inner_doors_open_to_no_one_outside(door, kind):
    for purpose in Purpose:
        asked = OUTSIDE | {"principal": kind, "purpose": purpose, "door": door, "auth": BIOMETRIC}
        assert isinstance(decided(SHARED, **asked), Deny)


@pytest.mark.parametrize("purpose", Purpose)
def test_service_releases_nothing(purpose):
    asked = {"principal": PrincipalKind.SERVICE, "purpose": purpose}
    assert isinstance(decided(SHARED, **asked), Deny)


def test_empty_purposes_and_audiences_of_a_record_open_for_nothing():
    for record in (changed(SHARED, purposes=()), changed(SHARED, audiences=())):
        for purpose in Purpose:
            assert isinstance(decided(record, purpose=purpose), Deny)
            assert isinstance(decided(record, **OUTSIDE | {"purpose": purpose}), Deny)


# --- levels and times


@pytest.mark.parametrize("auth", AuthLevel)
@pytest.mark.parametrize("strongest", AuthLevel)
def test_guarded_memory_opens_with_the_best_that_there_is(auth, strongest):
    opens = isinstance(decided(FINANCE, auth=auth, strongest=strongest), Permit)
    assert opens == (auth >= UNLOCKED and auth >= strongest)


def test_level_above_what_is_enrolled_ages_as_any_other():
    aged = {"auth": BIOMETRIC, "strongest": STRONG, "age_s": 301}
    assert not isinstance(decided(FINANCE, **aged), Permit)


def test_locked_vault_opens_nothing_even_with_nothing_enrolled():
    for record in (EVERYDAY, HEALTH, FINANCE):
        assert not isinstance(decided(record, auth=LOCKED, strongest=LOCKED), Permit)


def test_step_up_in_the_future_counts_for_nothing():
    for ahead_s in (1, 300, 10**9):
        assert not isinstance(decided(FINANCE, auth=STRONG, age_s=-ahead_s), Permit)


def test_endless_age_is_within_no_limit():
    rule = a_rule("a", when="context.auth_age_s <= 999999999", max_age_s="999999999")
    bundle = bundle_of(rule)
    assert not isinstance(decide(bundle, EVERYDAY, FRESH, a_request(age_s=-1)), Permit)
    assert a_request(age_s=-1).auth_age_s == FOREVER


@pytest.mark.parametrize(
    ("created_at", "opens"),
    [
        (NOW - 60, False),
        (NOW - 59, True),
        (NOW + DAY_S, True),
        (NOW + DAY_S + 1, False),
        (FOREVER, False),
        (-FOREVER, False),
    ],
)
def test_memory_that_is_kept_for_a_time_opens_only_within_it(created_at, opens):
    record = changed(EVERYDAY, retain_s=60)
    assert isinstance(decided(record, ItemColumns(created_at)), Permit) == opens


# --- look-alikes in the words of people


@pytest.mark.parametrize(
    "spelled",
    [
        "diary",
        "Diary",
        "ＤＩＡＲＹ",
        "ｄｉａｒｙ",
        "di\u200bary",
        "\ufeffdiary",
        " diary ",
        "dia\u00adry",
    ],
)
def test_tag_in_any_spelling_meets_the_rule_on_it(spelled):
    rule = a_rule("own", "forbid", f'resource.tags.contains("diary") && context.device != "{HERE}"')
    bundle = bundle_of(*BASE_RULES, rule)
    record = changed(EVERYDAY, tags=(spelled,))
    assert isinstance(decide(bundle, record, FRESH, a_request()), Deny)
    assert isinstance(decide(bundle, record, FRESH, a_request(device=HERE)), Permit)


@pytest.mark.parametrize("spelled", ["diаry", "diαry", "dιary"])
def test_tag_that_mixes_alphabets_is_refused(spelled):
    with pytest.raises(ValueError, match="mixes alphabets"):
        changed(EVERYDAY, tags=(spelled,))


@given(st.text(max_size=6))
@settings(PROPERTY, max_examples=300)
def test_folding_a_folded_tag_changes_nothing(text):
    try:
        folded = fold_tag(text)
    except ValueError:
        return
    assert fold_tag(folded) == folded


# --- what the rules see


@pytest.mark.parametrize(
    ("now", "offset_s", "hour", "weekday"),
    [
        (0, 0, 0, 4),  # Thursday, 1 January 1970
        (0, 9 * HOUR_S, 9, 4),
        (0, -1, 23, 3),
        (3 * DAY_S - 1, 0, 23, 6),
        (3 * DAY_S, 0, 0, 7),
        (4 * DAY_S, 0, 0, 1),
        (1_700_000_000, 0, 22, 2),  # Tuesday, 14 November 2023, 22:13:20
        (1_700_000_000, 9 * HOUR_S, 7, 3),
        (1_700_000_000, 20_700, 3, 3),  # Nepal, at 03:58:20
    ],
)
def test_hour_and_weekday_are_those_of_the_persons_clock(now, offset_s, hour, weekday):
    request = a_request(now=now, utc_offset_s=offset_s)
    assert (request.hour, request.weekday) == (hour, weekday)


@given(st.integers(0, LAST_MOMENT), st.integers(-DAY_S + 1, DAY_S - 1))
@PROPERTY
def test_next_hour_is_the_first_moment_of_another_hour(now, offset_s):
    request = a_request(now=now, utc_offset_s=offset_s)
    last = replace(request, now=request.next_hour - 1)
    first = replace(request, now=request.next_hour)
    assert 0 < request.next_hour - now <= HOUR_S
    assert (last.hour, last.weekday) == (request.hour, request.weekday)
    assert first.hour == (request.hour + 1) % 24


@pytest.mark.parametrize("sensitivity", Sensitivity)
@pytest.mark.parametrize("may_leave", [True, False])
def test_records_of_version_1_reach_whom_they_always_did(sensitivity, may_leave):
    fields = {"v": 1, "sensitivity": sensitivity, "may_leave": may_leave}
    record = RuleRecord.model_validate(fields)
    seen = attributes_of(record)["audiences"]
    assert "owner" in seen
    assert ("on_device" in seen) == (sensitivity < Sensitivity.SENSITIVE)
    assert ("outside" in seen) == may_leave


def test_scene_holds_just_what_the_schema_declares():
    facts = Facts.of(EVERYDAY, FRESH, NOW, ())
    scene = scene_of(attributes_of(EVERYDAY), facts, a_request())
    everything = " && ".join(
        [f"(resource has {name})" for name in scene.attributes]
        + [f"(context has {name})" for name in scene.context]
    )
    assert bundle_of(a_rule("a", when=everything)).evaluate(scene).allowed
    assert len(scene.attributes) + len(scene.context) == 27


@pytest.mark.parametrize("purpose", Purpose)
def test_owner_reaches_others_only_by_sharing(purpose):
    outside = {Purpose.SHARE, Purpose.RESEARCH, Purpose.MARKETING}
    assert (owners_audience(purpose) is Audience.OUTSIDE) == (purpose in outside)
