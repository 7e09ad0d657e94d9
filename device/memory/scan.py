"""The vector scan: sign codes first, then int8 vectors for the nearest. No training, no rebuild.

At the size of a personal memory the best index is none: 32 bytes an item are read from end to end
in milliseconds, adding and deleting are exact, and any mask applies before a single vector is
compared. See docs/adr/0002-sqlite-as-a-container-of-sealed-segments.md.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from device.vault.rows import Rows, Vectors, sign_codes

_FLOOR: Final = (
    400  # how many are re-ranked, at the least; above 400,000 items a thousandth of them
)


def nearest_codes(
    codes: npt.NDArray[np.uint8], query: Vectors, mask: npt.NDArray[np.bool_]
) -> npt.NDArray[np.intp]:
    """Gives the positions that the mask allows whose sign codes are nearest to the query's.

    *Shape:* codes (n, 32), query (256,), mask (n,); the result holds at most max(400, n / 1000)
    positions.
    """
    allowed = np.flatnonzero(mask)
    keep = max(_FLOOR, len(codes) // 1_000)
    if len(allowed) <= keep:
        return allowed
    words = codes[allowed].view(np.uint64)
    target = sign_codes(query.reshape(1, -1)).view(np.uint64)
    distances = np.bitwise_count(words ^ target).sum(axis=1, dtype=np.int16)
    return allowed[np.argpartition(distances, keep)[:keep]]


def cosines(rows: Rows, positions: npt.NDArray[np.intp], query: Vectors) -> npt.NDArray[np.float32]:
    """Gives the cosine of the query with each of these rows' int8 vectors.

    *Shape:* (positions,).
    """
    chosen = rows[positions]
    similarity: npt.NDArray[np.float32] = (chosen["vector"].astype(np.float32) @ query) * chosen[
        "scale"
    ]
    return similarity
