"""The vector scan: sign codes first, then int8 vectors for the nearest. No training, no rebuild.

At the size of a personal memory the best index is none: 32 bytes an item are read from end to end
in milliseconds, adding and deleting are exact, and any mask applies before a single vector is
compared. See docs/adr/0002-sqlite-as-a-container-of-sealed-segments.md, and
docs/adr/0009-no-product-quantisation.md for what was measured.

Which kernel reads the codes is chosen once, at unlock, because it decides how they lie in RAM:
faiss where it is installed, else numpy. The environment variable `BOJAGI_SCAN` (`numpy` or `faiss`)
forces one; answers are the same.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from math import isqrt
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from device.errors import BadInput, Unavailable
from device.memory.scan_kernel import Kernel as Kernel
from device.memory.scan_kernel import Positions
from device.memory.scan_numpy import NumpyKernel as NumpyKernel
from device.vault.columns import Chunk, Mask
from device.vault.rows import DIMENSIONS, Vectors, sign_codes

_FORCED: Final = "BOJAGI_SCAN"
_FLOOR: Final = 400  # how many are ranked again, at the least
_PER_ROOT: Final = 3  # and how many for each unit of the square root of how many there are
_BLOCK: Final = 512  # vectors that are made float32 at a time, to stay in the cache

Cosines: TypeAlias = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Found:
    """The nearest rows, best first. *Shape:* all (m,): a chunk's number, a position in it."""

    chunk: Positions
    position: Positions
    cosine: Cosines

    def __len__(self) -> int:
        """How many were found."""
        return len(self.cosine)


def best_kernel() -> Kernel:
    """Gives the fastest kernel that this machine can run, or the one that is forced.

    Raises:
        BadInput: `BOJAGI_SCAN` names no kernel.
        Unavailable: it asks for faiss, which is not installed.
    """
    forced = os.environ.get(_FORCED, "")
    if forced not in {"", "numpy", "faiss"}:
        raise BadInput("scan.unknown", name=_FORCED, found=forced)
    has_faiss = find_spec("faiss") is not None
    if forced == "faiss" and not has_faiss:
        raise Unavailable("scan.no_faiss", name=_FORCED)
    if forced == "numpy" or not has_faiss:
        return NumpyKernel()
    # Not at the top: it is an extra, and costs a tenth of a second of whoever never searches.
    kernel: Kernel = import_module("device.memory.scan_faiss").FaissKernel()
    return kernel


def keep_for(n: int) -> int:
    """Tells how many of `n` rows are ranked again by their vectors: 5,000 of a million.

    Through a vault of a million (`benchmarks.vault`'s data), recall@10 is .9855 with three for each
    unit of the root, .9885 with five, at a seventh more time; see
    docs/adr/0009-no-product-quantisation.md for other sizes.
    """
    return max(_FLOOR, _PER_ROOT * isqrt(n))


def search(
    kernel: Kernel,
    chunks: Sequence[Chunk],
    masks: Sequence[Mask | None],
    query: Vectors,
    limit: int,
) -> Found:
    """Gives the `limit` rows nearest to the query among those that the masks allow.

    Args:
        masks: As `Kernel.nearest` takes them.
        query: A unit vector. *Shape:* (256,).

    Raises:
        ValueError: as `Kernel.nearest`.
    """
    allowed = sum(
        chunk.n if mask is None else int(np.count_nonzero(mask))
        for chunk, mask in zip(chunks, masks, strict=True)
    )
    (code,) = sign_codes(query.reshape(1, -1))
    positions = kernel.nearest(chunks, masks, code, max(limit, keep_for(allowed)))
    cosine = np.concatenate([np.zeros(0, np.float32), *rerank(chunks, positions, query)])
    best = _largest(cosine, limit)
    chunk_of = np.repeat(np.arange(len(chunks)), [len(one) for one in positions])
    position = np.concatenate([np.zeros(0, np.intp), *positions])
    return Found(chunk_of[best], position[best], cosine[best])


def rerank(
    chunks: Sequence[Chunk], positions: Sequence[Positions], query: Vectors
) -> list[Cosines]:
    """Gives the cosine of the query with the int8 vector at each position, for each chunk.

    *Shape:* query (256,); the result as `positions`.
    """
    counts = [len(one) for one in positions]
    vectors = np.empty((sum(counts), DIMENSIONS), np.int8)
    scale = np.empty(len(vectors), np.float32)
    ends = np.cumsum(counts)
    for chunk, one, end in zip(chunks, positions, ends, strict=True):
        if len(one):
            into = slice(int(end) - len(one), int(end))
            chunk.vectors.take(one, axis=0, out=vectors[into], mode="clip")
            scale[into] = chunk.columns["scale"][one]
    cosines = np.empty(len(vectors), np.float32)
    for start in range(0, len(vectors), _BLOCK):
        block = slice(start, start + _BLOCK)
        # einsum and not BLAS, which would split so small a product over threads that wait.
        np.einsum("ij,j->i", vectors[block].astype(np.float32), query, out=cosines[block])
    cosines *= scale
    return [cosines[end - len(one) : end] for one, end in zip(positions, ends, strict=True)]


def _largest(values: Cosines, limit: int) -> Positions:
    """Gives where the `limit` largest are, largest first; of equal ones the first."""
    if limit < len(values):
        near = np.flatnonzero(values >= np.partition(values, -limit)[-limit])
    else:
        near = np.arange(len(values))
    order: Positions = near[np.argsort(-values[near], kind="stable")][:limit]
    return order


def closest(
    chunks: Sequence[Chunk], positions: Sequence[Positions], query: Vectors, count: int
) -> list[Positions]:
    """Gives the positions whose vectors are nearest to a query, of all chunks together.

    Where codes brought very many, to look up the words of all would cost more than all else.
    *Shape:* query (256,); the result `count` in all, or more where cosines are equal.
    """
    if sum(map(len, positions)) <= count:
        return list(positions)
    cosines = rerank(chunks, positions, query)
    least = np.partition(np.concatenate(cosines), -count)[-count]
    return [at[cosine >= least] for at, cosine in zip(positions, cosines, strict=True)]


def vectors_of(chunks: Sequence[Chunk], found: Found) -> Vectors:
    """Gives the vectors of rows, as near as int8 holds them. *Shape:* (m, 256)."""
    vectors = np.empty((len(found), DIMENSIONS), np.float32)
    for at in np.unique(found.chunk):
        rows = found.chunk == at
        taken = found.position[rows]
        chunk = chunks[at]
        vectors[rows] = chunk.vectors[taken] * chunk.columns["scale"][taken, None]
    return vectors


def diverse(vectors: Vectors, relevance: Cosines, limit: int, balance: float) -> Positions:
    """Gives which rows to show, in order: relevant ones that do not repeat what is shown already.

    Args:
        vectors: Unit vectors. *Shape:* (m, 256).
        relevance: *Shape:* (m,); of equal ones the first is taken.
        limit: How many are chosen, or all where there are fewer.
        balance: From 0, nothing but difference, to 1, nothing but relevance.

    Returns:
        *Shape:* (min(limit, m),).

    Source: maximal marginal relevance, Carbonell and Goldstein 1998.
    """
    count = min(limit, len(vectors))
    order = np.empty(count, np.intp)
    likeness = np.full(len(vectors), -1.0, np.float32)  # to the most alike that is chosen
    left = balance * relevance
    for at in range(count):
        score = left - (1 - balance) * likeness
        order[at] = chosen = int(np.argmax(score))
        left[chosen] = -np.inf
        np.maximum(likeness, np.einsum("ij,j->i", vectors, vectors[chosen]), out=likeness)
    return order
