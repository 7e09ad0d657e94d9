"""Records, requests and random cases of both that the tests of the decision share."""

from dataclasses import replace
from functools import cache

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from policy.binding import ItemColumns, RuleRecord
from policy.bundle import Bundle, on_top
from policy.bundles import default_record, load_base_bundle
from policy.decide import Decider
from policy.obligations import ObligationKind
from policy.request import DAY_S, HOUR_S, Grant
from policy.vocabulary import (
    Audience,
    AuthLevel,
    Domain,
    Door,
    Label,
    Market,
    PrincipalKind,
    Purpose,
    Sensitivity,
)
from tests.policy.rules import (
    BASE_RULES,
    FORBIDS,
    HERE,
    NOW,
    PERMITS,
    THERE,
    a_request,
    bundle_of,
)

BASE = load_base_bundle()
FRESH = ItemColumns(NOW)

EVERYDAY = default_record([], Market.OTHER)
HEALTH = default_record([Label.HEALTH], Market.OTHER)
FINANCE = default_record([Label.FINANCE], Market.OTHER)
IDENTITY = default_record([Label.IDENTITY], Market.OTHER)

# Cases are large, and a refusal is decided a few hundred times over for its remedy: neither is a
# fault, on a busy machine either.
PROPERTY = settings(max_examples=70, deadline=None, suppress_health_check=[HealthCheck.too_slow])

STRONG, BIOMETRIC = AuthLevel.STRONG, AuthLevel.BIOMETRIC
LOCKED, UNLOCKED = AuthLevel.LOCKED, AuthLevel.UNLOCKED
CLIENT = {
    "principal": PrincipalKind.CLIENT,
    "audience": Audience.ON_DEVICE,
    "grant": Grant(frozenset({Purpose.RECALL})),
}
OUTSIDE = {
    "principal": PrincipalKind.CLIENT,
    "audience": Audience.OUTSIDE,
    "purpose": Purpose.SHARE,
    "grant": Grant(frozenset(Purpose), frozenset(Label)),
}
SERVICE = {"principal": PrincipalKind.SERVICE, "purpose": Purpose.MAINTAIN}
TRAINER = {
    "principal": PrincipalKind.SERVICE,
    "purpose": Purpose.TRAIN,
    "door": Door.TRAIN,
}


def changed(record: RuleRecord, **fields: object) -> RuleRecord:
    return record.changed(**fields)


SHARED = changed(EVERYDAY, may_leave=True, purposes=tuple(Purpose), audiences=tuple(Audience))
KEPT_INSIDE = changed(SHARED, may_leave=False)
OPEN = changed(SHARED, labels=(), may_train=True)
EXPIRED = changed(EVERYDAY, retain_s=0)
SPENT = changed(EVERYDAY, max_reads=0)
LIMITED = changed(FINANCE, retain_s=60, max_reads=1)

# --- random cases

labels = st.sets(st.sampled_from(Label), max_size=2)
records = st.builds(
    RuleRecord,
    labels=labels.map(tuple),
    sensitivity=st.sampled_from(Sensitivity),
    purposes=st.sampled_from([tuple(Purpose), EVERYDAY.purposes, (Purpose.SHARE,), ()]),
    min_auth=st.sampled_from(AuthLevel),
    retain_s=st.sampled_from([None, None, 0, 50, 400]),
    max_reads=st.sampled_from([None, None, 0, 1]),
    may_train=st.booleans(),
    may_leave=st.booleans(),
    jurisdiction=st.sampled_from(Market),
    audiences=st.sampled_from([tuple(Audience), tuple(Audience), (Audience.OWNER,), ()]),
    tags=st.sampled_from([(), (), ("diary",)]),
    home=st.sampled_from(["", "", HERE, THERE]),
    held=st.booleans(),
)
old_records = st.builds(
    lambda record: RuleRecord.model_validate(
        record.model_dump(exclude={"audiences", "tags", "home", "held"}) | {"v": 1}
    ),
    records,
)
columns = st.builds(
    ItemColumns,
    created_at=st.sampled_from([NOW - 100, NOW, NOW + 100, NOW + DAY_S + 100]),
    reads=st.integers(0, 3),
    domain=st.sampled_from([Domain.OTHER, Domain.FOOD, Domain.FINANCE]),
)
ages = st.sampled_from([0, 1, 30, 31, 60, 61, 299, 300, 301, 901, 10_000, -1, -50])
grants = st.builds(
    Grant,
    purposes=st.sampled_from([frozenset(), frozenset({Purpose.RECALL}), frozenset(Purpose)]),
    labels=st.sampled_from([frozenset(), frozenset({Label.HEALTH}), frozenset(Label)]),
    domains=st.sampled_from([frozenset(), frozenset({Domain.FOOD})]),
)
circumstances = st.fixed_dictionaries(
    {
        "age_s": ages,
        "auth": st.sampled_from(AuthLevel),
        "strongest": st.sampled_from(AuthLevel),
        "foreground": st.sampled_from([True, True, False]),
        "device": st.sampled_from(["", HERE, THERE]),
        "utc_offset_s": st.sampled_from([0, 9 * HOUR_S, -5 * HOUR_S, 20_700]),
        "consented": labels.map(frozenset),
    }
)
requests = st.builds(
    lambda given, asked: a_request(**given, **asked),
    circumstances,
    st.fixed_dictionaries(
        {
            "principal": st.sampled_from(PrincipalKind),
            "door": st.sampled_from(Door),
            "purpose": st.sampled_from(Purpose),
            "audience": st.sampled_from(Audience),
            "grant": grants,
            "fulfils": st.sets(st.sampled_from(ObligationKind)).map(frozenset),
        }
    ),
)
WAYS_IN = (
    {},
    {"purpose": Purpose.SHARE, "audience": Audience.OUTSIDE},
    {**SERVICE, "door": Door.INDEX},
    TRAINER,
    CLIENT,
    OUTSIDE,
)
ways_in = st.builds(
    lambda given, way: a_request(**given, **way), circumstances, st.sampled_from(WAYS_IN)
)
anything = st.tuples(records | old_records, columns, requests | ways_in)


