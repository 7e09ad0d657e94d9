"""What comes into a vault: the payload to seal, and the row that search and policy need of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from device.vault.kdf import SALT_BYTES
from device.vault.rows import ROW, Rows, Vectors, quantise, sign_codes
from device.vault.seal import new_key
from policy.binding import RuleRecord


@dataclass(frozen=True, slots=True)
class NewItem:
    """What is needed to seal a memory.

    Attributes:
        payload: The canonical record; padded and sealed here.
        vector: Unit vector of the encoder numbered `encoder`. *Shape:* (256,).
        source: Names the very message, text included, so that it is not stored twice; None if
            typed.
        place: Names the message's position, text left out; all that a tombstone keeps of it.
    """

    payload: bytes
    record: RuleRecord
    vector: Vectors
    at: int
    created: int
    encoder: int
    languages: int
    domains: int
    strength: float
    source: bytes | None = None
    place: bytes | None = None

    def row(self, item_id: int, rid: int) -> Rows:
        """Makes the item's row, with a secret and a salt of its own. *Shape:* (1,)."""
        row = np.zeros(1, ROW)
        row["id"], row["rule"] = item_id, rid
        row["secret"], row["salt"] = np.void(new_key()), np.void(new_key()[:SALT_BYTES])
        row["at"], row["created"], row["encoder"] = self.at, self.created, self.encoder
        row["languages"], row["domains"] = self.languages, self.domains
        row["strength"] = self.strength
        vectors = self.vector.reshape(1, -1)
        row["code"] = sign_codes(vectors)
        row["vector"], row["scale"] = quantise(vectors)
        return row
