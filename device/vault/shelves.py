"""Where the rows of each class lie: a tail of single rows, and sealed segments of 1,024.

Codes and vectors are stored with the item in its own transaction, so the index that is scanned can
never disagree with the data: there is nothing to rebuild. Segments are never edited but to empty
slots, and then under a new key.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import Final

import numpy as np

from device.errors import IntegrityError
from device.vault.database import Database
from device.vault.keyring import Keyring
from device.vault.rows import (
    CODES,
    COLUMNS,
    ROW,
    SECRETS,
    VECTORS,
    Rows,
    part_bytes,
    put_part,
    read_row,
)
from device.vault.seal import new_key, seal, unseal

SEGMENT_ROWS: Final = 1_024
_MAX_SEGMENT_ROWS: Final = 1 << 20
_PARTS: Final = (
    ("seg_secrets", SECRETS),
    ("seg_codes", CODES),
    ("seg_vectors", VECTORS),
    ("seg_columns", COLUMNS),
)


class Shelves:
    """Reads and writes the rows of open classes. Writes belong into the caller's transaction."""

    def __init__(self, database: Database, segment_rows: int = SEGMENT_ROWS) -> None:
        self._database = database
        self._segment_rows = segment_rows

    def load(self, keyring: Keyring, cid: bytes) -> Rows:
        """Gives all rows of an open class; emptied slots left out.

        Raises:
            IntegrityError: a row or segment was changed.
        """
        listed = {
            seg: (count, total)
            for seg, count, total in self._database.all(
                "SELECT seg, count(*), sum(id) FROM item WHERE cid = ? GROUP BY seg", cid
            )
        }
        shelves: list[tuple[object, Rows]] = [(0, self.load_tail(keyring, cid))]
        for seg, n, wrapped in self._database.all(
            "SELECT seg, n, wrapped FROM seg WHERE cid = ? ORDER BY seg", cid
        ):
            shelves.append((seg, self._load_segment(keyring, cid, seg, n, wrapped)))
        for seg, rows in shelves:
            found = (int((rows["id"] > 0).sum()), int(rows["id"].sum()))
            if found != listed.pop(seg, (0, 0)):
                raise IntegrityError("vault.items_missing")
        if listed:
            raise IntegrityError("vault.items_missing")
        rows = np.concatenate([rows for _, rows in (*shelves[1:], shelves[0])])
        return rows[rows["id"] > 0]

    def put(self, keyring: Keyring, cid: bytes, row: Rows) -> None:
        """Adds one row to an open class's tail. *Shape:* (1,)."""
        item_id = int(row["id"][0])
        sealed = seal(
            _known(keyring.classes[cid].tail_key),
            row.tobytes(),
            keyring.place("tail", cid, item_id),
        )
        self._database.run("INSERT INTO tail (id, cid, row) VALUES (?, ?, ?)", item_id, cid, sealed)

    def compact(self, keyring: Keyring, cid: bytes) -> int:
        """Moves full runs of tail rows into segments. Gives how many rows moved."""
        (waiting,) = self._database.one("SELECT count(*) FROM tail WHERE cid = ?", cid) or (0,)
        moved = 0
        if isinstance(waiting, int) and waiting >= self._segment_rows:
            rows = self.load_tail(keyring, cid)
            for start in range(0, len(rows) - self._segment_rows + 1, self._segment_rows):
                self._write_segment(keyring, cid, rows[start : start + self._segment_rows])
                moved += self._segment_rows
        return moved

    def remove(
        self, keyring: Keyring, cid: bytes, ids: Iterable[int], touched: Container[object]
    ) -> None:
        """Empties the slots of these items and replaces every key from there to the root.

        After the transaction, no key that is left opens what the slots held.

        Args:
            touched: The segments that hold the items; others are left as they are.

        Raises:
            IntegrityError: an item is in none of these segments, nor in the tail.
        """
        gone = np.array(sorted(ids), dtype=np.int64)
        emptied = 0
        for seg, n, wrapped in self._database.all(
            "SELECT seg, n, wrapped FROM seg WHERE cid = ?", cid
        ):
            if seg in touched and isinstance(seg, int):
                rows = self._load_segment(keyring, cid, seg, n, wrapped)
                slots = np.isin(rows["id"], gone)
                emptied += int(slots.sum())
                rows[slots] = np.zeros(1, ROW)
                self._write_parts(keyring, cid, seg, rows)
        for item_id in gone:
            emptied += self._database.run("DELETE FROM tail WHERE id = ?", int(item_id)).rowcount
        if emptied != len(gone):  # somebody moved them: nothing is said to be erased that is not
            raise IntegrityError("vault.items_missing")
        self.rekey(keyring, cid)
        keyring.replace_root(self._database)

    def rekey(self, keyring: Keyring, cid: bytes) -> None:
        """Replaces an open class's key and tail key, and seals the tail anew."""
        tail = self.load_tail(keyring, cid)
        keyring.replace_class_key(self._database, cid)
        self._database.run("DELETE FROM tail WHERE cid = ?", cid)
        for at in range(len(tail)):
            self.put(keyring, cid, tail[at : at + 1])

    def load_tail(self, keyring: Keyring, cid: bytes) -> Rows:
        """Gives the rows that wait in an open class's tail."""
        tail_key = _known(keyring.classes[cid].tail_key)
        stored = self._database.all("SELECT id, row FROM tail WHERE cid = ? ORDER BY id", cid)
        rows = np.zeros(len(stored), ROW)
        for at, (item_id, sealed) in enumerate(stored):
            if not isinstance(sealed, bytes) or not isinstance(item_id, int):
                raise IntegrityError("vault.damaged")
            raw = unseal(tail_key, sealed, keyring.place("tail", cid, item_id))
            rows[at : at + 1] = read_row(raw)
        return rows

    # -- one shelf

    def _load_segment(
        self, keyring: Keyring, cid: bytes, seg: object, n: object, wrapped: object
    ) -> Rows:
        if not (isinstance(seg, int) and isinstance(n, int) and isinstance(wrapped, bytes)):
            raise IntegrityError("vault.damaged")
        key = unseal(_known(keyring.classes[cid].key), wrapped, keyring.place("seg", cid, seg))
        if not 0 < n <= _MAX_SEGMENT_ROWS:
            raise IntegrityError("vault.damaged")
        rows = np.zeros(n, ROW)
        for table, names in _PARTS:
            (sealed,) = self._database.one(f"SELECT sealed FROM {table} WHERE seg = ?", seg) or (
                None,
            )
            if not isinstance(sealed, bytes):
                raise IntegrityError("vault.damaged")
            try:
                put_part(rows, names, unseal(key, sealed, keyring.place(table, cid, seg)))
            except ValueError as error:
                raise IntegrityError("vault.damaged") from error
        return rows

    def _write_segment(self, keyring: Keyring, cid: bytes, rows: Rows) -> None:
        seg = self._database.insert(
            "INSERT INTO seg (cid, n, wrapped) VALUES (?, ?, ?)", cid, len(rows), b""
        )
        self._write_parts(keyring, cid, seg, rows)
        ids = [(int(item_id),) for item_id in rows["id"]]
        self._database.run_many("DELETE FROM tail WHERE id = ?", ids)
        self._database.run_many(f"UPDATE item SET seg = {seg} WHERE id = ?", ids)  # an integer

    def _write_parts(self, keyring: Keyring, cid: bytes, seg: int, rows: Rows) -> None:
        """Seals a segment's parts under a new segment key."""
        key = new_key()
        wrapped = seal(_known(keyring.classes[cid].key), key, keyring.place("seg", cid, seg))
        self._database.run("UPDATE seg SET wrapped = ? WHERE seg = ?", wrapped, seg)
        for table, names in _PARTS:
            sealed = seal(key, part_bytes(rows, names), keyring.place(table, cid, seg))
            self._database.run(
                f"INSERT OR REPLACE INTO {table} (seg, sealed) VALUES (?, ?)", seg, sealed
            )


def _known(key: bytes | None) -> bytes:
    if key is None:
        raise RuntimeError("the class is closed; check ClassKeys.is_open first")
    return key