def off(*pairs: tuple[str, list[object]]) -> st.SearchStrategy[dict[str, object]]:
    """Gives at most two fields that are not as open as they could be."""
    one = st.sampled_from([{name: value} for name, values in pairs for value in values])
    return st.lists(one, max_size=2).map(
        lambda some: {k: v for each in some for k, v in each.items()}
    )


# Nearly all random cases are denied for one reason or another, so half of them begin as permitted.
nearly_open = st.builds(
    lambda record, item, way, request: (changed(OPEN, **record), item, a_request(**way | request)),
    off(
        ("labels", [(Label.HEALTH,), (Label.FINANCE,), (Label.WORKPLACE,)]),
        ("sensitivity", [Sensitivity.PERSONAL, Sensitivity.SENSITIVE]),
        ("min_auth", [STRONG, BIOMETRIC]),
        ("retain_s", [50, 400]),
        ("max_reads", [1]),
        ("tags", [("diary",)]),
        ("home", [HERE]),
        ("purposes", [EVERYDAY.purposes]),
        ("held", [True]),
    ),
    columns,
    st.sampled_from(WAYS_IN),
    off(
        ("auth", [LOCKED, STRONG, BIOMETRIC]),
        ("strongest", [UNLOCKED, BIOMETRIC]),
        ("age_s", [10, 61, 301, -50]),
        ("foreground", [False]),
        ("device", [HERE]),
        ("utc_offset_s", [9 * HOUR_S, -5 * HOUR_S]),
        ("consented", [frozenset({Label.HEALTH}), frozenset(Label)]),
        ("fulfils", [frozenset({ObligationKind.COUNT})]),
        ("grant", [Grant(frozenset(Purpose), frozenset(Label), frozenset({Domain.FOOD}))]),
    ),
)
cases = anything | nearly_open

# --- random bundles: few, for each is parsed and validated


@cache
def texts(seed: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Gives the rules of a random bundle: below, and on top of them."""
    rng = np.random.default_rng(seed)
    permits = [PERMITS[at] for at in rng.permutation(len(PERMITS))[:4]]
    forbids = tuple(FORBIDS[at] for at in rng.permutation(len(FORBIDS))[:4])
    if seed == 0:
        return BASE_RULES, ()
    match seed % 3:
        case 0:
            return BASE_RULES, forbids
        case 1:
            return (*permits, *forbids[:2]), ()
        case _:
            return (*BASE_RULES, permits[0], *forbids[:1]), forbids[1:3]


def composed(seed: int) -> Bundle:
    """Gives the random bundle of this number; 0 is the base."""
    below, above = texts(seed)
    return on_top(bundle_of(*below), [bundle_of(rule) for rule in above])


bundles = st.integers(0, 23).map(composed)


def is_permitted(bundle: Bundle, case: tuple) -> bool:
    return Decider(bundle).answer(*case).allowed


def at(case: tuple, now: int) -> tuple:
    """Gives a case at another moment, all else equal."""
    record, item, request = case
    return record, item, replace(request, now=now)
