"""Where format 1 keeps the rows of a class: segments, a tail of single rows, and an inbox."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeAlias

import numpy as np
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from device.errors import IntegrityError
from device.vault.format1.file import File
from device.vault.format1.keys import ClassKeys, Keys, derive1
from device.vault.seal import KEY_BYTES, keyed_hash

Rows: TypeAlias = np.ndarray[tuple[int], np.dtype[np.void]]

UNSHELVED: Final = 0  # where an item's segment would be named, while it is in the tail or the inbox
ROW: Final = np.dtype(
    [
        ("id", "<i8"),
        ("secret", "V32"),
        ("salt", "V16"),
        ("rule", "<u4"),
        ("at", "<i8"),
        ("created", "<i8"),
        ("encoder", "<u2"),
        ("languages", "<u4"),
        ("domains", "<u4"),
        ("strength", "<f4"),
        ("scale", "<f4"),
        ("code", "u1", (32,)),
        ("vector", "i1", (256,)),
    ]
)
# The sealed parts of a segment: field after field, each of all its rows.
_PARTS: Final = (
    ("seg_secrets", ("secret", "salt")),
    ("seg_codes", ("code",)),
    ("seg_vectors", ("scale", "vector")),
    ("seg_columns", ("id", "rule", "at", "created", "encoder", "languages", "domains", "strength")),
)
_MAX_SEGMENT_ROWS: Final = 1 << 20


def read_shelves(file: File, keys: Keys, owner: ClassKeys) -> Iterator[tuple[int, Rows]]:
    """Gives the rows of a class, segment by segment, then those that are in none.

    Emptied slots have id 0. What was deleted while the class was closed is still in its slot.

    Raises:
        IntegrityError: a row or segment was changed.
    """
    for seg, n, wrapped in file.rows(
        "SELECT seg, n, wrapped FROM seg NOT INDEXED WHERE cid = ? ORDER BY seg",
        (int, int, bytes),
        owner.cid,
    ):
        key = keys.unseal(owner.key, wrapped, "seg", owner.cid, seg)
        if not 0 < n <= _MAX_SEGMENT_ROWS:
            raise IntegrityError("vault.damaged")
        rows = np.zeros(n, ROW)
        for table, names in _PARTS:
            (sealed,) = file.one(f"SELECT sealed FROM {table} WHERE seg = ?", (bytes,), seg)
            _fill(rows, names, keys.unseal(key, sealed, table, owner.cid, seg))
        yield seg, rows
    raw = [*_tail(file, keys, owner), *_inbox(file, keys, owner)]
    if any(len(one) != ROW.itemsize for one in raw):
        raise IntegrityError("vault.damaged")
    waiting = np.frombuffer(b"".join(raw), ROW)
    yield UNSHELVED, waiting[np.argsort(waiting["id"])]


def _tail(file: File, keys: Keys, owner: ClassKeys) -> Iterator[bytes]:
    for item_id, sealed in file.rows(
        "SELECT id, row FROM tail NOT INDEXED WHERE cid = ?", (int, bytes), owner.cid
    ):
        yield keys.unseal(owner.tail_key, sealed, "tail", owner.cid, item_id)


def _inbox(file: File, keys: Keys, owner: ClassKeys) -> Iterator[bytes]:
    """Gives what was written while the class was closed: sealed to its X25519 key."""
    (sealed,) = file.one("SELECT inbox_private FROM cls WHERE cid = ?", (bytes,), owner.cid)
    raw = keys.unseal(owner.key, sealed, "inbox_private", owner.cid)
    private = X25519PrivateKey.from_private_bytes(raw)
    receiver = private.public_key().public_bytes_raw()
    for item_id, sealed in file.rows(
        "SELECT id, sealed FROM inbox WHERE cid = ?", (int, bytes), owner.cid
    ):
        letter = keys.unseal(keys.named["upkeep"], sealed, "inbox", owner.cid, item_id)
        sender, body = letter[:KEY_BYTES], letter[KEY_BYTES:]
        try:
            shared = private.exchange(X25519PublicKey.from_public_bytes(sender))
        except ValueError as error:
            raise IntegrityError("vault.damaged") from error
        key = derive1(keyed_hash(sender + receiver, shared), "inbox")
        yield keys.unseal(key, body, "inbox", owner.cid, item_id)


def _fill(rows: Rows, names: tuple[str, ...], data: bytes) -> None:
    """Fills these fields of a segment's rows from one part's bytes."""
    if len(data) != sum(rows[name].nbytes for name in names):
        raise IntegrityError("vault.damaged")
    at = 0
    for name in names:
        end = at + rows[name].nbytes
        rows[name] = np.frombuffer(data[at:end], rows[name].dtype).reshape(rows[name].shape)
        at = end
