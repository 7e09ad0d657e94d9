"""What is known of items under the root alone: where they came from, care, reads, and graves.

It lets re-imports, sweeps and deletes reach items of closed classes. It names no text and no
speaker: a source, a place and a conversation are keyed hashes, by which the same is known again.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Final

from device.errors import IntegrityError
from device.vault.database import Database
from device.vault.keyring import NAMES_KEY, UPKEEP_KEY, Keyring
from device.vault.roster import Roster
from device.vault.seal import context, derive, keyed_hash, seal, unseal

_NONE: Final = bytes(32)
_MARKED: Final = 12  # a seal's nonce, which is new with every writing and bound to the rest
_NAMES: Final = struct.Struct(">32s32s")  # source, place; zeros for none
_GRAVE: Final = struct.Struct(">32sQ16s")  # place, number of the certificate, class that waits
_CARE: Final = struct.Struct(">qqI")  # expiry or -1, said at, conversation
_USAGE: Final = struct.Struct(">IQIIIdQQ??")  # the fields of `Usage`, in their order
_USAGE_OF_OLD: Final = struct.Struct(">IQII")  # reads, last read, rated used, dismissed


@dataclass(frozen=True, slots=True)
class Usage:
    """What an item's life was so far: how often it was released, what it was worth, how it lasts.

    Attributes:
        last_read: Unix seconds of the last release.
        used, dismissed, corrected: How often its owner rated it so.
        stability: Days after which it is nine times in ten still worth showing; 0: as it came.
        reviewed: Unix seconds at which the stability was set; 0: it never was.
        faded: Unix seconds since which recall passes it over; 0: it does not.
        is_pinned: Whether its owner wants it never to fade.
        is_episodic: Whether consolidation left it in its episode: it goes when the episode does.
    """

    reads: int = 0
    last_read: int = 0
    used: int = 0
    dismissed: int = 0
    corrected: int = 0
    stability: float = 0.0
    reviewed: int = 0
    faded: int = 0
    is_pinned: bool = False
    is_episodic: bool = False


_FIELDS: Final = attrgetter(*(one.name for one in fields(Usage)))


@dataclass(frozen=True, slots=True)
class Care:
    """What reaches an item of a step-up class while it is closed.

    Attributes:
        expires: Unix seconds at which its retention ends.
        at: Unix seconds at which it was said.
        conversation: Where, by its number; 0 where it was typed.
    """

    expires: int | None
    at: int
    conversation: int


class Upkeep:
    """Upkeep of one unlocked vault. Writes belong into the caller's transaction."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._key = keyring.named[UPKEEP_KEY]
        self._names_key = keyring.named[NAMES_KEY]
        self._mark_key = derive(self._key, "mark")
        self._vault_id = keyring.header.vault  # not the keyring: it is put back where a write fails

    # -- where imported messages came from

    def enter(
        self, roster: Roster, item_id: int, source: bytes | None, place: bytes | None
    ) -> None:
        """Notes where a new item came from, if it came from anywhere."""
        if source is None and place is None:
            return
        names = [None if name is None else self.name(name) for name in (source, place)]
        self.enter_names(roster, item_id, *names)

    def enter_names(
        self, roster: Roster, item_id: int, source: bytes | None, place: bytes | None
    ) -> None:
        """Notes names that are keyed hashes already."""
        sealed = _NAMES.pack(source or _NONE, place or _NONE)
        self._database.run(
            "INSERT INTO upkeep (id, source, sealed) VALUES (?, ?, ?)",
            item_id,
            source,
            seal(self._key, sealed, self._place("upkeep", item_id)),
        )
        roster.enter("upkeep", item_id)

    def verify_names(self, roster: Roster) -> None:
        """Checks the names that imports are compared with; they stand beside their seals.

        Raises:
            IntegrityError: one was changed or is gone, so a message would be stored twice or come
                back.
        """
        roster.require_upkeep(self._database)
        for item_id, source, sealed in self._database.each("SELECT id, source, sealed FROM upkeep"):
            if not isinstance(item_id, int) or not isinstance(sealed, bytes):
                raise IntegrityError("vault.damaged")
            if self._names(item_id, sealed)[0] != (source or _NONE):
                raise IntegrityError("vault.damaged")
        for item_id, place, sealed in self._database.each(
            "SELECT id, place, sealed FROM tombstone"
        ):
            if not isinstance(item_id, int) or not isinstance(sealed, bytes):
                raise IntegrityError("vault.damaged")
            if self._grave(item_id, sealed)[0] != (place or _NONE):
                raise IntegrityError("vault.damaged")

    def known(self, sources: Iterable[bytes]) -> set[bytes]:
        """Gives those of the sources that are stored already."""
        return {name for name in sources if self._is_listed("upkeep WHERE source", name)}

    def stored_as(self, source: bytes) -> int | None:
        """Gives the id under which a source is stored."""
        row = self._database.one("SELECT id FROM upkeep WHERE source = ?", self.name(source))
        item_id = None if row is None else row[0]
        return item_id if isinstance(item_id, int) else None

    def forgotten(self, places: Iterable[bytes]) -> set[bytes]:
        """Gives those of the places whose memory was deleted."""
        return {name for name in places if self._is_listed("tombstone WHERE place", name)}

    # -- care of items in step-up classes

    def write_care(self, roster: Roster, item_id: int, care: Care | None) -> None:
        """Writes an item's care record; None where its class is open without a step-up."""
        held = self._database.run("DELETE FROM care WHERE id = ?", item_id).rowcount
        if held:
            roster.leave("care", item_id)
        if care is not None:
            expires = -1 if care.expires is None else care.expires
            data = _CARE.pack(expires, care.at, care.conversation)
            sealed = seal(self._key, data, self._place("care", item_id))
            self._database.run("INSERT INTO care (id, sealed) VALUES (?, ?)", item_id, sealed)
            roster.enter("care", item_id)

    def cared_for(self) -> Iterator[tuple[int, Care]]:
        """Gives every item of a step-up class, with its care record.

        Raises:
            IntegrityError: a record was changed.
        """
        for item_id, sealed in self._database.all("SELECT id, sealed FROM care"):
            if not isinstance(item_id, int) or not isinstance(sealed, bytes):
                raise IntegrityError("vault.damaged")
            expires, at, number = _CARE.unpack(
                unseal(self._key, sealed, self._place("care", item_id))
            )
            yield item_id, Care(None if expires < 0 else expires, at, number)

    # -- graves

    def write_certificate(self, text: bytes) -> int:
        """Stores the certificate of a deletion, which may be of many items. Gives its number."""
        number = self._database.insert("INSERT INTO certificate (sealed) VALUES (x'')")
        sealed = seal(self._key, text, self._place("certificate", number))
        self._database.run("UPDATE certificate SET sealed = ? WHERE number = ?", sealed, number)
        return number

    def bury(self, roster: Roster, item_id: int, certificate: int, pending: bytes | None) -> None:
        """Replaces all upkeep of an item by a tombstone: its certificate's number, and its place.

        Args:
            pending: The closed class whose keys wait to be replaced, or None.
        """
        row = self._database.one("SELECT sealed FROM upkeep WHERE id = ?", item_id)
        place = None
        if row is not None:
            if not isinstance(row[0], bytes):
                raise IntegrityError("vault.damaged")
            place = self._names(item_id, row[0])[1]
            self._database.run("DELETE FROM upkeep WHERE id = ?", item_id)
            roster.leave("upkeep", item_id)
        self.write_care(roster, item_id, None)
        used = self._database.one("SELECT sealed FROM usage WHERE id = ?", item_id)
        if used is not None:
            self._database.run("DELETE FROM usage WHERE id = ?", item_id)
            roster.leave("usage", item_id)
            roster.move_mark("usage", -self._mark(used[0]))
        place = None if place == _NONE else place
        self.write_tombstone(roster, item_id, place, certificate, pending)

    def write_tombstone(
        self,
        roster: Roster,
        item_id: int,
        place: bytes | None,
        certificate: int,
        pending: bytes | None,
    ) -> None:
        """Writes a tombstone."""
        data = _GRAVE.pack(place or _NONE, certificate, pending or b"")
        self._database.run(
            "INSERT INTO tombstone (id, place, sealed, pending) VALUES (?, ?, ?, ?)",
            item_id,
            place,
            seal(self._key, data, self._place("tombstone", item_id)),
            pending or b"",
        )
        roster.enter("tombstone", item_id)
        if pending:
            roster.enter("pending", item_id)

    def pending(self, cid: bytes) -> list[int]:
        """Gives what was deleted while its class was closed, and waits for its keys.

        Raises:
            IntegrityError: which class a delete waits for was changed: it would never be finished.
        """
        waiting = []
        for item_id, found, sealed in self._database.all(
            "SELECT id, pending, sealed FROM tombstone WHERE pending <> x''"
        ):
            if not isinstance(item_id, int) or not isinstance(sealed, bytes):
                raise IntegrityError("vault.damaged")
            if self._grave(item_id, sealed)[2] != found:
                raise IntegrityError("vault.damaged")
            if found == cid:
                waiting.append(item_id)
        return waiting

    def finish(self, roster: Roster, ids: Iterable[int]) -> None:
        """Notes that the keys of these deletions were replaced."""
        for item_id in ids:
            row = self._database.one("SELECT sealed FROM tombstone WHERE id = ?", item_id)
            if row is None or not isinstance(row[0], bytes):
                raise IntegrityError("vault.damaged")
            place, number, _ = self._grave(item_id, row[0])
            self._database.run(
                "UPDATE tombstone SET sealed = ?, pending = x'' WHERE id = ?",
                seal(self._key, _GRAVE.pack(place, number, b""), self._place("tombstone", item_id)),
                item_id,
            )
            roster.leave("pending", item_id)

    def tombstones(self) -> Iterator[tuple[int, str]]:
        """Gives every deleted item's id and the certificate of its deletion.

        Raises:
            IntegrityError: one was changed.
        """
        texts: dict[int, str] = {}
        for item_id, sealed in self._database.all("SELECT id, sealed FROM tombstone"):
            if not isinstance(item_id, int) or not isinstance(sealed, bytes):
                raise IntegrityError("vault.damaged")
            number = self._grave(item_id, sealed)[1]
            if number not in texts:
                texts[number] = self._certificate(number)
            yield item_id, texts[number]

    def _certificate(self, number: int) -> str:
        row = self._database.one("SELECT sealed FROM certificate WHERE number = ?", number)
        if row is None or not isinstance(row[0], bytes):
            raise IntegrityError("vault.damaged")
        return unseal(self._key, row[0], self._place("certificate", number)).decode()

    # -- usage

    def usage(self, item_id: int) -> Usage:
        """Gives an item's usage.

        Raises:
            IntegrityError: it was changed.
        """
        row = self._database.one("SELECT sealed FROM usage WHERE id = ?", item_id)
        return Usage() if row is None else self._usage(item_id, row[0])

    def usages(self, ids: Sequence[int] | None = None) -> Iterator[tuple[int, Usage]]:
        """Gives the usage of those items, or of all, that were ever released or rated."""
        every = "SELECT id, sealed FROM usage"
        for item_id, sealed in (
            self._database.all(every)
            if ids is None
            else self._database.some(f"{every} WHERE id IN", ids)
        ):
            if not isinstance(item_id, int):
                raise IntegrityError("vault.damaged")
            yield item_id, self._usage(item_id, sealed)

    def write_usage(self, roster: Roster, item_id: int, usage: Usage) -> None:
        """Stores an item's usage."""
        data = _USAGE.pack(*_FIELDS(usage))
        sealed = seal(self._key, data, self._place("usage", item_id))
        before = self._database.one("SELECT sealed FROM usage WHERE id = ?", item_id)
        if before is None:
            self._database.run("INSERT INTO usage (id, sealed) VALUES (?, ?)", item_id, sealed)
            roster.enter("usage", item_id)
        else:
            self._database.run("UPDATE usage SET sealed = ? WHERE id = ?", sealed, item_id)
            roster.move_mark("usage", -self._mark(before[0]))
        roster.move_mark("usage", self._mark(sealed))

    def require_usage(self, roster: Roster) -> None:
        """Checks that every usage is the one that was written last.

        Raises:
            IntegrityError: an older one was put back, so that a memory seems less often read.
        """
        every = self._database.all("SELECT sealed FROM usage")
        if roster.mark("usage") != sum(self._mark(sealed) for (sealed,) in every) % (1 << 128):
            raise IntegrityError("vault.items_missing")

    def _mark(self, sealed: object) -> int:
        """What a sealed row stands for in its list's mark; nobody without the keys can tell."""
        if not isinstance(sealed, bytes):
            raise IntegrityError("vault.damaged")
        marked = hashlib.blake2b(sealed[:_MARKED], key=self._mark_key, digest_size=16)
        return int.from_bytes(marked.digest(), "big")

    def _usage(self, item_id: int, sealed: object) -> Usage:
        if not isinstance(sealed, bytes):
            raise IntegrityError("vault.damaged")
        opened = unseal(self._key, sealed, self._place("usage", item_id))
        kind = _USAGE_OF_OLD if len(opened) == _USAGE_OF_OLD.size else _USAGE
        return Usage(*kind.unpack(opened))

    # -- inside

    def name(self, name: bytes) -> bytes:
        """Gives the keyed hash that stands for a name."""
        return keyed_hash(self._names_key, name)

    def _place(self, table: str, *parts: bytes | int | str) -> bytes:
        return context(table, self._vault_id, *parts)

    def _is_listed(self, where: str, name: bytes) -> bool:
        return (
            name != b""
            and self._database.one(f"SELECT 1 FROM {where} = ?", self.name(name)) is not None
        )

    def _names(self, item_id: int, sealed: bytes) -> tuple[bytes, bytes]:
        source, place = _NAMES.unpack(unseal(self._key, sealed, self._place("upkeep", item_id)))
        return source, place

    def _grave(self, item_id: int, sealed: bytes) -> tuple[bytes, int, bytes]:
        opened = unseal(self._key, sealed, self._place("tombstone", item_id))
        place, number, pending = _GRAVE.unpack(opened)
        return place, number, pending
