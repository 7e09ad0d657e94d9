"""What would open it: each change that is told opens it, and nothing smaller would."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.binding import ItemColumns
from policy.changes import AskFor, Atom, Case, ShowLevel, Step, WaitUntil, apply
from policy.decide import Decider, Deny, Permit, StepUp, decide
from policy.request import HOUR_S, Grant
from policy.vocabulary import Audience, AuthLevel, Domain, Label, PrincipalKind, Purpose
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
    SPENT,
    STRONG,
    TRAINER,
    UNLOCKED,
    bundles,
    cases,
    changed,
    is_permitted,
)
from tests.policy.rules import BASE_RULES, HERE, NOW, THERE, a_request, a_rule, bundle_of

NIGHT = a_rule("night", "forbid", "context.hour < 15")
WEEKDAYS = a_rule("weekdays", "forbid", "context.weekday < 6")
AT_15 = NOW + 4_400  # 15:00 that day
OWN_HEALTH = CLIENT | {"grant": Grant(frozenset({Purpose.RECALL}), frozenset({Label.HEALTH}))}


def told(record, *, bundle=BASE, columns=FRESH, **changes: object) -> list[tuple[Atom, ...]]:
    decision = decide(bundle, record, columns, a_request(**changes))
    assert not isinstance(decision, Permit)
    return [change.atoms for change in decision.changes]


def changed_by(atoms: tuple[Atom, ...], case: tuple) -> tuple:
    given = Case(*case)
    for atom in atoms:
        given = apply(atom, given)
    return given.record, given.columns, given.request


# --- one by one


@pytest.mark.parametrize(
    ("record", "changes", "expected"),
    [
        pytest.param(FINANCE, {}, [(ShowLevel(STRONG),)], id="step-up"),
        pytest.param(EVERYDAY, {"auth": LOCKED}, [(ShowLevel(UNLOCKED),)], id="unlock"),
        pytest.param(
            FINANCE,
            {"auth": BIOMETRIC, "strongest": STRONG, "age_s": 301},
            [(ShowLevel(BIOMETRIC),)],
            id="what was shown can be shown anew",
        ),
        pytest.param(
            FINANCE, {"auth": STRONG, "foreground": False}, [(Step.OPEN_BOJAGI,)], id="background"
        ),
        pytest.param(changed(EVERYDAY, home=HERE), {}, [(Step.GO_HOME,)], id="another device"),
        pytest.param(EXPIRED, {}, [(Step.KEEP_LONGER,)], id="retention ended"),
        pytest.param(SPENT, {}, [(Step.READ_MORE,)], id="read as often as it may be"),
        pytest.param(
            changed(EVERYDAY, purposes=(Purpose.EXPORT,)),
            {},
            [(Step.ALLOW_PURPOSE,), (AskFor(Purpose.EXPORT),)],
            id="purpose",
        ),
        pytest.param(
            changed(EVERYDAY, audiences=()), {}, [(Step.ALLOW_AUDIENCE,)], id="reaches nobody"
        ),
        pytest.param(
            changed(EVERYDAY, may_train=False), TRAINER, [(Step.ALLOW_TRAINING,)], id="training"
        ),
        pytest.param(
            EVERYDAY,
            {"purpose": Purpose.SHARE, "audience": Audience.OUTSIDE},
            [
                (Step.ALLOW_SHARING,),
                (AskFor(Purpose.RECALL),),
                (AskFor(Purpose.REMIND),),
                (AskFor(Purpose.EXPORT),),
            ],
            id="sharing",
        ),
        pytest.param(
            changed(HEALTH, audiences=(Audience.ON_DEVICE, Audience.OWNER)),
            CLIENT,
            [(Step.GRANT,), (Step.ASK_AS_OWNER,)],
            id="token without the label",
        ),
        pytest.param(
            EVERYDAY,
            CLIENT | {"grant": Grant()},
            [(Step.GRANT_PURPOSE,), (Step.ASK_AS_OWNER,)],
            id="token without a purpose",
        ),
        pytest.param(
            EVERYDAY,
            CLIENT | {"grant": replace(CLIENT["grant"], domains=frozenset({Domain.FOOD}))},
            [(Step.GRANT,), (Step.ASK_AS_OWNER,)],
            id="token for another domain",
        ),
        pytest.param(
            HEALTH, OWN_HEALTH, [(Step.ASK_AS_OWNER,), (Step.ALLOW_AUDIENCE,)], id="audience"
        ),
        pytest.param(
            changed(FINANCE, home=HERE),
            {"foreground": False, "auth": STRONG},
            [(Step.OPEN_BOJAGI, Step.GO_HOME)],
            id="two at once",
        ),
        pytest.param(
            changed(FINANCE, home=HERE), {}, [(ShowLevel(STRONG), Step.GO_HOME)], id="and step-up"
        ),
        pytest.param(
            changed(EVERYDAY, labels=(Label.WORKPLACE,), home=THERE),
            CLIENT | {"grant": Grant(), "device": THERE},
            [(Step.ASK_AS_OWNER,)],
            id="one is smaller than two",
        ),
        pytest.param(
            changed(EVERYDAY, retain_s=0, home=HERE, max_reads=0), {}, [], id="more than two"
        ),
    ],
)
def test_is_told(record, changes, expected):
    assert told(record, **changes) == expected


def test_both_gaps_of_a_token_can_be_closed_together():
    bundle = bundle_of(
        *BASE_RULES,
        a_rule("no-owner", "forbid", scope="principal is Bojagi::Owner, action, resource"),
    )
    record = changed(HEALTH, audiences=(Audience.ON_DEVICE,))
    atoms = told(record, bundle=bundle, **CLIENT | {"grant": Grant()})
    assert atoms == [(Step.GRANT, Step.GRANT_PURPOSE)]


def test_sharing_and_the_purpose_can_be_allowed_together():
    asked = OUTSIDE | {"purpose": Purpose.MARKETING}
    bundle = bundle_of(
        a_rule("shared", when="resource.may_leave && resource.purposes.contains(context.purpose)")
    )
    atoms = told(EVERYDAY, bundle=bundle, **asked)
    assert (Step.ALLOW_SHARING, Step.ALLOW_PURPOSE) in atoms


def test_consent_is_for_one_purpose():
    bundle = bundle_of(
        a_rule("a", when='context.purpose != "share"'),
        a_rule("b", "forbid", "!context.consented.containsAll(resource.labels)"),
    )
    assert told(HEALTH, bundle=bundle) == [(Step.CONSENT,)]
    agreed = {"consented": frozenset({Label.HEALTH}), "purpose": Purpose.SHARE}
    assert told(HEALTH, bundle=bundle, **agreed) == []


def test_owner_who_asks_for_another_purpose_reaches_whom_that_purpose_reaches():
    record = changed(EVERYDAY, may_leave=True, purposes=tuple(Purpose))  # to nobody outside
    purposes = decide(BASE, record, FRESH, a_request(purpose=Purpose.MARKETING)).purposes
    assert purposes == (Purpose.RECALL, Purpose.REMIND, Purpose.EXPORT)


# --- waiting


@pytest.mark.parametrize(
    ("rule", "offset_s", "at"),
    [
        (NIGHT, 0, AT_15),
        (NIGHT, -2 * HOUR_S, AT_15 + 2 * HOUR_S),
        (NIGHT, -1_800, AT_15 + 1_800),
        (WEEKDAYS, 0, AT_15 + 9 * HOUR_S + 4 * 24 * HOUR_S),
        (WEEKDAYS, 9 * HOUR_S, AT_15 + 4 * 24 * HOUR_S),
    ],
)
def test_what_opens_by_itself_is_told_with_its_moment(rule, offset_s, at):
    bundle = bundle_of(*BASE_RULES, rule)
    assert told(EVERYDAY, bundle=bundle, utc_offset_s=offset_s) == [(WaitUntil(at),)]


def test_who_waits_has_to_show_themself_again():
    bundle = bundle_of(*BASE_RULES, NIGHT)
    assert told(FINANCE, bundle=bundle, auth=STRONG) == [(WaitUntil(AT_15), ShowLevel(STRONG))]


def test_memory_that_ends_before_the_hour_is_not_waited_for():
    bundle = bundle_of(*BASE_RULES, NIGHT)
    ends_first = changed(EVERYDAY, retain_s=AT_15 - NOW)
    assert told(ends_first, bundle=bundle) == []
    assert told(changed(ends_first, retain_s=AT_15 - NOW + 1), bundle=bundle) != []


def test_hour_that_never_comes_is_not_waited_for():
    bundle = bundle_of(*BASE_RULES, a_rule("never", "forbid", "context.hour < 24"))
    assert told(EVERYDAY, bundle=bundle) == []


@pytest.mark.parametrize(
    ("rules", "item", "changes"),
    [
        pytest.param((NIGHT,), FRESH, {"age_s": 3_000}, id="aged too far by then"),
        pytest.param((NIGHT,), ItemColumns(NOW - 6_000), {}, id="ended by then"),
        pytest.param((WEEKDAYS,), FRESH, {"utc_offset_s": 9 * HOUR_S}, id="another time zone"),
    ],
)
def test_wait_that_was_told_is_not_remembered_for_another_case(rules, item, changes):
    aging = a_rule("aging", "forbid", "context.auth_age_s > 6000", max_age_s="6000")
    decider = Decider(bundle_of(*BASE_RULES, *rules, aging))
    record = changed(EVERYDAY, retain_s=10_000 if rules == (NIGHT,) else None)
    first = decider.decide(record, FRESH, a_request(age_s=400))
    asked = a_request(**{"age_s": 400} | changes)
    second = decider.decide(record, item, asked)
    assert second == decide(decider.bundle, record, item, asked)
    assert second.changes != first.changes


# --- a step-up


def test_step_up_counts_for_as_long_as_the_strictest_rule_says():
    bundle = bundle_of(
        a_rule("a"),
        a_rule("b", "forbid", "context.auth < 2"),
        a_rule("c", "forbid", "context.auth_age_s > 60", max_age_s="60"),
        a_rule("d", "forbid", "context.auth_age_s > 90", max_age_s="90"),
    )
    decision = decide(bundle, EVERYDAY, FRESH, a_request())
    assert isinstance(decision, StepUp)
    assert (decision.rules, decision.level, decision.max_age_s) == (("b",), STRONG, 60)


def test_step_up_tells_the_age_limit_of_the_permit_that_it_leads_to():
    bundle = bundle_of(
        a_rule("a", when="context.auth >= 2 && context.auth_age_s <= 60", max_age_s="60")
    )
    decision = decide(bundle, EVERYDAY, FRESH, a_request())
    assert isinstance(decision, StepUp)
    assert (decision.rules, decision.level, decision.max_age_s) == ((), STRONG, 60)


def test_step_up_to_what_does_not_age_has_no_end():
    assert decide(BASE, EVERYDAY, FRESH, a_request(auth=LOCKED)).max_age_s is None


@pytest.mark.parametrize("changes", [{}, {"purpose": Purpose.MARKETING}], ids=["step-up", "deny"])
def test_no_remedy_is_promised_that_the_guard_could_not_fulfil(changes):
    decision = decide(BASE, FINANCE, FRESH, a_request(**changes, fulfils=frozenset()))
    assert isinstance(decision, Deny)
    assert decision.changes == ()


# --- any rules, any case


@given(bundles, cases)
@settings(PROPERTY, max_examples=150)
def test_each_change_permits_when_applied_and_none_is_smaller(bundle, case):
    decision = decide(bundle, *case)
    if isinstance(decision, Permit):
        return
    for change in decision.changes:
        opened = decide(bundle, *changed_by(change.atoms, case))
        assert isinstance(opened, Permit)
        assert opened.rules == change.rules
        for fewer in range(len(change.atoms)):
            for part in combinations(change.atoms, fewer):
                assert not is_permitted(bundle, changed_by(part, case))
    sizes = {len(change.atoms) for change in decision.changes}
    assert len(sizes) <= 1
    assert sizes <= {1, 2}


@given(bundles, cases, st.sampled_from(AuthLevel))
@PROPERTY
def test_step_up_that_is_promised_opens_and_no_lower_level_would(bundle, case, shown):
    record, item, request = case
    decision = decide(bundle, *case)
    best = max(request.auth, request.strongest)
    for level in {getattr(decision, "level", shown), shown}:
        if LOCKED < level <= best and request.auth <= level and not isinstance(decision, Permit):
            stepped_up = replace(request, auth=level, auth_at=request.now)
            opens = is_permitted(bundle, (record, item, stepped_up))
            if isinstance(decision, Deny) or level < decision.level:
                assert not opens
            elif level == decision.level:
                assert opens
    if isinstance(decision, StepUp):
        assert request.auth <= decision.level <= best


@given(bundles, cases)
@PROPERTY
def test_step_up_lasts_as_long_as_it_says(bundle, case):
    record, item, request = case
    decision = decide(bundle, *case)
    if isinstance(decision, StepUp):
        stepped_up = replace(request, auth=decision.level, auth_at=request.now)
        for age_s in (0, decision.max_age_s or 10**6):
            aged = replace(stepped_up, auth_at=request.now - age_s)
            assert is_permitted(bundle, (record, item, aged))
        if decision.max_age_s is not None:
            aged = replace(stepped_up, auth_at=request.now - decision.max_age_s - 1)
            assert not is_permitted(bundle, (record, item, aged))


@given(cases, st.sampled_from(Purpose))
@PROPERTY
def test_deny_lists_just_the_purposes_that_open(case, purpose):
    decision = decide(BASE, *case)
    request = case[2]
    if isinstance(decision, Deny) and purpose is not request.purpose:
        opens = is_permitted(BASE, changed_by((AskFor(purpose),), case))
        assert opens == (purpose in decision.purposes)


@given(cases)
@PROPERTY
def test_client_that_stays_one_keeps_its_audience_and_loses_no_grant(case):
    record, item, request = case
    request = replace(request, principal=PrincipalKind.CLIENT)
    for step in Step:
        _, same_item, asked = changed_by((step,), (record, item, request))
        assert same_item == item
        if asked.principal is PrincipalKind.CLIENT:
            assert asked.audience is request.audience
            assert asked.grant.purposes >= request.grant.purposes
        else:
            assert step is Step.ASK_AS_OWNER
            assert asked.grant == Grant()


@pytest.mark.parametrize(
    "step", [one for one in Step if one.startswith(("allow", "keep", "read"))], ids=str
)
@given(cases)
@PROPERTY
def test_change_to_a_rule_takes_nothing_from_it(step, case):
    record, _, request = case
    after, _, asked = changed_by((step,), case)
    assert asked == request
    assert set(after.purposes) >= set(record.purposes)
    assert set(after.reaches) >= set(record.reaches)
    assert (after.labels, after.tags, after.home) == (record.labels, record.tags, record.home)
    assert (after.min_auth, after.sensitivity) == (record.min_auth, record.sensitivity)


def test_columns_of_the_item_are_not_changed():
    item = ItemColumns(NOW - 9, reads=3, domain=Domain.FOOD)
    for atom in (*Step, ShowLevel(STRONG), AskFor(Purpose.SHARE), WaitUntil(AT_15)):
        assert changed_by((atom,), (EVERYDAY, item, a_request()))[1] == item
