"""What only says back what is remembered, and what does not."""

from __future__ import annotations

import pytest

from device.memory.block import Block, Passage
from device.memory.echo import Gist, Heard, new_of_answer, without_quoted

FACTS = (
    "My locker code is 4417 and my bike is red",
    "I'm allergic to eggs",
    "I moved to Lisbon in March",
    "美奈は卵アレルギーなので、ケーキは別の店に頼むことにした",
    "부산 숙소는 광안리 앞으로 잡았어",
    "花火大会のチケット取れた？",
    "取れた！8月8日の夜、ポートタワーの下で",
)


def heard(*texts: str) -> Heard:
    found = Heard(50)
    for at, text in enumerate(texts or FACTS):
        found.add(at, text)
    return found


@pytest.mark.parametrize(
    "answer",
    [
        "Your locker code is 4417.",
        "Happy to help! You told me your locker code is 4417. Your bike is red. Anything else?",
        "As you mentioned, you're allergic to eggs.",
        "You moved to Lisbon in March. How is it there?",
        "花火大会のチケットは8月8日の夜、ポートタワーの下ですね。",
        "美奈さんは卵アレルギーですね。",
        "美奈さんは卵アレルギーなので、別の店に頼むことにしたとのことでしたね。",
        "부산 숙소는 광안리 앞으로 잡으셨군요.",
        "부산 숙소를 광안리 앞으로 잡으셨다고 하셨죠!",
    ],
)
def test_what_was_said_is_not_new_in_other_endings(answer):
    assert new_of_answer(answer, [heard()]) == ""


@pytest.mark.parametrize(
    "answer",
    [
        "Your locker code is 4418.",
        "You are not allergic to eggs.",
        "You should move to Porto in March.",
        "The clinic opens at 9 on Friday.",
        "花火大会のチケットは8月9日の夜、ポートタワーの下ですね。",
        "美奈さんは小麦アレルギーですね。",
        "부산 숙소는 해운대 앞으로 잡으셨군요.",
        "It's in March.",
    ],
)
def test_another_number_name_or_meaning_is_new(answer):
    assert new_of_answer(answer, [heard()]) == answer


def test_what_an_answer_adds_is_kept_without_what_it_repeats():
    answer = "Your locker code is 4417. The pool opens at 6:15 a.m. on Sunday."
    assert new_of_answer(answer, [heard()]) == "The pool opens at 6:15 a.m. on Sunday."


def test_an_answer_of_its_own_is_kept_as_it_was_written():
    answer = "Two ideas:\n1. A cake of rice flour.\n2. Fruit, at 3.50 a bowl."
    assert new_of_answer(answer, [heard()]) == answer


def test_a_pasted_block_is_not_its_writers_own():
    block = Block(256)
    block.take_in("x", [Passage(1, FACTS[0], "2026-05-01T09:00", "Ann")])
    said = f"Answer with this in mind:\n{block.text}\nWhere can I swim?"
    own = without_quoted(said)
    assert "4417" not in own
    assert own.startswith("Answer with this")
    assert own.endswith("Where can I swim?")
    assert without_quoted(block.text) == ""
    assert without_quoted(block.text.removesuffix("</memory>")) == ""


@pytest.mark.parametrize("mark", ["- ", "! ", "> ", "> - 2026-05-01 Ann: ", "- 2026-05-01 Ann: "])
def test_a_quoted_line_is_known_by_what_was_handed_over(mark):
    said = f"{mark}{FACTS[0]}\nIs that still right?"
    assert without_quoted(said, heard()) == "Is that still right?"
    assert without_quoted(said) == said


def test_a_list_of_ones_own_is_kept():
    said = "To buy:\n- eggs\n- bread\n- a bike that is blue"
    assert without_quoted(said, heard()) == said


def test_the_same_in_a_persons_own_words_is_the_same_again():
    one, other = Gist.of("Mina is allergic to eggs"), Gist.of("mina's allergic to eggs!")
    assert one.is_again(other)
    assert not one.is_again(Gist.of("Mina is allergic to eggs and nuts"))
    assert not one.is_again(Gist.of("Mina is not allergic to eggs"))


def test_the_oldest_go_first_and_what_was_taken_back_goes_at_once():
    few = Heard(2)
    for at in range(3):
        few.add(at, f"note number {at}")
    assert few.keys == (1, 2)
    few.forget(1, 7)
    assert few.keys == (2,)
    assert (1 in few, 2 in few) == (False, True)


def test_a_gist_does_not_show_its_words():
    assert "eggs" not in repr(Gist.of(FACTS[1]))
