"""What comes into a vault: the payload to seal, and the row that search and policy need of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from device.vault.kdf import SALT_BYTES
from device.vault.rows import FULL_ROW, Rows, Vectors, quantise, sign_codes, within
from device.vault.seal import new_key
from policy.binding import RuleRecord


@dataclass(frozen=True, slots=True)
class NewItem:
    """What is needed to seal a memory.

    Attributes:
        payload: The canonical record; padded and sealed here.
        vector: Unit vector of the encoder numbered `encoder`; zeros of NO_ENCODER. *Shape:* (256,).
        domain: The first of its domains, by its place in `device.encoder.tags.DOMAINS`.
        conversation: Title of the conversation it was said in; empty if typed.
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
    domain: int = 0
    conversation: str = ""
    source: bytes | None = None
    place: bytes | None = None

    def row(self, item_id: int, rid: int, conversation: int) -> Rows:
        """Makes the item's row, with a secret and a salt of its own. *Shape:* (1,) of FULL_ROW."""
        row = np.zeros(1, FULL_ROW)
        row["id"], row["rule"], row["conversation"] = item_id, rid, conversation
        row["secret"], row["salt"] = np.void(new_key()), np.void(new_key()[:SALT_BYTES])
        row["at"], row["created"] = within(self.at), within(self.created)
        row["encoder"] = self.encoder
        row["languages"], row["domains"], row["domain"] = self.languages, self.domains, self.domain
        row["strength"] = self.strength
        vectors = self.vector.reshape(1, -1)
        row["code"] = sign_codes(vectors)
        row["vector"], row["scale"] = quantise(vectors)
        return row
