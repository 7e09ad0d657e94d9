"""The encoder in force in one vault, and what becomes of texts while it cannot be used.

A vault goes on without its encoder: what comes in is stored and marked as waiting for its vector,
questions are answered by words alone, and `problem` says why.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from device.encoder.encode import Encoder
from device.errors import DeviceError, Unavailable
from device.vault.rows import DIMENSIONS, NO_ENCODER, Vectors


class CurrentEncoder:
    """Encodes for one unlocked vault.

    Attributes:
        encoder: The one in force.
        number: By which the vault's rows name it.
        problem: Why it could not be used when it was last asked; None where it could.
    """

    def __init__(self, encoder: Encoder, number: int) -> None:
        self.change(encoder, number)

    def change(self, encoder: Encoder, number: int) -> None:
        """Puts another encoder in force."""
        self.encoder, self.number = encoder, number
        self.problem: DeviceError | None = None

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Gives vectors of texts that are stored. *Shape:* (n, 256).

        Raises:
            Unavailable: the encoder cannot be used.
        """
        try:
            vectors = self.encoder.encode(texts)
        except Unavailable as error:
            self.problem = error
            raise
        self.problem = None
        return vectors

    def require(self) -> None:
        """Looks whether the encoder can be used.

        Raises:
            Unavailable: it cannot.
        """
        self.encode([])

    def vectors(self, texts: Sequence[str]) -> tuple[Vectors, int]:
        """Gives vectors of texts, and the number of what made them: zeros by nobody if need be.

        *Shape:* (n, 256).
        """
        try:
            return self.encode(texts), self.number
        except Unavailable:
            return np.zeros((len(texts), DIMENSIONS), np.float32), NO_ENCODER

    def query(self, question: str) -> Vectors | None:
        """Gives the vector of a question. *Shape:* (256,); None where there is none."""
        try:
            vectors = self.encoder.encode_query([question])
        except Unavailable as error:
            self.problem = error
            return None
        self.problem = None
        vector: Vectors = vectors[0]
        return vector
