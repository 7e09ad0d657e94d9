"""What was replaced stays, and is shown when it is asked for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from compliance.log.events import EventKind
from device.compose import Device
from device.importers.export import Conversation, Export, SourceKind, Turn
from device.memory.history import History
from device.memory.records import Memory
from policy.vocabulary import Purpose
from tests.people import Clock, make_device, remember, reopen

DAY = 86_400
BEFORE, AFTER = "The dentist is on Tuesday at three", "The dentist was moved to Thursday at four"


def said(device: Device, clock: Clock, *texts: str) -> list[int]:
    ids = []
    for text in texts:
        clock.now += DAY
        ids.append(remember(device, text))
    return ids


def asked(device: Device, question: str) -> list[int]:
    return [card.id for card in device.recall.ask(question, Purpose.RECALL, "en", 10).memories]


def test_what_is_so_now_is_told_and_what_was_when_asked(device, clock):
    before, after = said(device, clock, BEFORE, AFTER)
    assert asked(device, "When is the dentist now?") == [after]
    assert before in asked(device, "When was the dentist originally?")


def test_a_card_tells_that_it_has_changed_since(device, clock):
    before, _ = said(device, clock, BEFORE, AFTER)
    cards = device.recall.ask("When was the dentist originally?", Purpose.RECALL, "en", 10)
    (why,) = [card.why for card in cards.memories if card.id == before]
    assert "It has changed since." in why


def test_it_holds_again_when_what_replaced_it_is_forgotten(device, clock):
    before, after = said(device, clock, BEFORE, AFTER)
    assert asked(device, "When is the dentist now?") == [after]
    device.rights.forget([after])
    assert asked(device, "When is the dentist now?") == [before]


def test_it_is_known_after_the_next_unlock(tmp_path, clock):
    device = make_device(tmp_path / "again", clock, step_up=None)
    _, after = said(device, clock, BEFORE, AFTER)
    device.close()
    again = reopen(tmp_path / "again", clock)
    assert asked(again, "When is the dentist now?") == [after]
    again.close()


def test_who_typed_it_is_told_what_it_replaces(device, clock):
    said(device, clock, BEFORE)
    clock.now += DAY
    kept = device.intake.remember(AFTER)
    assert kept.tie.replaces == (1,)


def test_comparing_is_logged_before_anything_is_opened(device, clock):
    said(device, clock, BEFORE, AFTER)
    events = [line.event for line in device.rights.log()]
    compared = [event for event in events if event.kind is EventKind.ENGINE]
    assert [event.details["reason"] for event in compared] == ["compare"]


def test_a_change_that_was_stored_first_replaces_what_is_imported_later(device, clock):
    (after,) = said(device, clock, AFTER)
    clock.now -= 30 * DAY
    kept = device.intake.remember(BEFORE)
    assert kept.tie.replaced_by == (after,)
    assert asked(device, "When is the dentist now?") == [after]


def chat(*said: tuple[str, str]) -> Export:
    at = datetime(2026, 9, 1, 9, tzinfo=UTC)
    turns = tuple(
        Turn(
            text=text,
            speaker=speaker,
            is_owner=speaker == "Ann",
            sent_at=at + timedelta(hours=place),
            place=f"chat:{place}",
            reference=None,
        )
        for place, (speaker, text) in enumerate(said)
    )
    talk = Conversation(SourceKind.LINE, "chat", turns)
    return Export(SourceKind.LINE, (talk,), {})


def test_what_one_import_brings_is_compared_with_itself(device):
    ids = device.intake.take_in(chat(("Ann", BEFORE), ("Ann", "Bought milk"), ("Ann", AFTER))).ids
    assert len(ids) == 3
    device.recall.index.texts.index_more(9)
    assert device.recall.index.texts.newer(ids[0]) == {ids[2]}


def test_a_friend_of_the_same_name_overwrites_nothing_of_the_owners(device):
    # The owner is Ann too, and the chat tells which of the two wrote.
    talk = chat(("Ann", BEFORE), ("Ann ", AFTER))
    ids = device.intake.take_in(talk).ids
    device.recall.index.texts.index_more(9)
    (first, second) = talk.conversations[0].turns
    assert (first.is_owner, second.is_owner) == (True, False)
    assert device.recall.index.texts.newer(ids[0]) == frozenset()


IDS = st.integers(1, 12)


@given(st.lists(st.tuples(IDS, st.frozensets(IDS, max_size=3)), max_size=12), st.sets(IDS))
def test_what_came_later_of_a_matter_is_known_until_it_is_removed(memories, gone):
    history = History()
    for item_id, follows in memories:  # what is told last counts
        history.add(item_id, Memory(text="x", follows=tuple(follows)))
    history.remove(gone)
    for older in range(1, 13):
        told = {item_id for item_id, follows in dict(memories).items() if older in follows}
        assert history.later(older) == (set() if older in gone else told - gone)


@given(st.lists(st.tuples(IDS, st.frozensets(IDS, max_size=3)), max_size=12), st.sets(IDS))
def test_what_is_removed_replaces_nothing(memories, gone):
    history = History()
    for item_id, replaces in memories:
        older = tuple(one for one in replaces if one != item_id)
        history.add(item_id, Memory(text="x", replaces=older))
    history.remove(gone)
    left = {
        older
        for item_id, replaces in dict(memories).items()
        for older in replaces
        if item_id not in gone and older not in gone and older != item_id
    }
    ids = np.arange(1, 13, dtype=np.uint32)
    assert set(ids[history.replaced(ids)].tolist()) == left
