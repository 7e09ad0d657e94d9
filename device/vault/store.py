"""The vault: sealed memories that are added, opened against a receipt, re-bound and truly deleted.

Invariants:
1. A payload is sealed under its item's own secret and bound to vault, id, class, format and rule
   hash; a rule that is stripped or swapped leaves a payload that does not open.
2. Everything one act changes (payload, row, upkeep, log leaf) commits in one transaction, or not at
   all.
3. `open_payload` is the only way to a plaintext, and takes a receipt (`journal`).
4. A deleted item's secret is on no key path that is left; its id never comes back.
5. RAM follows the disk: rows and keys change when the transaction has committed, not before.

The vault decides nothing: which items may be opened is the guard's work (`device.access`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from compliance.log.events import Event
from device.errors import IntegrityError
from device.vault.database import Database
from device.vault.items import NewItem
from device.vault.journal import Journal, Receipt
from device.vault.kdf import KdfParameters
from device.vault.keyring import UPKEEP_KEY, Keyring
from device.vault.roster import Roster
from device.vault.rows import ROW, Rows, read_row
from device.vault.rulebook import Rulebook
from device.vault.seal import derive, keyed_hash, new_key, pad, seal, unpad, unseal
from device.vault.shelves import SEGMENT_ROWS, Shelves
from device.vault.upkeep import Upkeep, Usage
from policy.binding import RuleRecord
from policy.vocabulary import ClassName

_PENDING_TAIL: Final = -1  # of a tombstone: no slot to empty, but keys to replace


class Vault:
    """One unlocked vault."""

    def __init__(self, database: Database, keyring: Keyring, segment_rows: int) -> None:
        self._database = database
        self._keyring = keyring
        self._shelves = Shelves(database, segment_rows)
        self._roster = Roster.read(database, keyring)
        self._rulebook = Rulebook(database, keyring)
        self._upkeep = Upkeep(database, keyring)
        self.journal = Journal(database, keyring)
        self._roster.require_log(self.journal.size)
        self._rows: dict[bytes, Rows] = {}
        self._usage: dict[int, Usage] = {}
        # What the transaction under way will change in RAM, once it has committed.
        self._fresh: dict[int, tuple[bytes, Rows]] = {}
        self._gone: set[int] = set()
        self._erased: set[int] = set()
        self._counted: dict[int, Usage] = {}
        self._positions: dict[int, tuple[bytes, int]] | None = None

    @classmethod
    def create(
        cls,
        folder: Path,
        passphrase: str,
        step_up: str | None,
        kdf: KdfParameters,
        *,
        settings: bytes = b"{}",
        segment_rows: int = SEGMENT_ROWS,
    ) -> Vault:
        """Makes a new vault and leaves it unlocked, step-up classes too until `end_step_up`."""
        database = Database.create(folder)
        with database.transaction():
            keyring = Keyring.create(database, passphrase, step_up, kdf)
            sealed = seal(keyring.named[UPKEEP_KEY], settings, keyring.place("settings"))
            database.run("INSERT INTO meta (k, v) VALUES ('settings', ?)", sealed)
            Roster.create(database, keyring)
            Journal.create(database, keyring)
        vault = cls(database, keyring, segment_rows)
        vault.load_rows()
        return vault

    @classmethod
    def unlock(
        cls,
        folder: Path,
        passphrase: Callable[[], str],
        *,
        announce: Callable[[Vault], None] | None = None,
        segment_rows: int = SEGMENT_ROWS,
    ) -> Vault:
        """Opens the vault in `folder`.

        Args:
            passphrase: Asked once the file is known to be ours.
            announce: Logs the unlocking, before any row is opened.

        Raises:
            Unavailable: in use, missing, or of a newer format.
            Locked: the passphrase is wrong.
            IntegrityError: the file is damaged or was changed.
        """
        database = Database.open(folder)
        try:
            database.require_schema()
            vault = cls(database, Keyring.unlock(database, passphrase()), segment_rows)
            if announce is not None:
                announce(vault)
            vault.load_rows()
        except BaseException:
            database.close()
            raise
        return vault

    # -- session

    @property
    def folder(self) -> Path:
        """Where the vault's file is."""
        return self._database.folder

    @property
    def has_step_up(self) -> bool:
        """Tells whether the owner has enrolled a second secret."""
        return self._keyring.header.step_up is not None

    def is_open(self, name: ClassName) -> bool:
        """Tells whether a class's key is in RAM."""
        return self._keyring.class_named(name).is_open

    def step_up(self, secret: str, announce: Callable[[], None] | None = None) -> None:
        """Opens the step-up classes, folds their inbox in, finishes deletes that waited for keys.

        Args:
            announce: Logs the step-up, in the transaction that commits before any row is loaded.

        Raises:
            Locked: the secret is wrong or none is enrolled.
        """
        self._keyring.open_step_up(self._database, secret)
        try:
            with self.transaction():
                if announce is not None:
                    announce()
                for cid, keys in self._keyring.classes.items():
                    if keys.name.needs_step_up:
                        self._fold_inbox(cid)
                finished = self._finish_deletes()
            self.load_rows()
            if finished:
                self.erase_traces()
        except BaseException:
            self.end_step_up()
            raise

    def end_step_up(self) -> None:
        """Drops the step-up keys and all that they opened."""
        self._keyring.close_step_up()
        for cid, keys in self._keyring.classes.items():
            if not keys.is_open:
                self._rows.pop(cid, None)
        self._positions = None

    def set_step_up(self, secret: str) -> None:
        """Sets or changes the second secret, while the step-up classes are open."""
        self._require_transaction()
        self._keyring.set_step_up(secret)
        for cid, keys in list(self._keyring.classes.items()):
            if keys.name.needs_step_up:
                self._shelves.rekey(self._keyring, cid)
        self._keyring.replace_root(self._database)

    def close(self) -> None:
        """Gives the file back and lets the keys go. A second call changes nothing."""
        if not self._keyring.root:
            return
        self._rows.clear()
        self._positions = None
        self._keyring.forget()
        self.journal.forget()
        del self._upkeep, self._rulebook
        self._database.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Runs the block as one durable step, on disk and in RAM."""
        keyring, roster = self._keyring.copy(), self._roster.copy()
        rules = self._rulebook.copy_state()
        try:
            with self._database.transaction():
                yield
                self._roster.flush(self._database, self._keyring, self.journal.size)
        except BaseException:
            self._keyring, self._roster = keyring, roster
            self._rulebook.restore_state(rules)
            self._forget_changes()
            self.journal.rolled_back()
            raise
        self.journal.committed()
        self._take_changes()

    def erase_traces(self) -> None:
        """Cuts the WAL, so that pages from before a delete are not left in it."""
        self._database.truncate_wal()

    # -- reading

    def rows(self, name: ClassName) -> Rows:
        """Gives the rows of an open class, oldest first; none of a closed one."""
        return self._rows.get(self._keyring.class_named(name).cid, np.zeros(0, ROW))

    def open_rows(self) -> Iterator[Rows]:
        """Gives the rows of all open classes, one by one. *Shape:* (1,) each."""
        for rows in self._rows.values():
            for at in range(len(rows)):
                yield rows[at : at + 1]

    def find_row(self, item_id: int) -> Rows | None:
        """Gives an item's row, *Shape:* (1,), or None: unknown, deleted, or in a closed class."""
        if self._positions is None:
            self._positions = {
                int(item_id): (cid, at)
                for cid, rows in self._rows.items()
                for at, item_id in enumerate(rows["id"])
            }
        found = self._positions.get(item_id)
        return None if found is None else self._rows[found[0]][found[1] : found[1] + 1]

    @property
    def newest_id(self) -> int:
        """The highest id among the open rows; 0 where there is none."""
        return max((int(rows["id"].max(initial=0)) for rows in self._rows.values()), default=0)

    def record(self, rid: int) -> RuleRecord:
        """Gives the rule record that a row points at."""
        return self._rulebook.record(rid)

    def reads(self, item_id: int) -> int:
        """Tells how often an item has been released."""
        return self.usage(item_id).reads

    def usage(self, item_id: int) -> Usage:
        """Tells how often an item has been released, and how it was rated."""
        return self._counted.get(item_id) or self._usage.get(item_id, Usage())

    def commitment(self, row: Rows) -> str:
        """Gives the item's name in the log: nobody without its salt can tell which item it is."""
        return keyed_hash(row["salt"].tobytes(), str(int(row["id"][0])).encode()).hex()

    def open_payload(self, item_id: int, receipt: Receipt) -> bytes:
        """Opens one payload against a receipt.

        Raises:
            RuntimeError: no committed event names this item.
            IntegrityError: the payload, its rule or its class was changed.
        """
        self.journal.redeem(receipt, item_id)
        row = self.find_row(item_id)
        stored = self._database.one("SELECT cid, payload FROM item WHERE id = ?", item_id)
        if row is None or stored is None:
            raise IntegrityError("vault.damaged")
        cid, payload = stored
        if not isinstance(cid, bytes) or not isinstance(payload, bytes):
            raise IntegrityError("vault.damaged")
        key = derive(row["secret"].tobytes(), "payload")
        return unpad(unseal(key, payload, self._payload_place(item_id, cid, int(row["rule"][0]))))

    def verify_names(self) -> None:
        """Checks the names that an import is compared with, before one begins.

        Raises:
            IntegrityError: one was changed.
        """
        self._database.require_sound_indexes()  # the names are looked up by index
        self._upkeep.verify_names()

    def known_sources(self, sources: Iterable[bytes]) -> set[bytes]:
        """Gives those of the sources that are stored already."""
        return self._upkeep.known(sources)

    def forgotten_places(self, places: Iterable[bytes]) -> set[bytes]:
        """Gives those of the places whose memory was deleted."""
        return self._upkeep.forgotten(places)

    # -- writing (inside a transaction)

    def add(self, item: NewItem) -> tuple[int, str]:
        """Seals a memory into the class that its rule picks.

        Gives its id and its name in the log.
        """
        self._require_transaction()
        keys = self._keyring.class_named(item.record.class_name)
        item_id = self._roster.take_id()
        self._roster.enter(keys.cid.hex(), item_id)
        row = item.row(item_id, self._rulebook.number(item.record))
        self._database.run(
            "INSERT INTO item (id, cid, seg, payload) VALUES (?, ?, 0, ?)",
            item_id,
            keys.cid,
            self._seal_payload(row, keys.cid, item.payload),
        )
        self._shelve(keys.cid, row)
        expires = None if item.record.retain_s is None else item.created + item.record.retain_s
        self._upkeep.enter(item_id, source=item.source, place=item.place, expires=expires)
        return item_id, self.commitment(row)

    def compact(self) -> None:
        """Makes segments of full tails; on its own, in its own transaction."""
        with self.transaction():
            for cid, keys in self._keyring.classes.items():
                if keys.is_open:
                    self._shelves.compact(self._keyring, cid)

    def count_read(self, item_id: int, now: int) -> None:
        """Raises an item's read counter."""
        usage = self.usage(item_id)
        self._use(item_id, replace(usage, reads=usage.reads + 1, last_read=max(0, now)))

    def rate(self, item_id: int, *, used: bool) -> None:
        """Notes that an item was of use when it was shown, or was not wanted."""
        usage = self.usage(item_id)
        if used:
            self._use(item_id, replace(usage, used=usage.used + 1))
        else:
            self._use(item_id, replace(usage, dismissed=usage.dismissed + 1))

    def rebind(self, item_id: int, record: RuleRecord, receipt: Receipt) -> None:
        """Puts an item under another rule, and under another class where the rule picks one.

        The old secret goes the way of a deleted item's, so no copy under the old rule can be
        opened.
        """
        self._require_transaction()
        payload = self.open_payload(item_id, receipt)
        row = self.find_row(item_id)
        assert row is not None
        row = row.copy()
        source, seg = self._home_of(item_id)
        target = self._keyring.class_named(record.class_name).cid
        self._shelves.remove(self._keyring, source, [item_id], {seg})
        row["secret"] = np.void(new_key())
        row["rule"] = self._rulebook.number(record)
        self._database.run(
            "UPDATE item SET cid = ?, seg = 0, payload = ? WHERE id = ?",
            target,
            self._seal_payload(row, target, payload),
            item_id,
        )
        self._roster.leave(source.hex(), item_id)
        self._roster.enter(target.hex(), item_id)
        self._drop(item_id)
        self._shelve(target, row)
        created = int(row["created"][0])
        expires = None if record.retain_s is None else created + record.retain_s
        self._upkeep.set_expiry(item_id, expires)

    def erase(self, item_id: int, certificate: bytes) -> bool:
        """Deletes an item: its rows now, and every key on its path. Gives False if there is none.

        In a closed class the payload and its row go now, and the keys at the next step-up.
        """
        self._require_transaction()
        if not self.exists(item_id):
            return False
        cid, seg = self._home_of(item_id)
        is_open = self._keyring.classes[cid].is_open
        if is_open:
            self._shelves.remove(self._keyring, cid, [item_id], {seg})
        for table in ("item", "tail", "inbox"):
            self._database.run(f"DELETE FROM {table} WHERE id = ?", item_id)
        pending = 0 if is_open else seg or _PENDING_TAIL
        self._upkeep.bury(item_id, certificate, pending)
        self._roster.leave(cid.hex(), item_id)
        self._roster.enter("tombstone", item_id)
        if pending:
            self._roster.enter("pending", item_id)
        if self.usage(item_id) != Usage():
            self._roster.leave("usage", item_id)
        self._drop(item_id)
        self._counted.pop(item_id, None)
        self._erased.add(item_id)
        return True

    def exists(self, item_id: int) -> bool:
        """Tells whether an item is stored, in an open or a closed class."""
        return self._database.one("SELECT 1 FROM item WHERE id = ?", item_id) is not None

    def expired(self, now: int) -> list[int]:
        """Gives the items, of closed classes too, whose retention has ended."""
        return self._upkeep.expired(now)

    # -- settings and log

    def append(self, event: Event, opens: Iterable[int] = ()) -> Receipt:
        """Appends an event to the log, in the transaction that is under way."""
        return self.journal.append(event, opens)

    def read_settings(self) -> bytes:
        """Gives the vault's settings, as they were written."""
        row = self._database.one("SELECT v FROM meta WHERE k = 'settings'")
        if row is None or not isinstance(row[0], bytes):
            raise IntegrityError("vault.damaged")
        self._roster.require_settings(row[0])
        key = self._keyring.named[UPKEEP_KEY]
        return unseal(key, row[0], self._keyring.place("settings"))

    def write_settings(self, settings: bytes) -> None:
        """Replaces the vault's settings."""
        self._require_transaction()
        sealed = seal(self._keyring.named[UPKEEP_KEY], settings, self._keyring.place("settings"))
        self._database.run("UPDATE meta SET v = ? WHERE k = 'settings'", sealed)
        self._roster.note_settings(sealed)

    # -- inside

    def _use(self, item_id: int, usage: Usage) -> None:
        self._require_transaction()
        if self.usage(item_id) == Usage():
            self._roster.enter("usage", item_id)
        self._upkeep.write_usage(item_id, usage)
        self._counted[item_id] = usage

    def _payload_place(self, item_id: int, cid: bytes, rid: int) -> bytes:
        return self._keyring.place("item", item_id, cid, self._rulebook.digest(rid))

    def _seal_payload(self, row: Rows, cid: bytes, payload: bytes) -> bytes:
        key = derive(row["secret"].tobytes(), "payload")
        place = self._payload_place(int(row["id"][0]), cid, int(row["rule"][0]))
        return seal(key, pad(payload), place)

    def _shelve(self, cid: bytes, row: Rows) -> None:
        """Puts a row into its class: the tail of an open one, the inbox of a closed one."""
        if self._keyring.classes[cid].is_open:
            self._shelves.put(self._keyring, cid, row)
            self._fresh[int(row["id"][0])] = (cid, row)
        else:
            item_id = int(row["id"][0])
            place = self._keyring.place("inbox", cid, item_id)
            sealed = self._keyring.seal_to_inbox(cid, row.tobytes(), place)
            self._database.run(
                "INSERT INTO inbox (id, cid, sealed) VALUES (?, ?, ?)", item_id, cid, sealed
            )

    def _fold_inbox(self, cid: bytes) -> None:
        private = self._keyring.inbox_private(self._database, cid)
        for item_id, sealed in self._database.all(
            "SELECT id, sealed FROM inbox WHERE cid = ?", cid
        ):
            if not isinstance(item_id, int) or not isinstance(sealed, bytes):
                raise IntegrityError("vault.damaged")
            raw = self._keyring.open_from_inbox(
                private, sealed, self._keyring.place("inbox", cid, item_id)
            )
            self._shelves.put(self._keyring, cid, read_row(raw))
        self._database.run("DELETE FROM inbox WHERE cid = ?", cid)

    def _finish_deletes(self) -> bool:
        """Replaces the keys of what was deleted in a closed class. Tells whether there was any."""
        if self._database.one("SELECT 1 FROM tombstone WHERE pending <> 0") is None:
            return False
        for cid, keys in list(self._keyring.classes.items()):
            if keys.name.needs_step_up:
                self._shelves.remove(self._keyring, cid, (), ())
        waiting = self._database.all(
            "SELECT seg.cid, seg.seg, tombstone.id"
            " FROM tombstone JOIN seg ON seg.seg = tombstone.pending"
        )
        for cid in {cid for cid, _, _ in waiting if isinstance(cid, bytes)}:
            mine = [(seg, int(str(item_id))) for owner, seg, item_id in waiting if owner == cid]
            self._shelves.remove(
                self._keyring, cid, [item_id for _, item_id in mine], {seg for seg, _ in mine}
            )
        self._database.run("UPDATE tombstone SET pending = 0 WHERE pending <> 0")
        self._roster.clear("pending")
        return True

    def _home_of(self, item_id: int) -> tuple[bytes, int]:
        """The class that an item is in, and its segment there (0: the tail or the inbox)."""
        home = self._database.one("SELECT cid, seg FROM item WHERE id = ?", item_id)
        cid, seg = home or (None, None)
        if (
            not isinstance(cid, bytes)
            or not isinstance(seg, int)
            or cid not in self._keyring.classes
        ):
            raise IntegrityError("vault.damaged")
        return cid, seg

    def load_rows(self) -> None:
        """Reads the rows of all open classes into RAM.

        Raises:
            IntegrityError: a row was changed, or is missing.
        """
        for cid, keys in self._keyring.classes.items():
            if keys.is_open:
                self._rows[cid] = self._shelves.load(self._keyring, cid)
        self._positions = None
        self._usage = self._upkeep.load_usage()

    def _require_transaction(self) -> None:
        if not self._database.in_transaction:
            raise RuntimeError(
                "a vault is written inside `transaction`, together with its log leaf"
            )

    def _drop(self, item_id: int) -> None:
        """Takes a row out of RAM once the transaction commits, added before or in it."""
        self._fresh.pop(item_id, None)
        self._gone.add(item_id)

    def _forget_changes(self) -> None:
        self._fresh.clear()
        self._gone.clear()
        self._erased.clear()
        self._counted.clear()

    def _take_changes(self) -> None:
        """Brings RAM to what was committed."""
        if self._gone:
            gone = list(self._gone)
            for cid, rows in self._rows.items():
                self._rows[cid] = rows[~np.isin(rows["id"], gone)]
        for cid in {cid for cid, _ in self._fresh.values()}:
            added = [row for owner, row in self._fresh.values() if owner == cid]
            self._rows[cid] = np.concatenate([self._rows[cid], *added])
        if self._gone or self._fresh:
            self._positions = None
        self._usage.update(self._counted)
        for item_id in self._erased:
            self._usage.pop(item_id, None)
        self._forget_changes()
