"""The plain rankers that every figure stands beside: BM25, dense, and their standardised sum.

Each ranks the turns said before the question, by their text and the name of who spoke.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final, Protocol

import bm25s
import numpy as np
import numpy.typing as npt
import snowballstemmer
from bm25s.tokenization import STOPWORDS_EN

from benchmarks.lifelog.load import Life
from benchmarks.lifelog.records import Question, Turn
from device.encoder.encode import Encoder
from device.encoder.fold import fold

Scores = npt.NDArray[np.float32]
_RUN: Final = re.compile(r"[a-z0-9']+|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af々ー]+|[^\W\d_a-z]+")


class Ranker(Protocol):
    """Scores turns for questions."""

    def scores(self, question: Question, turns: Sequence[Turn]) -> Scores:
        """Gives each turn's score. *Shape:* (turns,); greater is better."""


def spoken(turn: Turn) -> str:
    """Gives a turn's text, after its speaker's name where that is another person."""
    named = turn.speaker not in ("self", "assistant")
    return f"{turn.speaker}: {turn.text}" if named else turn.text


@cache
def words(text: str) -> tuple[str, ...]:
    """Gives a text's terms: English stems without stop words, CJK runs in pairs of characters."""
    found: list[str] = []
    for run in _RUN.findall(fold(text)):
        if run[0] >= "\u3040":
            found += [run[at : at + 2] for at in range(len(run) - 1)] or [run]
        elif run not in STOPWORDS_EN:
            found.append(_stem(run))
    return tuple(found)


@cache
def _stem(word: str) -> str:
    return str(snowballstemmer.stemmer("english").stemWord(word))


class BM25:
    """Okapi BM25 by bm25s. An index is made for each moment at which something is asked."""

    def __init__(self) -> None:
        self._made: tuple[tuple[str, ...], bm25s.BM25] | None = None

    def scores(self, question: Question, turns: Sequence[Turn]) -> Scores:
        """Gives each turn's score. *Shape:* (turns,)."""
        texts = tuple(spoken(turn) for turn in turns)
        if self._made is None or self._made[0] != texts:
            index = bm25s.BM25()
            index.index([list(words(text)) for text in texts], show_progress=False)
            self._made = (texts, index)
        asked = [word for word in words(question.text) if word in self._made[1].vocab_dict]
        if not asked:
            return np.zeros(len(turns), np.float32)
        return np.asarray(self._made[1].get_scores(asked), np.float32)


class Dense:
    """Cosine of the shipped encoder's vectors."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[str, npt.NDArray[np.float32]] = {}

    def scores(self, question: Question, turns: Sequence[Turn]) -> Scores:
        """Gives each turn's score. *Shape:* (turns,)."""
        texts = [spoken(turn) for turn in turns]
        new = list({text for text in texts if text not in self._known})
        if new:
            self._known.update(zip(new, self._encoder.encode(new), strict=True))
        vectors = np.stack([self._known[text] for text in texts])
        (query,) = self._encoder.encode_query([question.text])
        return np.asarray(vectors @ query, np.float32)


class PlainSum:
    """Both scores, standardised over the turns and added with equal weight."""

    def __init__(self, one: Ranker, other: Ranker) -> None:
        self._rankers = (one, other)

    def scores(self, question: Question, turns: Sequence[Turn]) -> Scores:
        """Gives each turn's score. *Shape:* (turns,)."""
        total = np.zeros(len(turns), np.float32)
        for ranker in self._rankers:
            scores = ranker.scores(question, turns)
            total += (scores - scores.mean()) / max(float(scores.std()), 1e-6)
        return total


def ranked(scores: Scores, turns: Sequence[Turn], depth: int) -> list[str]:
    """Gives the best turns' ids, best first; of equals the earlier; what scores 0 or less never.

    A word that nobody said finds nothing: BM25 is not helped by the order of a tie.
    """
    order = np.argsort(-scores, kind="stable")[:depth]
    return [turns[at].id for at in order if scores[at] > 0]


def overlap(question: Question, life: Life) -> float:
    """Gives the share of a question's terms that stand in its evidence."""
    asked = set(words(question.text))
    evidence = {
        word for turn in life.turns if turn.id in question.evidence for word in words(spoken(turn))
    }
    return len(asked & evidence) / max(len(asked), 1)
