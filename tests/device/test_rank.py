"""What stands beside, who said it and when: what ranking knows beyond words and likeness."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from device.memory.rank import CLOSER, Asked, closer
from device.memory.records import Memory
from device.memory.sentence.times import Tense, time_named
from device.memory.speakers import Speakers
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


@pytest.mark.parametrize("question", ["when's nik's wedding?", "When does Nik marry?"])
def test_a_short_name_is_the_beginning_of_a_long_one(question):
    speakers = Speakers()
    speakers.add(1, "Nikhil Shah")
    speakers.add(2, "Priya")
    said = speakers.said(question, np.array([1, 2], np.uint32))
    assert said is not None
    assert list(said) == [True, False]


@pytest.mark.parametrize("question", ["pri tickets", "When did we go?", "What's the price?"])
def test_the_beginning_of_another_word_names_nobody(question):
    speakers = Speakers()
    for number, name in enumerate(("Priya", "Wen", "Whitney"), 1):
        speakers.add(number, name)
    assert speakers.said(question, np.array([1, 2, 3], np.uint32)) is None


def test_a_number_comes_first_where_one_would_answer():
    rent = ("Mina", "The rent of the flat is high"), ("Mina", "The rent of the flat is 900")
    found = talk(*rent, apart=DAY)
    (query,) = ENCODER.encode_query(["How much is the rent of the flat?"])
    asked = Asked("How much is the rent of the flat?", query, asks_number=True)
    assert found.index.rank(asked, Purpose.RECALL, 5)[0].id == 2


def test_a_question_stands_behind_what_answers_it():
    said = (
        ("Jun", "The spare key of the shed is here"),
        ("Jun", "Where is the spare key of the shed?"),
    )
    hits = ask(talk(*said, apart=DAY), "the spare key of the shed")
    assert [hit.id for hit in hits[:2]] == [1, 2]


def test_what_meets_more_of_the_wording_comes_before_what_was_not_looked_at():
    total = np.arange(100, 0, -1).astype(np.float32)
    shown = np.ones(100, np.bool_)
    raised = closer(total, shown, lambda at: (at == 50).astype(np.float32))
    assert raised[50] > total[50]
    assert list(raised[CLOSER:]) == list(total[CLOSER:])
    assert (raised >= total).all()


@pytest.mark.parametrize("count", [0, 1])
def test_nothing_is_compared_where_there_is_nothing_to_choose(count):
    total = np.ones(count, np.float32)
    assert list(closer(total, total > 0, lambda at: total[at])) == list(total)


def phone(tense: Tense = Tense.ANY) -> list[int]:
    """Gives what is found for a number that was changed: 1 was replaced by 2."""
    found = Indexed()
    for day, (text, older) in enumerate(
        [("My phone number is 555 0101", ()), ("I have the 0199 one since today", (1,))]
    ):
        found.add(item_of(Memory(text=text, replaces=older), at=START + day * DAY))
    found.remember(*EN)
    question = "What is my phone number?"
    (query,) = ENCODER.encode_query([question])
    hits = found.index.rank(Asked(question, query, tense=tense), Purpose.RECALL, 2)
    return [hit.id for hit in hits]


def test_what_is_newer_comes_before_what_it_replaced_though_it_shares_no_word():
    assert phone() == [2, 1]


def test_what_was_replaced_is_hidden_from_who_asks_how_it_is_now():
    assert phone(Tense.NOW)[0] == 2
    assert 1 not in phone(Tense.NOW)


def test_a_question_of_the_past_is_answered_from_the_past():
    assert phone(Tense.THEN)[0] == 1
