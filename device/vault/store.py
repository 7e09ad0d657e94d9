"""The vault: sealed memories that are added, opened against a receipt, re-bound and truly deleted.

Invariants:
1. A payload is sealed under its item's own secret and bound to vault, id, class, format and rule
   hash; a rule that is stripped or swapped leaves a payload that does not open.
2. Everything one act changes (payload, row, upkeep, log leaf) commits in one transaction, or not at
   all.
3. `open_payload` is the only way to a plaintext, and takes a receipt (`journal`).
4. A deleted item's secret is on no key path that is left; its id never comes back.
5. RAM follows the disk: rows and keys change when the transaction has committed, not before.
6. What does not open is named in `damage`; everything else stays readable.

The vault decides nothing: which items may be opened is the guard's work (`device.access`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from compliance.log.events import Event
from device.errors import IntegrityError, Unavailable
from device.vault.columns import Chunk, ClassColumns, CodeLayout
from device.vault.conversations import Conversations
from device.vault.database import Database
from device.vault.inbox import Inbox
from device.vault.items import NewItem
from device.vault.journal import Journal, Receipt
from device.vault.keyring import UPKEEP_KEY, Keyring, Prover
from device.vault.payloads import Held, Payloads, name_of
from device.vault.roster import Roster, write_settings
from device.vault.rows import MAX_ID, Placed, Rows, joined
from device.vault.rulebook import Rulebook
from device.vault.seal import new_key, seal, unseal
from device.vault.shelves import Damage, Shelves
from device.vault.upkeep import Care, Upkeep, Usage
from policy.binding import RuleRecord
from policy.vocabulary import AuthLevel, ClassName

_FEW: Final = 16  # items that are looked for one by one
_BASIS: Final = "basis"


class Vault:
    """One unlocked vault. `opening` makes them."""

    def __init__(
        self, database: Database, keyring: Keyring, segment_rows: int, layout: CodeLayout
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._layout = layout
        self._shelves = Shelves(database, segment_rows)
        self._roster = Roster.read(database, keyring)
        self._rulebook = Rulebook(database, keyring)
        self._conversations = Conversations(database, keyring)
        self._upkeep = Upkeep(database, keyring)
        self._payloads = Payloads(database, self._rulebook)
        self._inbox = Inbox(database)
        self.journal = Journal(database, keyring)
        self._roster.require_log(self.journal.size)
        self._upkeep.require_usage(self._roster)
        self._columns: dict[bytes, ClassColumns] = {}
        self.damage: list[Damage] = []
        # What the transaction under way will change in RAM, once it has committed.
        self._fresh: dict[int, tuple[bytes, Rows]] = {}
        self._gone: set[int] = set()
        self._placed: list[tuple[npt.NDArray[np.uint32], Placed]] = []
        self._refaded: dict[int, bool] = {}
        self._root_is_due = False
        self._faded: npt.NDArray[np.uint32] | None = None  # until somebody asks

    # -- session

    @property
    def folder(self) -> Path:
        """Where the vault's file is."""
        return self._database.folder

    @property
    def database(self) -> Database:
        """The file, for `restoring`."""
        return self._database

    @property
    def keys(self) -> Keyring:
        """The key tree, for `owners`, which changes who may open it."""
        return self._keyring

    @property
    def has_step_up(self) -> bool:
        """Tells whether the owner has enrolled a step-up factor."""
        return bool(self._keyring.header.step_up)

    def is_open(self, name: ClassName) -> bool:
        """Tells whether a class's key is in RAM."""
        return self._keyring.class_named(name).is_open

    def step_up(
        self, prove: Prover, announce: Callable[[AuthLevel], None] | None = None
    ) -> AuthLevel:
        """Opens the step-up classes that a factor opens. Gives the level that it shows.

        Their inbox is folded in, and deletes that waited for their keys are finished.

        Args:
            announce: Logs the step-up, in the transaction that commits before any row is read.

        Raises:
            Locked: the proof opens nothing, or no factor is enrolled.
        """
        level = self._keyring.open_step_up(self._database, prove)
        try:
            self._read_step_up(lambda: None if announce is None else announce(level))
        except BaseException:
            self.end_step_up()
            raise
        return level

    def _read_step_up(self, announce: Callable[[], None]) -> None:
        opened = [
            cid
            for cid, keys in self._keyring.classes.items()
            if keys.is_open and cid not in self._columns
        ]
        with self.transaction():
            announce()
            for cid in opened:
                self._shelves.open(self._keyring, self._roster, cid)
                self._inbox.fold(self._keyring, self._shelves, cid)
                self._finish_deletes(cid)
            is_erased = self._root_is_due
        self._load(opened)
        if is_erased:
            self.erase_traces()

    def end_step_up(self) -> None:
        """Drops the step-up keys and all that they opened."""
        self._keyring.close_step_up()
        for cid, keys in self._keyring.classes.items():
            if not keys.is_open:
                self._shelves.close(cid)
                if cid in self._columns:
                    self._columns.pop(cid).wipe()
                self.damage = [one for one in self.damage if one.name is not keys.name]

    def close(self) -> None:
        """Gives the file back and lets the keys go. A second call changes nothing."""
        if not self._keyring.root:
            return
        for columns in self._columns.values():
            columns.wipe()
        self._columns.clear()
        self._shelves.close_all()
        try:
            if self._keyring.epoch.keystore is not None:
                # A keystore that does not answer now is told at the next unlocking.
                with suppress(Unavailable):
                    self.erase_traces()
        finally:
            self._keyring.forget()
            self.journal.forget()
            del self._upkeep, self._rulebook, self._conversations, self._payloads
            self._database.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Runs the block as one durable step, on disk and in RAM."""
        keyring, roster = self._keyring.copy(), self._roster.copy()
        rules, directories = self._rulebook.copy_state(), dict(self._shelves.directories)
        commits = self._database.commits
        try:
            with self._database.transaction():
                yield
                if self._root_is_due:
                    self._keyring.replace_root(self._database)
                self._roster.flush(self._database, self._keyring, self.journal.size)
        except BaseException:
            if self._database.commits > commits:  # interrupted, but it is on the disk
                self._follow_commit()
                raise
            self._keyring, self._roster = keyring, roster
            self._keyring.epoch.take_back()
            self._shelves.directories = directories
            self._shelves.recount()
            self._rulebook.restore_state(rules)
            self._forget_changes()
            self.journal.rolled_back()
            raise
        self._follow_commit()

    def _follow_commit(self) -> None:
        self._keyring.epoch.committed()
        self.journal.committed()
        self._take_changes()

    def erase_traces(self) -> None:
        """Cuts the WAL, so that no page from before a delete is left in it.

        Then the keystore drops the epoch before.
        """
        self._database.truncate_wal()
        self._keyring.epoch.settle(self.journal.size)

    def renew_root(self) -> None:
        """Has the transaction under way end with a new root and epoch."""
        self._require_transaction()
        self._root_is_due = True

    def rekey_classes(self, names: Iterable[ClassName]) -> None:
        """Gives open classes new keys, in the transaction that is under way."""
        for name in names:
            cid = self._keyring.class_named(name).cid
            self._shelves.rekey(self._keyring, self._roster, cid)
        self.renew_root()

    def segments(self, name: ClassName) -> list[int]:
        """Gives the segments of an open class."""
        entries = self._shelves.directories[self._keyring.class_named(name).cid]
        return [int(seg) for seg in entries["seg"]]

    def rewrite_segment(self, name: ClassName, seg: int) -> None:
        """Seals one segment under a new key, in the transaction that is under way."""
        self._require_transaction()
        cid = self._keyring.class_named(name).cid
        self._shelves.rewrite(self._keyring, self._roster, cid, seg)

    # -- reading

    def chunks(self, name: ClassName) -> Iterator[Chunk]:
        """Gives the rows of an open class, column by column; none of a closed one."""
        columns = self._columns.get(self._keyring.class_named(name).cid)
        return iter(()) if columns is None else columns.chunks()

    def count(self, name: ClassName) -> int:
        """Tells how many memories of an open class can be read; 0 of a closed one."""
        columns = self._columns.get(self._keyring.class_named(name).cid)
        return 0 if columns is None else columns.count

    def open_ids(self) -> list[int]:
        """Gives the ids of all open items, lowest first."""
        found = [
            chunk.ids[: chunk.n] for columns in self._columns.values() for chunk in columns.chunks()
        ]
        ids = np.concatenate([np.zeros(0, np.uint32), *found])
        return [int(item_id) for item_id in np.sort(ids[ids != 0])]

    def find_row(self, item_id: int) -> Rows | None:
        """Gives an item's row, *Shape:* (1,), or None: unknown, deleted, or in a closed class."""
        found = self._find(item_id)
        return None if found is None else found[1].row(found[2])

    def note_place(self, name: ClassName, item_id: int, chunk: Chunk, at: int) -> None:
        """Notes where a search saw an item, so that it is found at once when it is asked for."""
        self._columns[self._keyring.class_named(name).cid].note(item_id, chunk, at)

    @property
    def newest_id(self) -> int:
        """The highest id that was given; 0 where there is none."""
        return self._roster.next_id - 1

    def record(self, rid: int) -> RuleRecord:
        """Gives the rule record that a row points at."""
        return self._rulebook.record(rid)

    def rule_commitment(self, record: RuleRecord) -> str:
        """Gives what the log names a rule record by."""
        return self._rulebook.commitment(record)

    def records(self) -> dict[int, RuleRecord]:
        """Gives every rule record by its number."""
        return dict(self._rulebook.all())

    def reads(self, item_id: int) -> int:
        """Tells how often an item has been released."""
        return self.usage(item_id).reads

    def usage(self, item_id: int) -> Usage:
        """Tells how often an item has been released, and how it was rated."""
        return self._upkeep.usage(item_id)

    def usages(self, ids: Sequence[int] | None = None) -> dict[int, Usage]:
        """Gives the usage of those items, or of all, that were ever released or rated."""
        return dict(self._upkeep.usages(ids))

    def faded(self) -> npt.NDArray[np.uint32]:
        """Gives what recall passes over, in open and closed classes; lowest first. *Shape:* (n,).

        The same array until it changes. The first time, every usage is read.
        """
        if self._faded is None:
            ids = [item_id for item_id, usage in self._upkeep.usages() if usage.faded]
            self._faded = np.array(sorted(ids), np.uint32)
        return self._faded

    def hold(self, ids: Iterable[int]) -> Held:
        """Gives the names and secrets of open items; unknown ids are left out.

        A name is what the log calls an item: nobody without its salt can tell which item it is.

        Raises:
            IntegrityError: a segment that holds one of them does not open.
        """
        ids = list(ids)
        if len(ids) > _FEW:
            for columns in self._columns.values():
                columns.locate(np.array(ids, np.uint32))
        by_class: dict[bytes, list[int]] = {}
        for item_id in ids:
            found = self._find(item_id)
            if found is not None:
                by_class.setdefault(found[0], []).append(item_id)
        return self._payloads.hold(self._keyring, self._shelves, by_class)

    def names(self, ids: Iterable[int]) -> dict[int, str]:
        """Gives the log's names of open items, by id; unknown ids are left out."""
        return self.hold(ids).names

    def open_payload(self, item_id: int, receipt: Receipt, held: Held | None = None) -> bytes:
        """Opens one payload against a receipt.

        Raises:
            RuntimeError: no committed event names this item.
            IntegrityError: the payload, its rule or its class was changed.
        """
        self.journal.redeem(receipt, item_id)
        found = self._find(item_id)
        if found is None:
            raise IntegrityError("vault.row_damaged", id=item_id)
        rid = int(found[1].columns["rule"][found[2]])
        held = held or self.hold([item_id])
        return self._payloads.open(self._keyring, item_id, rid, held)

    def verify_names(self) -> None:
        """Checks the names that an import is compared with, before one begins.

        Raises:
            IntegrityError: one was changed.
        """
        self._database.require_sound_indexes()  # the names are looked up by index
        self._upkeep.verify_names(self._roster)

    def known_sources(self, sources: Iterable[bytes]) -> set[bytes]:
        """Gives those of the sources that are stored already."""
        return self._upkeep.known(sources)

    def stored_as(self, source: bytes) -> int | None:
        """Gives the id under which a source is stored; None where it is not."""
        return self._upkeep.stored_as(source)

    def forgotten_places(self, places: Iterable[bytes]) -> set[bytes]:
        """Gives those of the places whose memory was deleted."""
        return self._upkeep.forgotten(places)

    def conversation(self, title: str) -> int | None:
        """Gives the number of a conversation, or None where nothing was ever said in it."""
        return self._conversations.find(title)

    def cared_for(self) -> dict[int, Care]:
        """Gives the care records of all items in step-up classes, open or closed."""
        return dict(self._upkeep.cared_for())

    def tombstones(self) -> dict[int, str]:
        """Gives the certificate of every deletion, by the id of what was deleted."""
        return dict(self._upkeep.tombstones())

    # -- writing (inside a transaction)

    def add(self, item: NewItem) -> tuple[int, str]:
        """Seals a memory into the class that its rule picks.

        Gives its id and its name in the log.
        """
        self._require_transaction()
        conversation = self._conversations.number(self._roster, item.conversation)
        row = item.row(self._roster.take_id(), self._rulebook.number(item.record), conversation)
        item_id = int(row["id"][0])
        self.put(row, item.payload, item.record)
        self._upkeep.enter(self._roster, item_id, item.source, item.place)
        return item_id, name_of(row)

    def put(self, row: Rows, payload: bytes, record: RuleRecord) -> None:
        """Seals a payload and its row under a record. *Shape:* row (1,) of FULL_ROW."""
        self._require_transaction()
        item_id, cid = int(row["id"][0]), self._keyring.class_named(record.class_name).cid
        if self.exists(item_id):  # somebody put a row of theirs under an id that is given now
            raise IntegrityError("vault.items_missing")
        self._roster.enter(cid.hex(), item_id)
        self._database.run(
            "INSERT INTO item (id, cid, payload) VALUES (?, ?, ?)",
            item_id,
            cid,
            self._payloads.seal(self._keyring, row, cid, payload),
        )
        self._shelve(cid, row)
        self._care_for(row, record)

    def compact(self) -> None:
        """Makes segments of full tails; on its own, in its own transaction."""
        classes = self._keyring.classes.values()
        full = [keys.cid for keys in classes if keys.is_open and self._shelves.is_full(keys.cid)]
        if full:
            with self.transaction():
                for cid in full:
                    self._shelves.compact(self._keyring, self._roster, cid)

    def count_read(self, item_id: int, usage: Usage, now: int) -> None:
        """Raises an item's read counter from what it is."""
        self.use(item_id, replace(usage, reads=usage.reads + 1, last_read=max(0, now)))

    def use(self, item_id: int, usage: Usage) -> None:
        """Writes an item's usage."""
        self._require_transaction()
        self._upkeep.write_usage(self._roster, item_id, usage)
        self._refaded[item_id] = usage.faded > 0

    def rebind(self, records: Mapping[int, RuleRecord], receipt: Receipt) -> None:
        """Puts items under other rules, and under another class where a rule picks one.

        The old secrets go the way of a deleted item's, so no copy under the old rule can be opened.
        """
        self._require_transaction()
        self._seal_anew(
            {
                item_id: (self.open_payload(item_id, receipt), record)
                for item_id, record in records.items()
            }
        )

    def amend(self, payloads: Mapping[int, bytes]) -> None:
        """Gives open items other payloads under the rules that they have.

        The old secrets go the way of a deleted item's, so what was said before cannot be put back.
        """
        self._require_transaction()
        anew = {}
        for item_id, payload in payloads.items():
            row = self.find_row(item_id)
            if row is None:
                raise RuntimeError("only an open item can be given another payload")
            anew[item_id] = payload, self.record(int(row["rule"][0]))
        self._seal_anew(anew)

    def _seal_anew(self, anew: Mapping[int, tuple[bytes, RuleRecord]]) -> None:
        """Seals items that there are under other secrets."""
        rows = {}
        homes: dict[bytes, list[int]] = {}
        for item_id in anew:
            source = self._home_of(item_id)
            homes.setdefault(source, []).append(item_id)
            rows[item_id] = self._shelves.full_row(self._keyring, source, item_id)
        for source, mine in homes.items():
            self._shelves.remove(self._keyring, self._roster, source, mine)
            for item_id in mine:
                self._roster.leave(source.hex(), item_id)
        self._root_is_due = bool(anew)
        for item_id, (payload, record) in anew.items():
            self._rewrite(rows[item_id], payload, record)

    def _rewrite(self, row: Rows, payload: bytes, record: RuleRecord) -> None:
        """Seals an item that there is under another record, with another secret."""
        item_id, target = int(row["id"][0]), self._keyring.class_named(record.class_name).cid
        row["secret"] = np.void(new_key())
        row["rule"] = self._rulebook.number(record)
        self._database.run(
            "UPDATE item SET cid = ?, payload = ? WHERE id = ?",
            target,
            self._payloads.seal(self._keyring, row, target, payload),
            item_id,
        )
        self._roster.enter(target.hex(), item_id)
        self._drop(item_id)
        self._shelve(target, row)
        self._care_for(row, record)

    def replace_vectors(self, ids: Sequence[int], placed: Placed) -> None:
        """Gives open items other vectors. *Shape:* ids (n,), as `placed`."""
        self._require_transaction()
        every = np.array(ids, np.uint32)
        homes = [self._home_of(item_id) for item_id in ids]
        for cid in dict.fromkeys(homes):
            at = np.array([n for n, home in enumerate(homes) if home == cid], np.intp)
            mine = placed.taken(at)
            self._shelves.replace_vectors(self._keyring, self._roster, cid, every[at], mine)
        self._placed.append((every, placed))

    def erase(self, ids: Sequence[int], certificate: bytes) -> int:
        """Deletes items: their rows now, and every key on their path. Gives how many there were.

        In a closed class the payload goes now, and the row and its keys at the next step-up.
        """
        self._require_transaction()
        homes: dict[bytes, list[int]] = {}
        for item_id in dict.fromkeys(ids):
            if self.exists(item_id):
                homes.setdefault(self._home_of(item_id), []).append(item_id)
        if not homes:
            return 0
        number = self._upkeep.write_certificate(certificate)
        self._root_is_due = True
        for cid, mine in homes.items():
            is_open = self._keyring.classes[cid].is_open
            if is_open:
                self._shelves.remove(self._keyring, self._roster, cid, mine)
            for item_id in mine:
                self._bury(cid, item_id, number, pending=None if is_open else cid)
        return sum(map(len, homes.values()))

    def _bury(self, cid: bytes, item_id: int, certificate: int, pending: bytes | None) -> None:
        self._database.run("DELETE FROM item WHERE id = ?", item_id)
        gone = sum(
            self._database.run(f"DELETE FROM {table} WHERE id = ?", item_id).rowcount
            for table in ("tail", "inbox")
        )
        self._upkeep.bury(self._roster, item_id, certificate, pending)
        self._refaded[item_id] = False
        if pending is None or gone:  # else its row waits in a segment, and is counted till then
            self._roster.leave(cid.hex(), item_id)
        self._drop(item_id)

    def pass_over(self, item_id: int) -> None:
        """Never gives an id up to this one again: a later state of this vault had given it."""
        self._require_transaction()
        self._roster.pass_over(item_id)

    def exists(self, item_id: int) -> bool:
        """Tells whether an item is stored, in an open or a closed class."""
        return 0 < item_id <= MAX_ID and self._home(item_id) is not None

    def is_closed(self, item_id: int) -> bool:
        """Tells whether an item lies in a class that is closed."""
        cid = self._home(item_id)
        return cid is not None and not self._keyring.classes[cid].is_open

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

    def read_basis(self) -> bytes:
        """Gives what the owner's own encoder is projected by, as it was written.

        The settings say what its bytes hash to, so an older one does not fit.

        Raises:
            IntegrityError: there is none, or it was changed.
        """
        row = self._database.one("SELECT v FROM meta WHERE k = ?", _BASIS)
        if row is None or not isinstance(row[0], bytes):
            raise IntegrityError("encoder.basis")
        return unseal(self._keyring.named[UPKEEP_KEY], row[0], self._keyring.place(_BASIS))

    def write_basis(self, basis: bytes) -> None:
        """Replaces what the owner's own encoder is projected by."""
        self._require_transaction()
        sealed = seal(self._keyring.named[UPKEEP_KEY], basis, self._keyring.place(_BASIS))
        self._database.run("INSERT OR REPLACE INTO meta (k, v) VALUES (?, ?)", _BASIS, sealed)

    def write_settings(self, settings: bytes) -> None:
        """Replaces the vault's settings."""
        self._require_transaction()
        write_settings(self._database, self._keyring, self._roster, settings)

    # -- inside

    def load_rows(self) -> None:
        """Reads the rows of all open classes into RAM.

        Raises:
            IntegrityError: rows are missing, or a directory was changed.
        """
        self._load([cid for cid, keys in self._keyring.classes.items() if keys.is_open])

    def _load(self, classes: Iterable[bytes]) -> None:
        for cid in classes:
            self._columns[cid], damage = self._shelves.load(
                self._keyring, self._roster, cid, self._layout
            )
            self.damage += damage
            for item_id in self._upkeep.pending(cid):  # deleted, but its keys wait
                self._columns[cid].drop(item_id)

    def _find(self, item_id: int) -> tuple[bytes, Chunk, int] | None:
        for look in (ClassColumns.seen, ClassColumns.find):
            for cid, columns in self._columns.items():
                found = look(columns, item_id)
                if found is not None:
                    return cid, *found
        return None

    def _care_for(self, row: Rows, record: RuleRecord) -> None:
        item_id, care = int(row["id"][0]), None
        if record.class_name.needs_step_up:
            created = int(row["created"][0])
            retain_s = None if record.held else record.retain_s
            expires = None if retain_s is None else created + retain_s
            care = Care(expires, int(row["at"][0]), int(row["conversation"][0]))
        self._upkeep.write_care(self._roster, item_id, care)

    def _shelve(self, cid: bytes, row: Rows) -> None:
        """Puts a row into its class: the tail of an open one, the inbox of a closed one."""
        item_id = int(row["id"][0])
        if self._keyring.classes[cid].is_open:
            self._shelves.put(self._keyring, cid, row)
            self._fresh[item_id] = (cid, row)
        else:
            self._inbox.put(self._keyring, cid, row)

    def _finish_deletes(self, cid: bytes) -> None:
        """Empties the slots of what was deleted while the class was closed, and replaces its keys.

        What lies in a damaged segment waits on: nothing is said to be erased that is not.
        """
        waiting = self._upkeep.pending(cid)
        if not waiting:
            return
        keyring, roster = self._keyring.copy(), self._roster.copy()
        directories = dict(self._shelves.directories)
        try:
            with self._database.savepoint():
                inside = self._shelves.present(self._keyring, cid, waiting)
                self._shelves.remove(self._keyring, self._roster, cid, inside, tail=True)
                for item_id in inside:
                    self._roster.leave(cid.hex(), item_id)
                self._upkeep.finish(self._roster, waiting)
        except IntegrityError:
            self._keyring, self._roster = keyring, roster
            self._shelves.directories = directories
            self._shelves.recount()
        else:
            self._root_is_due = True

    def _home(self, item_id: int) -> bytes | None:
        """The class that an item is in, or None where there is no such item."""
        row = self._database.one("SELECT cid FROM item WHERE id = ?", item_id)
        if row is None:
            return None
        if not isinstance(row[0], bytes) or row[0] not in self._keyring.classes:
            raise IntegrityError("vault.damaged")
        return row[0]

    def _home_of(self, item_id: int) -> bytes:
        """The class that an item is in, which is there."""
        cid = self._home(item_id)
        if cid is None:
            raise IntegrityError("vault.damaged")
        return cid

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
        self._placed.clear()
        self._refaded.clear()
        self._root_is_due = False

    def _take_changes(self) -> None:
        """Brings RAM to what was committed."""
        for item_id in self._gone:
            for columns in self._columns.values():
                columns.drop(item_id)
        for cid in {cid for cid, _ in self._fresh.values()}:
            added = [row for owner, row in self._fresh.values() if owner == cid]
            self._columns[cid].add(joined(added))
        for ids, placed in self._placed:
            for columns in self._columns.values():
                for chunk in columns.chunks():
                    chunk.place(ids, placed)
        self._follow_faded()
        self._forget_changes()

    def _follow_faded(self) -> None:
        """Brings what is known to have faded to what was committed."""
        if self._faded is None:
            return
        ids = np.fromiter(self._refaded, np.uint32, len(self._refaded))
        fades = np.fromiter(self._refaded.values(), np.bool_, len(self._refaded))
        at = np.minimum(np.searchsorted(self._faded, ids), max(len(self._faded) - 1, 0))
        faded = self._faded[at] == ids if len(self._faded) else np.zeros(len(ids), np.bool_)
        if (fades != faded).any():
            left = np.setdiff1d(self._faded, ids[~fades])
            self._faded = np.union1d(left, ids[fades])
