"""All that a format-1 vault holds, verified while it is handed out.

Invariants:
1. Nothing is handed out that fails its seal, and whatever the code of its day refused is refused:
   a changed header, missing or moved rows, a log that does not fit its edge.
2. All or nothing: where a second secret is enrolled it is needed, or what it closes would be lost.
3. The file is held until `close`: no other process can write to it meanwhile.

Not protected: a file put back to an older state as a whole. Format 1 cannot tell.
"""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from compliance.log.merkle import Frontier, leaf_hash, root
from device.errors import IntegrityError
from device.vault.format1.file import File
from device.vault.format1.keys import Keys, derive1, read_header, unlock
from device.vault.format1.shelves import Rows, read_shelves
from device.vault.kdf import KdfParameters
from device.vault.seal import unpad
from policy.binding import RuleRecord
from policy.vocabulary import ClassName

_CARE: Final = struct.Struct(">q32s32s")  # expiry or -1, source, place; zeros for none
_NONE: Final = bytes(32)
_READS: Final = struct.Struct(">IQ")  # reads, Unix seconds of the last one
_USAGE: Final = struct.Struct(">IQII")  # these, and how often it was rated used and dismissed
_TALLIED: Final = {
    "usage": "usage NOT INDEXED",
    "tombstone": "tombstone NOT INDEXED",
    "pending": "tombstone NOT INDEXED WHERE pending <> 0",
    "upkeep": "upkeep NOT INDEXED",
}


@dataclass(frozen=True, slots=True)
class StoredItem:
    """One memory.

    *Shape:* code (32,) uint8, the packed signs; vector (256,) int8, times `scale`.

    Attributes:
        rid: Number of its rule record in `Snapshot.records`.
        at: Unix seconds at which it was said; `created`: at which it was stored.
        salt: 16 bytes; with the id they make its name in the log.
        source: Keyed hash of the message that it came from; None where it was typed.
        place: Keyed hash of that message's position, which is all that a tombstone keeps.
        expires: Unix seconds from which it is swept; None keeps it.
    """

    id: int
    class_name: ClassName
    rid: int
    payload: bytes = field(repr=False)
    at: int
    created: int
    encoder: int
    languages: int
    domains: int
    strength: float
    scale: float
    code: npt.NDArray[np.uint8] = field(repr=False)
    vector: npt.NDArray[np.int8] = field(repr=False)
    salt: bytes = field(repr=False)
    source: bytes | None = field(repr=False)
    place: bytes | None = field(repr=False)
    expires: int | None


