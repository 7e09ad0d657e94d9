"""The row of an item: what search and policy need of it without opening its text.

A row is one element of a numpy structured type, so that a segment is four arrays and a tail row is
its bytes. Everything in it is sealed with the class; none of it is readable on disk.
"""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from device.errors import IntegrityError

DIMENSIONS: Final = 256
CODE_BYTES: Final = DIMENSIONS // 8

Vectors: TypeAlias = npt.NDArray[np.float32]
Rows: TypeAlias = np.ndarray[tuple[int], np.dtype[np.void]]

ROW: Final = np.dtype(
    [
        ("id", "<i8"),
        ("secret", "V32"),  # seals the payload; another rule, another secret
        ("salt", "V16"),  # names the item in the log, and dies with it
        ("rule", "<u4"),  # rid of the rule record
        ("at", "<i8"),  # Unix seconds at which it was said
        ("created", "<i8"),  # Unix seconds at which it was stored; retention counts from here
        ("encoder", "<u2"),  # which of the vault's encoders made the vector
        ("languages", "<u4"),  # bit mask over `device.encoder.tags.LANGUAGES`
        ("domains", "<u4"),  # bit mask over `device.encoder.tags.DOMAINS`
        ("strength", "<f4"),  # how firmly it was meant, from 0 to 1
        ("scale", "<f4"),  # of the int8 vector
        ("code", "u1", (CODE_BYTES,)),  # signs of the vector
        ("vector", "i1", (DIMENSIONS,)),
    ]
)

# How a segment splits its rows into sealed blobs; together they are ROW.
SECRETS: Final = ("secret", "salt")
CODES: Final = ("code",)
VECTORS: Final = ("scale", "vector")
COLUMNS: Final = ("id", "rule", "at", "created", "encoder", "languages", "domains", "strength")


def sign_codes(vectors: Vectors) -> npt.NDArray[np.uint8]:
    """Gives the packed signs. *Shape:* vectors (n, 256) to codes (n, 32)."""
    return np.packbits(vectors > 0, axis=1)


def quantise(vectors: Vectors) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Gives int8 vectors and the scale of each. *Shape:* (n, 256) to (n, 256) and (n,)."""
    peak = np.maximum(np.abs(vectors).max(axis=1), 1e-12)
    scale = (peak / 127).astype(np.float32)
    return np.rint(vectors / scale[:, None]).astype(np.int8), scale


def read_row(raw: bytes) -> Rows:
    """Gives the row of its bytes. *Shape:* (1,).

    Raises:
        IntegrityError: these are not the bytes of one row.
    """
    if len(raw) != ROW.itemsize:
        raise IntegrityError("vault.damaged")
    return np.frombuffer(raw, ROW)


def part_bytes(rows: Rows, names: tuple[str, ...]) -> bytes:
    """Gives one part of the rows, field after field, as bytes."""
    return b"".join(np.ascontiguousarray(rows[name]).tobytes() for name in names)


def put_part(rows: Rows, names: tuple[str, ...], data: bytes) -> None:
    """Fills one part of the rows from the bytes of `part_bytes`.

    Raises:
        ValueError: the length is not that of these rows.
    """
    at = 0
    for name in names:
        field = rows[name]
        size = field.size * field.itemsize
        field[...] = np.frombuffer(data[at : at + size], field.dtype).reshape(field.shape)
        at += size
    if at != len(data):
        raise ValueError("the part is longer than its rows")
