"""What is known of items under the root alone: expiry, where they came from, reads, and graves.

It lets sweeps, re-imports and deletes reach items of closed classes. It names no text, no speaker
and no
class: a source and a place are keyed hashes, by which the same message is known again.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from device.errors import IntegrityError
from device.vault.database import Database
from device.vault.keyring import UPKEEP_KEY, Keyring
from device.vault.seal import context, derive, keyed_hash, seal, unseal

_CARE: Final = struct.Struct(">q32s32s")  # expiry or -1, source, place; zeros for none
_NONE: Final = bytes(32)
_READS: Final = struct.Struct(">IQ")  # reads, Unix seconds of the last one
_USAGE: Final = struct.Struct(">IQII")  # these, and how often it was rated used and dismissed


@dataclass(frozen=True, slots=True)
class Usage:
    """How often an item was released, and what its owner said it was worth then."""

    reads: int = 0
    last_read: int = 0
    used: int = 0
    dismissed: int = 0


@dataclass(frozen=True, slots=True)
class Care:
    """One item's upkeep. Source and place are keyed hashes; None where the item was typed."""

    expires: int | None
    source: bytes | None
    place: bytes | None


class Upkeep:
    """Upkeep of one unlocked vault. Writes belong into the caller's transaction."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._key = keyring.named[UPKEEP_KEY]
        self._names_key = derive(self._key, "source")
        self._vault_id = keyring.header.vault  # not the keyring: it is put back where a write fails

    def enter(
        self, item_id: int, *, source: bytes | None, place: bytes | None, expires: int | None
    ) -> None:
        """Notes a new item."""
        named = [None if name is None else self._named(name) for name in (source, place)]
        care = Care(expires, *named)
        self._database.run(
            "INSERT INTO upkeep (id, source, sealed) VALUES (?, ?, ?)",
            item_id,
            care.source,
            self._seal(item_id, care),
        )

    def read(self, item_id: int) -> Care:
        """Gives an item's upkeep.

        Raises:
            IntegrityError: it is missing or was changed.
        """
        row = self._database.one("SELECT sealed FROM upkeep WHERE id = ?", item_id)
        if row is None or not isinstance(row[0], bytes):
            raise IntegrityError("vault.damaged")
        return self._open(item_id, row[0])

    def set_expiry(self, item_id: int, expires: int | None) -> None:
        """Sets or clears the moment from which an item is swept."""
        care = replace(self.read(item_id), expires=expires)
        self._database.run(
            "UPDATE upkeep SET sealed = ? WHERE id = ?", self._seal(item_id, care), item_id
        )

    def verify_names(self) -> None:
        """Checks the names that imports are compared with; they stand beside their seals.

        Raises:
            IntegrityError: one was changed, so a message would be stored twice or come back.
        """
        for item_id, source, sealed in self._database.all("SELECT id, source, sealed FROM upkeep"):
            if not isinstance(item_id, int) or not isinstance(sealed, bytes):
                raise IntegrityError("vault.damaged")
            if self._open(item_id, sealed).source != source:
                raise IntegrityError("vault.damaged")
        for item_id, place, sealed in self._database.all(
            "SELECT id, place, certificate FROM tombstone"
        ):
            if not isinstance(item_id, int) or not isinstance(sealed, bytes):
                raise IntegrityError("vault.damaged")
            opened = unseal(self._key, sealed, self._place("tombstone", item_id))
            if opened[: len(_NONE)] != (place or _NONE):
                raise IntegrityError("vault.damaged")

    def known(self, sources: Iterable[bytes]) -> set[bytes]:
        """Gives those of the sources that are stored already."""
        return {name for name in sources if self._is_listed("upkeep WHERE source", name)}

    def forgotten(self, places: Iterable[bytes]) -> set[bytes]:
        """Gives those of the places whose memory was deleted."""
        return {name for name in places if self._is_listed("tombstone WHERE place", name)}

    def expired(self, now: int) -> list[int]:
        """Gives the items whose retention has ended."""
        ended = []
        for (item_id,) in self._database.all("SELECT id FROM upkeep"):
            if not isinstance(item_id, int):
                raise IntegrityError("vault.damaged")
            expires = self.read(item_id).expires
            if expires is not None and expires <= now:
                ended.append(item_id)
        return ended

    def bury(self, item_id: int, certificate: bytes, pending: int) -> None:
        """Replaces an item's upkeep by a tombstone: its certificate, and its place."""
        place = self.read(item_id).place
        for table in ("upkeep", "usage"):
            self._database.run(f"DELETE FROM {table} WHERE id = ?", item_id)
        self._database.run(
            "INSERT INTO tombstone (id, place, certificate, pending) VALUES (?, ?, ?, ?)",
            item_id,
            place,
            seal(self._key, (place or _NONE) + certificate, self._place("tombstone", item_id)),
            pending,
        )

    def write_usage(self, item_id: int, usage: Usage) -> None:
        """Stores an item's usage."""
        data = _USAGE.pack(usage.reads, usage.last_read, usage.used, usage.dismissed)
        sealed = seal(self._key, data, self._place("usage", item_id))
        self._database.run(
            "INSERT OR REPLACE INTO usage (id, sealed) VALUES (?, ?)", item_id, sealed
        )

    def load_usage(self) -> dict[int, Usage]:
        """Gives the usage of all items that were ever released or rated."""
        usages = {}
        for item_id, sealed in self._database.all("SELECT id, sealed FROM usage"):
            if not isinstance(item_id, int) or not isinstance(sealed, bytes):
                raise IntegrityError("vault.damaged")
            opened = unseal(self._key, sealed, self._place("usage", item_id))
            # Vaults from before there were ratings have the two first numbers alone.
            counter = _USAGE if len(opened) == _USAGE.size else _READS
            usages[item_id] = Usage(*counter.unpack(opened))
        return usages

    def _place(self, table: str, *parts: bytes | int | str) -> bytes:
        return context(table, self._vault_id, *parts)

    def _named(self, name: bytes) -> bytes:
        return keyed_hash(self._names_key, name)

    def _is_listed(self, where: str, name: bytes) -> bool:
        return self._database.one(f"SELECT 1 FROM {where} = ?", self._named(name)) is not None

    def _seal(self, item_id: int, care: Care) -> bytes:
        expires = -1 if care.expires is None else care.expires
        data = _CARE.pack(expires, care.source or _NONE, care.place or _NONE)
        return seal(self._key, data, self._place("upkeep", item_id))

    def _open(self, item_id: int, sealed: bytes) -> Care:
        expires, source, place = _CARE.unpack(
            unseal(self._key, sealed, self._place("upkeep", item_id))
        )
        return Care(
            None if expires < 0 else expires,
            None if source == _NONE else source,
            None if place == _NONE else place,
        )
