"""The row of an item: what search and policy need of it without opening its text.

A row is one element of a numpy structured type. On disk it is sealed with its class, first by
itself (the tail), later in four parts of a segment; in RAM it lies in columns (`columns.py`),
without its secret.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from device.errors import IntegrityError

DIMENSIONS: Final = 256
CODE_WORDS: Final = DIMENSIONS // 64
LATEST: Final = 2**32 - 1  # Unix seconds that a column can hold
_LEAST_PEAK: Final = 1e-3  # of a vector whose scale half precision still holds
MAX_ID: Final = 2**32 - 1
MAX_RULE: Final = 2**16 - 1
NO_ENCODER: Final = 2**8 - 1  # of a row that waits for its vector

Vectors: TypeAlias = npt.NDArray[np.float32]
Rows: TypeAlias = np.ndarray[tuple[int], np.dtype[np.void]]

# What masks and decisions read of a row. 24 bytes: a million rows are held in RAM. Times are Unix
# seconds from 1970 to 2106; what was said before or is said later lies at the edge.
_COLUMNS: Final = [
    ("rule", "<u2"),  # rid of the rule record
    ("at", "<u4"),  # when it was said
    ("created", "<u4"),  # when it was stored; retention counts from here
    ("conversation", "<u4"),  # where it was said, by its number in the vault; 0 where it was typed
    ("languages", "<u2"),  # bit mask over `device.encoder.tags.LANGUAGES`
    ("domains", "<u2"),  # bit mask over `device.encoder.tags.DOMAINS`
    ("domain", "u1"),  # the first of its domains, which picks the partition
    ("encoder", "u1"),  # which of the vault's encoders made the vector; NO_ENCODER: none yet
    ("strength", "<f2"),  # how firmly it was meant, from 0 to 1
    ("scale", "<f2"),  # of the int8 vector
]
_SECRETS: Final = [
    ("secret", "V32"),  # seals the payload; another rule, another secret
    ("salt", "V16"),  # names the item in the log, and dies with it
]
_VECTOR: Final = ("vector", "i1", (DIMENSIONS,))
_CODE: Final = ("code", "<u8", (CODE_WORDS,))  # signs of the vector

COLUMNS: Final = np.dtype(_COLUMNS)
SECRETS: Final = np.dtype(_SECRETS)
ROW: Final = np.dtype([("id", "<u4"), *_COLUMNS, _VECTOR])  # as it is handed out
FULL_ROW: Final = np.dtype([("id", "<u4"), *_COLUMNS, _VECTOR, _CODE, *_SECRETS])  # as it is sealed


@dataclass(frozen=True, slots=True)
class Placed:
    """Vectors as rows hold them, and which of the vault's encoders made them.

    *Shape:* vectors (n, 256) int8; scales (n,); codes (n, 4).
    """

    vectors: npt.NDArray[np.int8]
    scales: npt.NDArray[np.float32]
    codes: npt.NDArray[np.uint64]
    encoder: int

    @classmethod
    def of(cls, vectors: Vectors, encoder: int) -> Placed:
        """Gives unit vectors as rows hold them. *Shape:* (n, 256)."""
        small, scales = quantise(vectors)
        return cls(small, scales, sign_codes(vectors), encoder)

    def taken(self, at: npt.NDArray[np.intp]) -> Placed:
        """Gives some of them. *Shape:* at (m,)."""
        return Placed(self.vectors[at], self.scales[at], self.codes[at], self.encoder)

    def write(self, rows: Rows, slots: npt.NDArray[np.intp], at: npt.NDArray[np.intp]) -> None:
        """Puts those `at` into the slots of full rows. *Shape:* slots and at (m,)."""
        rows["vector"][slots], rows["scale"][slots] = self.vectors[at], self.scales[at]
        rows["code"][slots], rows["encoder"][slots] = self.codes[at], self.encoder


def within(moment: int) -> int:
    """Gives the moment that a column can hold which is nearest to one in Unix seconds."""
    return min(max(moment, 0), LATEST)


def sign_codes(vectors: Vectors) -> npt.NDArray[np.uint64]:
    """Gives the packed signs. *Shape:* vectors (n, 256) to codes (n, 4)."""
    return np.packbits(vectors > 0, axis=1).view("<u8")


def quantise(vectors: Vectors) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Gives int8 vectors and the scale of each. *Shape:* (n, 256) to (n, 256) and (n,).

    Args:
        vectors: Of about unit length, as encoders make them.
    """
    peak = np.maximum(np.abs(vectors).max(axis=1), _LEAST_PEAK)
    scale = (peak / 127).astype(np.float16).astype(np.float32)  # as it will be stored
    small = np.clip(np.rint(vectors / scale[:, None]), -127, 127)
    return small.astype(np.int8), scale


def read_row(raw: bytes) -> Rows:
    """Gives the full row of its bytes. *Shape:* (1,).

    Raises:
        IntegrityError: these are not the bytes of one row.
    """
    if len(raw) != FULL_ROW.itemsize:
        raise IntegrityError("vault.damaged")
    return np.frombuffer(raw, FULL_ROW)


def joined(rows: Iterable[Rows], kind: np.dtype[np.void] = FULL_ROW) -> Rows:
    """Gives rows of a kind behind one another. *Shape:* (m,) of `kind`.

    By their bytes: numpy would work out for every single row how to promote its fields.
    """
    return np.frombuffer(b"".join(row.tobytes() for row in rows), kind)


def fields(rows: Rows, kind: np.dtype[np.void]) -> Rows:
    """Gives a copy of those fields of the rows that `kind` has, as `kind` lays them out."""
    taken = np.empty(len(rows), kind)
    for name in kind.names or ():
        taken[name] = rows[name]
    return taken
