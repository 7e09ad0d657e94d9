"""The forgetting curve against py-fsrs, and what each act makes of a memory's usage."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from fsrs import Card, Rating, Scheduler, State
from hypothesis import given
from hypothesis import strategies as st

from device.memory.forgetting import (
    Act,
    Grade,
    after,
    difficulty_after,
    first_stability,
    next_stability,
    retrievability,
)
from device.vault.upkeep import Usage

DAY = 86_400
SAID = 1_700_000_000
START = datetime(2026, 1, 1, tzinfo=UTC)
ORACLE = Scheduler(enable_fuzzing=False)

stabilities = st.floats(0.01, 3_000)
difficulties = st.floats(1, 10)
days = st.integers(0, 3_650)


def card(stability: float, difficulty: float) -> Card:
    return Card(
        state=State.Review, stability=stability, difficulty=difficulty, due=START, last_review=START
    )


def left(days: float, stability: float) -> float:
    return float(retrievability(np.array([float(days)]), np.array([stability]))[0])


@given(stability=stabilities, days=days)
def test_the_curve_is_that_of_fsrs(stability: float, days: int):
    expected = ORACLE.get_card_retrievability(card(stability, 5), START + timedelta(days=days))
    assert math.isclose(left(days, stability), expected, rel_tol=1e-9)


@given(stability=stabilities, difficulty=difficulties, days=days, grade=st.sampled_from(Grade))
def test_a_review_changes_stability_as_in_fsrs(
    stability: float, difficulty: float, days: int, grade: Grade
):
    reviewed, _ = ORACLE.review_card(
        card(stability, difficulty), Rating(grade), START + timedelta(days=days)
    )
    found = next_stability(stability, difficulty, days, grade)
    assert reviewed.stability is not None
    assert math.isclose(found, min(reviewed.stability, 36_500), rel_tol=1e-9)


def test_corrections_make_difficulty_as_lapses_do_in_fsrs():
    one, _ = ORACLE.review_card(Card(), Rating.Good, START)
    for lapses in range(5):
        assert one.difficulty is not None
        assert math.isclose(difficulty_after(lapses), one.difficulty, rel_tol=1e-9)
        one, _ = ORACLE.review_card(one, Rating.Again, START + timedelta(days=lapses + 1))
    assert difficulty_after(10**9) <= 10


def test_what_is_said_at_once_is_all_there_and_nine_tenths_after_its_stability():
    assert left(0, 3) == 1
    assert left(3, 3) == pytest.approx(0.9)
    assert left(-5, 3) == 1  # said in a future that the clock has not reached


def test_how_firmly_it_was_meant_stands_for_the_first_grade():
    found = first_stability(np.array([0.0, 0.5, 1.0]))
    grades = (Rating.Hard, Rating.Good, Rating.Easy)
    expected = [ORACLE.review_card(Card(), grade, START)[0].stability for grade in grades]
    assert found == pytest.approx(expected)
    assert first_stability(np.array([0.9]))[0] > first_stability(np.array([0.4]))[0]


# -- acts


def at(days: float) -> int:
    return SAID + int(days * DAY)


def test_being_shown_is_a_hard_review_once_in_a_day():
    shown = after(Usage(), Act.SHOWN, at(5), 0.5, SAID)
    expected = next_stability(
        float(first_stability(np.array([0.5]))[0]), difficulty_after(0), 5, Grade.HARD
    )
    assert shown.stability == pytest.approx(expected)
    assert shown.reviewed == at(5)
    assert after(shown, Act.SHOWN, at(5.9), 0.5, SAID) == shown
    assert after(shown, Act.SHOWN, at(6.1), 0.5, SAID).stability > shown.stability


def test_being_of_use_lasts_longer_than_being_shown():
    shown = after(Usage(), Act.SHOWN, at(5), 0.5, SAID)
    used = after(replace(shown, last_read=at(5)), Act.USED, at(5) + 60, 0.5, SAID)
    assert used.used == 1
    assert used.stability > shown.stability
    # Said again without having been shown again, it is counted and no more.
    again = after(used, Act.USED, at(5) + 120, 0.5, SAID)
    assert (again.used, again.stability) == (2, used.stability)


def test_what_is_said_again_lasts_longer_and_comes_back():
    faded = replace(Usage(), faded=at(20))
    told = after(faded, Act.REPEATED, at(30), 0.5, SAID)
    assert told.faded == 0
    assert told.stability > after(Usage(), Act.SHOWN, at(30), 0.5, SAID).stability
    assert after(faded, Act.USED, at(30), 0.5, SAID).faded == 0


def test_a_correction_is_a_lapse_and_makes_what_follows_harder():
    kept = replace(Usage(), stability=40.0, reviewed=at(10))
    corrected = after(kept, Act.CORRECTED, at(20), 0.5, SAID)
    assert corrected.corrected == 1
    assert corrected.stability < 40
    sure = after(replace(corrected, corrected=0), Act.REPEATED, at(40), 0.5, SAID)
    assert after(corrected, Act.REPEATED, at(40), 0.5, SAID).stability < sure.stability


def test_what_is_true_but_not_wanted_stays_as_true():
    kept = replace(Usage(), stability=40.0, reviewed=at(10))
    assert after(kept, Act.DISMISSED, at(20), 0.5, SAID) == replace(kept, dismissed=1)


def test_looking_over_what_has_faded_is_no_use_of_it():
    faded = replace(Usage(), faded=at(20))
    assert after(faded, Act.SHOWN, at(30), 0.5, SAID) == faded


@given(
    act=st.sampled_from(Act),
    now=st.integers(-(2**40), 2**40),
    said=st.integers(0, 2**32 - 1),
    strength=st.floats(0, 1),
    stability=st.just(0.0) | stabilities,
    reviewed=st.integers(0, 2**40),
    corrected=st.integers(0, 2**32 - 2),
)
def test_no_clock_and_no_history_leads_out_of_what_can_be_stored(
    act: Act, now: int, said: int, strength: float, stability: float, reviewed: int, corrected: int
):
    usage = Usage(stability=stability, reviewed=reviewed, corrected=corrected)
    changed = after(usage, act, now, strength, said)
    assert math.isfinite(changed.stability)
    assert 0 <= changed.stability <= 36_500
    assert changed.reviewed >= 0
    assert changed.reads == 0
