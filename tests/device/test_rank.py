"""What stands beside, who said it and when: what ranking knows beyond words and likeness."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from device.memory.rank import Asked
from device.memory.records import Memory
from device.memory.speakers import Speakers
from device.memory.times import time_named
from policy.vocabulary import Purpose
from tests.device.test_index import EN, ENCODER, Indexed, item_of
from tests.people import START

DAY = 24 * 3600
NOW = datetime.fromtimestamp(START + 400 * DAY, UTC)


def talk(*said: tuple[str, str], conversation: str = "friends", apart: int = 60) -> Indexed:
    found = Indexed()
    found.add(
        *[
            item_of(
                Memory(text=text, speaker=speaker, conversation=conversation),
                at=START + at * apart,
                conversation=conversation,
            )
            for at, (speaker, text) in enumerate(said)
        ]
    )
    found.remember(*EN)
    return found


def ask(found: Indexed, question: str, *, span: bool = False, limit: int = 5):
    (query,) = ENCODER.encode_query([question])
    named = time_named(question, int(NOW.timestamp()), UTC) if span else None
    asked = Asked(question, query, span=named)
    return found.index.rank(asked, Purpose.RECALL, limit)


TALK = (
    ("Mina", "Which festival will you play at, the one by the lake?"),
    ("Jun", "Golden Plains, on the Saturday"),
)


def test_an_answer_comes_with_the_words_that_it_answers():
    hits = ask(talk(*TALK), "the festival by the lake")
    assert [hit.id for hit in hits[:2]] == [1, 2]
    assert not hits[0].is_beside


def test_what_was_said_days_later_is_not_beside():
    hits = ask(talk(*TALK, apart=DAY), "the festival by the lake")
    assert 2 not in [hit.id for hit in hits]


def test_what_was_typed_stands_alone():
    hits = ask(talk(*TALK, conversation=""), "the festival by the lake")
    assert 2 not in [hit.id for hit in hits]


def test_another_conversation_is_not_beside():
    found = Indexed()
    for title, (speaker, text) in zip(("a", "b"), TALK, strict=True):
        memory = Memory(text=text, speaker=speaker, conversation=title)
        found.add(item_of(memory, at=START, conversation=title))
    found.remember(*EN)
    assert 2 not in [hit.id for hit in ask(found, "the festival by the lake")]


def test_an_answer_that_shares_no_word_is_told_to_be_beside():
    said = [("Mina", "민지 생일이 언제였지?"), ("Jun", "Tuesday the ninth, at seven")]
    hits = ask(talk(*said), "민지 생일")
    beside = [hit for hit in hits if hit.id == 2]
    assert [hit.is_beside for hit in beside] == [True]


@pytest.mark.parametrize("question", ["What pets does Jun have?", "What are Jun's pets?"])
def test_who_is_named_is_who_is_asked_about(question):
    found = talk(("Mina", "My pets are two cats"), ("Jun", "My pets are two dogs"), apart=DAY)
    first = ask(found, question)[0]
    assert (first.id, first.is_named) == (2, True)


def test_a_name_of_letters_without_spaces_is_found_within_its_run():
    said = [("美咲", "うちの猫は三匹"), ("蓮", "うちの犬は三匹"), ("지은", "우리 고양이는 세 마리")]
    found = talk(*said, apart=DAY)
    assert ask(found, "美咲の猫は何匹?")[0].is_named
    assert ask(found, "지은이네 고양이는 몇 마리야?")[0].is_named


def test_speakers_that_are_removed_said_nothing():
    speakers = Speakers()
    speakers.add(1, "Jun")
    speakers.add(5_000, "Jun")
    speakers.remove([1, 9_999_999])
    ids = np.array([1, 2, 5_000, 70_000], np.uint32)
    said = speakers.said("Where is Jun?", ids)
    assert said is not None
    assert list(said) == [False, False, True, False]
    assert speakers.said("Where is Juno?", ids) is None


@pytest.mark.parametrize("name", ["", " ", "A", "김", "さん", "씨"])
def test_a_name_that_says_nothing_names_nobody(name):
    speakers = Speakers()
    speakers.add(1, name)
    assert speakers.said("A 김 さん 씨 B", np.array([1], np.uint32)) is None


def test_the_time_that_is_asked_about_comes_first():
    found = Indexed()
    summer = int(datetime(NOW.year, 7, 20, tzinfo=UTC).timestamp())
    sea = ["We went to the sea at Kamakura", "We went to the sea at Enoshima"]
    for at, text in zip((summer, summer - 200 * DAY), sea, strict=True):
        found.add(item_of(Memory(text=text), at=at))
    found.remember(*EN)
    hits = ask(found, "Where did we go to the sea in July?", span=True)
    assert [(hit.id, hit.is_timely) for hit in hits[:2]] == [(1, True), (2, False)]
