"""What the scans of sign codes have in common: what is read, and which of it is kept.

A kernel finds the codes with the fewest bits unlike the query's. It first guesses from a sample how
many bits the last one kept will have, collects all codes within that distance, widens it where that
was too few, and cuts exactly. A bad guess costs time, never an answer.

1. A row that its mask leaves out is never given, nor does it take another's place.
2. The answer is exact: no row that is left out is nearer than one that is kept.
3. The answer is one: of rows equally far, the first chunk's first positions are kept. All kernels
   give the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from device.vault.columns import Chunk, CodeLayout, Mask
from device.vault.rows import DIMENSIONS

Code: TypeAlias = npt.NDArray[np.uint64]
Positions: TypeAlias = npt.NDArray[np.intp]
Distances: TypeAlias = npt.NDArray[np.unsignedinteger]

BLOCK: Final = 32_768  # rows; the codes of a block and what is made of them stay in the L2 cache
SAMPLE: Final = 16_384  # distances that a guess is made from
_GATHER: Final = 16  # a block of which no more than one row in so many is allowed is gathered
STEP: Final = 6  # bits by which a distance that gave too few is widened


class Kernel(Protocol):
    """Finds the nearest sign codes. Not for two threads at once: it keeps its scratch memory."""

    @property
    def layout(self) -> CodeLayout:
        """How codes must lie in the chunks that it reads."""
        ...

    def nearest(
        self,
        chunks: Sequence[Chunk],
        masks: Sequence[Mask | None],
        query_code: Code,
        keep: int,
    ) -> list[Positions]:
        """Gives, for each chunk, the positions whose codes are the `keep` nearest over all chunks.

        Args:
            chunks: All in this kernel's layout.
            masks: For each chunk, which of its first `n` rows may be given: all that are dead must
                be left out. None where every row lives and may be given.
            query_code: *Shape:* (4,).
            keep: How many are given, or fewer where fewer are allowed.

        Returns:
            *Shape:* (kept of the chunk,), rising.

        Raises:
            ValueError: a chunk lies in another layout, or a mask does not have its `n` rows.
        """
        ...


@dataclass(frozen=True, slots=True)
class Part:
    """Rows `start` to `stop` of a chunk, which are read in one way.

    *Shape:* positions (allowed,), of those that are gathered, None where all are read; mask
    (stop - start,), None where all that are read are allowed.
    """

    chunk: int
    start: int
    stop: int
    positions: Positions | None = None
    mask: Mask | None = None

    def __len__(self) -> int:
        """How many rows are read."""
        return self.stop - self.start if self.positions is None else len(self.positions)

    @property
    def is_whole(self) -> bool:
        """Tells whether every row of it is allowed."""
        return self.positions is None and self.mask is None


@dataclass(frozen=True, slots=True)
class Plan:
    """What is read for a query. Blocks of which nothing is allowed are not in it."""

    parts: list[Part]
    allowed: int

    @classmethod
    def of(cls, chunks: Sequence[Chunk], masks: Sequence[Mask | None], layout: CodeLayout) -> Plan:
        """Decides block by block how the rows that the masks allow are read.

        Raises:
            ValueError: a chunk lies in another layout, or a mask does not have its `n` rows.
        """
        parts: list[Part] = []
        allowed = 0
        for at, (chunk, mask) in enumerate(zip(chunks, masks, strict=True)):
            if chunk.layout is not layout:
                raise ValueError(f"codes lie in {chunk.layout}, expected {layout}")
            if mask is None:
                if chunk.n:
                    parts.append(Part(at, 0, chunk.n))
                    allowed += chunk.n
                continue
            if len(mask) != chunk.n:
                raise ValueError(f"mask has {len(mask)} rows, expected {chunk.n}")
            for start in range(0, chunk.n, BLOCK):
                allowed += _append(parts, at, start, mask)
        return cls(parts, allowed)

    def everything(self, chunks: int) -> list[Positions]:
        """Gives all positions that are allowed, for each chunk."""
        found: list[list[Positions]] = [[] for _ in range(chunks)]
        for part in self.parts:
            if part.positions is not None:
                found[part.chunk].append(part.positions)
            elif part.mask is not None:
                found[part.chunk].append(np.flatnonzero(part.mask) + part.start)
            else:
                found[part.chunk].append(np.arange(part.start, part.stop))
        return [_joined(positions) for positions in found]


def _append(parts: list[Part], chunk: int, start: int, mask: Mask) -> int:
    """Adds a block to the plan, joined to one that is read alike before it; counts its rows."""
    block = mask[start : start + BLOCK]
    stop = start + len(block)
    count = int(np.count_nonzero(block))
    if not count:
        return 0
    if count * _GATHER <= len(block):
        parts.append(Part(chunk, start, stop, positions=np.flatnonzero(block) + start))
        return count
    is_whole = count == len(block)
    last = parts[-1] if parts else None
    if (
        last is not None
        and (last.chunk, last.stop, last.is_whole) == (chunk, start, is_whole)
        and last.positions is None
    ):
        start = parts.pop().start
    parts.append(Part(chunk, start, stop, mask=None if is_whole else mask[start:stop]))
    return count


def guess(sample: Distances, allowed: int, keep: int) -> int:
    """Guesses the distance of the `keep`th of `allowed` codes, rather too large than too small.

    Args:
        sample: Distances of some of them. *Shape:* (m,).
    """
    wanted = keep * len(sample) / allowed
    wanted += 2 * wanted**0.5 + 1  # two deviations of the count above its mean
    counts = np.bincount(sample, minlength=DIMENSIONS + 1).cumsum()
    return min(int(np.searchsorted(counts, wanted)), DIMENSIONS)


def cut(distances: Distances, keep: int) -> tuple[Positions, int]:
    """Gives which `keep` of these are smallest, in their order, and the largest of them.

    Of equal ones the first are taken. *Shape:* distances (m,), at least `keep` of them.
    """
    counts = np.bincount(distances, minlength=DIMENSIONS + 1).cumsum()
    last = int(np.searchsorted(counts, keep))
    chosen = distances <= last
    surplus = int(counts[last]) - keep
    if surplus:
        chosen[np.flatnonzero(distances == last)[-surplus:]] = False
    return np.flatnonzero(chosen), last


def _joined(found: list[Positions]) -> Positions:
    if len(found) == 1:
        return found[0]
    return np.concatenate(found) if found else np.zeros(0, np.intp)
