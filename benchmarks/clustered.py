"""Made-up vectors that are as hard to scan as real ones, block by block, and the true answers.

A mixture in three levels: topics, subtopics and threads, each drawn by Zipf's law, and what a
single memory says beside its thread. Every part is Gaussian with a power-law spectrum under a
random rotation. The weights were chosen by hand until 1,000 vectors looked like those of a real
encoder (MiniLM, 1,280 sentences): the share of the true ten nearest among the nearest 10, 20, 40
and 80 sign codes is .62, .81, .92 and .97 (real: .61, .80, .92, .98), the mean cosine of the ten
nearest .46 (.41), the effective dimension 46 (85). At a million it is compared with nothing real.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import numpy.typing as npt

from device.vault.columns import Chunk, CodeLayout
from device.vault.rows import DIMENSIONS, Vectors, quantise, sign_codes

BLOCK: Final = 50_000
_TOPICS: Final = 64
_SUBTOPICS: Final = 32  # of a topic
_THREADS: Final = 16  # of a subtopic
_WEIGHTS: Final = (0.55, 0.5, 0.3, 0.6)  # of topic, subtopic, thread, and the memory's own
_DECAY: Final = 0.38  # of the spectrum: the deviation of dimension d is d ** -0.38
_QUERIES: Final = 2**32 - 1  # the block number that queries are drawn from

Labels = npt.NDArray[np.intp]


class Mixture:
    """Gives unit vectors: of one seed and block size the same, in whatever order blocks are asked.

    *Shape:* a block is (size, 256).
    """

    def __init__(self, seed: int, size: int = BLOCK) -> None:
        self.size: Final = size
        self._seed = seed
        rng = np.random.default_rng(seed)
        spectrum = np.arange(1, DIMENSIONS + 1) ** -_DECAY
        rotation = np.linalg.qr(rng.normal(size=(DIMENSIONS, DIMENSIONS)))[0]
        spectrum /= np.linalg.norm(spectrum)
        self._shape: Vectors = (spectrum[:, None] * rotation).astype(np.float32)
        self._topics = self._normal(rng, _TOPICS)
        self._subtopics = self._normal(rng, _TOPICS * _SUBTOPICS)
        self._threads = self._normal(rng, _TOPICS * _SUBTOPICS * _THREADS)

    def topics(self, number: int) -> Labels:
        """Gives the topics of a block's vectors. *Shape:* (size,)."""
        return _zipf(self._rng(number), _TOPICS, self.size)

    def block(self, number: int) -> Vectors:
        """Gives a block of vectors. *Shape:* (size, 256)."""
        return self._drawn(self._rng(number), self.size)

    def _drawn(self, rng: np.random.Generator, count: int) -> Vectors:
        topic = _zipf(rng, _TOPICS, count)
        subtopic = topic * _SUBTOPICS + _zipf(rng, _SUBTOPICS, count)
        thread = subtopic * _THREADS + _zipf(rng, _THREADS, count)
        vectors = self._normal(rng, count) * np.float32(_WEIGHTS[3])
        for weight, centres, chosen in (
            (_WEIGHTS[0], self._topics, topic),
            (_WEIGHTS[1], self._subtopics, subtopic),
            (_WEIGHTS[2], self._threads, thread),
        ):
            vectors += np.float32(weight) * centres[chosen]
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

    def blocks(self, n: int) -> Iterator[tuple[int, Vectors]]:
        """Gives `n` vectors block by block, each with the number of its first one."""
        for number, start in enumerate(range(0, n, self.size)):
            yield start, self.block(number)[: n - start]

    def queries(self, count: int) -> Vectors:
        """Gives vectors like the others, none of which is among them. *Shape:* (count, 256)."""
        return self._drawn(self._rng(_QUERIES), count)

    def _rng(self, number: int) -> np.random.Generator:
        return np.random.default_rng([self._seed, number])

    def _normal(self, rng: np.random.Generator, count: int) -> Vectors:
        drawn: Vectors = rng.standard_normal((count, DIMENSIONS), np.float32) @ self._shape
        return drawn


def exact_nearest(mixture: Mixture, n: int, queries: Vectors, limit: int) -> Labels:
    """Gives the numbers of the vectors that are truly nearest, best first, in float32.

    *Shape:* queries (q, 256) to (q, limit).
    """
    numbers = np.zeros((len(queries), 0), np.intp)
    cosines = np.zeros((len(queries), 0), np.float32)
    for start, vectors in mixture.blocks(n):
        here = queries @ vectors.T
        best = np.argpartition(-here, min(limit, len(vectors)) - 1, axis=1)[:, :limit]
        numbers = np.hstack([numbers, best + start])
        cosines = np.hstack([cosines, np.take_along_axis(here, best, axis=1)])
        order = np.argsort(-cosines, axis=1, kind="stable")[:, :limit]
        numbers = np.take_along_axis(numbers, order, axis=1)
        cosines = np.take_along_axis(cosines, order, axis=1)
    return numbers


def fill_chunks(mixture: Mixture, n: int, layout: CodeLayout, partitions: int) -> list[Chunk]:
    """Gives the vectors as a vault holds them: a chunk for each group of topics.

    The id of a row is the number of its vector, and one more.
    """
    sizes = np.zeros(partitions, np.intp)
    for number, start in enumerate(range(0, n, mixture.size)):
        sizes += _sizes(mixture.topics(number)[: n - start], partitions)
    chunks = [Chunk.empty(int(size), layout) for size in sizes]
    for number, (start, vectors) in enumerate(mixture.blocks(n)):
        home = mixture.topics(number)[: len(vectors)] % partitions
        codes, (small, scale) = sign_codes(vectors), quantise(vectors)
        for at, chunk in enumerate(chunks):
            rows = np.flatnonzero(home == at)
            into = slice(chunk.n, chunk.n + len(rows))
            if layout is CodeLayout.ROWS:
                chunk.codes[into] = codes[rows]
            else:
                chunk.codes[:, into] = codes[rows].T
            chunk.vectors[into] = small[rows]
            chunk.ids[into] = rows + start + 1
            chunk.columns["scale"][into] = scale[rows]
            chunk.n += len(rows)
    return chunks


def _sizes(topics: Labels, partitions: int) -> Labels:
    return np.bincount(topics % partitions, minlength=partitions)


def _zipf(rng: np.random.Generator, count: int, size: int) -> Labels:
    """Gives numbers below `count`, the k-th of them with a share of 1 / k."""
    shares = 1 / np.arange(1, count + 1)
    return rng.choice(count, size, p=shares / shares.sum())
