"""What the data card promises of the life logs, held to the files."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from benchmarks.lifelog.baselines import BM25, ranked
from benchmarks.lifelog.check import shortcomings
from benchmarks.lifelog.load import SPLITS, Life, load_split
from benchmarks.lifelog.records import TurnKind
from benchmarks.lifelog.second_reader import ASKED, agreement, chosen

LIVES = {split: load_split(split) for split in SPLITS}
ALL = [life for lives in LIVES.values() for life in lives]
NAMES = [life.person.id for life in ALL]


@pytest.mark.parametrize("life", ALL, ids=NAMES)
def test_every_log_is_long_enough_and_asked_enough(life: Life) -> None:
    assert list(shortcomings(life)) == []


def test_each_language_has_four_people_and_each_split_each_language() -> None:
    assert min(Counter(life.person.language for life in ALL).values()) >= 4
    for lives in LIVES.values():
        assert {life.person.language for life in lives} == {"ja", "ko", "en"}


@pytest.mark.parametrize("life", ALL, ids=NAMES)
def test_what_was_said_off_the_record_answers_nothing(life: Life) -> None:
    struck = {label.turn for label in life.labels if label.kind is TurnKind.OFF_RECORD}
    assert struck
    assert not any(label.keep for label in life.labels if label.turn in struck)
    for question in life.questions:
        assert not struck & set(question.evidence), question.id
        assert set(question.forbidden) <= struck, question.id


@pytest.mark.parametrize("life", ALL, ids=NAMES)
def test_labels_are_of_every_kind_kept_and_not(life: Life) -> None:
    assert {label.kind for label in life.labels} == set(TurnKind)
    assert sum(label.keep for label in life.labels) >= 50
    assert sum(not label.keep for label in life.labels) >= 50


def test_nobody_repeats_a_sentence() -> None:
    said = Counter(turn.text for life in ALL for turn in life.turns if len(turn.text) > 20)
    assert [text for text, times in said.items() if times > 1] == []
    asked = Counter(question.text for life in ALL for question in life.questions)
    twice = [text for text, times in asked.items() if times > 1]
    assert len(twice) <= 0.02 * asked.total()  # the same question, asked again when things changed


@pytest.mark.parametrize("split", SPLITS)
def test_plain_words_alone_do_not_answer(split: str) -> None:
    same, cross = [], []
    ranker = BM25()
    for life in LIVES[split]:  # type: ignore[index]
        for question in life.questions:
            if question.evidence:
                turns = life.turns_before(question.at)
                found = ranked(ranker.scores(question, turns), turns, 10)
                share = len(set(found) & set(question.evidence)) / len(question.evidence)
                (cross if life.is_cross_language(question) else same).append(share)
    assert 0.4 < np.mean(same) < 0.65
    assert np.mean(cross) < 0.15


def test_a_second_reader_agrees() -> None:
    line = agreement(ALL)
    assert line["people"] == len(ALL)
    assert line["questions"] == ASKED * len(ALL)
    assert line["agreement"] >= 0.9


@pytest.mark.parametrize("life", ALL, ids=NAMES)
def test_the_reader_was_asked_what_was_drawn(life: Life) -> None:
    asked = {question.id for question in life.questions}
    assert {reading.question for reading in life.readings} <= asked
    drawn = {question.id for question in chosen(life)}
    assert len(drawn & {reading.question for reading in life.readings}) >= ASKED - 2
