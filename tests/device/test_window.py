"""The short-term window: how much it holds, what leaves it, and what never does."""

from __future__ import annotations

import numpy as np
import pytest

from device.memory.window import LEAST, MOST, PAUSE_S, Message, Window
from device.vault.rows import DIMENSIONS

TOPICS = np.eye(2, DIMENSIONS, dtype=np.float32)
LONG = "The meeting about the roof went on and on. " * 30


def message(number: int, text: str, *, speaker: str = "Ann", at: int | None = None, topic=None):
    return Message(
        number=number,
        text=text,
        speaker=speaker,
        by_owner=speaker == "Ann",
        by_assistant=speaker == "assistant",
        at=number * 60 if at is None else at,
        kept=text,
        strength=0.5,
        vector=None if topic is None else TOPICS[topic],
    )


def heard(*messages: Message) -> tuple[Window, list[int]]:
    """Gives a window that heard these, and the numbers of what left it on the way."""
    window, left = Window(), []
    for one in messages:
        window.add(one)
        left += [gone.number for gone in window.leaving]
        window.let_go(window.leaving)
    return window, left


def test_short_messages_leave_when_sixteen_others_came():
    window, left = heard(*(message(at, f"note {at}") for at in range(20)))
    assert len(window) == MOST
    assert left == [0, 1, 2, 3]


def test_of_long_messages_it_holds_eight():
    window, left = heard(*(message(at, LONG) for at in range(12)))
    assert len(window) == LEAST
    assert left == [0, 1, 2, 3]


def test_of_longer_and_shorter_ones_it_holds_as_many_as_there_is_room_for():
    window, _ = heard(*(message(at, "The roof leaks again. " * 12) for at in range(20)))
    assert LEAST < len(window) < MOST


def test_another_topic_lets_what_was_before_go():
    talk = [message(at, f"bread {at}", topic=0) for at in range(12)]
    window, _ = heard(*talk)
    assert len(window) == 12
    window, left = heard(*talk, *(message(at, f"trains {at}", topic=1) for at in range(12, 15)))
    assert len(window) == LEAST
    assert left == [0, 1, 2, 3, 4, 5, 6]


def test_a_pause_of_hours_empties_it():
    later = message(2, "Good morning", at=60 + PAUSE_S + 1)
    window, left = heard(message(0, "a"), message(1, "b"), later)
    assert left == [0, 1]
    assert window.messages == (later,)


def test_what_leaves_stays_until_it_is_let_go():
    window = Window()
    for at in range(MOST + 1):
        window.add(message(at, f"note {at}"))
    assert [one.number for one in window.leaving] == [0]
    assert [one.number for one in window.leaving] == [0]
    window.let_go(window.leaving)
    assert window.leaving == ()


@pytest.mark.parametrize(
    "request_", ["forget what I just said", "今の話は忘れて", "방금 한 말은 잊어줘"]
)
def test_what_is_taken_back_is_gone_with_what_was_answered(request_):
    window = Window()
    for at, (speaker, text) in enumerate(
        (("Ann", "The bakery shuts at six"), ("Ann", "I earn 600"), ("assistant", "600 is fine"))
    ):
        assert window.add(message(at, text, speaker=speaker)) == ()
    assert window.add(message(3, request_)) == (1, 2, 3)
    assert window.add(message(4, "Forgotten: the 600.", speaker="assistant")) == (4,)
    assert window.add(message(5, "Anything else?", speaker="assistant")) == (5,)
    assert window.add(message(6, "When does the bakery shut?")) == ()
    assert window.add(message(7, "At six.", speaker="assistant")) == ()
    assert [one.number for one in window.messages] == [0, 6, 7]


def test_a_request_takes_back_its_own_speakers_words_only():
    window = Window()
    window.add(message(0, "Ann will be late on Friday, about seven"))
    window.add(message(1, "My password is on the fridge", speaker="Ben"))
    assert window.add(message(2, "forget that I said it", speaker="Ben")) == (1, 2)


def test_a_message_does_not_show_its_words():
    assert "bakery" not in repr(message(0, "The bakery shuts at six"))
