"""The decision: who may open what under the shipped rules, until when, and what would open it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.binding import ItemColumns, RuleRecord
from policy.bundles import default_record
from policy.decide import Decision, Deny, Permit, StepUp, decide
from policy.request import Grant
from policy.vocabulary import (
    Audience,
    AuthLevel,
    Door,
    Label,
    Market,
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
    IDENTITY,
    KEPT_INSIDE,
    LOCKED,
    OUTSIDE,
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
    records,
)
from tests.policy.rules import HERE, NOW, THERE, a_request


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
        pytest.param(
            SHARED,
            {"purpose": Purpose.SHARE, "audience": Audience.OUTSIDE},
            ("owner-shares",),
            id="share",
        ),
        pytest.param(SHARED, {"purpose": Purpose.RESEARCH}, ("owner-shares",), id="research"),
        pytest.param(EVERYDAY, CLIENT, ("programs-read-on-device",), id="own program"),
        pytest.param(SHARED, OUTSIDE, ("outside-programs-read",), id="shared with a program"),
        pytest.param(
            changed(HEALTH, audiences=tuple(Audience)),
            CLIENT | {"grant": OUTSIDE["grant"]},
            ("programs-read-on-device",),
            id="health that the owner gave an own program",
        ),
        pytest.param(
            changed(EVERYDAY, home=HERE), {"device": HERE}, ("owner-recalls",), id="at home"
        ),
        pytest.param(
            changed(EVERYDAY, home=THERE),
            SERVICE | {"door": Door.MAINTAIN, "device": HERE},
            ("engine-tends",),
            id="sweep of another device's",
        ),
        pytest.param(EVERYDAY, {"foreground": False}, ("owner-recalls",), id="in the background"),
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
    decision = decided(record, **changes)
    assert isinstance(decision, StepUp)
    assert (decision.rules, decision.bundle) == (rules, BASE.digest)
    assert (decision.level, decision.max_age_s) == (level, max_age_s)
    shown = changes | {"auth": level, "age_s": 0}
    assert decision.obligations == decided(record, **shown).obligations


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
            changed(SHARED, audiences=(Audience.OWNER,)),
            {"purpose": Purpose.SHARE, "audience": Audience.OUTSIDE},
            ("beyond-audience",),
            OWN,
            id="shared with nobody outside",
        ),
        pytest.param(
            FINANCE, {"purpose": Purpose.MAINTAIN}, ("finance-needs-step-up",), (), id="two reasons"
        ),
        pytest.param(EXPIRED, {}, ("retention-ended",), (), id="retention ended"),
        pytest.param(
            EXPIRED, SERVICE | {"door": Door.INDEX}, ("retention-ended",), (), id="ended, index"
        ),
        pytest.param(EXPIRED, TRAINER, ("retention-ended",), (), id="ended, training"),
        pytest.param(
            changed(EXPIRED, held=True), {}, ("retention-ended",), (), id="ended, but held"
        ),
        pytest.param(SPENT, {}, ("reads-used-up",), (), id="reads used up"),
        pytest.param(EVERYDAY, CLIENT | {"door": Door.INDEX}, (), (), id="client at another door"),
        pytest.param(
            EVERYDAY, CLIENT | {"grant": Grant()}, ("beyond-token",), (), id="token without a grant"
        ),
        pytest.param(
            HEALTH, CLIENT, ("beyond-audience", "beyond-token"), (), id="client on sensitive"
        ),
        pytest.param(
            FINANCE,
            OUTSIDE | {"auth": BIOMETRIC, "strongest": BIOMETRIC},
            ("beyond-audience", "private-stays-with-owner", "purpose-outside-rule"),
            (),
            id="client on finance, owner stepped up",
        ),
        pytest.param(
            changed(HEALTH, may_leave=True, purposes=tuple(Purpose), audiences=tuple(Audience)),
            OUTSIDE,
            ("private-stays-with-owner",),
            (),
            id="health that the owner shared, outside",
        ),
        pytest.param(
            changed(FINANCE, audiences=tuple(Audience)),
            {"auth": STRONG, "foreground": False},
            ("background-shows-nothing-guarded",),
            (),
            id="guarded, in the background",
        ),
        pytest.param(
            changed(EVERYDAY, home=HERE), {"device": THERE}, ("kept-to-its-device",), (), id="away"
        ),
        pytest.param(
            changed(EVERYDAY, home=HERE), {}, ("kept-to-its-device",), (), id="nameless device"
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
    decision = decided(record, **changes)
    assert isinstance(decision, Deny)
    assert (decision.rules, decision.bundle) == (rules, BASE.digest)
    assert decision.purposes == purposes
    assert decision.obligations == ()


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
def test_client_outside_is_refused_everything_sensitive(record, item, age_s, purpose, door):
    asked = OUTSIDE | {"purpose": purpose, "door": door}
    request = a_request(**asked, age_s=age_s, auth=BIOMETRIC, strongest=BIOMETRIC)
    sensitive = changed(record, sensitivity=max(record.sensitivity, Sensitivity.SENSITIVE))
    decision = decide(BASE, sensitive, item, request)
    assert isinstance(decision, Deny)
    assert "private-stays-with-owner" in decision.rules


@given(records, columns, columns, cases)
@PROPERTY
def test_decision_on_a_class_depends_on_the_record_and_the_context_alone(record, one, other, case):
    # No oracle: what lies in a closed class, how much of it, and how old it is, changes nothing.
    plain = changed(record, retain_s=None, max_reads=None)
    _, _, request = case
    other = replace(other, domain=one.domain)
    assert decide(BASE, plain, one, request) == decide(BASE, plain, other, request)


@given(records, columns, columns, cases)
@PROPERTY
def test_decision_for_the_owner_depends_on_no_column_but_by_retention_and_reads(
    record, one, other, case
):
    plain = changed(record, retain_s=None, max_reads=None)
    request = replace(case[2], principal=PrincipalKind.OWNER)
    assert decide(BASE, plain, one, request) == decide(BASE, plain, other, request)
