"""Rule records: one canonical form, nothing unknown, and defaults that keep secrets closed."""

import hashlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from policy.binding import OWN_PURPOSES, RuleRecord, default_record
from policy.errors import PolicyError
from policy.labelling.identifiers import IdentifierKind
from policy.vocabulary import AuthLevel, ClassName, Label, Market, Purpose, Sensitivity

STEP_UP_LABELS = [Label.FINANCE, Label.IDENTITY, Label.BIOMETRICS]
CLOSE_LABELS = [
    Label.HEALTH,
    Label.LOCATION,
    Label.MINORS,
    Label.BELIEF,
    Label.POLITICS,
    Label.SEXUALITY,
]

records = st.builds(
    RuleRecord,
    labels=st.lists(st.sampled_from(Label), max_size=4).map(tuple),
    sensitivity=st.sampled_from(Sensitivity),
    purposes=st.lists(st.sampled_from(Purpose), max_size=5).map(tuple),
    min_auth=st.sampled_from(AuthLevel),
    retain_s=st.none() | st.integers(0, 200 * 366 * 86_400),
    max_reads=st.none() | st.integers(0, 1_000_000),
    may_train=st.booleans(),
    may_leave=st.booleans(),
    redactions=st.lists(st.sampled_from([kind.value for kind in IdentifierKind])).map(tuple),
    jurisdiction=st.sampled_from(Market),
)


def test_canonical_form_is_compact_sorted_ascii():
    record = RuleRecord(
        labels=(Label.HEALTH, Label.FINANCE),
        sensitivity=Sensitivity.CRITICAL,
        min_auth=AuthLevel.STRONG,
        retain_s=60,
        redactions=("phone", "card"),
        jurisdiction=Market.KR,
    )
    # Sealed memories are bound to these very bytes: a change here closes every vault.
    assert record.to_bytes() == (
        b'{"jurisdiction":"KR","labels":["finance","health"],"max_reads":null,"may_leave":false,'
        b'"may_train":true,"min_auth":2,"purposes":["export","maintain","recall","remind"],'
        b'"redactions":["card","phone"],"retain_s":60,"sensitivity":3,"v":1}'
    )


def test_digest_is_the_sha256_of_the_canonical_form():
    record = default_record([Label.FINANCE], Market.JP)
    assert record.digest == hashlib.sha256(record.to_bytes()).digest()


@given(records)
@settings(deadline=None)
def test_record_survives_its_bytes(record):
    again = RuleRecord.from_bytes(record.to_bytes())
    assert again == record
    assert again.to_bytes() == record.to_bytes()
    assert again.digest == record.digest


@given(records, records)
@settings(deadline=None)
def test_digests_are_equal_only_for_equal_records(one, other):
    assert (one.digest == other.digest) == (one == other)


@given(records, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_order_and_repetition_of_words_change_nothing(record, rng):
    fields = record.model_dump()
    for name in ("labels", "purposes", "redactions"):
        words = list(fields[name]) * 2
        rng.shuffle(words)
        fields[name] = tuple(words)
    assert RuleRecord.model_validate(fields).digest == record.digest


@given(records, st.integers(0, 10_000), st.integers(0, 7))
@settings(deadline=None)
def test_flipped_bit_is_refused_or_changes_the_digest(record, at, bit):
    data = bytearray(record.to_bytes())
    data[at % len(data)] ^= 1 << bit
    try:
        found = RuleRecord.from_bytes(bytes(data))
    except PolicyError:
        return
    assert found.digest != record.digest


@given(st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
@settings(deadline=None)
def test_garbage_is_refused_with_a_policy_error(data):
    try:
        RuleRecord.from_bytes(data)
    except PolicyError:
        return
    assert json.loads(data) == {}  # the only short text that is a record: all defaults


@pytest.mark.parametrize(
    "fields",
    [
        {"v": 2},
        {"v": 0},
        {"v": None},
        {"may_fly": True},
        {"labels": ["astrology"]},
        {"labels": "finance"},
        {"purposes": ["gossip"]},
        {"sensitivity": 4},
        {"min_auth": 4},
        {"min_auth": "STRONG"},
        {"jurisdiction": "XX"},
        {"retain_s": -1},
        {"retain_s": 200 * 366 * 86_400 + 1},
        {"retain_s": 1.5},
        {"max_reads": -1},
        {"max_reads": 1_000_001},
        {"may_train": None},
        {"redactions": [1]},
    ],
    ids=repr,
)
def test_unknown_or_unfit_field_is_refused(fields):
    data = json.dumps({**json.loads(RuleRecord().to_bytes()), **fields}).encode()
    with pytest.raises(PolicyError, match="1 of its fields") as caught:
        RuleRecord.from_bytes(data)
    assert caught.value.exit_code == 2
    assert caught.value.key == "policy.bad_record"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"[]",
        b"null",
        b"{",
        b"[" * 100_000,
        b'{"retain_s":NaN}',
        b'{"retain_s":1e400}',
    ],
    ids=lambda data: repr(data[:16]),
)
def test_what_is_no_record_is_refused(data):
    with pytest.raises(PolicyError):
        RuleRecord.from_bytes(data)


def test_refusal_counts_the_faults_and_repeats_no_content():
    with pytest.raises(PolicyError) as caught:
        RuleRecord.from_bytes(b'{"v":2,"labels":["my bank secret"],"note":"my bank secret"}')
    assert caught.value.values == {"count": 3}
    assert "secret" not in str(caught.value)


