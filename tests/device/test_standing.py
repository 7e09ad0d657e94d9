"""Standing wishes: for a label, a tag, a conversation; now, and for what comes later."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.log.events import Event, EventKind
from device.book import Book, Standing, digest_of
from device.choices import (
    add_rule,
    drop_wish,
    give_consent,
    wish_for,
    withdraw_consent,
)
from device.compose import Device
from device.errors import BadInput
from device.importers.export import Conversation, Export, SourceKind, Turn
from device.own_rules import checked
from device.standing import MAX_WISHES, changed, tag_named, wished, with_standing
from policy.binding import MAX_TAGS, RuleRecord
from policy.bundles import default_record
from policy.vocabulary import Audience, AuthLevel, ClassName, Label, Market, Purpose
from policy.wishes import Wish
from tests.builders import refusal
from tests.people import STEP_UP, Clock, make_device, remember, reopen

FERRY = "The ferry to Naoshima leaves at nine"
NUTS = "I am allergic to peanuts, says my doctor at the hospital"
PILLS = "My doctor at the hospital gave me new medicine for the allergy"
MONEY = "My salary account at Granite Bank has 4,200 pounds"
DAY_S = 86_400


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def device(tmp_path: Path, clock: Clock):
    device = make_device(tmp_path / "vault", clock, step_up=None)
    yield device
    device.vault.close()


def rule(device: Device, item_id: int) -> RuleRecord:
    return device.vault.record(int(device.vault.find_row(item_id)["rule"][0]))


def chat(title: str, *texts: str) -> Export:
    turns = [
        Turn(text, "Mina", False, datetime(2026, 5, n + 1, tzinfo=UTC), f"{title}/{n}", None)
        for n, text in enumerate(texts)
    ]
    return Export(SourceKind.LINE, [Conversation(SourceKind.LINE, title, turns)], {})


def changes(device: Device) -> list[Event]:
    found = [Event.from_leaf(leaf) for _, leaf in device.vault.journal.leaves()]
    return [event for event in found if event.kind is EventKind.RULE_CHANGED]


# --- Reach ---


def test_a_wish_for_a_label_reaches_what_there_is_and_what_comes(device):
    before, ferry = remember(device, NUTS), remember(device, FERRY)
    applied = wish_for(device, "label", "health", Wish(retain_days=30))
    assert (applied.count, applied.kept) == (1, 0)
    after = remember(device, PILLS)
    assert rule(device, before).retain_s == rule(device, after).retain_s == 30 * DAY_S
    assert rule(device, ferry).retain_s is None


@pytest.mark.parametrize("name", ["diary", " Diary ", "ＤＩＡＲＹ"])
def test_a_wish_for_a_tag_reaches_it_in_any_width_and_case(device, name):
    item_id = remember(device, FERRY)
    device.guard.rebind(item_id, changed(rule(device, item_id), Wish(tags=frozenset({"Diary"}))))
    assert wish_for(device, "tag", name, Wish(programs=False)).count == 1
    assert Audience.ON_DEVICE not in rule(device, item_id).audiences


@pytest.mark.parametrize("title", ["Mina & Ann", "Mina  ＆ Ann", " Mina & Ann "])
def test_a_wish_for_a_conversation_reaches_it_alone_and_its_next_import(device, title):
    (first,) = device.intake.take_in(chat("Mina & Ann", FERRY), gate=False).ids
    (other,) = device.intake.take_in(chat("Mina", "We meet at the lighthouse"), gate=False).ids
    typed = remember(device, "The lighthouse has a blue door")
    assert wish_for(device, "conversation", title, Wish(train=False)).count == 1
    (second,) = device.intake.take_in(chat("Mina & Ann", FERRY, "Bring a coat"), gate=False).ids
    trains = [rule(device, one).may_train for one in (first, second, other, typed)]
    assert trains == [False, False, True, True]


def test_a_wish_for_a_conversation_waits_for_its_first_import_in_any_spelling(device):
    assert wish_for(device, "conversation", "Jiwon & me", Wish(guard=True)).count == 0
    (item_id,) = device.intake.take_in(chat("Jiwon  ＆ me", FERRY), gate=False).ids
    assert rule(device, item_id).min_auth is AuthLevel.BIOMETRIC


def test_a_later_wish_wins_and_one_may_lead_to_the_next(device):
    wish_for(device, "label", "health", Wish(max_reads=5, tags=frozenset({"body"})))
    wish_for(device, "tag", "body", Wish(max_reads=3))
    assert rule(device, remember(device, NUTS)).max_reads == 3
    wish_for(device, "label", "health", Wish(retain_days=9))  # said now, all of it
    record = rule(device, remember(device, PILLS))
    assert (record.max_reads, record.retain_s) == (5, 9 * DAY_S)


def test_what_was_changed_by_hand_stays_but_where_the_new_words_touch_it(device):
    wish_for(device, "label", "health", Wish(retain_days=30))
    item_id = remember(device, NUTS)
    device.guard.rebind(item_id, changed(rule(device, item_id), Wish(retain_days=365)))
    wish_for(device, "label", "health", Wish(hold=True))
    assert (rule(device, item_id).retain_s, rule(device, item_id).held) == (365 * DAY_S, True)


def test_what_a_wish_takes_off_it_no_longer_puts_on():
    book = Book()
    for wish in (
        Wish(tags=frozenset({"a", "b"}), labels=frozenset({Label.HEALTH})),
        Wish(untags=frozenset({"a"}), unlabels=frozenset({Label.HEALTH})),
        Wish(tags=frozenset({"c"})),
    ):
        book = book.model_copy(update={"standing": (wished(book, "tag", "x", wish),)})
    (standing,) = book.standing
    assert (standing.tags, standing.untags) == ({"b", "c"}, {"a"})
    assert (standing.labels, standing.unlabels) == (frozenset(), {Label.HEALTH})


def test_a_closed_class_is_not_reached_and_is_after_the_step_up(tmp_path, clock):
    device = make_device(tmp_path / "vault", clock, step_up=STEP_UP)
    item_id = remember(device, MONEY)
    assert wish_for(device, "label", "finance", Wish(retain_days=7)).count == 0
    device.guard.step_up(STEP_UP)
    assert device.vault.is_open(ClassName.FINANCE)
    assert rule(device, item_id).retain_s is None
    assert wish_for(device, "label", "finance", Wish(retain_days=7)).count == 1
    assert rule(device, item_id).retain_s == 7 * DAY_S
    device.close()


def test_a_memory_sealed_into_a_closed_class_has_the_wish_from_its_first_moment(tmp_path, clock):
    device = make_device(tmp_path / "vault", clock, step_up=STEP_UP)
    wish_for(device, "label", "finance", Wish(retain_days=7))
    item_id = remember(device, MONEY)
    device.guard.step_up(STEP_UP)
    assert rule(device, item_id).retain_s == 7 * DAY_S
    device.close()


def test_a_wish_that_moves_memories_behind_the_step_up_counts_them(tmp_path, clock):
    device = make_device(tmp_path / "vault", clock, step_up=STEP_UP)
    item_id = remember(device, NUTS)
    applied = wish_for(device, "label", "health", Wish(guard=True))
    assert (applied.count, applied.kept) == (1, 0)
    assert device.vault.find_row(item_id) is None
    device.close()


# --- Ending, keeping, logging ---


def test_a_dropped_wish_leaves_memories_as_they_are_and_new_ones_alone(device):
    item_id = remember(device, NUTS)
    wish_for(device, "label", "health", Wish(retain_days=30))
    assert drop_wish(device, "label", "health") is not None
    assert drop_wish(device, "label", "health") is None
    assert rule(device, item_id).retain_s == 30 * DAY_S
    assert rule(device, remember(device, PILLS)).retain_s is None


def test_wishes_hold_after_the_next_unlock(tmp_path, clock):
    device = make_device(tmp_path / "vault", clock, step_up=None)
    wish_for(device, "label", "health", Wish(retain_days=30))
    device.close()
    device = reopen(tmp_path / "vault", clock)
    assert rule(device, remember(device, NUTS)).retain_s == 30 * DAY_S
    device.close()


def test_a_wish_and_each_memory_it_changes_are_logged_with_before_and_after(device):
    item_id = remember(device, NUTS)
    before = rule(device, item_id)
    first = wish_for(device, "label", "health", Wish(retain_days=30)).standing
    second = wish_for(device, "label", "health", Wish(retain_days=60)).standing
    drop_wish(device, "label", "health")
    own = [event.details for event in changes(device) if "reason" in event.details]
    asked = {"reason": "standing-wish"}
    assert own == [
        {**asked, "after": digest_of(first)},
        {**asked, "before": digest_of(first), "after": digest_of(second)},
        {**asked, "before": digest_of(second)},
    ]
    memories = [event for event in changes(device) if event.memories]
    assert memories[0].details["before"] == device.vault.rule_commitment(before)
    assert memories[-1].details["after"] == device.vault.rule_commitment(rule(device, item_id))
    assert "health" not in "".join(event.to_leaf().decode() for event in changes(device))


def test_a_rule_of_the_owners_that_stops_upkeep_keeps_memories_as_they_are(device):
    item_id = remember(device, NUTS)
    text = """@id("own-frozen")
        @explain_en("Nothing here changes.")
        @explain_ja("ここでは何も変わりません。")
        @explain_ko("여기서는 아무것도 바뀌지 않습니다.")
        forbid (principal, action == Bojagi::Action::"maintain", resource);"""
    add_rule(device, checked(text, device.book, device.guard.bundle))
    applied = wish_for(device, "label", "health", Wish(retain_days=30))
    assert (applied.count, applied.kept) == (0, 1)
    assert rule(device, item_id).retain_s is None


# --- Bounds ---


@pytest.mark.parametrize("tag", ["", " ", "x" * 41, 'a"b', "a\\b", "a\nb", "a  b", "\x00"])
def test_a_tag_that_a_rule_could_not_name_is_refused(tag):
    with refusal(BadInput, "rules.bad_tag"):
        tag_named(tag)


@pytest.mark.parametrize("title", ["", "  ", "x" * 201])
def test_a_title_that_no_conversation_has_is_refused(device, title):
    with refusal(BadInput, "rules.bad_title"):
        wish_for(device, "conversation", title, Wish(train=False))


def test_wishes_that_would_give_a_memory_too_many_tags_change_nothing(device):
    item_id = remember(device, NUTS)
    tags = frozenset(f"t{n}" for n in range(MAX_TAGS))
    device.guard.rebind(item_id, changed(rule(device, item_id), Wish(tags=tags)))
    before = device.book
    for wish in (Wish(tags=frozenset({"one more"})), Wish(tags=frozenset("abcdefghijklmnopqr"))):
        with refusal(BadInput, "rules.too_many_tags"):
            wish_for(device, "label", "health", wish)
    assert device.book == before
    assert rule(device, item_id).tags == tuple(sorted(tags))


def test_wishes_that_come_together_have_no_more_tags_than_a_memory_may():
    book = Book()
    for scope, name, first in (("label", "health", 0), ("conversation", "Mina", 8)):
        tags = frozenset(f"t{n}" for n in range(first, first + 8))
        wish = wished(book, scope, name, Wish(tags=tags, untags=tags))
        book = Book(standing=(*book.standing, wish))
    with refusal(BadInput, "rules.too_many_tags"):
        wished(book, "tag", "x", Wish(tags=frozenset({"one more"})))
    untags = wished(book, "label", "health", Wish(untags=frozenset(f"u{n}" for n in range(8))))
    book = Book(standing=(untags,))
    with refusal(BadInput, "rules.too_many_tags"):
        wished(book, "label", "health", Wish(untags=frozenset({"one more"})))


def test_there_is_an_end_to_wishes():
    many = tuple(Standing(scope="tag", name=f"t{n}") for n in range(MAX_WISHES))
    assert wished(Book(standing=many), "tag", "t7", Wish(train=False)).train is False
    with refusal(BadInput, "rules.too_many_wishes"):
        wished(Book(standing=many), "tag", "another", Wish(train=False))


TAGS = st.frozensets(st.sampled_from([f"t{n}" for n in range(20)]), max_size=9)
LABELS = st.frozensets(st.sampled_from(Label), max_size=2)
POINT = st.none() | st.booleans()
WISHES = st.builds(
    Wish, labels=LABELS, unlabels=LABELS, tags=TAGS, untags=TAGS,
    retain_days=st.none() | st.integers(0, 73_000), max_reads=st.none() | st.integers(0, 9),
    train=POINT, share=POINT, programs=POINT, remind=POINT, guard=POINT, hold=POINT,
    home=st.sampled_from([None, "", "a" * 32]),
)  # fmt: skip
KINDS = st.one_of(
    st.tuples(st.just("label"), st.sampled_from([one.value for one in Label])),
    st.tuples(st.just("tag"), st.sampled_from(["t1", "t2", "t3"])),
    st.tuples(st.just("conversation"), st.sampled_from(["Mina", "Jiwon"])),
)


@given(
    st.lists(st.tuples(KINDS, WISHES), max_size=8),
    st.frozensets(st.sampled_from(Label), max_size=3),
    st.sampled_from(["", "Mina", "Jiwon"]),
)
def test_whatever_was_wished_a_new_memory_is_never_refused_for_it(asked, labels, title):
    book = Book()
    for (scope, name), wish in asked:
        try:
            standing = wished(book, scope, name, wish)
        except BadInput:
            continue
        others = [one for one in book.standing if (one.scope, one.name) != (scope, name)]
        book = Book.model_validate({"standing": [*others, standing]})
    record = with_standing(default_record(labels, Market.KR), title, book.standing)
    assert RuleRecord.from_bytes(record.to_bytes()) == record
    if not book.standing:
        assert record == default_record(labels, Market.KR)


# --- Consents ---


def test_a_consent_is_given_and_withdrawn_once_and_logged_each_time(device):
    assert give_consent(device, Purpose.SHARE, [Label.HEALTH, Label.MINORS]) == [
        *(Label.HEALTH, Label.MINORS)
    ]
    assert give_consent(device, Purpose.SHARE, [Label.HEALTH]) == []
    assert device.book.consented(Purpose.SHARE) == {Label.HEALTH, Label.MINORS}
    assert withdraw_consent(device, Purpose.SHARE, [Label.HEALTH, Label.BELIEF]) == [Label.HEALTH]
    assert device.book.consented(Purpose.SHARE) == {Label.MINORS}
    found = [Event.from_leaf(leaf) for _, leaf in device.vault.journal.leaves()]
    told = [
        (event.kind, event.details["reason"])
        for event in found
        if event.kind in {EventKind.CONSENTED, EventKind.WITHDRAWN}
    ]
    assert told == [
        (EventKind.CONSENTED, "share:health"),
        (EventKind.CONSENTED, "share:minors"),
        (EventKind.WITHDRAWN, "share:health"),
    ]


def test_the_guard_asks_with_the_consent_at_once(device):
    def consented() -> frozenset[Label]:
        return device.guard._release_request(Purpose.SHARE, None).consented

    give_consent(device, Purpose.SHARE, [Label.HEALTH])
    assert consented() == {Label.HEALTH}
    withdraw_consent(device, Purpose.SHARE, [Label.HEALTH])
    assert consented() == frozenset()
