"""Records, requests and random cases of both that the tests of the decision share."""

from hypothesis import settings
from hypothesis import strategies as st

from policy.binding import ItemColumns, RuleRecord, default_record
from policy.bundles import load_base_bundle
from policy.decide import Permit, decide
from policy.obligations import ObligationKind
from policy.vocabulary import (
    AuthLevel,
    Door,
    Label,
    Market,
    PrincipalKind,
    Purpose,
    Sensitivity,
)
from tests.policy.rules import NOW, a_request

BASE = load_base_bundle()
FRESH = ItemColumns(NOW)

EVERYDAY = default_record([], Market.OTHER)
HEALTH = default_record([Label.HEALTH], Market.OTHER)
FINANCE = default_record([Label.FINANCE], Market.OTHER)
IDENTITY = default_record([Label.IDENTITY], Market.OTHER)

# A refusal asks Cedar up to twelve times for its remedy, so an example costs about a millisecond.
PROPERTY = settings(max_examples=70, deadline=None)

STRONG, BIOMETRIC = AuthLevel.STRONG, AuthLevel.BIOMETRIC
LOCKED, UNLOCKED = AuthLevel.LOCKED, AuthLevel.UNLOCKED
CLIENT = {"principal": PrincipalKind.CLIENT}
SERVICE = {"principal": PrincipalKind.SERVICE, "purpose": Purpose.MAINTAIN}
TRAINER = {
    "principal": PrincipalKind.SERVICE,
    "purpose": Purpose.TRAIN,
    "door": Door.TRAIN,
}


def changed(record: RuleRecord, **fields: object) -> RuleRecord:
    return RuleRecord.model_validate(record.model_dump() | fields)


SHARED = changed(EVERYDAY, may_leave=True, purposes=tuple(Purpose))
KEPT_INSIDE = changed(SHARED, may_leave=False)
EXPIRED = changed(EVERYDAY, retain_s=0)
SPENT = changed(EVERYDAY, max_reads=0)
LIMITED = changed(FINANCE, retain_s=60, max_reads=1)

records = st.builds(
    RuleRecord,
    labels=st.lists(st.sampled_from(Label), max_size=2).map(tuple),
    sensitivity=st.sampled_from(Sensitivity),
    purposes=st.sampled_from([tuple(Purpose), EVERYDAY.purposes, (Purpose.SHARE,), ()]),
    min_auth=st.sampled_from(AuthLevel),
    retain_s=st.sampled_from([None, None, 0, 50, 400]),
    max_reads=st.sampled_from([None, None, 0, 1]),
    may_train=st.booleans(),
    may_leave=st.booleans(),
    jurisdiction=st.sampled_from(Market),
)
columns = st.builds(
    ItemColumns, created_at=st.sampled_from([NOW - 100, NOW, NOW + 100]), reads=st.integers(0, 2)
)
ages = st.sampled_from([0, 1, 60, 299, 300, 301, 10_000, -1])
requests = st.builds(
    a_request,
    age_s=ages,
    principal=st.sampled_from(PrincipalKind),
    door=st.sampled_from(Door),
    purpose=st.sampled_from(Purpose),
    auth=st.sampled_from(AuthLevel),
    strongest=st.sampled_from(AuthLevel),
    fulfils=st.sets(st.sampled_from(ObligationKind)).map(frozenset),
)
# Most random requests are denied for one reason or another; these few ways in are always tried too.
ways_in = st.builds(
    lambda way, age_s, auth, strongest: a_request(
        age_s=age_s, auth=auth, strongest=strongest, **way
    ),
    st.sampled_from([{}, {"purpose": Purpose.SHARE}, {**SERVICE, "door": Door.INDEX}, TRAINER]),
    ages,
    st.sampled_from(AuthLevel),
    st.sampled_from(AuthLevel),
)
cases = st.tuples(records, columns, requests | ways_in)


def is_permitted(bundle, case) -> bool:
    return isinstance(decide(bundle, *case), Permit)
