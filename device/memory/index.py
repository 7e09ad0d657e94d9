"""What search holds in RAM while the vault is unlocked: keywords, codes, vectors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from device.memory.keywords import KeywordIndex
from device.memory.records import Memory
from device.memory.scan import cosines, nearest_codes
from device.vault.rows import ROW, Rows, Vectors

_KEYWORD_CANDIDATES: Final = 400
_STRENGTH_WEIGHT: Final = 0.5
_ROUNDING: Final = 1e-6  # a spread below it is float32 noise
_LEAST_COSINE: Final = 0.25  # below it, likeness of spelling is chance


@dataclass(frozen=True, slots=True)
class Hit:
    """A candidate and how it scored. `score` is the sum of the two standardised scores."""

    id: int
    score: float
    keyword: float
    cosine: float


class MemoryIndex:
    """Ranks open memories for a question by keywords and vectors together."""

    def __init__(self) -> None:
        self._keywords = KeywordIndex()
        self.rows: Rows = np.zeros(0, ROW)

    @property
    def newest_id(self) -> int:
        """The highest id that is indexed; 0 where there is none."""
        return int(self.rows["id"].max(initial=0))

    def add(self, opened: Sequence[tuple[Rows, Memory]]) -> None:
        """Takes in memories that the index door opened."""
        self.rows = np.concatenate([self.rows, *(row for row, _ in opened)])
        for _, memory in opened:
            self._keywords.add(memory.index_text)

    def rank(
        self, question: str, query: Vectors, mask: npt.NDArray[np.bool_], limit: int
    ) -> list[Hit]:
        """Gives the best `limit` memories among those that the mask allows, best first.

        Both scores are standardised over the candidates and summed: ranks alone (RRF) lose how much
        better the first is than the second.

        Args:
            query: The question's unit vector. *Shape:* (256,).
            mask: *Shape:* (n,), in the order of `rows`.
        """
        if not mask.any():
            return []
        keyword = self._keywords.scores(question, mask)
        with_words = np.flatnonzero(keyword)
        if len(with_words) > _KEYWORD_CANDIDATES:
            with_words = with_words[
                np.argpartition(-keyword[with_words], _KEYWORD_CANDIDATES)[:_KEYWORD_CANDIDATES]
            ]
        candidates = np.union1d(nearest_codes(self.rows["code"], query, mask), with_words)
        cosine = cosines(self.rows, candidates, query)
        words = keyword[candidates]
        strength = self.rows["strength"][candidates]
        score = _standardised(words) + _standardised(cosine) + _STRENGTH_WEIGHT * (strength - 0.5)
        order = np.argsort(-score, kind="stable")
        hits = []
        for at in order:
            if words[at] > 0 or cosine[at] >= _LEAST_COSINE:
                position = candidates[at]
                hits.append(
                    Hit(
                        int(self.rows["id"][position]),
                        float(score[at]),
                        float(words[at]),
                        float(cosine[at]),
                    )
                )
        return hits[:limit]


def _standardised(values: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    spread = float(values.std())
    centred: npt.NDArray[np.float32] = values - values.mean()
    return centred / spread if spread > _ROUNDING else centred * 0
