"""The scan of sign codes with faiss, where it is installed: about twice as fast as numpy.

faiss reads the chunks' own memory, row by row; nothing is copied and no index is kept. What it is
asked for is every code within a distance, not the nearest k: its lists of the nearest cost more
the more are kept, and more for every chunk, and they start OpenMP's threads, which for a single
query wait for each other longer than they work (to forbid it holds only in the thread that does).
The two functions used here start none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import faiss
import numpy as np
import numpy.typing as npt

from device.memory.scan_kernel import (
    SAMPLE,
    STEP,
    Code,
    Part,
    Plan,
    Positions,
    cut,
    guess,
)
from device.vault.columns import Chunk, CodeLayout, Mask
from device.vault.rows import CODE_WORDS

_CODE_BYTES: Final = 8 * CODE_WORDS
_ROWS: Final = 131_072  # in one call of faiss; its answer has room for all of them

_faiss: Any = faiss  # its types leave out the functions that are bare C++


class FaissKernel:
    """Finds the nearest sign codes with faiss. Not for two threads at once."""

    layout: Final = CodeLayout.ROWS

    def __init__(self) -> None:
        # 2.5 MB of addresses, of which only what is found is ever touched.
        self._pairs = np.empty((_ROWS, 2), np.int64)  # of query and code
        self._distances = np.empty(_ROWS, np.int32)

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
        pieces = list(_pieces(chunks, plan.parts))
        limit = guess(self._sample(pieces, query_code), plan.allowed, keep)
        found = [self._within(codes, part, query_code, limit) for part, codes in pieces]
        while sum(len(positions) for positions, _ in found) < keep:
            limit += STEP
            found = [self._within(codes, part, query_code, limit) for part, codes in pieces]
        kept, _ = cut(np.concatenate([distances for _, distances in found]), keep)
        return _placed(kept, [part.chunk for part, _ in pieces], found, len(chunks))

    def _sample(self, pieces: Sequence[tuple[Part, Code]], query: Code) -> npt.NDArray[np.uint16]:
        """Gives the distances of some codes that are allowed, spread over all."""
        step = max(1, sum(len(codes) for _, codes in pieces) // SAMPLE)
        codes = np.concatenate(
            [
                codes[::step] if part.mask is None else codes[::step][part.mask[::step]]
                for part, codes in pieces
            ]
        )
        distances = np.empty(len(codes), np.int32)
        _faiss.hammings(
            _address(query), _address(codes), 1, len(codes), _CODE_BYTES, _faiss.swig_ptr(distances)
        )
        return distances.astype(np.uint16)

    def _within(
        self, codes: Code, part: Part, query: Code, limit: int
    ) -> tuple[Positions, npt.NDArray[np.uint16]]:
        """Gives which rows of a part are within this distance, and how far each is."""
        count = _faiss.match_hamming_thres(
            _address(query),
            _address(codes),
            1,
            len(codes),
            limit,
            _CODE_BYTES,
            _faiss.swig_ptr(self._pairs),
            _faiss.swig_ptr(self._distances),
        )
        rows = self._pairs[:count, 1]
        distances = self._distances[:count].astype(np.uint16)
        if part.positions is not None:
            return part.positions[rows], distances
        if part.mask is not None:
            allowed = part.mask[rows]
            rows, distances = rows[allowed], distances[allowed]
        return (rows + part.start).astype(np.intp, copy=False), distances


def _pieces(chunks: Sequence[Chunk], parts: Sequence[Part]) -> Iterator[tuple[Part, Code]]:
    """Gives the parts, none larger than one call takes, and the codes of each. *Shape:* (m, 4)."""
    for part in parts:
        codes = chunks[part.chunk].codes
        if part.positions is not None:
            yield part, codes.take(part.positions, axis=0)
            continue
        for start in range(part.start, part.stop, _ROWS):
            stop = min(start + _ROWS, part.stop)
            mask = None if part.mask is None else part.mask[start - part.start : stop - part.start]
            yield Part(part.chunk, start, stop, mask=mask), codes[start:stop]


def _placed(
    kept: Positions,
    chunk_of: Sequence[int],
    found: Sequence[tuple[Positions, npt.NDArray[np.uint16]]],
    chunks: int,
) -> list[Positions]:
    """Gives positions in the chunks for places among all that was found."""
    placed: list[list[Positions]] = [[] for _ in range(chunks)]
    ends = np.cumsum([len(positions) for positions, _ in found])
    begin = at = 0
    for chunk, (positions, _), end, stop in zip(
        chunk_of, found, ends, np.searchsorted(kept, ends), strict=True
    ):
        placed[chunk].append(positions[kept[begin:stop] - at])
        begin, at = stop, end
    return [np.concatenate(one) if one else np.zeros(0, np.intp) for one in placed]


def _address(codes: Code) -> object:
    """Gives faiss the memory of codes that lie side by side."""
    return _faiss.swig_ptr(codes.view(np.uint8))
