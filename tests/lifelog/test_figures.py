from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from benchmarks.lifelog.baselines import BM25, Dense, PlainSum, overlap, ranked, words
from benchmarks.lifelog.check import shortcomings
from benchmarks.lifelog.figures import Answer, figures, threshold_for
from benchmarks.lifelog.load import load_life
from benchmarks.lifelog.ours import ask_bojagi
from benchmarks.lifelog.records import Question, QuestionKind
from device.encoder.encode import Encoder
from tests.lifelog.logs import question, turn, write_life

NOW = datetime(2025, 7, 1, tzinfo=UTC)


def answer(
    found: list[str], evidence: list[str], *, top: float = 1.0, cross: bool = False, **more: object
) -> Answer:
    kind = QuestionKind.ONE_FACT if evidence else QuestionKind.NEVER_SAID
    asked = {
        "id": "q01",
        "at": NOW,
        "language": "ja",
        "kind": kind,
        "text": "?",
        "evidence": evidence,
        "answer": "x" if evidence else "",
    } | more
    return Answer(Question.model_validate(asked), "ja", cross, tuple(found), top)


def turns(*numbers: int) -> list[str]:
    return [f"t{number:03}" for number in numbers]


def test_recall_counts_the_share_of_the_evidence() -> None:
    line = figures([answer(turns(9, 1, 8, 7, 6, 2), turns(1, 2))], None)
    assert line["all"] == {"recall@5": 0.5, "recall@10": 1.0, "mrr": 0.5, "n": 1}


def test_what_was_never_said_is_no_part_of_recall() -> None:
    line = figures([answer(turns(1), turns(1)), answer(turns(1), [], top=0)], None)
    assert line["all"]["n"] == 1
    assert line["never_said"] == {"false_recall": 0.0, "answered": 1.0, "n": 1}


def test_languages_are_told_apart() -> None:
    line = figures([answer(turns(1), turns(1)), answer([], turns(1), cross=True)], None)
    assert line["same_language"]["recall@10"] == 1.0
    assert line["cross_language"]["recall@10"] == 0.0


@pytest.mark.parametrize(
    ("found", "share", "of_found"),
    [
        (turns(2, 1), 1.0, 1.0),  # the newest first
        (turns(1, 2), 0.0, 0.0),  # the stale one first
        (turns(7, 8), 0.0, 0.0),  # neither
    ],
)
def test_the_newest_must_come_before_the_stale(
    found: list[str], share: float, of_found: float
) -> None:
    one = answer(found, turns(2), stale=turns(1), kind=QuestionKind.CHANGE)
    assert figures([one], None)["newest_first"] == {"share": share, "of_found": of_found, "n": 1}


def test_a_forbidden_turn_within_ten_is_counted() -> None:
    line = figures([answer(turns(1), [], forbidden=turns(1))], None)
    assert line["off_record_found"] == {"questions": 1, "n": 1}


def test_a_threshold_lets_nineteen_of_twenty_through() -> None:
    known = [answer(turns(1), turns(1), top=top / 100) for top in range(1, 101)]
    threshold = threshold_for([*known, answer([], [], top=0.0)])
    assert sum(one.top >= threshold for one in known) == 95
    line = figures([*known, answer(turns(1), [], top=0.5)], threshold)
    assert line["never_said"]["false_recall"] == 1.0
    assert line["never_said"]["auc"] == pytest.approx(0.505)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("The dogs are running", ("dog", "run")),
        ("花火大会へ", ("花火", "火大", "大会", "会へ")),
        ("김치전 먹자", ("김치", "치전", "먹자")),
        ("ﾊﾟｿｺﾝをRTX4070に", ("パソ", "ソコ", "コン", "ンを", "rtx4070", "に")),
        ("犬", ("犬",)),
        ("🎉", ()),
    ],
)
def test_words_are_stems_and_pairs(text: str, terms: tuple[str, ...]) -> None:
    assert words(text) == terms


def test_each_baseline_ranks_what_was_said(tmp_path: Path) -> None:
    life = load_life(
        write_life(
            tmp_path,
            turns=[turn(1, "牛肉が好き"), turn(2, "昼寝した"), turn(3, "猫を飼い始めた")],
            questions=[question(1, ["t003"], text="飼い始めた動物は?")],
        )
    )
    bm25, dense = BM25(), Dense(Encoder.default())
    for ranker in (bm25, dense, PlainSum(bm25, dense)):
        scores = ranker.scores(life.questions[0], life.turns)
        assert scores.shape == (3,)
        assert ranked(scores, life.turns, 10)[0] == "t003"


def test_what_shares_no_word_is_found_by_no_tie() -> None:
    assert ranked(np.zeros(3, np.float32), [], 10) == []


def test_overlap_is_of_the_questions_terms(tmp_path: Path) -> None:
    life = load_life(write_life(tmp_path, questions=[question(1, ["t003"], text="牛肉は?")]))
    assert overlap(life.questions[0], life) == pytest.approx(1 / 2)


def test_a_short_log_is_told_what_it_lacks(tmp_path: Path) -> None:
    told = list(shortcomings(load_life(write_life(tmp_path))))
    assert "3 turns, expected 250 or more" in told
    assert "not every channel has turns" in told


def test_a_question_of_the_past_is_asked_in_the_past(tmp_path: Path) -> None:
    late = question(2, ["t003"], text="肌に何が出た?")
    early = {"at": "2025-06-02T12:00:00+09:00", "text": "好きな肉は?"}
    life = load_life(write_life(tmp_path, questions=[question(1, ["t001"], **early), late]))
    answers, stored = ask_bojagi(life, gate=False)
    assert stored == 3
    assert answers[0].found[0] == "t001"
    assert "t003" not in answers[0].found
    assert "t003" in answers[1].found
