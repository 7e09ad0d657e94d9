"""Rule records: one canonical form for each version, and nothing unknown in them."""

import hashlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from policy.binding import MAX_TAGS, RuleRecord
from policy.bundles import default_record
from policy.errors import PolicyError
from policy.labelling.identifiers import IdentifierKind
from policy.vocabulary import (
    Audience,
    AuthLevel,
    ClassName,
    Label,
    Market,
    Purpose,
    Sensitivity,
)
from tests.policy.rules import HERE

common = {
    "labels": st.lists(st.sampled_from(Label), max_size=4).map(tuple),
    "sensitivity": st.sampled_from(Sensitivity),
    "purposes": st.lists(st.sampled_from(Purpose), max_size=5).map(tuple),
    "min_auth": st.sampled_from(AuthLevel),
    "retain_s": st.none() | st.integers(0, 200 * 366 * 86_400),
    "max_reads": st.none() | st.integers(0, 1_000_000),
    "may_train": st.booleans(),
    "may_leave": st.booleans(),
    "redactions": st.lists(st.sampled_from([kind.value for kind in IdentifierKind])).map(tuple),
    "jurisdiction": st.sampled_from(Market),
}
old_records = st.builds(RuleRecord, v=st.just(1), **common)
new_records = st.builds(
    RuleRecord,
    **common,
    audiences=st.lists(st.sampled_from(Audience)).map(tuple),
    tags=st.sampled_from([(), ("diary",), ("日記", "diary"), ("가족 여행",)]),
    home=st.sampled_from(["", HERE]),
    held=st.booleans(),
)
records = old_records | new_records


def test_canonical_form_is_compact_sorted_ascii():
    record = RuleRecord(
        labels=(Label.HEALTH, Label.FINANCE),
        sensitivity=Sensitivity.CRITICAL,
        min_auth=AuthLevel.STRONG,
        retain_s=60,
        redactions=("phone", "card"),
        jurisdiction=Market.KR,
        audiences=(Audience.OWNER,),
        tags=("日記",),
        held=True,
    )
    # Sealed memories are bound to these very bytes: a change here closes every vault.
    assert record.to_bytes() == (
        b'{"audiences":["owner"],"held":true,"home":"","jurisdiction":"KR",'
        b'"labels":["finance","health"],"max_reads":null,"may_leave":false,"may_train":true,'
        b'"min_auth":2,"purposes":["export","maintain","recall","remind"],'
        b'"redactions":["card","phone"],"retain_s":60,"sensitivity":3,'
        b'"tags":["\\u65e5\\u8a18"],"v":2}'
    )


def test_records_of_version_1_keep_their_bytes():
    record = RuleRecord(
        v=1,
        labels=(Label.HEALTH, Label.FINANCE),
        sensitivity=Sensitivity.CRITICAL,
        min_auth=AuthLevel.STRONG,
        retain_s=60,
        redactions=("phone", "card"),
        jurisdiction=Market.KR,
    )
    assert record.to_bytes() == (
        b'{"jurisdiction":"KR","labels":["finance","health"],"max_reads":null,"may_leave":false,'
        b'"may_train":true,"min_auth":2,"purposes":["export","maintain","recall","remind"],'
        b'"redactions":["card","phone"],"retain_s":60,"sensitivity":3,"v":1}'
    )
    assert RuleRecord.from_bytes(record.to_bytes()) == record


@pytest.mark.parametrize(
    "field", [{"tags": ("diary",)}, {"home": HERE}, {"held": True}, {"audiences": ()}], ids=repr
)
def test_version_1_has_none_of_the_later_fields(field):
    with pytest.raises(ValidationError, match="version 1"):
        RuleRecord(v=1, **field)
    data = json.loads(RuleRecord(v=1).to_bytes()) | json.loads(json.dumps(field))
    with pytest.raises(PolicyError):
        RuleRecord.from_bytes(json.dumps(data, sort_keys=True, separators=(",", ":")).encode())


# --- changes


@given(old_records)
@settings(deadline=None)
def test_changed_record_of_version_1_reaches_whom_it_reached(record):
    changed = record.changed(held=True)
    assert changed.v == 2
    assert set(changed.audiences) == set(changed.reaches) == set(record.reaches)


