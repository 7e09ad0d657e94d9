"""What a person is about to do, and what it would help to remember for it.

Sixty goals of daily life, each with sub-topics. A question shows a goal when it lies near phrasings
of it (nearest prototypes) and a linear classifier agrees; one that merely asks for a fact shows
none, which the classifier learned from questions that do. What a shown goal brings are the words
that a helpful memory would hold: 花火大会 brings rain, crowds and a yukata.

The goals, their phrasings and their sub-topics are data (`data/goals.*.json`), in three languages.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from device.encoder.encode import Encoder
from device.encoder.static import MODEL, StaticEncoder
from device.vault.rows import Vectors

LANGUAGES: Final = ("en", "ja", "ko")
DATA: Final = Path(__file__).parent / "data"
MOST: Final = 3  # goals that one question can show
SHARPNESS: Final = 6.0  # by which a unit vector is stretched for the classifier
# How much the best, the second and the third nearest phrasing of a goal say.
_NEAREST: Final = (0.5, 0.3, 0.2)
# From this probability on that any goal is meant, what it brings is looked for too.
_LEAST_GOAL: Final = 0.35
_ENDS: Final = "?？!！.。 \u3000"


@dataclass(frozen=True, slots=True)
class Guess:
    """A goal that a question may show.

    Attributes:
        share: How sure it is among the goals that were guessed; they sum to one.
    """

    goal: str
    share: float


@dataclass(frozen=True, slots=True)
class Expansion:
    """What to look for beside the question itself.

    Attributes:
        vectors: For each guess, of the words that a helpful memory would hold. *Shape:* (m, 256),
            unit rows.
    """

    guesses: tuple[Guess, ...]
    vectors: tuple[Vectors, ...]


class Goals:
    """Guesses the goal of a question."""

    def __init__(self, encoder: StaticEncoder, folder: Path = MODEL) -> None:
        """Takes the encoder that the heads in `folder` were trained on."""
        self._encoder = encoder
        with np.load(folder / "heads.npz") as heads:
            self.names: tuple[str, ...] = tuple(heads["goal_names"].tolist())
            self._prototypes = heads["goal_prototypes"].astype(np.float32) * heads["goal_scales"]
            self._ends = heads["goal_ends"]
            self._matrix, self._bias = heads["goal_matrix"], heads["goal_bias"]

    @staticmethod
    @cache
    def shipped() -> Goals:
        """Gives the predictor that ships with the package."""
        encoder = Encoder.default()
        assert isinstance(encoder, StaticEncoder)
        return Goals(encoder)

    def guess(self, text: str) -> tuple[Guess, ...]:
        """Gives the three most likely goals, best first, whether or not one is shown at all."""
        return self._judge(text)[0]

    def shows_goal(self, text: str) -> bool:
        """Tells whether a text shows a goal at all, rather than asks for a fact."""
        return self._judge(text)[1] >= _LEAST_GOAL

    def expand(self, text: str, language: str, encoder: Encoder) -> Expansion | None:
        """Gives what to look for beside a question, or None where it shows no goal.

        Args:
            language: Of the words to look for; another than ours is looked for in English.
            encoder: The one whose vectors are searched.
        """
        guesses, probability = self._judge(text)
        if probability < _LEAST_GOAL or not guesses:
            return None
        spoken = language if language in LANGUAGES else "en"
        found = tuple(_topic_vectors(encoder, spoken, guess.goal) for guess in guesses)
        return Expansion(guesses, found)

    def _judge(self, text: str) -> tuple[tuple[Guess, ...], float]:
        # "?" tells nothing of what somebody is about, and many leave it out.
        (vector,) = self._encoder.encode([text.rstrip(_ENDS)])
        if not vector.any():
            return (), 0.0
        cosines = self._prototypes @ vector
        near = np.array([_nearest(part) for part in np.split(cosines, self._ends[:-1])])
        logits = SHARPNESS * vector @ self._matrix + self._bias
        chances = np.exp(logits - logits.max())
        chances /= chances.sum()
        scores = _standardised(near) + _standardised(logits[:-1])  # the last: no goal
        best = np.argsort(-scores)[:MOST]
        shares = np.exp(scores[best] - scores[best[0]])
        shares /= shares.sum()
        guesses = tuple(
            Guess(self.names[at], float(share)) for at, share in zip(best, shares, strict=True)
        )
        return guesses, float(1 - chances[-1])


def topics(language: str, goal: str) -> dict[str, Sequence[str]]:
    """Gives the sub-topics of a goal, each with words that a helpful memory would hold."""
    found: dict[str, Sequence[str]] = _goals(language)[goal]["topics"]
    return found


def name_of(language: str, goal: str) -> str:
    """Gives what a goal is called."""
    return str(_goals(language)[goal]["name"])


@cache
def _goals(language: str) -> dict[str, Any]:
    goals: dict[str, Any] = json.loads(
        (DATA / f"goals.{language}.json").read_text(encoding="utf-8")
    )
    return goals


@lru_cache(maxsize=256)
def _topic_vectors(encoder: Encoder, language: str, goal: str) -> Vectors:
    """Encodes the words of a goal, once: they are ours, and nobody's memory."""
    words = [word for several in topics(language, goal).values() for word in several]
    return encoder.encode_query(words)


def _nearest(cosines: npt.NDArray[np.float32]) -> float:
    best = np.sort(cosines)[::-1][: len(_NEAREST)]
    return float(best @ np.array(_NEAREST[: len(best)], np.float32))


def _standardised(values: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    scaled: npt.NDArray[np.float32] = (values - values.mean()) / max(float(values.std()), 1e-6)
    return scaled
