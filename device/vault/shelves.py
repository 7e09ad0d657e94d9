"""Where the rows of each class lie: a tail of single rows, and sealed segments of 1,024.

Codes and vectors are stored with the item in its own transaction, so the index that is scanned can
never disagree with the data: there is nothing to rebuild.

Invariants:
1. A row is sealed under the tail key from its adding to its compaction, then under its segment's.
   Compaction gives the tail a new key, so a row in a segment was never sealed under today's.
2. `remove` writes the segments that it touches under new keys, a touched tail too, and then
   replaces the class key: of what the slots held, no key is left.
3. A segment that does not open is named and left alone; the others are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from device.errors import IntegrityError
from device.vault.columns import Chunk, ClassColumns, CodeLayout
from device.vault.database import Database
from device.vault.directory import (
    PARTITIONS,
    Bounds,
    empty_directory,
    read_directory,
    write_directory,
)
from device.vault.keyring import Keyring
from device.vault.roster import Roster, Tally
from device.vault.rows import FULL_ROW, Placed, Rows, joined, read_row
from device.vault.seal import seal, unseal
from device.vault.segments import (
    SEGMENT_ROWS,
    Parts,
    drop_segment,
    page_of,
    read_parts,
    read_secrets,
    read_segment,
    write_segment,
)
from policy.vocabulary import ClassName


@dataclass(frozen=True, slots=True)
class Damage:
    """A part of a class that does not open, and what was in it.

    Attributes:
        seg: Its segment; 0 where it is a single row.
        first, last: Between which numbers the memories lie that cannot be read.
    """

    name: ClassName
    seg: int
    count: int
    first: int
    last: int


class Shelves:
    """Reads and writes the rows of open classes. Writes belong into the caller's transaction."""

    def __init__(self, database: Database, segment_rows: int = SEGMENT_ROWS) -> None:
        if not 0 < segment_rows <= SEGMENT_ROWS:
            raise ValueError(f"a segment has 1 to {SEGMENT_ROWS} rows")
        self._database = database
        self._segment_rows = segment_rows
        self.directories: dict[bytes, Rows] = {}  # of open classes; a change puts a new one there
        self._bounds: dict[bytes, Bounds] = {}
        self._tail_lengths: dict[bytes, int] = {}

    # -- at unlock and step-up

    def open(self, keyring: Keyring, roster: Roster, cid: bytes) -> None:
        """Reads the directory of an open class.

        Raises:
            IntegrityError: it was changed, or is an older one.
        """
        entries = read_directory(self._database, keyring, cid, roster.generation(cid))
        self.directories[cid] = entries

    def load(
        self, keyring: Keyring, roster: Roster, cid: bytes, layout: CodeLayout
    ) -> tuple[ClassColumns, list[Damage]]:
        """Reads all rows of an open class into RAM; emptied slots stay empty.

        Raises:
            IntegrityError: the directory was changed, or rows are missing.
        """
        self.open(keyring, roster, cid)
        entries = self.directories[cid]
        columns, damage = ClassColumns(layout), []
        tail, unreadable = self.load_tail(keyring, cid)
        sizes = entries["domains"].sum(0, dtype=np.int64)
        sizes += np.bincount(tail["domain"], minlength=PARTITIONS)[:PARTITIONS]
        held = {domain: int(size) for domain, size in enumerate(sizes) if size}
        chunks = Chunk.carve(held, layout)
        columns.partitions = {domain: [chunk] for domain, chunk in chunks.items()}
        room = Parts.room(int(entries["n"].max(initial=0)))
        lost = Tally()
        for entry in entries:
            try:
                parts = read_parts(self._database, keyring, cid, entry, room)
                self._shelve(entry, parts, chunks)
            except IntegrityError:
                lost = lost.plus(int(entry["count"]), int(entry["total"]))
                damage.append(_damage(keyring, cid, entry))
        for item_id in unreadable:
            lost = lost.with_(item_id)
            damage.append(Damage(keyring.classes[cid].name, 0, 1, item_id, item_id))
        columns.add(tail)
        columns.count = int(sum(np.count_nonzero(chunk.alive) for chunk in columns.chunks()))
        total = sum(int(one.ids[: one.n].sum(dtype=np.uint64)) for one in columns.chunks())
        roster.require(cid.hex(), lost.plus(columns.count, total))
        return columns, damage

    @staticmethod
    def _shelve(entry: np.void, parts: Parts, chunks: dict[int, Chunk]) -> None:
        found = int(np.count_nonzero(parts.ids)), int(parts.ids.sum(dtype=np.uint64))
        if found != (int(entry["count"]), int(entry["total"])):
            raise IntegrityError("vault.items_missing")
        columns, at = parts.columns, 0
        for domain in np.flatnonzero(entry["domains"]):
            end = at + int(entry["domains"][domain])
            run = slice(at, end)
            chunks[int(domain)].put(
                parts.ids[run], columns[run], parts.codes[run], parts.vectors[run]
            )
            at = end

    def load_tail(self, keyring: Keyring, cid: bytes) -> tuple[Rows, list[int]]:
        """Gives the rows that wait in an open class's tail, and the ids of those that are damaged.

        *Shape:* (n,) of FULL_ROW.
        """
        tail_key = _known(keyring.classes[cid].tail_key)
        stored = self._database.all("SELECT id, row FROM tail WHERE cid = ? ORDER BY id", cid)
        found, damaged = [], []
        for item_id, sealed in stored:
            if not isinstance(item_id, int):
                raise IntegrityError("vault.damaged")
            raw = sealed if isinstance(sealed, bytes) else b""
            try:
                row = read_row(unseal(tail_key, raw, keyring.place("tail", cid, item_id)))
            except IntegrityError:
                damaged.append(item_id)
            else:
                found.append(row)
        return joined(found), damaged

    def close_all(self) -> None:
        """Lets all segment keys go."""
        self.directories.clear()
        self._bounds.clear()

    def close(self, cid: bytes) -> None:
        """Lets a class's segment keys go."""
        self.directories.pop(cid, None)
        self._bounds.pop(cid, None)

    # -- one item

    def secrets(
        self, keyring: Keyring, cid: bytes, ids: Sequence[int]
    ) -> dict[int, tuple[bytes, bytes]]:
        """Gives secret and salt of items of an open class, by id.

        Raises:
            IntegrityError: a segment that should hold one of them does not open, or none holds it.
        """
        found: dict[int, tuple[bytes, bytes]] = {}
        opened: dict[tuple[int, int], Rows] = {}
        for item_id in ids:
            for entry in self._holding(cid, item_id):
                page = page_of(entry, item_id)
                if page is None:
                    continue
                at = int(entry["seg"]), page
                if at not in opened:
                    opened[at] = read_secrets(self._database, keyring, cid, entry, page)
                ids_there = opened[at]["id"]
                slot = int(np.searchsorted(ids_there, item_id))
                if slot < len(ids_there) and ids_there[slot] == item_id:
                    kept = opened[at][slot]
                    found[item_id] = kept["secret"].tobytes(), kept["salt"].tobytes()
                    break
            else:
                row = self._tail_row(keyring, cid, item_id)
                if row is None:
                    raise IntegrityError("vault.items_missing")
                found[item_id] = row["secret"][0].tobytes(), row["salt"][0].tobytes()
        return found

    def present(self, keyring: Keyring, cid: bytes, ids: Iterable[int]) -> list[int]:
        """Gives those of the ids whose rows lie in an open class.

        Raises:
            IntegrityError: a segment that may hold one of them does not open.
        """
        return [one for one in ids if self._holds(keyring, cid, one)]

    def _holds(self, keyring: Keyring, cid: bytes, item_id: int) -> bool:
        pages = [(one, page_of(one, item_id)) for one in self._holding(cid, item_id)]
        return self._tail_row(keyring, cid, item_id) is not None or any(
            item_id in read_secrets(self._database, keyring, cid, entry, page)["id"]
            for entry, page in pages
            if page is not None
        )

    def full_row(self, keyring: Keyring, cid: bytes, item_id: int) -> Rows:
        """Gives an item's row with all that is sealed of it. *Shape:* (1,) of FULL_ROW.

        Raises:
            IntegrityError: it does not open, or is in no segment.
        """
        row = self._tail_row(keyring, cid, item_id)
        if row is not None:
            return row.copy()
        for entry in self._holding(cid, item_id):
            rows = read_segment(self._database, keyring, cid, entry)
            slots = np.flatnonzero(rows["id"] == item_id)
            if len(slots):
                return rows[slots[:1]].copy()
        raise IntegrityError("vault.items_missing")

    def _holding(self, cid: bytes, item_id: int) -> Rows:
        """Gives the directory's entries of segments that may hold an item."""
        entries = self.directories[cid]
        bounds = self._bounds.get(cid)
        if bounds is None or bounds.entries is not entries:
            bounds = self._bounds[cid] = Bounds.of(entries)
        return bounds.holding(item_id)

    def _tail_row(self, keyring: Keyring, cid: bytes, item_id: int) -> Rows | None:
        stored = self._database.one("SELECT row FROM tail WHERE id = ? AND cid = ?", item_id, cid)
        if stored is None:
            return None
        if not isinstance(stored[0], bytes):
            raise IntegrityError("vault.damaged")
        tail_key = _known(keyring.classes[cid].tail_key)
        return read_row(unseal(tail_key, stored[0], keyring.place("tail", cid, item_id)))

    # -- writing

    def create(self, keyring: Keyring, roster: Roster, cid: bytes) -> None:
        """Starts the directory of a new class."""
        self._write_directory(keyring, roster, cid, empty_directory())

    def put(self, keyring: Keyring, cid: bytes, row: Rows) -> None:
        """Adds one row to an open class's tail. *Shape:* (1,) of FULL_ROW."""
        item_id = int(row["id"][0])
        sealed = seal(
            _known(keyring.classes[cid].tail_key),
            row.tobytes(),
            keyring.place("tail", cid, item_id),
        )
        self._database.run("INSERT INTO tail (id, cid, row) VALUES (?, ?, ?)", item_id, cid, sealed)
        if cid in self._tail_lengths:
            self._tail_lengths[cid] += 1

    def compact(self, keyring: Keyring, roster: Roster, cid: bytes) -> int:
        """Moves full runs of tail rows into segments. Gives how many rows moved.

        A tail with a damaged row stays as it is: its rows are read one by one.
        """
        if not self.is_full(cid):
            return 0
        rows, damaged = self.load_tail(keyring, cid)
        self.recount()
        if damaged:
            return 0
        moved = len(rows) - len(rows) % self._segment_rows
        entries = [self.directories[cid]]
        for start in range(0, moved, self._segment_rows):
            some = rows[start : start + self._segment_rows]
            some = some[np.lexsort((some["id"], some["domain"]))]
            seg = roster.take_segment()
            entries.append(write_segment(self._database, keyring, cid, seg, some))
        ids = [(int(item_id),) for item_id in rows["id"][:moved]]
        self._database.run_many("DELETE FROM tail WHERE id = ?", ids)
        keyring.replace_tail_key(self._database, cid)
        self._reseal_tail(keyring, cid, rows[moved:])
        self._write_directory(keyring, roster, cid, np.concatenate(entries))
        return moved

    def is_full(self, cid: bytes) -> bool:
        """Tells whether a class's tail has enough rows to make a segment."""
        if cid not in self._tail_lengths:
            (length,) = self._database.one("SELECT count(*) FROM tail WHERE cid = ?", cid) or (0,)
            self._tail_lengths[cid] = int(str(length))
        return self._tail_lengths[cid] >= self._segment_rows

    def recount(self) -> None:
        """Forgets how long the tails were: rows went, or a transaction failed."""
        self._tail_lengths.clear()

    def remove(
        self,
        keyring: Keyring,
        roster: Roster,
        cid: bytes,
        ids: Iterable[int],
        *,
        tail: bool = False,
    ) -> None:
        """Empties the slots of these items and gives the class new keys; the root comes next.

        Args:
            tail: Gives the tail a new key too, whether or not one of the items is in it.

        Raises:
            IntegrityError: an item is in no segment that opens, nor in the tail.
        """
        self.recount()
        gone = set(ids)
        entries = self.directories[cid].copy()
        from_tail = {
            item_id
            for item_id in gone
            if self._database.run(
                "DELETE FROM tail WHERE id = ? AND cid = ?", item_id, cid
            ).rowcount
        }
        left = gone - from_tail
        for at in range(len(entries)):
            inside = [one for one in left if entries["first"][at] <= one <= entries["last"][at]]
            if not inside:
                continue
            rows = read_segment(self._database, keyring, cid, entries[at])
            slots = np.flatnonzero(np.isin(rows["id"], inside))
            if len(slots):
                left -= {int(item_id) for item_id in rows["id"][slots]}
                emptied = np.zeros(len(slots), FULL_ROW)
                emptied["domain"] = rows["domain"][slots]
                rows[slots] = emptied
                seg = int(entries["seg"][at])
                if rows["id"].any():
                    entries[at] = write_segment(self._database, keyring, cid, seg, rows)[0]
                else:
                    drop_segment(self._database, seg)
                    entries["n"][at] = 0
        if left:  # somebody moved them: nothing is said to be erased that is not
            raise IntegrityError("vault.items_missing")
        self.rekey(
            keyring, roster, cid, entries=entries[entries["n"] > 0], tail=tail or bool(from_tail)
        )

    def rekey(
        self,
        keyring: Keyring,
        roster: Roster,
        cid: bytes,
        *,
        entries: Rows | None = None,
        tail: bool = True,
    ) -> None:
        """Gives an open class new keys, and seals its directory and its tail anew.

        Raises:
            IntegrityError: a row of the tail is damaged, and would be lost.
        """
        rows, damaged = self.load_tail(keyring, cid) if tail else (np.zeros(0, FULL_ROW), [])
        if damaged:
            raise IntegrityError("vault.row_damaged", id=damaged[0])
        keyring.replace_class_key(self._database, cid, tail=tail)
        self._reseal_tail(keyring, cid, rows)
        kept = self.directories[cid] if entries is None else entries
        self._write_directory(keyring, roster, cid, kept)

    def rewrite(self, keyring: Keyring, roster: Roster, cid: bytes, seg: int) -> None:
        """Seals one segment under a new key, as a rotation does."""
        entries = self.directories[cid].copy()
        (at,) = np.flatnonzero(entries["seg"] == seg)
        rows = read_segment(self._database, keyring, cid, entries[at])
        entries[at] = write_segment(self._database, keyring, cid, seg, rows)[0]
        self._write_directory(keyring, roster, cid, entries)

    def replace_vectors(
        self,
        keyring: Keyring,
        roster: Roster,
        cid: bytes,
        ids: npt.NDArray[np.uint32],
        placed: Placed,
    ) -> None:
        """Gives rows of an open class other vectors. *Shape:* ids (n,), as `placed`.

        A segment is sealed under a new key, so that a part of the old one fits no longer.

        Raises:
            IntegrityError: an item is in no segment that opens, nor in the tail.
        """
        order = np.argsort(ids)
        known, left = ids[order], np.ones(len(ids), np.bool_)

        def write(rows: Rows) -> Rows:
            slots = np.flatnonzero(np.isin(rows["id"], known[left]))
            found = np.searchsorted(known, rows["id"][slots])
            placed.write(rows, slots, order[found])
            left[found] = False
            return rows[slots]

        self._reseal_tail(keyring, cid, write(self._tail_rows(keyring, cid, ids)))
        entries = self.directories[cid]
        lowest, highest = (int(known[0]), int(known[-1])) if len(known) else (1, 0)
        near = (entries["first"] <= highest) & (entries["last"] >= lowest)
        for at in np.flatnonzero(near):
            inside = known[left]
            if not ((entries["first"][at] <= inside) & (inside <= entries["last"][at])).any():
                continue
            rows = read_segment(self._database, keyring, cid, entries[at])
            if len(write(rows)):
                if entries is self.directories[cid]:
                    entries = entries.copy()
                seg = int(entries["seg"][at])
                entries[at] = write_segment(self._database, keyring, cid, seg, rows)[0]
        if left.any():  # somebody moved them
            raise IntegrityError("vault.items_missing")
        if entries is not self.directories[cid]:
            self._write_directory(keyring, roster, cid, entries)

    def _tail_rows(self, keyring: Keyring, cid: bytes, ids: npt.NDArray[np.uint32]) -> Rows:
        """Gives those of the rows that lie in the tail. *Shape:* (m,) of FULL_ROW."""
        tail_key = _known(keyring.classes[cid].tail_key)
        found = []
        for item_id, home, sealed in self._database.some(
            "SELECT id, cid, row FROM tail WHERE id IN", [int(one) for one in ids]
        ):
            if home == cid and isinstance(item_id, int) and isinstance(sealed, bytes):
                found.append(
                    read_row(unseal(tail_key, sealed, keyring.place("tail", cid, item_id)))
                )
        return joined(found).copy()

    def _reseal_tail(self, keyring: Keyring, cid: bytes, rows: Rows) -> None:
        tail_key = _known(keyring.classes[cid].tail_key)
        sealed = (
            (
                seal(tail_key, rows[at : at + 1].tobytes(), keyring.place("tail", cid, item_id)),
                item_id,
            )
            for at, item_id in enumerate(map(int, rows["id"]))
        )
        self._database.run_many("UPDATE tail SET row = ? WHERE id = ?", sealed)

    def _write_directory(self, keyring: Keyring, roster: Roster, cid: bytes, entries: Rows) -> None:
        write_directory(self._database, keyring, cid, roster.next_generation(cid), entries)
        self.directories[cid] = entries


def _damage(keyring: Keyring, cid: bytes, entry: np.void) -> Damage:
    numbers = (int(entry[name]) for name in ("seg", "count", "first", "last"))
    return Damage(keyring.classes[cid].name, *numbers)


def _known(key: bytes | None) -> bytes:
    if key is None:
        raise RuntimeError("the class is closed; check ClassKeys.is_open first")
    return key