def test_change_of_an_old_sensitive_record_opens_it_to_no_program():
    record = RuleRecord(v=1, sensitivity=Sensitivity.SENSITIVE)
    assert record.changed(max_reads=3).audiences == (Audience.OWNER,)


@given(records)
@settings(deadline=None)
def test_change_to_what_is_so_already_gives_the_record_itself(record):
    same = {name: getattr(record, name) for name in ("labels", "retain_s", "held", "tags")}
    assert record.changed(**same) is record
    assert record.changed() is record
    assert record.changed(audiences=record.reaches[::-1] * 2) is record
    assert record.changed(tags=[tag.upper() for tag in record.tags]) is record


@pytest.mark.parametrize(
    "change",
    [
        {"retain_s": -1},
        {"max_reads": 1_000_001},
        {"labels": ("astrology",)},
        {"home": "my laptop"},
        {"home": HERE.upper()},
        {"tags": ("a" * 41,)},
        {"tags": ("",)},
        {"tags": ("\u200b",)},
        {"tags": ("two  blanks",)},
        {"tags": ('say "diary"',)},
        {"tags": ("back\\slash",)},
        {"tags": ("line\nbreak",)},
        {"tags": ("d\ud800",)},
        {"tags": tuple(f"tag {number}" for number in range(MAX_TAGS + 1))},
        {"may_fly": True},
    ],
    ids=repr,
)
def test_change_out_of_bounds_is_refused(change):
    with pytest.raises(ValidationError):
        RuleRecord().changed(**change)


def test_same_tags_in_other_spellings_are_one():
    record = RuleRecord(tags=("Diary", "ＤＩＡＲＹ", "diary ", "ﾆｯｷ", "ニッキ", "가족", "가족"))
    assert record.tags == ("diary", "ニッキ", "가족")


# --- bytes


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
    for name in ("labels", "purposes", "redactions", "tags", "audiences"):
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
    with pytest.raises(PolicyError):
        RuleRecord.from_bytes(data)


@pytest.mark.parametrize(
    "fields",
    [
        {"v": 0},
        {"v": -1},
        {"v": None},
        {"v": "3"},
        {"v": 3.5},
        {"audiences": ["strangers"]},
        {"audiences": ["Owner"]},
        {"tags": ["Diary"], "held": 1},
        {"tags": "diary"},
        {"tags": [1]},
        {"home": "here"},
        {"home": None},
        {"held": "no"},
        {"may_fly": True},
        {"labels": ["astrology"]},
        {"labels": "finance"},
        {"labels": ["FINANCE"]},
        {"labels": ["ｆｉｎａｎｃｅ"]},
        {"labels": ["finаnce"]},  # a Cyrillic letter
        {"labels": ["fin\u200bance"]},
        {"purposes": ["gossip"]},
        {"purposes": ["Recall"]},
        {"purposes": ["recall "]},
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


@pytest.mark.parametrize("version", [b"3", b"17", b"99999999999999999999999999"])
def test_record_of_a_newer_version_is_refused_by_that_reason(version):
    data = RuleRecord().to_bytes().replace(b'"v":2', b'"v":' + version)
    with pytest.raises(PolicyError) as caught:
        RuleRecord.from_bytes(data)
    assert caught.value.key == "policy.newer_record"
    assert all("2" in caught.value.tell(language) for language in ("en", "ja", "ko"))


def test_newer_version_is_told_whatever_else_it_has():
    with pytest.raises(PolicyError) as caught:
        RuleRecord.from_bytes(b'{"v":3,"mood":"blue","labels":["astrology"]}')
    assert caught.value.key == "policy.newer_record"


@pytest.mark.parametrize("tag", ["Diary", "ｄｉａｒｙ", "di\u200bary", " diary"])
def test_tag_that_is_not_folded_is_refused(tag):
    data = RuleRecord(tags=("diary",)).to_bytes()
    with pytest.raises(PolicyError):
        RuleRecord.from_bytes(data.replace(b'"diary"', json.dumps(tag).encode()))


def test_refusal_counts_the_faults_and_repeats_no_content():
    with pytest.raises(PolicyError) as caught:
        RuleRecord.from_bytes(b'{"v":0,"labels":["my bank secret"],"note":"my bank secret"}')
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
