"""What an owner's wish makes of a memory's rule record."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from policy.binding import OWN_PURPOSES, RuleRecord
from policy.bundles import default_record, load_defaults
from policy.defaults import Defaults
from policy.vocabulary import (
    Audience,
    AuthLevel,
    ClassName,
    Label,
    Market,
    Purpose,
    Sensitivity,
)
from policy.wishes import Wish, changed_record, shared
from tests.policy.cases import BASE, PROPERTY, cases, is_permitted, old_records
from tests.policy.cases import records as any_records
from tests.policy.rules import HERE

DAY_S = 86_400
PLAIN = default_record([], Market.KR)
HEALTH = default_record([Label.HEALTH], Market.JP)
FINANCE = default_record([Label.FINANCE], Market.JP)
IDENTITY = default_record([Label.IDENTITY], Market.KR)
EACH = [PLAIN, HEALTH, FINANCE, IDENTITY]

labels = st.sets(st.sampled_from(Label), max_size=3).map(frozenset)
records = st.builds(default_record, labels, st.sampled_from(Market))
choice = st.none() | st.booleans()
tags = st.sets(st.sampled_from(["diary", "家計", "가족 여행", "ＤＩＡＲＹ"]), max_size=2).map(
    frozenset
)
wishes = st.fixed_dictionaries(
    {},
    optional={
        "labels": labels,
        "unlabels": labels,
        "tags": tags,
        "untags": tags,
        "retain_days": st.none() | st.integers(0, 73_000),
        "max_reads": st.none() | st.integers(0, 1_000_000),
        "train": choice,
        "share": choice,
        "programs": choice,
        "guard": choice,
        "hold": choice,
        "home": st.sampled_from([None, "", HERE]),
    },
)


def wished(record: RuleRecord, **wish: object) -> RuleRecord:
    sets = {name: frozenset(some) for name, some in wish.items() if isinstance(some, list)}
    return changed_record(record, Wish(**(wish | sets)), load_defaults())  # type: ignore[arg-type]


def others(record: RuleRecord, *changed: str) -> dict[str, object]:
    """Gives the fields of a record but for these."""
    return record.model_dump(exclude=set(changed))


# --- Each wish alone ---


@pytest.mark.parametrize("record", EACH)
def test_no_wish_changes_nothing(record):
    assert wished(record) is record


@pytest.mark.parametrize("record", EACH)
def test_days_become_seconds_of_retention(record):
    changed = wished(record, retain_days=30)
    assert changed.retain_s == 30 * DAY_S
    assert others(changed, "retain_s") == others(record, "retain_s")


def test_zero_days_keep_the_memory_until_it_is_forgotten():
    assert wished(wished(PLAIN, retain_days=30), retain_days=0).retain_s is None


@pytest.mark.parametrize("record", EACH)
def test_reads_are_limited(record):
    changed = wished(record, max_reads=3)
    assert changed.max_reads == 3
    assert others(changed, "max_reads") == others(record, "max_reads")


def test_zero_reads_set_no_limit():
    assert wished(wished(PLAIN, max_reads=3), max_reads=0).max_reads is None


@pytest.mark.parametrize("record", EACH)
@pytest.mark.parametrize("train", [True, False])
def test_training_is_allowed_or_not(record, train):
    changed = wished(record, train=train)
    assert changed.may_train is train
    assert others(changed, "may_train") == others(record, "may_train")


@pytest.mark.parametrize("record", EACH)
def test_sharing_adds_its_purposes_and_lets_the_memory_leave(record):
    changed = wished(record, share=True)
    assert changed.may_leave
    assert set(changed.purposes) == {*record.purposes, Purpose.RESEARCH, Purpose.SHARE}
    assert set(changed.audiences) == {*record.audiences, Audience.OUTSIDE}
    beside = ("purposes", "may_leave", "audiences")
    assert others(changed, *beside) == others(record, *beside)


@pytest.mark.parametrize("record", EACH)
def test_sharing_no_more_takes_back_what_sharing_gave(record):
    assert wished(wished(record, share=True), share=False) == record


def test_not_sharing_leaves_other_purposes():
    trained = RuleRecord(purposes=(Purpose.RECALL, Purpose.TRAIN, Purpose.SHARE))
    assert wished(trained, share=False).purposes == (Purpose.RECALL, Purpose.TRAIN)


def test_sharing_never_means_marketing():
    assert Purpose.MARKETING not in wished(PLAIN, share=True).purposes


@pytest.mark.parametrize("record", EACH)
def test_own_programs_get_it_or_not(record):
    for programs in (True, False):
        changed = wished(record, programs=programs)
        assert (Audience.ON_DEVICE in changed.audiences) == programs
        assert others(changed, "audiences") == others(record, "audiences")


@pytest.mark.parametrize("record", EACH)
def test_it_is_brought_up_or_not_and_found_either_way(record):
    for remind in (True, False):
        changed = wished(record, remind=remind)
        assert (Purpose.REMIND in changed.purposes) == remind
        assert (Purpose.RECALL in changed.purposes) == (Purpose.RECALL in record.purposes)
        assert others(changed, "purposes") == others(record, "purposes")


@pytest.mark.parametrize("record", EACH)
def test_memory_is_kept_to_a_device_and_freed_again(record):
    kept = wished(record, home=HERE)
    assert kept.home == HERE
    assert others(kept, "home") == others(record, "home")
    assert wished(kept, home="") == record


def test_memory_is_held_and_let_go():
    held = wished(PLAIN, hold=True)
    assert held.held
    assert wished(held, hold=False) == PLAIN


def test_tags_are_added_and_taken_in_any_spelling():
    tagged = wished(PLAIN, tags=["Diary", "家計"])
    assert tagged.tags == ("diary", "家計")
    assert wished(tagged, tags=["ＤＩＡＲＹ"]) == tagged
    assert wished(tagged, untags=["ｄｉａｒｙ"]).tags == ("家計",)
    assert wished(tagged, tags=["x"], untags=["x", "家計"]).tags == ("diary",)


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
    assert wished(record, guard=True).class_name is guarded
    assert wished(record, guard=False).class_name is unguarded
    assert guarded.needs_step_up
    assert not unguarded.needs_step_up


@pytest.mark.parametrize("record", EACH)
def test_guard_changes_only_the_authentication(record):
    assert wished(record, guard=True).min_auth is AuthLevel.BIOMETRIC
    assert wished(record, guard=False).min_auth is AuthLevel.UNLOCKED
    for guard in (True, False):
        assert others(wished(record, guard=guard), "min_auth") == others(record, "min_auth")


# --- Labels ---


@pytest.mark.parametrize("label", Label)
def test_added_label_brings_its_defaults(label):
    assert wished(PLAIN, labels=[label]) == default_record([label], Market.KR)


@pytest.mark.parametrize("label", Label)
def test_removed_label_takes_its_defaults_away(label):
    assert wished(default_record([label], Market.KR), unlabels=[label]) == PLAIN


def test_added_label_joins_those_there_are():
    changed = wished(HEALTH, labels=[Label.WORKPLACE])
    assert changed.labels == (Label.HEALTH, Label.WORKPLACE)
    assert changed.sensitivity is Sensitivity.SENSITIVE


def test_label_both_added_and_removed_is_removed():
    both = {"labels": [Label.HEALTH], "unlabels": [Label.HEALTH]}
    assert wished(HEALTH, **both).labels == ()


def test_changed_labels_start_from_defaults_but_keep_what_the_owner_set_and_the_market():
    own = {"retain_days": 7, "max_reads": 2, "home": HERE, "hold": True}
    before = wished(PLAIN, **own, tags=["diary"], share=True, train=True)
    after = wished(before, labels=[Label.HEALTH])
    assert (after.retain_s, after.max_reads, after.home, after.held) == (7 * DAY_S, 2, HERE, True)
    assert after.tags == ("diary",)
    assert after.jurisdiction is Market.KR
    assert not after.may_leave
    assert not after.may_train
    assert after.audiences == (Audience.OWNER,)
    assert after.purposes == OWN_PURPOSES


def test_label_that_ends_a_memory_by_default_ends_it_unless_the_owner_said_otherwise():
    text = '[any.health]\nretain_days = 30\nwhy = "Because."\n'
    text += "".join(f'[any.{label}]\nwhy = "Because."\n' for label in set(Label) - {Label.HEALTH})
    defaults = Defaults.parse(text)
    ill = Wish(labels=frozenset({Label.HEALTH}))
    assert changed_record(PLAIN, ill, defaults).retain_s == 30 * DAY_S
    asked = changed_record(PLAIN, Wish(retain_days=7), defaults)
    assert changed_record(asked, ill, defaults).retain_s == 7 * DAY_S


def test_shared_memory_stays_shared_when_a_label_is_taken_away():
    before = wished(HEALTH, share=True)
    after = wished(before, unlabels=[Label.HEALTH])
    assert after.may_leave
    assert (after.purposes, after.audiences) == (before.purposes, before.audiences)


@pytest.mark.parametrize(
    "same", [{"labels": [Label.HEALTH]}, {"unlabels": [Label.FINANCE]}, {"labels": []}]
)
def test_labels_that_change_nothing_reset_nothing(same):
    before = wished(HEALTH, train=True, share=True, guard=True, programs=True)
    assert wished(before, **same) == before


def test_wish_beside_a_changed_label_comes_after_its_defaults():
    changed = wished(PLAIN, labels=[Label.HEALTH], train=True, guard=True, programs=True)
    assert changed.may_train
    assert changed.class_name is ClassName.GUARDED
    assert Audience.ON_DEVICE in changed.audiences


@pytest.mark.parametrize(
    "wish",
    [
        {"retain_days": -1},
        {"retain_days": 10**6},
        {"max_reads": -1},
        {"max_reads": 10**7},
        {"home": "my laptop"},
        {"tags": ["a" * 41]},
        {"tags": [""]},
        {"tags": ["diаry"]},
        {"tags": [f"tag {number}" for number in range(17)]},
    ],
    ids=repr,
)
def test_figure_or_word_out_of_bounds_is_refused(wish):
    with pytest.raises(ValidationError):
        wished(PLAIN, **wish)


@pytest.mark.parametrize(
    ("wish", "change"),
    [
        ({"guard": True}, {"labels": [Label.HEALTH]}),
        ({"guard": True}, {"labels": [Label.WORKPLACE]}),
        ({"guard": True, "labels": [Label.HEALTH, Label.LOCATION]}, {"unlabels": [Label.LOCATION]}),
        ({"train": False}, {"labels": [Label.WORKPLACE]}),
        ({"programs": False}, {"labels": [Label.WORKPLACE]}),
    ],
)
def test_changed_label_never_lowers_a_protection_that_the_owner_set(wish, change):
    plain = default_record([], Market.OTHER)
    before = wished(plain, **wish)
    after = wished(before, **change)
    assert after.min_auth >= before.min_auth
    assert after.may_train <= before.may_train
    assert set(after.audiences) <= set(before.audiences)


# --- Any record, any wishes ---


@given(any_records | old_records, labels)
@PROPERTY
def test_label_more_never_makes_any_record_milder(record, added):
    after = wished(record, labels=added)
    assert after.sensitivity >= record.sensitivity
    assert after.min_auth >= record.min_auth
    assert after.may_train <= record.may_train
    assert after.may_leave <= record.may_leave
    assert set(after.purposes) <= set(record.purposes)
    assert set(after.reaches) <= set(record.reaches)
    assert set(after.redactions) >= set(record.redactions)
    assert (after.retain_s, after.max_reads) == (record.retain_s, record.max_reads)
    assert (after.home, after.held) == (record.home, record.held)


@given(records, wishes)
@PROPERTY
def test_the_same_wishes_again_change_nothing_more(record, wish):
    once = wished(record, **wish)
    assert wished(once, **wish) == once


@given(records | any_records | old_records, wishes)
@PROPERTY
def test_changed_record_is_valid_canonical_and_of_the_same_market(record, wish):
    before = record.digest
    changed = wished(record, **wish)
    assert RuleRecord.from_bytes(changed.to_bytes()) == changed
    assert changed.jurisdiction is record.jurisdiction
    assert record.digest == before
    assert (changed.digest == before) == (changed == record)


@given(records, wishes, wishes)
@PROPERTY
def test_wish_that_is_not_named_stays_as_it_was(record, first, second):
    sets = {"labels", "unlabels", "tags", "untags"}
    first = {name: wish for name, wish in first.items() if name not in sets}
    second = {name: wish for name, wish in second.items() if name not in sets}
    both = wished(wished(record, **first), **second)
    told = {name: wish for name, wish in second.items() if wish is not None}
    assert both == wished(record, **{**first, **told})


@given(cases)
@PROPERTY
def test_unsharing_and_what_only_guards_never_widens_access(case):
    record, item, request = case
    for wish in ({"share": False}, {"programs": False}, {"guard": True}, {"train": False}):
        after = wished(record, **wish)
        assert is_permitted(BASE, (after, item, request)) <= is_permitted(BASE, case)


def test_sharing_an_old_record_keeps_whom_it_reached():
    record = RuleRecord(v=1, sensitivity=Sensitivity.SENSITIVE)
    assert shared(record, may_leave=True).audiences == (Audience.OUTSIDE, Audience.OWNER)
    assert shared(record, may_leave=False) is record
