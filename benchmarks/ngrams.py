"""The plain encoder beside the trained one: hashed character n-grams and words, nothing learned.

It knows spelling, not meaning: it finds inflected and glued words in Japanese, Korean and English
that whole-word search misses. Vaults of the first months have its vectors.

Source: feature hashing, Weinberger et al. 2009; each feature spreads over several dimensions, as in
very sparse random projections, Li et al. 2006.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from device.encoder.encode import Encoder
from device.encoder.fold import HIRAGANA, RUN, STOP_WORDS, fold, is_cjk
from device.vault.rows import DIMENSIONS, Vectors

MAX_CHARACTERS: Final = 4_000  # what follows adds nothing to a 256-d vector
_SPREAD: Final = 4
_BLOCK: Final = (
    DIMENSIONS // _SPREAD
)  # each turn has its own, so that a feature meets itself nowhere
_INFLECTION: Final = 0.3  # n-grams of hiragana alone are mostly endings


class NgramEncoder(Encoder):
    """Gives vectors of spelling. Nothing is loaded, and nothing was trained."""

    identity = "ngram-hash-256/1"
    dimensions = DIMENSIONS
    sha256 = ""  # there is no file: the identity names the method and its version

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Encodes texts.

        *Shape:* (n, 256), float32, rows of length one; all zero for a text without letters.
        """
        vectors = np.zeros((len(texts), DIMENSIONS), np.float32)
        for row, text in enumerate(texts):
            counts: dict[int, float] = {}
            for feature, weight in _features(text[:MAX_CHARACTERS]):
                hashed = zlib.crc32(feature.encode("utf-8", "surrogatepass"))
                counts[hashed] = counts.get(hashed, 0.0) + weight
            if counts:
                hashes = np.fromiter(counts, np.uint64, len(counts))
                weights = np.sqrt(np.fromiter(counts.values(), np.float32, len(counts)))
                for turn in range(_SPREAD):
                    mixed = _mixed(hashes, turn)
                    signs = np.where(mixed >> np.uint64(63), np.float32(1), np.float32(-1))
                    at = (mixed % np.uint64(_BLOCK)).astype(np.intp) + turn * _BLOCK
                    vectors[row] += np.bincount(at, signs * weights, DIMENSIONS)
                vectors[row] /= max(float(np.linalg.norm(vectors[row])), 1e-12)
        return vectors


def _mixed(hashes: npt.NDArray[np.uint64], turn: int) -> npt.NDArray[np.uint64]:
    """Gives hashes of hashes that are independent from turn to turn (the splitmix64 finaliser)."""
    value = hashes + np.uint64((turn + 1) * 0x9E3779B97F4A7C15 % 2**64)
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))


def _features(text: str) -> Iterator[tuple[str, float]]:
    for run in RUN.findall(fold(text)):
        if is_cjk(run):
            for size, weight in ((1, 0.25), (2, 1.0), (3, 0.7)):
                for at in range(len(run) - size + 1):
                    gram = run[at : at + size]
                    yield gram, weight * (_INFLECTION if HIRAGANA.fullmatch(gram) else 1.0)
        elif run not in STOP_WORDS:
            yield f"w:{run}", 1.0
            edged = f"<{run}>"
            for size in (3, 4, 5):
                for at in range(len(edged) - size + 1):
                    yield edged[at : at + size], 0.35
