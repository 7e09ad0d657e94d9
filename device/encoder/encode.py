"""What an encoder is: texts become unit vectors that search compares.

Vectors of two encoders have nothing to do with each other, so each is stored with which encoder
made it. See `device.encoder.foreign` for one that a person brings.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import cache
from importlib import import_module

from device.vault.rows import Vectors


class Encoder(ABC):
    """Gives unit vectors for texts.

    Attributes:
        identity: Names the encoder and its version; stored with every vector that it made.
        dimensions: Of what the model gives, before it is brought to the 256 that a vault holds.
        sha256: Of the files that it is made of; empty where it has none.
    """

    identity: str
    dimensions: int
    sha256: str

    @staticmethod
    @cache
    def default() -> Encoder:
        """Gives the encoder that ships with the package."""
        # Not at the top: it is a child of this class.
        encoder: Encoder = import_module("device.encoder.static").StaticEncoder()
        return encoder

    @abstractmethod
    def encode(self, texts: Sequence[str]) -> Vectors:
        """Encodes texts that are stored.

        *Shape:* (n, 256), float32, rows of length one; all zero for a text without letters.
        """

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        """Encodes questions, where the model was taught to tell them from what answers them.

        *Shape:* as `encode`.
        """
        return self.encode(texts)

    def forget(self) -> None:
        """Lets go of words that were kept to be quick."""
        return
