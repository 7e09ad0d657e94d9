"""One sealed segment: up to 1,024 rows of a class in four parts, under a key of its own.

A segment is written once, and written again under a new key when slots of it are emptied. Its rows
lie in the order of their primary domains, so that unlocking copies a run of each into its
partition. Its secrets lie apart, by id and in pages of 128, so that one of them is read with few
others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from device.errors import IntegrityError
from device.vault.database import Database
from device.vault.directory import ENTRY, NO_PAGE, PAGE_ROWS, PAGES, PARTITIONS
from device.vault.keyring import Keyring
from device.vault.rows import CODE_WORDS, COLUMNS, DIMENSIONS, FULL_ROW, SECRETS, Rows, fields
from device.vault.seal import new_key, seal, unseal, unseal_into

SEGMENT_ROWS: Final = PAGES * PAGE_ROWS  # 1,024

KEPT: Final = np.dtype([("id", "<u4"), *SECRETS.descr])
_NUMBERED: Final = np.dtype([("id", "<u4"), *COLUMNS.descr])


@dataclass(slots=True)
class Parts:
    """The parts of a segment that search reads, opened into memory that is used again and again.

    *Shape:* numbered (n,), codes (n, 4), vectors (n, 256).
    """

    numbered: Rows
    codes: npt.NDArray[np.uint64]
    vectors: npt.NDArray[np.int8]

    @classmethod
    def room(cls, n: int) -> Parts:
        """Makes room for segments of up to `n` rows."""
        return cls(
            np.empty(n, _NUMBERED),
            np.empty((n, CODE_WORDS), np.uint64),
            np.empty((n, DIMENSIONS), np.int8),
        )

    @property
    def ids(self) -> npt.NDArray[np.uint32]:
        """Ids of the rows, 0 for an emptied slot. *Shape:* (n,)."""
        ids: npt.NDArray[np.uint32] = self.numbered["id"]
        return ids

    @property
    def columns(self) -> Rows:
        """Columns of the rows. *Shape:* (n,) of COLUMNS."""
        return fields(self.numbered, COLUMNS)


def read_parts(database: Database, keyring: Keyring, cid: bytes, entry: Any, room: Parts) -> Parts:
    """Opens what search reads of a segment, into `room`. Gives views of it.

    Raises:
        IntegrityError: a part is missing or was changed.
    """
    n, seg, key = int(entry["n"]), int(entry["seg"]), entry["key"].tobytes()
    if not 0 < n <= len(room.numbered):
        raise IntegrityError("vault.damaged")
    parts = Parts(room.numbered[:n], room.codes[:n], room.vectors[:n])
    for table, array in (
        ("seg_columns", parts.numbered),
        ("seg_codes", parts.codes),
        ("seg_vectors", parts.vectors),
    ):
        out = memoryview(array.view(np.uint8).reshape(-1).data)
        unseal_into(key, _stored(database, table, seg), keyring.place(table, cid, seg), out)
    return parts


def read_secrets(
    database: Database, keyring: Keyring, cid: bytes, entry: np.void, page: int
) -> Rows:
    """Opens one page of a segment's secrets. *Shape:* (at most PAGE_ROWS,) of KEPT, by id.

    Raises:
        IntegrityError: it is missing or was changed.
    """
    number = _page_number(int(entry["seg"]), page)
    place = keyring.place("seg_secrets", cid, number)
    raw = unseal(entry["key"].tobytes(), _stored(database, "seg_secrets", number), place)
    if not raw or len(raw) % KEPT.itemsize:
        raise IntegrityError("vault.damaged")
    return np.frombuffer(raw, KEPT)


def page_of(entry: np.void, item_id: int) -> int | None:
    """Tells which page of a segment's secrets would hold an item; None where none can."""
    page = int(np.searchsorted(entry["pages"], item_id, side="right")) - 1
    return None if page < 0 else page


