"""What the walk through the candidates passes over, and what makes it stop."""

from __future__ import annotations

import numpy as np
import pytest

from device.memory.records import Memory
from device.memory.walk import named_in, never_said, says_more
from tests.device.test_index import EN, FINANCE, Indexed, ask, index_of, item_of
from tests.people import START

DAY = 24 * 3600


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("When is Sylvia's birthday?", ["sylvia", "birthday"]),
        ("How much did I pay?", ["pay"]),
        ("大輔、パチンコでいくら負けたんやっけ?", ["大輔", "パチンコ"]),
        ("火災保険はいくら?", ["火災保険"]),
        ("지환이 코인으로 얼마 잃었지?", ["지환", "코인", "잃었"]),
        ("what did we say?", []),
        ("", []),
    ],
)
def test_a_question_names_its_words_and_not_what_asks(question, words):
    assert [one.word for one in named_in(question)] == words


def test_a_word_is_named_once():
    assert len(named_in("the key, the keys, key?")) == 1


@pytest.mark.parametrize(
    ("question", "counts", "missing"),
    [
        ("the spaceship key", {"key": 1}, ("spaceship",)),
        ("the spaceship's key and flowerpot", {"key": 1, "flowerpot": 2}, ()),
        ("the key", {"key": 1}, ()),
        ("宇宙船の合鍵", {"合鍵": 1}, ("宇宙船",)),
        ("宇宙船", {"宇宙": 3}, ("宇宙船",)),
        ("when?", {}, ()),
    ],
)
def test_half_of_what_is_named_must_have_been_said(question, counts, missing):
    assert never_said(named_in(question), counts) == missing


def test_what_was_said_before_in_the_same_words_is_passed_over():
    cosine = np.array([0.5, 0.4, 0.5, 0, 0, 0.5, 0.5], np.float32)
    words = np.array([3, 3, 3, 0, 0, 3, 2], np.float32)
    assert list(says_more(cosine, words)) == [True, True, False, True, True, False, True]


def test_what_was_said_often_in_the_same_words_does_not_crowd_out_the_rest():
    found = Indexed()
    advert = "The spare key service is open every day"
    found.add(*[item_of(Memory(text=advert), at=START + day * DAY) for day in range(60)])
    (item_id,) = found.remember("My key is with the neighbour, a spare one too")
    hits = [hit.id for hit in ask(found, "Where is the spare key?", limit=100)]
    assert item_id in hits[:2]
    assert sorted(hits) == list(range(1, 62))


# --- In an index ---


def unsaid(found: Indexed, question: str) -> tuple[str, ...]:
    """Gives what was never said, once all that may be is found by its words."""
    found.index.texts.index_more(1_000)
    return found.index.texts.never_said(question)


@pytest.mark.parametrize("question", ["Where is the spaceship?", "Which inhaler?", "パチンコ"])
def test_what_nobody_said_is_told(question):
    assert unsaid(index_of(EN), question)


@pytest.mark.parametrize("question", ["Where is the spare key?", "shellfish allergies", "rents"])
def test_what_was_said_in_another_form_is_not_told(question):
    assert unsaid(index_of(EN), question) == ()


def test_a_word_may_stand_in_what_is_not_indexed_yet():
    found = Indexed(at_once=0)
    found.remember(*EN)
    assert found.index.texts.waiting
    assert found.index.texts.never_said("the spaceship") == ()


def test_what_only_a_closed_class_has_is_told_as_never_said():
    found = Indexed(step_up=True)
    found.remember(*EN)
    before = unsaid(found, "the spaceship")
    found.remember("The spaceship costs nine million", record=FINANCE)
    assert unsaid(found, "the spaceship") == before == ("spaceship",)


def test_what_is_nearest_is_handed_out_all_the_same():
    hits = ask(index_of(EN), "Where is the spaceship key?")
    assert EN[hits[0].id - 1] == "The spare key is under the flowerpot"
