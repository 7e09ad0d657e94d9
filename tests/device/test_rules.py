"""What an owner's wish makes of a memory's rule record."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.rules import changed_record
from policy.binding import OWN_PURPOSES, RuleRecord, default_record
from policy.vocabulary import AuthLevel, ClassName, Label, Market, Purpose, Sensitivity

DAY_S = 86_400
PLAIN = default_record([], Market.KR)
HEALTH = default_record([Label.HEALTH], Market.JP)
FINANCE = default_record([Label.FINANCE], Market.JP)
IDENTITY = default_record([Label.IDENTITY], Market.KR)
EACH = [PLAIN, HEALTH, FINANCE, IDENTITY]

labels = st.sets(st.sampled_from(Label), max_size=3)
records = st.builds(default_record, labels, st.sampled_from(Market))
wishes = st.fixed_dictionaries(
    {},
    optional={
        "labels": labels,
        "unlabels": labels,
        "retain_days": st.none() | st.integers(0, 73_000),
        "max_reads": st.none() | st.integers(0, 1_000_000),
        "train": st.none() | st.booleans(),
        "share": st.none() | st.booleans(),
        "guard": st.none() | st.booleans(),
    },
)


def others(record: RuleRecord, *changed: str) -> dict[str, object]:
    """Gives the fields of a record but for these."""
    return record.model_dump(exclude=set(changed))


# --- Each wish alone ---


@pytest.mark.parametrize("record", EACH)
def test_no_wish_changes_nothing(record):
    assert changed_record(record) is record


@pytest.mark.parametrize("record", EACH)
def test_days_become_seconds_of_retention(record):
    changed = changed_record(record, retain_days=30)
    assert changed.retain_s == 30 * DAY_S
    assert others(changed, "retain_s") == others(record, "retain_s")


def test_zero_days_keep_the_memory_until_it_is_forgotten():
    assert changed_record(changed_record(PLAIN, retain_days=30), retain_days=0).retain_s is None


@pytest.mark.parametrize("record", EACH)
def test_reads_are_limited(record):
    changed = changed_record(record, max_reads=3)
    assert changed.max_reads == 3
    assert others(changed, "max_reads") == others(record, "max_reads")


def test_zero_reads_set_no_limit():
    assert changed_record(changed_record(PLAIN, max_reads=3), max_reads=0).max_reads is None


@pytest.mark.parametrize("record", EACH)
@pytest.mark.parametrize("train", [True, False])
def test_training_is_allowed_or_not(record, train):
    changed = changed_record(record, train=train)
    assert changed.may_train is train
    assert others(changed, "may_train") == others(record, "may_train")


@pytest.mark.parametrize("record", EACH)
def test_sharing_adds_its_purposes_and_lets_the_memory_leave(record):
    changed = changed_record(record, share=True)
    assert changed.may_leave
    assert set(changed.purposes) == {*OWN_PURPOSES, Purpose.RESEARCH, Purpose.SHARE}
    assert others(changed, "purposes", "may_leave") == others(record, "purposes", "may_leave")


@pytest.mark.parametrize("record", EACH)
def test_sharing_no_more_takes_back_what_sharing_gave(record):
    assert changed_record(changed_record(record, share=True), share=False) == record


def test_not_sharing_leaves_other_purposes():
    trained = RuleRecord(purposes=(Purpose.RECALL, Purpose.TRAIN, Purpose.SHARE))
    assert changed_record(trained, share=False).purposes == (Purpose.RECALL, Purpose.TRAIN)


def test_sharing_never_means_marketing():
    assert Purpose.MARKETING not in changed_record(PLAIN, share=True).purposes


# --- Guarding moves a memory between classes ---


@pytest.mark.parametrize(
    ("record", "before", "guarded", "unguarded"),
    [
        (PLAIN, ClassName.EVERYDAY, ClassName.GUARDED, ClassName.EVERYDAY),
        (HEALTH, ClassName.PRIVATE, ClassName.GUARDED, ClassName.PRIVATE),
        (FINANCE, ClassName.FINANCE, ClassName.FINANCE, ClassName.PRIVATE),
        (IDENTITY, ClassName.GUARDED, ClassName.GUARDED, ClassName.PRIVATE),
    ],
)
def test_guard_moves_the_memory_to_a_class_of_the_step_up_and_back(
    record, before, guarded, unguarded
):
    assert record.class_name is before
    assert changed_record(record, guard=True).class_name is guarded
    assert changed_record(record, guard=False).class_name is unguarded
    assert guarded.needs_step_up
    assert not unguarded.needs_step_up


@pytest.mark.parametrize("record", EACH)
def test_guard_changes_only_the_authentication(record):
    assert changed_record(record, guard=True).min_auth is AuthLevel.BIOMETRIC
    assert changed_record(record, guard=False).min_auth is AuthLevel.UNLOCKED
    for guard in (True, False):
        assert others(changed_record(record, guard=guard), "min_auth") == others(record, "min_auth")


# --- Labels ---


@pytest.mark.parametrize("label", Label)
def test_added_label_brings_its_defaults(label):
    assert changed_record(PLAIN, labels=[label]) == default_record([label], Market.KR)


@pytest.mark.parametrize("label", Label)
def test_removed_label_takes_its_defaults_away(label):
    assert changed_record(default_record([label], Market.KR), unlabels=[label]) == PLAIN


def test_labels_may_be_named_by_their_words():
    assert changed_record(PLAIN, labels=["health"]).labels == (Label.HEALTH,)


def test_added_label_joins_those_there_are():
    changed = changed_record(HEALTH, labels=[Label.WORKPLACE])
    assert changed.labels == (Label.HEALTH, Label.WORKPLACE)
    assert changed.sensitivity is Sensitivity.SENSITIVE


def test_label_both_added_and_removed_is_removed():
    assert changed_record(HEALTH, labels=["health"], unlabels=["health"]).labels == ()


def test_changed_labels_start_from_defaults_but_keep_retention_reads_and_market():
    before = changed_record(PLAIN, retain_days=7, max_reads=2, share=True, train=True)
    after = changed_record(before, labels=["health"])
    assert (after.retain_s, after.max_reads) == (7 * DAY_S, 2)
    assert after.jurisdiction is Market.KR
    defaults = default_record([Label.HEALTH], Market.KR)
    assert others(after, "retain_s", "max_reads") == others(defaults, "retain_s", "max_reads")
    assert not after.may_leave
    assert not after.may_train


@pytest.mark.parametrize(
    "same", [{"labels": ["health"]}, {"unlabels": ["finance"]}, {"labels": []}]
)
def test_labels_that_change_nothing_reset_nothing(same):
    before = changed_record(HEALTH, train=True, share=True, guard=True)
    assert changed_record(before, **same) == before


def test_wish_beside_a_changed_label_comes_after_its_defaults():
    changed = changed_record(PLAIN, labels=["health"], train=True, guard=True, retain_days=0)
    assert changed.may_train
    assert changed.class_name is ClassName.GUARDED


@pytest.mark.parametrize("wish", [{"labels": ["nonsense"]}, {"unlabels": [""]}])
def test_unknown_label_is_refused(wish):
    with pytest.raises(ValueError, match="is not a valid Label"):
        changed_record(PLAIN, **wish)


@pytest.mark.parametrize(
    "wish", [{"retain_days": -1}, {"retain_days": 10**6}, {"max_reads": -1}, {"max_reads": 10**7}]
)
def test_figure_out_of_range_is_refused(wish):
    with pytest.raises(ValueError, match="validation error"):
        changed_record(PLAIN, **wish)


@pytest.mark.parametrize(
    ("wish", "change"),
    [
        ({"guard": True}, {"labels": ["health"]}),
        ({"guard": True}, {"labels": ["workplace"]}),
        ({"guard": True, "labels": ["health", "location"]}, {"unlabels": ["location"]}),
        ({"train": False}, {"labels": ["workplace"]}),
    ],
)
def test_changed_label_never_lowers_a_protection_that_the_owner_set(wish, change):
    before = changed_record(PLAIN, **wish)
    after = changed_record(before, **change)
    assert after.min_auth >= before.min_auth
    assert after.may_train <= before.may_train


# --- Any record, any wishes ---


@given(records, wishes)
def test_the_same_wishes_again_change_nothing_more(record, wish):
    once = changed_record(record, **wish)
    assert changed_record(once, **wish) == once


@given(records, wishes)
def test_changed_record_is_valid_canonical_and_of_the_same_market(record, wish):
    before = record.digest
    changed = changed_record(record, **wish)
    assert RuleRecord.from_bytes(changed.to_bytes()) == changed
    assert changed.jurisdiction is record.jurisdiction
    assert record.digest == before
    assert (changed.digest == before) == (changed == record)


@given(records, wishes, wishes)
def test_wish_that_is_not_named_stays_as_it_was(record, first, second):
    first = {name: wish for name, wish in first.items() if name not in {"labels", "unlabels"}}
    second = {name: wish for name, wish in second.items() if name not in {"labels", "unlabels"}}
    both = changed_record(changed_record(record, **first), **second)
    told = {name: wish for name, wish in second.items() if wish is not None}
    assert both == changed_record(record, **{**first, **told})
