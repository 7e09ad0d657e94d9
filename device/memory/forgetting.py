"""How long a memory lasts: the forgetting curve of FSRS-6, and what each act does to it.

FSRS was fitted to people who learn cards. Here nobody strives to remember, so its terms are read
thus: a memory is reviewed when it is shown to who asked (hard: being listed proves little), rated
of use (good), or said again (good); a correction is a lapse. The spacing effect comes with the
formula: what is looked at again within hours gains next to nothing. What is brought up unasked,
leafed through, exported or handed to a program is not reviewed at all.

Two things differ. A memory's first stability is not graded by anybody: how firmly it was meant
stands for the grade. And difficulty has no field of its own: nothing is hard to recall for a
machine, but what was corrected before is likely to change again, so corrections make it.

Source: FSRS-6 with its default parameters, py-fsrs 6.3 (open-spaced-repetition, MIT), which the
tests compare with; srs-benchmark: log loss of these defaults 0.339 over 9,999 people, half-life
regression 0.415, SM-2 0.547.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from enum import IntEnum, StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from device.vault.upkeep import Usage
from policy.request import DAY_S

Days = npt.NDArray[np.float64]

# The default parameters of FSRS-6, w0 to w20.
_W: Final = (
    *(0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796),
    *(1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542),
)
_DECAY: Final = -_W[20]
_FACTOR: Final = 0.9 ** (1 / _DECAY) - 1  # so that after S days nine in ten are left
_LEAST_DAYS: Final = 0.001
_MOST_DAYS: Final = 36_500.0  # a hundred years: nothing a person keeps needs more
_MOST_LAPSES: Final = 16  # by then difficulty stands still

# How firmly something was meant, and the first grade that it stands for: hard, good, easy.
_STRENGTHS: Final = (0.0, 0.5, 1.0)
_FIRST_STABILITY: Final = np.log(_W[1:4])


class Grade(IntEnum):
    """How well something was recalled, as FSRS grades it."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class Act(StrEnum):
    """What happened to a memory that bears on how long it lasts."""

    SHOWN = "shown"  # to its owner, who asked something
    USED = "used"  # rated: it helped
    DISMISSED = "dismissed"  # rated: true, but not wanted
    CORRECTED = "corrected"  # it is wrong, or no longer so
    REPEATED = "repeated"  # the same was said again


_RATED: Final[Mapping[Act, str]] = {
    Act.USED: "used",
    Act.DISMISSED: "dismissed",
    Act.CORRECTED: "corrected",
}


def retrievability(days: Days, stability: Days) -> Days:
    """Gives the share that is left after some days: 1 at once, 0.9 after `stability` days.

    *Shape:* days, stability and result (n,).
    """
    left: Days = (1 + _FACTOR * np.maximum(days, 0) / stability) ** _DECAY
    return left


def first_stability(strength: npt.NDArray[np.floating]) -> Days:
    """Gives the stability of what was just said, in days: 1.3 where it was mere chat, 8.3 at most.

    Between the grades of FSRS, in the scale of the logarithm. *Shape:* (n,) to (n,).
    """
    return np.exp(np.interp(strength.astype(np.float64), _STRENGTHS, _FIRST_STABILITY))


def next_stability(stability: float, difficulty: float, days: float, grade: Grade) -> float:
    """Gives the stability after a review, in days.

    Args:
        difficulty: From 1 to 10.
        days: Since the review before; under one, the formula for the same day counts.
    """
    if days < 1:
        gain = math.exp(_W[17] * (grade - 3 + _W[18])) * stability ** -_W[19]
        after = stability * (gain if grade is Grade.AGAIN else max(gain, 1.0))
        return _bounded(after)
    left = (1 + _FACTOR * days / stability) ** _DECAY
    if grade is Grade.AGAIN:
        lapsed = _W[11] * difficulty ** -_W[12] * ((stability + 1) ** _W[13] - 1)
        after = min(lapsed * math.exp((1 - left) * _W[14]), stability / math.exp(_W[17] * _W[18]))
        return _bounded(after)
    gain = math.exp(_W[8]) * (11 - difficulty) * stability ** -_W[9]
    gain *= math.exp((1 - left) * _W[10]) - 1
    gain *= {Grade.HARD: _W[15], Grade.EASY: _W[16]}.get(grade, 1.0)
    return _bounded(stability * (1 + gain))


def difficulty_after(lapses: int) -> float:
    """Gives the difficulty, from 1 to 10, of what was first good and then corrected so often."""
    easy = _W[4] - math.exp(_W[5] * (Grade.EASY - 1)) + 1
    difficulty = _W[4] - math.exp(_W[5] * (Grade.GOOD - 1)) + 1
    for _ in range(min(lapses, _MOST_LAPSES)):
        harder = difficulty + (10 - difficulty) * -_W[6] * (Grade.AGAIN - 3) / 9
        difficulty = min(max(_W[7] * easy + (1 - _W[7]) * harder, 1.0), 10.0)
    return difficulty


def after(usage: Usage, act: Act, now: int, strength: float, said: int) -> Usage:
    """Gives a memory's usage after an act. The read counter is the guard's, and stays.

    What helped or was said again comes back where it had faded. What was not wanted keeps its
    stability: it is as true as it was, and `fading` counts it against the demand for it.

    Args:
        now: Unix seconds.
        strength: How firmly it was meant, from 0 to 1.
        said: When it was said, in Unix seconds: its curve begins there.
    """
    if act in _RATED:
        name = _RATED[act]
        usage = replace(usage, **{name: getattr(usage, name) + 1})
    if act in {Act.USED, Act.REPEATED}:
        usage = replace(usage, faded=0)
    grade = _grade(usage, act, now)
    if grade is None:
        return usage
    start = usage.reviewed or min(said, now)
    stability = usage.stability or float(first_stability(np.array([strength]))[0])
    difficulty = difficulty_after(usage.corrected - (act is Act.CORRECTED))
    changed = next_stability(stability, difficulty, max(now - start, 0) / DAY_S, grade)
    return replace(usage, stability=changed, reviewed=max(0, now))


def _grade(usage: Usage, act: Act, now: int) -> Grade | None:
    """What an act is worth as a review; None where it is none."""
    is_same_day = usage.reviewed > 0 and now - usage.reviewed < DAY_S
    match act:
        case Act.SHOWN:
            # Looking over what has faded is no use of it.
            return None if is_same_day or usage.faded else Grade.HARD
        case Act.USED if is_same_day:
            # It was shown first, and that was today's review; helping, it was a better one. Rated
            # again without being shown again, it is a count and nothing more.
            return Grade.EASY if usage.reviewed <= usage.last_read else None
        case Act.USED | Act.REPEATED:
            return Grade.GOOD
        case Act.CORRECTED:
            return Grade.AGAIN
        case Act.DISMISSED:
            return None


def _bounded(stability: float) -> float:
    return min(max(stability, _LEAST_DAYS), _MOST_DAYS)
