"""The scan of sign codes in numpy alone: the one that every device can run.

Codes lie word by word, so that each step runs along memory: a block is compared, its bits are
counted, the counts of its four words are added, all inside the cache. Measured figures:
docs/adr/0009-no-product-quantisation.md.

Distances are kept in a byte, in which 256 unlike bits look like none. So a hit without unlike bits
is looked at again, and where the byte was too small, all is counted once more in two.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from device.memory.scan_kernel import (
    BLOCK,
    SAMPLE,
    STEP,
    Code,
    Distances,
    Part,
    Plan,
    Positions,
    cut,
    guess,
)
from device.vault.columns import Chunk, CodeLayout, Mask
from device.vault.rows import CODE_WORDS

_BYTE: Final = 255  # the largest distance that a byte holds; in it, also a row that is not allowed


class NumpyKernel:
    """Finds the nearest sign codes with numpy. Not for two threads at once."""

    layout: Final = CodeLayout.WORDS

    def __init__(self) -> None:
        # 1.2 MB, and a byte for each row of the largest query yet.
        self._unlike = np.empty((CODE_WORDS, BLOCK), np.uint64)
        self._counts = np.empty((CODE_WORDS, BLOCK), np.uint8)
        self._distances = np.empty(0, np.uint8)

    def nearest(
        self,
        chunks: Sequence[Chunk],
        masks: Sequence[Mask | None],
        query_code: Code,
        keep: int,
    ) -> list[Positions]:
        """Gives the positions of the nearest codes; see `Kernel.nearest`."""
        plan = Plan.of(chunks, masks, self.layout)
        if plan.allowed <= keep:
            return plan.everything(len(chunks))
        size = sum(map(len, plan.parts))
        if len(self._distances) < size:
            self._distances = np.empty(size, np.uint8)
        narrow = self._distances[:size]
        self._measure(chunks, plan.parts, query_code, narrow)
        kept, last = _smallest(narrow, plan.allowed, keep)
        found = _placed(kept, plan.parts, len(chunks))
        if last < _BYTE and not _is_wrapped(chunks, found, query_code):
            return found
        wide = np.empty(size, np.uint16)
        self._measure(chunks, plan.parts, query_code, wide)
        return _placed(_smallest(wide, plan.allowed, keep)[0], plan.parts, len(chunks))

    def _measure(
        self, chunks: Sequence[Chunk], parts: Sequence[Part], query: Code, distances: Distances
    ) -> None:
        """Writes the distance of every row that is read, one part after the other.

        A row that is read and not allowed gets the largest number there is.
        """
        at = 0
        for part in parts:
            codes, into = chunks[part.chunk].codes, distances[at : at + len(part)]
            if part.positions is not None:
                self._count(codes.take(part.positions, axis=1), query, into)
            else:
                codes = codes[:, part.start : part.stop]
                for start in range(0, len(part), BLOCK):
                    block = slice(start, start + BLOCK)
                    self._count(codes[:, block], query, into[block])
            if part.mask is not None:
                barred = np.subtract(part.mask, 1, dtype=into.dtype)  # 0, or the largest there is
                np.bitwise_or(into, barred, out=into)
            at += len(part)

    def _count(self, codes: Code, query: Code, into: Distances) -> None:
        """Counts the bits of the codes that are unlike the query's. *Shape:* codes (4, m)."""
        unlike, counts = self._unlike[:, : len(into)], self._counts[:, : len(into)]
        np.bitwise_xor(codes, query[:, None], out=unlike)
        np.bitwise_count(unlike, out=counts)
        np.add.reduce(counts, axis=0, dtype=into.dtype, out=into)


def _smallest(distances: Distances, allowed: int, keep: int) -> tuple[Positions, int]:
    """Gives where the `keep` smallest are, rising, and the largest of them."""
    sample = distances[:: max(1, len(distances) // SAMPLE)]
    limit = guess(sample[sample < np.iinfo(sample.dtype).max], allowed, keep)
    near = np.flatnonzero(distances <= limit)
    while len(near) < keep:
        limit += STEP
        near = np.flatnonzero(distances <= limit)
    chosen, last = cut(distances[near], keep)
    return near[chosen], last


def _placed(kept: Positions, parts: Sequence[Part], chunks: int) -> list[Positions]:
    """Gives positions in the chunks for places among all that was read."""
    ends = np.cumsum([len(part) for part in parts])
    found: list[list[Positions]] = [[] for _ in range(chunks)]
    begin = at = 0
    for part, end, stop in zip(parts, ends, np.searchsorted(kept, ends), strict=True):
        within = kept[begin:stop] - at
        found[part.chunk].append(
            within + part.start if part.positions is None else part.positions[within]
        )
        begin, at = stop, end
    return [np.concatenate(one) if one else np.zeros(0, np.intp) for one in found]


def _is_wrapped(chunks: Sequence[Chunk], found: Sequence[Positions], query: Code) -> bool:
    """Tells whether one of these may be unlike in every bit; in one word of four, all are."""
    opposite = ~query[0]
    return any(
        bool((chunk.codes[0].take(positions) == opposite).any())
        for chunk, positions in zip(chunks, found, strict=True)
        if len(positions)
    )