@dataclass(frozen=True, slots=True)
class StoredUsage:
    """How often a memory was released, when last (Unix seconds), and how it was rated."""

    reads: int
    last_read: int
    used: int = 0
    dismissed: int = 0


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What is left of a deleted memory.

    Attributes:
        place: Keyed hash of the message that is not to come back; None where it was typed.
        certificate: As it was signed and handed out.
        is_pending: Its keys were to be replaced at the next step-up.
    """

    id: int
    place: bytes | None = field(repr=False)
    certificate: bytes
    is_pending: bool


class Snapshot:
    """One unlocked vault of format 1.

    Attributes:
        settings: As they were sealed.
        records: Rule records by their numbers.
        next_id: The first id that was never given.
    """

    def __init__(self, file: File, keys: Keys) -> None:
        self._file = file
        self._keys = keys
        self._edge = self._read_edge()
        roster = self._read_roster()
        self.next_id = int(roster["next"])
        self.settings = self._read_settings(roster.get("settings"))
        self.records = dict(self._read_records())
        self._digests = {rid: record.digest for rid, record in self.records.items()}

    @property
    def vault_id(self) -> str:
        """The vault's id, 32 hex digits; the log is signed under it."""
        return self._keys.header.vault

    @property
    def kdf(self) -> KdfParameters:
        """How slow the passphrase was made."""
        return self._keys.header.unlock.kdf

    @property
    def device_key(self) -> bytes:
        """Seed of the key that signs checkpoints and certificates."""
        return self._keys.named["device"]

    @property
    def names_key(self) -> bytes:
        """The key under which sources and places are hashed: an import knows them by it again."""
        return derive1(self._keys.named["upkeep"], "source")

    @property
    def log_size(self) -> int:
        """How many events there are."""
        return self._edge.size

    def items(self) -> Iterator[StoredItem]:
        """Gives every memory once: class by class, in each as it was kept.

        Raises:
            IntegrityError: a row or payload was changed, or one is missing.
        """
        query = "SELECT cid, seg, count(*), sum(id) FROM item NOT INDEXED GROUP BY cid, seg"
        listed = {
            (cid, seg): (count, total)
            for cid, seg, count, total in self._file.rows(query, (bytes, int, int, int))
        }
        query = "SELECT id, pending FROM tombstone NOT INDEXED WHERE pending > 0"
        waiting = dict(self._file.rows(query, (int, int)))
        for name, owner in self._keys.classes.items():
            for seg, rows in read_shelves(self._file, self._keys, owner):
                buried = [item_id for item_id in map(int, rows["id"]) if item_id in waiting]
                if any(waiting.pop(item_id) != seg for item_id in buried):
                    raise IntegrityError("vault.items_missing")
                kept = rows[(rows["id"] > 0) & ~np.isin(rows["id"], buried)]
                if listed.pop((owner.cid, seg), (0, 0)) != (len(kept), int(kept["id"].sum())):
                    raise IntegrityError("vault.items_missing")
                for at in range(len(kept)):
                    yield self._item(name, owner.cid, seg, kept[at : at + 1])
        if listed or waiting:
            raise IntegrityError("vault.items_missing")

    def usage(self) -> dict[int, StoredUsage]:
        """Gives the usage of every memory that was ever released or rated, by its id.

        Raises:
            IntegrityError: one was changed.
        """
        found = {}
        for item_id, sealed in self._file.rows("SELECT id, sealed FROM usage", (int, bytes)):
            opened = self._open(sealed, "usage", item_id)
            # Vaults from before there were ratings have the two first numbers alone.
            counter = _USAGE if len(opened) == _USAGE.size else _READS
            found[item_id] = StoredUsage(*counter.unpack(opened))
        return found

    def tombstones(self) -> Iterator[Tombstone]:
        """Gives what is left of every deleted memory.

        Raises:
            IntegrityError: one was changed.
        """
        for item_id, place, sealed, pending in self._file.rows(
            "SELECT id, place, certificate, pending FROM tombstone NOT INDEXED ORDER BY id",
            (int, bytes | None, bytes, int),
        ):
            opened = self._open(sealed, "tombstone", item_id)
            if opened[: len(_NONE)] != (place or _NONE):
                raise IntegrityError("vault.damaged")
            yield Tombstone(item_id, place, opened[len(_NONE) :], bool(pending))

    def leaves(self) -> Iterator[bytes]:
        """Gives every leaf of the log in order; at the end they have fitted its edge.

        Raises:
            IntegrityError: one was changed, swapped or cut off.
        """
        hashes: list[bytes] = []
        for seq, hashed, sealed in self._file.rows(
            "SELECT seq, leaf, sealed FROM audit ORDER BY seq", (int, bytes, bytes)
        ):
            expected = len(hashes)
            if seq != expected:
                raise IntegrityError("vault.log_damaged", seq=expected)
            leaf = self._keys.unseal(self._keys.named["log"], sealed, "audit", seq)
            if leaf_hash(leaf) != hashed:
                raise IntegrityError("vault.log_damaged", seq=expected)
            hashes.append(hashed)
            yield leaf
        if len(hashes) != self._edge.size or root(hashes) != self._edge.root():
            raise IntegrityError("vault.log_damaged", seq=len(hashes))

    def checkpoints(self) -> Iterator[tuple[int, str]]:
        """Gives the checkpoints that were kept: the log's size then, and the signed note.

        Raises:
            IntegrityError: one was changed.
        """
        log_key = self._keys.named["log"]
        for size, sealed in self._file.rows(
            "SELECT size, sealed FROM checkpoint ORDER BY size", (int, bytes)
        ):
            yield size, self._keys.unseal(log_key, sealed, "checkpoint", size).decode()

    def fold_wal(self) -> None:
        """Folds the WAL into the file and removes it; the file stays held."""
        self._file.fold_wal()

    def close(self) -> None:
        """Gives the file back and lets the keys go."""
        self._keys.forget()
        self._file.close()

    # -- inside

    def _open(self, sealed: bytes, table: str, *parts: bytes | int | str) -> bytes:
        """Opens what the upkeep key seals."""
        return self._keys.unseal(self._keys.named["upkeep"], sealed, table, *parts)

    def _read_edge(self) -> Frontier:
        sealed = self._file.meta("frontier")
        if sealed is None:
            raise IntegrityError("vault.log_damaged", seq=0)
        edge = Frontier.from_bytes(self._keys.unseal(self._keys.named["log"], sealed, "frontier"))
        count = self._file.one("SELECT coalesce(max(seq) + 1, 0) FROM audit", (int,))
        if count != (edge.size,):
            raise IntegrityError("vault.log_damaged", seq=edge.size)
        return edge

    def _read_roster(self) -> dict[str, Any]:
        """Opens the roster, and checks what the file holds against it."""
        sealed = self._file.meta("roster")
        if sealed is None:
            raise IntegrityError("vault.items_missing")
        roster: dict[str, Any] = json.loads(self._open(sealed, "roster"))
        query = "SELECT cid, count(*), sum(id) FROM item NOT INDEXED GROUP BY cid"
        stored = {
            cid.hex(): [count, total]
            for cid, count, total in self._file.rows(query, (bytes, int, int))
        }
        items = [sum(tally[at] for tally in stored.values()) for at in (0, 1)]
        for name, where in _TALLIED.items():
            query = f"SELECT count(*), coalesce(sum(id), 0) FROM {where}"
            stored[name] = list(self._file.one(query, (int, int)))
        if stored.pop("upkeep") != items or _filled(stored) != _filled(roster["lists"]):
            raise IntegrityError("vault.items_missing")
        if roster["log"] != self.log_size:
            raise IntegrityError("vault.log_damaged", seq=min(roster["log"], self.log_size))
        return roster

    def _read_settings(self, digest: str | None) -> bytes:
        """Opens the settings; older ones (a consent since withdrawn) do not fit the roster."""
        sealed = self._file.meta("settings")
        if sealed is None or digest not in {None, hashlib.sha256(sealed).hexdigest()}:
            raise IntegrityError("vault.damaged")
        return self._open(sealed, "settings")

    def _read_records(self) -> Iterator[tuple[int, RuleRecord]]:
        for rid, sealed in self._file.rows("SELECT rid, sealed FROM rule", (int, bytes)):
            opened = self._keys.unseal(self._keys.named["rules"], sealed, "rule", rid)
            yield rid, RuleRecord.from_bytes(unpad(opened))

    def _item(self, name: ClassName, cid: bytes, seg: int, row: Rows) -> StoredItem:
        item_id, rid = int(row["id"][0]), int(row["rule"][0])
        query = "SELECT cid, seg, payload FROM item WHERE id = ?"
        owner, shelf, payload = self._file.one(query, (bytes, int, bytes), item_id)
        if (owner, shelf) != (cid, seg) or rid not in self._digests:
            raise IntegrityError("vault.damaged")
        key = derive1(row["secret"].tobytes(), "payload")
        opened = self._keys.unseal(key, payload, "item", item_id, cid, self._digests[rid])
        expires, source, place = self._care(item_id)
        return StoredItem(
            id=item_id,
            class_name=name,
            rid=rid,
            payload=unpad(opened),
            at=int(row["at"][0]),
            created=int(row["created"][0]),
            encoder=int(row["encoder"][0]),
            languages=int(row["languages"][0]),
            domains=int(row["domains"][0]),
            strength=float(row["strength"][0]),
            scale=float(row["scale"][0]),
            code=row["code"][0],
            vector=row["vector"][0],
            salt=row["salt"].tobytes(),
            source=source,
            place=place,
            expires=expires,
        )

    def _care(self, item_id: int) -> tuple[int | None, bytes | None, bytes | None]:
        """Gives an item's expiry, source and place; the source stands beside its seal too."""
        query = "SELECT source, sealed FROM upkeep WHERE id = ?"
        shown, sealed = self._file.one(query, (bytes | None, bytes), item_id)
        expires, source, place = _CARE.unpack(self._open(sealed, "upkeep", item_id))
        if source != (shown or _NONE):
            raise IntegrityError("vault.damaged")
        return None if expires < 0 else expires, shown, None if place == _NONE else place


def open_format1(folder: Path, passphrase: str, step_up: str | None) -> Snapshot:
    """Opens the vault of format 1 in `folder`, all of it, and holds its file.

    Raises:
        Unavailable: in use, missing, or of a later format.
        Locked: a secret is wrong, or the second one is enrolled and missing.
        IntegrityError: the file is damaged or was changed.
    """
    file = File(folder)
    try:
        read_header(file)  # first: a file of a later format is not to be called damaged
        file.require_schema()
        return Snapshot(file, unlock(file, passphrase, step_up))
    except BaseException:
        file.close()
        raise


def _filled(lists: dict[str, list[int]]) -> dict[str, list[int]]:
    return {name: tally for name, tally in lists.items() if tally[0]}
