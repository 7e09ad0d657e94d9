"""Goals: the right one guessed on phrasings that nobody trained on, none where a fact is asked."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from device.encoder import Encoder
from device.encoder.goals import LANGUAGES, MOST, Goals, name_of, topics
from device.vault.rows import DIMENSIONS

ROOT = Path(__file__).parents[2]
UNSEEN = ROOT / "benchmarks" / "data" / "encoder" / "goals"
TRAINED_ON = ROOT / "device" / "encoder"
GOALS = Goals.shipped()
LEAST_TOP3 = 0.9


def test_there_are_fifty_goals_and_more_with_their_phrasings_in_three_languages():
    for language in LANGUAGES:
        goals = json.loads((TRAINED_ON / "data" / f"goals.{language}.json").read_text("utf-8"))
        assert tuple(goals) == GOALS.names
        assert len(goals) >= 50
        for goal, about in goals.items():
            assert len(set(about["prototypes"])) >= 6, goal
            assert len(about["topics"]) >= 3, goal
            assert all(words for words in about["topics"].values()), goal


def test_sub_topics_are_the_same_in_every_language():
    for goal in GOALS.names:
        assert {tuple(topics(language, goal)) for language in LANGUAGES} == {
            tuple(topics("en", goal))
        }
        assert len({name_of(language, goal) for language in LANGUAGES}) == len(LANGUAGES)


@pytest.mark.parametrize(
    ("text", "goal", "language", "topic"),
    [
        ("花火大会", "fireworks", "ja", "weather"),
        ("김치전 만드는 법", "cook_dish", "ko", "ingredients"),
        ("planning a wedding", "wedding_plan", "en", "etiquette"),
        ("来月引っ越すんだけど", "moving", "ja", "movers"),
        ("면접 준비 어떻게 하지", "job_interview", "ko", "questions"),
    ],
)
def test_a_goal_that_is_named_brings_its_sub_topics(text, goal, language, topic):
    assert GOALS.guess(text)[0].goal == goal
    expansion = GOALS.expand(text, language, Encoder.default())
    assert expansion is not None
    assert expansion.guesses[0].goal == goal
    assert topic in topics(language, goal)
    assert len(expansion.vectors) == len(expansion.guesses) == MOST
    words = sum(map(len, topics(language, goal).values()))
    assert expansion.vectors[0].shape == (words, DIMENSIONS)
    np.testing.assert_allclose(np.linalg.norm(expansion.vectors[0], axis=1), 1, atol=1e-5)


@pytest.mark.parametrize(
    "text",
    [
        "When did Priya sell her car?",
        "妹の誕生日はいつ？",
        "지호가 다니는 회사 이름이 뭐였지?",
        "who broke the blue vase",
    ],
)
def test_a_question_for_a_fact_shows_no_goal(text):
    assert not GOALS.shows_goal(text)
    assert GOALS.expand(text, "en", Encoder.default()) is None


@pytest.mark.parametrize("text", ["", "…", "   ", "\0", "\ud800"])
def test_text_that_says_nothing_shows_no_goal(text):
    assert len(GOALS.guess(text)) in {0, MOST}
    assert GOALS.expand(text, "en", Encoder.default()) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_goal_is_among_three_guesses_on_unseen_phrasings(language):
    rows = [
        json.loads(line) for line in (UNSEEN / f"{language}.jsonl").read_text("utf-8").splitlines()
    ]
    right = [row["goal"] in {one.goal for one in GOALS.guess(row["text"])} for row in rows]
    assert len(rows) >= 4 * len(GOALS.names)
    assert np.mean(right) >= LEAST_TOP3


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrasing_that_is_measured_was_trained_on(language):
    trained = "".join(file.read_text("utf-8") for file in sorted(TRAINED_ON.glob("*/*.json*")))
    rows = [
        json.loads(line) for line in (UNSEEN / f"{language}.jsonl").read_text("utf-8").splitlines()
    ]
    assert not [
        row["text"] for row in rows if json.dumps(row["text"], ensure_ascii=False) in trained
    ]


@pytest.mark.parametrize("language", ["de", "und", ""])
def test_another_language_is_looked_for_in_english(language):
    expansion = GOALS.expand("fireworks", language, Encoder.default())
    english = GOALS.expand("fireworks", "en", Encoder.default())
    assert expansion is not None
    assert english is not None
    np.testing.assert_array_equal(expansion.vectors[0], english.vectors[0])