def test_unknown_redaction_is_refused():
    with pytest.raises(PolicyError):
        RuleRecord.from_bytes(b'{"redactions":["emial"]}')


@pytest.mark.parametrize(
    "data",
    [
        b'{"may_leave":"yes"}',
        b'{"may_leave":1}',
        b'{"min_auth":"0"}',
        b'{"min_auth":false}',
        b'{"v":true}',
        b'{"may_leave":false,"may_leave":true}',
    ],
)
def test_value_of_another_type_or_a_repeated_field_is_refused(data):
    with pytest.raises(PolicyError):
        RuleRecord.from_bytes(data)


def test_record_cannot_be_changed_in_place():
    record = RuleRecord()
    with pytest.raises(ValidationError):
        record.may_leave = True


def test_changed_copy_has_its_own_digest():
    record = RuleRecord()
    before = record.digest
    assert record.model_copy(update={"may_leave": True}).digest != before


@pytest.mark.parametrize(
    ("record", "name"),
    [
        (RuleRecord(), ClassName.EVERYDAY),
        (RuleRecord(sensitivity=Sensitivity.PERSONAL), ClassName.EVERYDAY),
        (RuleRecord(sensitivity=Sensitivity.SENSITIVE), ClassName.PRIVATE),
        (RuleRecord(sensitivity=Sensitivity.CRITICAL), ClassName.PRIVATE),
        (RuleRecord(labels=(Label.FINANCE,)), ClassName.EVERYDAY),
        (RuleRecord(labels=(Label.FINANCE,), min_auth=AuthLevel.STRONG), ClassName.FINANCE),
        (RuleRecord(labels=(Label.FINANCE,), min_auth=AuthLevel.BIOMETRIC), ClassName.FINANCE),
        (RuleRecord(min_auth=AuthLevel.STRONG), ClassName.GUARDED),
        (RuleRecord(labels=(Label.HEALTH,), min_auth=AuthLevel.BIOMETRIC), ClassName.GUARDED),
    ],
)
def test_record_picks_its_class(record, name):
    assert record.class_name is name


@given(records)
@settings(deadline=None)
def test_class_needs_step_up_exactly_where_the_record_asks_for_it(record):
    assert record.class_name.needs_step_up == (record.min_auth >= AuthLevel.STRONG)


def test_unlabelled_memory_is_everyday_and_its_owners():
    record = default_record([], Market.KR)
    assert record.class_name is ClassName.EVERYDAY
    assert record.sensitivity is Sensitivity.ORDINARY
    assert record.min_auth is AuthLevel.UNLOCKED
    assert record.purposes == OWN_PURPOSES
    assert record.may_train
    assert not record.may_leave
    assert record.jurisdiction is Market.KR


@pytest.mark.parametrize("label", STEP_UP_LABELS)
def test_finance_identity_and_biometrics_ask_for_step_up(label):
    record = default_record([label], Market.OTHER)
    assert record.min_auth is AuthLevel.BIOMETRIC
    assert record.sensitivity is Sensitivity.CRITICAL
    assert record.class_name.needs_step_up
    assert not record.may_train


@pytest.mark.parametrize("label", CLOSE_LABELS)
def test_health_and_its_like_open_with_the_vault_but_never_train(label):
    record = default_record([label], Market.OTHER)
    assert record.min_auth is AuthLevel.UNLOCKED
    assert record.class_name is ClassName.PRIVATE
    assert record.sensitivity is Sensitivity.SENSITIVE
    assert not record.may_train


def test_workplace_is_personal_and_may_train():
    record = default_record([Label.WORKPLACE], Market.OTHER)
    assert record.class_name is ClassName.EVERYDAY
    assert record.sensitivity is Sensitivity.PERSONAL
    assert record.may_train


@given(st.sets(st.sampled_from(Label)), st.sampled_from(Label), st.sampled_from(Market))
@settings(deadline=None)
def test_another_label_never_makes_the_defaults_milder(labels, label, market):
    before, after = default_record(labels, market), default_record(labels | {label}, market)
    assert after.sensitivity >= before.sensitivity
    assert after.min_auth >= before.min_auth
    assert after.may_train <= before.may_train
    assert set(after.purposes) <= set(before.purposes)
    assert set(after.redactions) >= set(before.redactions)


@given(st.sets(st.sampled_from(Label)), st.sampled_from(Market))
@settings(deadline=None)
def test_no_default_lets_a_memory_leave_or_serve_strangers(labels, market):
    record = default_record(labels, market)
    assert not record.may_leave
    assert record.purposes == OWN_PURPOSES
    assert RuleRecord.from_bytes(record.to_bytes()) == record


def test_default_redactions_are_kinds_that_labelling_finds():
    assert set(default_record([Label.HEALTH], Market.JP).redactions) <= set(IdentifierKind)


def test_unlabelled_memory_is_redacted_too_once_it_is_shared():
    labelled = default_record([Label.WORKPLACE], Market.JP)
    assert default_record([], Market.JP).redactions == labelled.redactions


def test_default_redactions_cover_every_kind_of_identifier():
    assert set(default_record([Label.HEALTH], Market.JP).redactions) >= set(IdentifierKind)
