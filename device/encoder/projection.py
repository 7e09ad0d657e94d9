"""Brings vectors of any size to the 256 numbers that a vault holds.

More than 256 are projected on the directions in which everyday sentences spread most; fewer are
padded with zeros, which changes no cosine. Either is then turned for the sign codes
(`rotation.py`). The directions are fixed when an encoder is chosen and kept with the vault: another
set would make its vectors incomparable, and to work them out again costs thousands of sentences, at
every unlocking.

Source: truncated singular value decomposition, uncentred, as cosines are; Eckart and Young 1936.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from importlib import resources
from typing import Final

import numpy as np

from device.encoder.foreign import unit
from device.encoder.rotation import rotation
from device.errors import IntegrityError
from device.vault.rows import DIMENSIONS, Vectors

_LANGUAGES: Final = ("en", "ja", "ko")
_STORED: Final = np.dtype("<f2")


@dataclass(frozen=True, slots=True, eq=False)
class Basis:
    """Directions that span where vectors spread most. *Shape:* (256, dimensions)."""

    directions: Vectors

    @classmethod
    def of(cls, vectors: Vectors) -> Basis:
        """Gives the directions in which vectors spread most, as they will be stored.

        *Shape:* (n, dimensions).
        """
        exact = vectors.astype(np.float64)
        wide = exact.shape[0] < exact.shape[1]
        # The smaller of the two products has the same spectrum.
        values, found = np.linalg.eigh(exact @ exact.T if wide else exact.T @ exact)
        order = np.argsort(-values, kind="stable")[:DIMENSIONS]
        order = order[values[order] > values.max(initial=0) * 1e-12]
        directions = (exact.T @ found[:, order]).T if wide else found[:, order].T
        directions /= np.linalg.norm(directions, axis=1, keepdims=True)
        # A direction and its opposite are equally good; the larger half decides.
        largest = np.abs(directions).argmax(axis=1)
        directions *= np.sign(directions[np.arange(len(directions)), largest])[:, None]
        whole = np.zeros((DIMENSIONS, exact.shape[1]), np.float32)
        whole[: len(directions)] = directions
        whole = rotation() @ whole  # for the sign codes
        return cls(whole.astype(_STORED).astype(np.float32))

    def to_bytes(self) -> bytes:
        """Gives the bytes that are kept."""
        return self.directions.astype(_STORED).tobytes()

    @classmethod
    def from_bytes(cls, raw: bytes, dimensions: int, sha256: str) -> Basis:
        """Reads what was kept.

        Raises:
            IntegrityError: it is not what was kept.
        """
        is_whole = len(raw) == DIMENSIONS * dimensions * _STORED.itemsize
        if not is_whole or hashlib.sha256(raw).hexdigest() != sha256:
            raise IntegrityError("encoder.basis")
        stored = np.frombuffer(raw, _STORED).reshape(DIMENSIONS, dimensions)
        return cls(stored.astype(np.float32))


def fitted(vectors: Vectors, basis: Basis | None) -> Vectors:
    """Gives unit vectors of the size that a vault holds. *Shape:* (n, dimensions) to (n, 256)."""
    if basis is not None:
        return unit(vectors @ basis.directions.T)
    padded = np.zeros((len(vectors), DIMENSIONS), np.float32)
    padded[:, : vectors.shape[1]] = vectors
    return unit((padded @ rotation()).astype(np.float32))


def everyday_sentences() -> list[str]:
    """Gives the shipped sentences from which directions are worked out, each once."""
    found: list[str] = []
    data = resources.files("device.encoder") / "data"
    for language in _LANGUAGES:
        domains = (data / f"domains.{language}.json").read_text(encoding="utf-8")
        found += [one["text"] for one in json.loads(domains)]
        goals = (data / f"goals.{language}.json").read_text(encoding="utf-8")
        for goal in json.loads(goals).values():
            found += goal["prototypes"]
    return list(dict.fromkeys(found))
