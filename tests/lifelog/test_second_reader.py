from pathlib import Path

import pytest

from benchmarks.lifelog.load import load_life
from benchmarks.lifelog.second_reader import agreement, chosen, sheet
from tests.lifelog.logs import question, write_life, write_lines

KINDS = ("one_fact", "several_facts", "time", "change", "history", "implied_need")


def test_ten_questions_of_every_kind_are_chosen_and_always_the_same(tmp_path: Path) -> None:
    questions = [question(at, ["t003"], kind=KINDS[at % 6]) for at in range(10, 40)]
    questions += [question(at, []) for at in range(40, 45)]
    life = load_life(write_life(tmp_path, questions=questions))
    ten = chosen(life)
    assert len(ten) == 10
    assert {one.kind for one in ten} == {one.kind for one in life.questions}
    assert [one.id for one in ten] == [one.id for one in chosen(life)]


def test_the_sheet_shows_nothing_that_the_author_marked(tmp_path: Path) -> None:
    marked = question(1, ["t003"], text="何にかぶれた?", answer="秘密の答え", stale=["t001"])
    shown = sheet(load_life(write_life(tmp_path, questions=[marked])))
    assert "何にかぶれた?" in shown
    assert "牛肉でじんましんが出た" in shown
    assert "秘密の答え" not in shown
    assert "one_fact" not in shown


@pytest.mark.parametrize(
    ("evidence", "told", "agrees", "agreed"),
    [
        (["t003"], ["t003", "t002"], True, 1.0),
        (["t003"], ["t002"], True, 0.0),  # the right answer by chance
        (["t003"], ["t003"], False, 0.0),
        (["t003"], [], False, 0.0),
        ([], [], True, 1.0),
        ([], ["t001"], False, 0.0),
    ],
)
def test_a_reader_agrees_by_answer_and_by_turn(
    tmp_path: Path, evidence: list[str], told: list[str], agrees: bool, agreed: float
) -> None:
    folder = write_life(tmp_path, questions=[question(1, evidence)])
    row = {"question": "q01", "answer": "x", "evidence": told, "agrees": agrees}
    write_lines(folder / "reader.jsonl", [row])
    line = agreement([load_life(folder)])
    assert line["agreement"] == agreed
    assert (line["questions"], line["people"]) == (1, 1)
