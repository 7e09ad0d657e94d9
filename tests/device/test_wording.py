"""How memories are worded: pieces, numbers and questions, and how they go again."""

from __future__ import annotations

import numpy as np
import pytest

from device.memory.wording import Wording, alike, asks_number

IDS = np.array([1, 2, 3, 70_000], np.uint32)


def wording(*texts: str) -> Wording:
    found = Wording()
    for number, text in enumerate(texts, 1):
        found.add(number, text, text)
    return found


@pytest.mark.parametrize(
    "question",
    ["How much was the rent?", "When do we leave", "いつ行く？", "何時の電車?", "월세 얼마였지?"],
)
def test_a_question_for_a_number_is_known(question):
    assert asks_number(question)


@pytest.mark.parametrize("question", ["Who came?", "誰が来た?", "누가 왔지?", ""])
def test_other_questions_ask_for_no_number(question):
    assert not asks_number(question)


def test_numbers_and_questions_are_noted():
    found = wording("The rent is 900", "Is it cold?", "８月に行く")
    has_number, asks = found.shapes(IDS)
    assert list(has_number) == [True, False, True, False]
    assert list(asks) == [False, True, False, False]


def test_the_memory_that_says_most_of_the_question_is_met_most():
    found = wording("the cat sleeps on the sofa", "rent goes up in June", "we ate soup")
    met = alike("Is the rent higher from June?", [found], IDS)
    assert met.argmax() == 1
    assert met[3] == 0
    assert met.min() >= 0
    assert met.max() <= 1.001


def test_a_long_entry_is_met_where_it_speaks_of_it():
    long = (
        "Up at six. "
        + "Walked the dog, saw Kim, bought bread. " * 8
        + "The dentist pulled a tooth."
    )
    found = wording(long, "Walked the dog and bought bread", "Saw Kim")
    assert alike("dentist tooth", [found], IDS).argmax() == 0


def test_what_lies_apart_is_compared_alike():
    apart = [wording("rent goes up in June"), Wording()]
    apart[1].add(2, "we ate soup", "we ate soup")
    together = wording("rent goes up in June", "we ate soup")
    ids = IDS[:2]
    assert alike("June rent", apart, ids) == pytest.approx(alike("June rent", [together], ids))


def test_what_is_removed_leaves_nothing():
    found = wording("rent 900?", "we ate soup")
    before = found.of(IDS[:1]).pieces.copy()
    found.remove([1, 1, 9_999_999])
    assert len(found) == 1
    assert not alike("rent", [found], IDS[:1]).any()
    assert [list(one) for one in found.shapes(IDS[:1])] == [[False], [False]]
    assert not found.counts(before).any() or set(before) & set(found.of(IDS[1:2]).pieces)
    assert not np.isin(found._pieces[: len(before)], before[before > 0]).any()


def test_a_memory_that_comes_again_is_held_once():
    found = wording("rent goes up in June")
    found.add(1, "we ate soup", "we ate soup")
    assert len(found) == 1
    assert alike("rent", [found], IDS[:1])[0] < alike("soup", [found], IDS[:1])[0]


@pytest.mark.parametrize("question", ["", "?", "..."])
def test_a_question_without_words_meets_nothing(question):
    assert not alike(question, [wording("rent goes up in June")], IDS).any()


def test_room_is_made_for_many():
    found = Wording()
    for number in range(1, 3_000):
        found.add(number, f"number {number}", f"note {number} of the long list of mine")
    ids = np.array([1, 1_500, 2_999], np.uint32)
    assert len(found) == 2_999
    assert (found.of(ids).sizes > 0).all()
