"""What a question's goal adds to the ranking: memories that would help, whatever words they use.

花火大会 asks for nothing, yet whoever goes to one is helped by "I get dizzy in crowds". A memory is
as helpful as it is near to the nearest of the words that the goal brings.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from device.encoder.goals import Expansion
from device.vault.rows import Vectors


def middle_of(expansion: Expansion) -> Vectors:
    """Gives where helpful memories lie, to choose whom to compare at all. *Shape:* (256,)."""
    parts = zip(expansion.guesses, expansion.vectors, strict=True)
    middle: Vectors = np.sum([guess.share * one.mean(axis=0) for guess, one in parts], axis=0)
    return middle / max(float(np.linalg.norm(middle)), 1e-9)


def helpfulness(
    vectors: Vectors, expansion: Expansion
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.intp]]:
    """Gives how helpful memories are, and for which of the guesses most.

    *Shape:* vectors (n, 256); the result (n,), from -1 to 1, and (n,).
    """
    nearest = np.stack([(vectors @ one.T).max(axis=1) for one in expansion.vectors])
    shares = np.array([guess.share for guess in expansion.guesses], np.float32)
    return shares @ nearest, (shares[:, None] * nearest).argmax(axis=0)