def read_segment(database: Database, keyring: Keyring, cid: bytes, entry: Any) -> Rows:
    """Opens a whole segment. *Shape:* (n,) of FULL_ROW.

    Raises:
        IntegrityError: a part is missing or was changed.
    """
    parts = read_parts(database, keyring, cid, entry, Parts.room(int(entry["n"])))
    pages = np.flatnonzero(entry["pages"] != NO_PAGE)
    secrets = np.concatenate(
        [np.zeros(0, KEPT), *(read_secrets(database, keyring, cid, entry, int(p)) for p in pages)]
    )
    rows = np.zeros(len(parts.numbered), FULL_ROW)
    for name in _NUMBERED.names or ():
        rows[name] = parts.numbered[name]
    held = np.flatnonzero(rows["id"])
    in_order = held[np.argsort(rows["id"][held])]
    if not np.array_equal(rows["id"][in_order], secrets["id"]):
        raise IntegrityError("vault.damaged")
    for name in SECRETS.names or ():
        rows[name][in_order] = secrets[name]
    rows["code"], rows["vector"] = parts.codes, parts.vectors
    return rows


def write_segment(
    database: Database, keyring: Keyring, cid: bytes, seg: int, rows: Rows
) -> npt.NDArray[np.void]:
    """Seals rows as segment `seg`, under a new key. Gives its directory entry. *Shape:* (1,).

    Args:
        rows: *Shape:* (n,) of FULL_ROW, in the order of their domains; emptied slots are zeros but
            for their domain.
    """
    key = new_key()
    entry = np.zeros(1, ENTRY)
    entry["pages"] = _write_secrets(database, keyring, cid, seg, key, rows)
    for table, data in (
        ("seg_codes", rows["code"].tobytes()),
        ("seg_vectors", rows["vector"].tobytes()),
        ("seg_columns", fields(rows, _NUMBERED).tobytes()),
    ):
        sealed = seal(key, data, keyring.place(table, cid, seg))
        database.run(f"INSERT OR REPLACE INTO {table} (seg, sealed) VALUES (?, ?)", seg, sealed)
    ids = rows["id"]
    held = ids[ids > 0]
    entry["seg"], entry["key"], entry["n"] = seg, np.void(key), len(rows)
    entry["count"], entry["total"] = len(held), held.sum(dtype=np.uint64)
    entry["first"], entry["last"] = (held.min(), held.max()) if len(held) else (0, 0)
    entry["domains"] = np.bincount(rows["domain"], minlength=PARTITIONS)
    return entry


def _write_secrets(
    database: Database, keyring: Keyring, cid: bytes, seg: int, key: bytes, rows: Rows
) -> npt.NDArray[np.uint32]:
    """Seals the secrets of a segment page by page, by id. Gives each page's lowest id."""
    kept = fields(rows[rows["id"] > 0], KEPT)
    kept = kept[np.argsort(kept["id"])]
    lowest = np.full(PAGES, NO_PAGE, np.uint32)
    for page in range(PAGES):
        some = kept[page * PAGE_ROWS : (page + 1) * PAGE_ROWS]
        number = _page_number(seg, page)
        if len(some):
            lowest[page] = some["id"][0]
            sealed = seal(key, some.tobytes(), keyring.place("seg_secrets", cid, number))
            database.run(
                "INSERT OR REPLACE INTO seg_secrets (seg, sealed) VALUES (?, ?)", number, sealed
            )
        else:
            database.run("DELETE FROM seg_secrets WHERE seg = ?", number)
    return lowest


def drop_segment(database: Database, seg: int) -> None:
    """Removes a segment of which no slot holds an item."""
    for page in range(PAGES):
        database.run("DELETE FROM seg_secrets WHERE seg = ?", _page_number(seg, page))
    for table in ("seg_codes", "seg_vectors", "seg_columns"):
        database.run(f"DELETE FROM {table} WHERE seg = ?", seg)


def _page_number(seg: int, page: int) -> int:
    return seg * PAGES + page


def _stored(database: Database, table: str, seg: int) -> bytes:
    (sealed,) = database.one(f"SELECT sealed FROM {table} WHERE seg = ?", seg) or (None,)
    if not isinstance(sealed, bytes):
        raise IntegrityError("vault.damaged")
    return sealed
