"""The decision: who may open what under the shipped rules, until when, and what would open it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.binding import ItemColumns, RuleRecord, default_record
from policy.decide import FOREVER, Decision, Deny, Permit, StepUp, decide
from policy.obligations import Obligation, ObligationKind
from policy.vocabulary import (
    AuthLevel,
    Door,
    Label,
    Market,
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
    IDENTITY,
    KEPT_INSIDE,
    LOCKED,
    PROPERTY,
    SERVICE,
    SHARED,
    SPENT,
    STRONG,
    TRAINER,
    UNLOCKED,
    ages,
    cases,
    changed,
    columns,
    is_permitted,
    records,
)
from tests.policy.rules import NOW, a_request, a_rule, bundle_of


def decided(record: RuleRecord, *, columns: ItemColumns = FRESH, **changes: object) -> Decision:
    return decide(BASE, record, columns, a_request(**changes))  # type: ignore[arg-type]


# --- the shipped rules, case by case


@pytest.mark.parametrize(
    ("record", "changes", "rules"),
    [
        pytest.param(EVERYDAY, {}, ("owner-recalls",), id="owner recalls"),
        pytest.param(EVERYDAY, {"purpose": Purpose.REMIND}, ("owner-recalls",), id="reminder"),
        pytest.param(EVERYDAY, {"purpose": Purpose.EXPORT}, ("owner-recalls",), id="own export"),
        pytest.param(HEALTH, {}, ("owner-recalls",), id="health opens with the vault"),
        pytest.param(EVERYDAY, {"age_s": 10_000}, ("owner-recalls",), id="unlocked long ago"),
        pytest.param(EVERYDAY, {"age_s": -1}, ("owner-recalls",), id="everyday has no age limit"),
        pytest.param(FINANCE, {"auth": STRONG}, ("owner-recalls",), id="finance after step-up"),
        pytest.param(FINANCE, {"auth": STRONG, "age_s": 300}, ("owner-recalls",), id="at 300 s"),
        pytest.param(
            FINANCE, {"auth": BIOMETRIC, "strongest": BIOMETRIC}, ("owner-recalls",), id="finger"
        ),
        pytest.param(
            FINANCE, {"strongest": UNLOCKED}, ("owner-recalls",), id="finance, nothing enrolled"
        ),
        pytest.param(
            IDENTITY,
            {"strongest": UNLOCKED, "age_s": 10_000},
            ("owner-recalls",),
            id="identity, nothing enrolled, long ago",
        ),
        pytest.param(SHARED, {"purpose": Purpose.SHARE}, ("owner-shares",), id="share"),
        pytest.param(SHARED, {"purpose": Purpose.RESEARCH}, ("owner-shares",), id="research"),
        pytest.param(EVERYDAY, SERVICE | {"door": Door.INDEX}, ("engine-tends",), id="index"),
        pytest.param(HEALTH, SERVICE | {"door": Door.ENGINE}, ("engine-tends",), id="engine"),
        pytest.param(FINANCE, SERVICE | {"door": Door.MAINTAIN}, ("engine-tends",), id="sweep"),
        pytest.param(EXPIRED, SERVICE | {"door": Door.MAINTAIN}, ("engine-tends",), id="expired"),
        pytest.param(SPENT, SERVICE | {"door": Door.INDEX}, ("engine-tends",), id="spent, index"),
        pytest.param(EVERYDAY, TRAINER, ("training-allowed",), id="ordinary trains"),
        pytest.param(
            default_record([Label.WORKPLACE], Market.KR), TRAINER, ("training-allowed",), id="work"
        ),
    ],
)
def test_is_permitted_by(record, changes, rules):
    decision = decided(record, **changes)
    assert isinstance(decision, Permit)
    assert decision.rules == rules
    assert decision.bundle == BASE.digest


@pytest.mark.parametrize(
    ("record", "changes", "rules", "level", "max_age_s"),
    [
        pytest.param(EVERYDAY, {"auth": LOCKED}, (), UNLOCKED, None, id="vault locked"),
        pytest.param(FINANCE, {}, ("finance-needs-step-up",), STRONG, 300, id="finance closed"),
        pytest.param(
            FINANCE, {"auth": LOCKED}, ("finance-needs-step-up",), STRONG, 300, id="all locked"
        ),
        pytest.param(
            FINANCE,
            {"auth": STRONG, "age_s": 301},
            ("finance-needs-step-up",),
            STRONG,
            300,
            id="step-up 301 s ago",
        ),
        pytest.param(
            FINANCE,
            {"auth": STRONG, "age_s": -1},
            ("finance-needs-step-up",),
            STRONG,
            300,
            id="clock set back",
        ),
        pytest.param(
            FINANCE,
            {"auth": STRONG, "strongest": BIOMETRIC},
            ("finance-needs-step-up",),
            BIOMETRIC,
            300,
            id="a stronger factor is enrolled",
        ),
        pytest.param(IDENTITY, {}, ("guarded-needs-step-up",), STRONG, 300, id="identity closed"),
        pytest.param(
            FINANCE,
            SERVICE | {"door": Door.INDEX},
            ("finance-needs-step-up",),
            STRONG,
            300,
            id="index of the closed",
        ),
        pytest.param(
            IDENTITY,
            SERVICE | {"door": Door.ENGINE},
            ("guarded-needs-step-up",),
            STRONG,
            300,
            id="engine on the closed",
        ),
    ],
)
def test_opens_after_a_step_up(record, changes, rules, level, max_age_s):
    assert decided(record, **changes) == StepUp(rules, BASE.digest, level, max_age_s)


OWN = (Purpose.RECALL, Purpose.REMIND, Purpose.EXPORT)


@pytest.mark.parametrize(
    ("record", "changes", "rules", "purposes"),
    [
        pytest.param(
            EVERYDAY, {"purpose": Purpose.MARKETING}, ("purpose-outside-rule",), OWN, id="marketing"
        ),
        pytest.param(
            SHARED,
            {"purpose": Purpose.MARKETING},
            (),
            (*OWN, Purpose.SHARE, Purpose.RESEARCH),
            id="marketing that the record allows and no rule does",
        ),
        pytest.param(
            EVERYDAY, {"purpose": Purpose.SHARE}, ("purpose-outside-rule",), OWN, id="share"
        ),
        pytest.param(KEPT_INSIDE, {"purpose": Purpose.SHARE}, (), OWN, id="may not leave"),
        pytest.param(
            FINANCE, {"purpose": Purpose.MAINTAIN}, ("finance-needs-step-up",), (), id="two reasons"
        ),
        pytest.param(EXPIRED, {}, ("retention-ended",), (), id="retention ended"),
        pytest.param(
            EXPIRED, SERVICE | {"door": Door.INDEX}, ("retention-ended",), (), id="ended, index"
        ),
        pytest.param(EXPIRED, TRAINER, ("retention-ended",), (), id="ended, training"),
        pytest.param(SPENT, {}, ("reads-used-up",), (), id="reads used up"),
        pytest.param(EVERYDAY, CLIENT, (), (), id="client"),
        pytest.param(HEALTH, CLIENT, ("private-stays-with-owner",), (), id="client on sensitive"),
        pytest.param(
            FINANCE,
            CLIENT | {"auth": BIOMETRIC, "strongest": BIOMETRIC},
            ("private-stays-with-owner",),
            (),
            id="client on finance, owner stepped up",
        ),
        pytest.param(HEALTH, TRAINER, ("sensitive-never-trains",), (), id="health trains"),
        pytest.param(
            changed(HEALTH, may_train=True),
            TRAINER,
            ("sensitive-never-trains",),
            (),
            id="health that its record would let train",
        ),
        pytest.param(
            changed(EVERYDAY, min_auth=STRONG),
            TRAINER | {"auth": STRONG},
            ("sensitive-never-trains",),
            (),
            id="guarded trains",
        ),
        pytest.param(changed(EVERYDAY, may_train=False), TRAINER, (), (), id="not to train"),
        pytest.param(EVERYDAY, {"door": Door.INDEX}, (), (), id="owner at a service door"),
        pytest.param(EVERYDAY, SERVICE, (), (), id="service at the owner's door"),
    ],
)
def test_is_denied(record, changes, rules, purposes):
    assert decided(record, **changes) == Deny(rules, BASE.digest, purposes)


def test_memory_expires_at_its_second_and_not_before():
    record = changed(EVERYDAY, retain_s=60)
    assert isinstance(decided(record, columns=ItemColumns(NOW - 59)), Permit)
    assert isinstance(decided(record, columns=ItemColumns(NOW - 60)), Deny)


def test_reads_run_out_at_the_limit_and_not_before():
    record = changed(EVERYDAY, max_reads=2)
    assert isinstance(decided(record, columns=ItemColumns(NOW, reads=1)), Permit)
    assert isinstance(decided(record, columns=ItemColumns(NOW, reads=2)), Deny)


@pytest.mark.parametrize("label", Label)
@pytest.mark.parametrize("auth", AuthLevel)
def test_only_workplace_among_the_labels_may_train(label, auth):
    decision = decided(default_record([label], Market.JP), **TRAINER, auth=auth, strongest=auth)
    may = label is Label.WORKPLACE and auth >= UNLOCKED
    assert isinstance(decision, Permit) == may


@given(records, columns, ages, st.sampled_from(Purpose), st.sampled_from(Door))
@PROPERTY
def test_client_is_refused_everything_sensitive(record, item, age_s, purpose, door):
    request = a_request(**CLIENT, age_s=age_s, auth=BIOMETRIC, purpose=purpose, door=door)
    sensitive = changed(record, sensitivity=max(record.sensitivity, Sensitivity.SENSITIVE))
    decision = decide(BASE, sensitive, item, request)
    assert isinstance(decision, Deny)
    assert "private-stays-with-owner" in decision.rules


# --- obligations


def test_recall_is_counted_and_sharing_is_redacted_too():
    count, redact = Obligation(ObligationKind.COUNT), Obligation(ObligationKind.REDACT)
    assert decided(EVERYDAY).obligations == (count,)
    assert decided(SHARED, purpose=Purpose.SHARE).obligations == (count, redact)


def test_obligation_that_the_guard_cannot_fulfil_denies():
    only_counts = frozenset({ObligationKind.COUNT})
    share = {"purpose": Purpose.SHARE}
    assert isinstance(decided(SHARED, **share), Permit)
    denied = decided(SHARED, **share, fulfils=only_counts)
    assert isinstance(denied, Deny)
    assert (denied.rules, denied.unfulfilled) == (("owner-shares",), True)
    assert Purpose.SHARE not in denied.purposes
    assert isinstance(decided(EVERYDAY, fulfils=only_counts), Permit)
    assert isinstance(decided(EVERYDAY, fulfils=frozenset()), Deny)


def test_duties_of_all_permits_are_joined_and_told_once():
    bundle = bundle_of(
        a_rule("a", obligation="redact, count"), a_rule("b", obligation="count"), a_rule("c")
    )
    decision = decide(bundle, EVERYDAY, FRESH, a_request())
    assert isinstance(decision, Permit)
    assert decision.rules == ("a", "b", "c")
    assert [duty.kind for duty in decision.obligations] == sorted(ObligationKind)


# --- until when


@pytest.mark.parametrize(
    ("record", "changes", "until"),
    [
        pytest.param(EVERYDAY, {}, FOREVER, id="no clock in it"),
        pytest.param(changed(EVERYDAY, retain_s=60), {}, NOW + 60, id="retention"),
        pytest.param(FINANCE, {"auth": STRONG, "age_s": 100}, NOW + 200, id="step-up"),
        pytest.param(FINANCE, {"auth": STRONG, "age_s": 300}, NOW, id="its last second"),
        pytest.param(FINANCE, {"strongest": UNLOCKED}, FOREVER, id="nothing enrolled"),
        pytest.param(
            changed(FINANCE, retain_s=60), {"auth": STRONG}, NOW + 60, id="retention ends first"
        ),
        pytest.param(
            changed(FINANCE, retain_s=600), {"auth": STRONG}, NOW + 300, id="step-up ends first"
        ),
        pytest.param(
            FINANCE, SERVICE | {"door": Door.MAINTAIN, "age_s": 400}, FOREVER, id="age is no matter"
        ),
    ],
)
def test_permit_says_until_when(record, changes, until):
    decision = decided(record, **changes)
    assert isinstance(decision, Permit)
    assert decision.valid_until == until


@given(cases, st.integers(0, 700))
@PROPERTY
def test_permit_holds_until_the_time_that_it_names(case, later_s):
    record, item, request = case
    decision = decide(BASE, *case)
    if isinstance(decision, Permit) and request.now + later_s < decision.valid_until:
        later = replace(request, now=request.now + later_s)
        assert is_permitted(BASE, (record, item, later))


def test_permit_is_never_valid_until_before_now():
    decision = decided(
        changed(EVERYDAY, retain_s=0),
        columns=ItemColumns(NOW - 100),
        **SERVICE,
        door=Door.MAINTAIN,
    )
    assert isinstance(decision, Permit)
    assert decision.valid_until >= NOW


# --- the remedy


def full_hands(case):
    record, item, request = case
    return record, item, replace(request, fulfils=frozenset(ObligationKind))


@given(cases.map(full_hands), st.sampled_from(AuthLevel))
@PROPERTY
def test_step_up_that_is_promised_opens_and_no_lower_level_would(case, shown):
    record, item, request = case
    decision = decide(BASE, *case)
    if isinstance(decision, StepUp):
        # A factor that was shown can be shown anew, even if it is enrolled no more.
        assert decision.level <= max(request.auth, request.strongest)
        for level in {decision.level, shown}:
            if request.auth <= level <= decision.level:
                stepped_up = replace(request, auth=level, auth_at=request.now)
                opens = is_permitted(BASE, (record, item, stepped_up))
                assert opens == (level == decision.level)


@given(cases.map(full_hands), st.sampled_from(Purpose), st.sampled_from(AuthLevel))
@PROPERTY
def test_deny_lists_the_purposes_that_open_and_no_level_would(case, purpose, level):
    record, item, request = case
    decision = decide(BASE, *case)
    if isinstance(decision, Deny):
        asked = replace(request, purpose=purpose)
        assert is_permitted(BASE, (record, item, asked)) == (purpose in decision.purposes)
        if request.auth <= level <= request.strongest:
            stepped_up = replace(request, auth=level, auth_at=request.now)
            assert not is_permitted(BASE, (record, item, stepped_up))


@pytest.mark.parametrize(
    ("record", "changes"),
    [(FINANCE, {}), (EVERYDAY, {"purpose": Purpose.MARKETING})],
    ids=["step-up", "another purpose"],
)
def test_no_remedy_is_promised_that_the_guard_could_not_fulfil(record, changes):
    assert decided(record, **changes, fulfils=frozenset()) == Deny(
        decided(record, **changes).rules, BASE.digest
    )


def test_aged_level_above_the_strongest_enrolled_still_tells_its_remedy():
    decision = decided(FINANCE, auth=BIOMETRIC, strongest=STRONG, age_s=301)
    assert isinstance(decision, StepUp)


def test_step_up_tells_the_age_limit_of_the_permit_that_it_leads_to():
    bundle = bundle_of(
        a_rule("a", when="context.auth >= 2 && context.auth_age_s <= 60", max_age_s="60")
    )
    decision = decide(bundle, EVERYDAY, FRESH, a_request())
    assert decision == StepUp((), bundle.digest, STRONG, 60)
