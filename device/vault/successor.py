"""The vault of today's format that takes the place of one of an older format.

It is written part by part, without being unlocked: rows go from the old shelves to the new ones and
never lie in RAM all together.

What stays: the vault's id and the key that signs its log, every leaf and every checkpoint byte by
byte; ids, salts, and so the names of memories in the log; codes and vectors as they were; the names
of imported messages. What is new: every other key, and so the seal of everything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import astuple
from itertools import islice
from typing import Final

import numpy as np

from compliance.log.events import Event
from device.errors import IntegrityError
from device.vault.conversations import Conversations
from device.vault.database import Database
from device.vault.format1.snapshot import Snapshot, StoredItem
from device.vault.journal import Journal
from device.vault.keyring import Keyring
from device.vault.roster import Roster
from device.vault.rows import FULL_ROW, Rows, within
from device.vault.rulebook import Rulebook
from device.vault.seal import derive, new_key, pad, seal
from device.vault.segments import SEGMENT_ROWS
from device.vault.shelves import Shelves
from device.vault.upkeep import Care, Upkeep, Usage
from policy.binding import RuleRecord
from policy.vocabulary import ClassName

_BATCH: Final = 4 * SEGMENT_ROWS  # memories a transaction


class Successor:
    """A vault that is being written. `finish` it, and close its database."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        """Takes a file that holds nothing yet, with all its classes open."""
        self._database = database
        self._keyring = keyring
        self._roster = Roster.read(database, keyring)
        self._rulebook = Rulebook(database, keyring)
        self._conversations = Conversations(database, keyring)
        self._upkeep = Upkeep(database, keyring)
        self._journal = Journal(database, keyring)
        self._shelves = Shelves(database)
        for cid in keyring.classes:
            self._shelves.open(keyring, self._roster, cid)

    def take_log(self, snapshot: Snapshot, last: Event) -> None:
        """Appends every leaf as it is, with the checkpoints between them, and one event more.

        Raises:
            IntegrityError: a checkpoint is not the one that the log's key signed at that size.
        """
        checkpoints = dict(snapshot.checkpoints())
        with self._transaction():
            for leaf in snapshot.leaves():
                self._journal.append(Event.from_leaf(leaf))
                note = checkpoints.get(self._journal.size)
                if note is not None:
                    # Ed25519 gives the same signature for the same text: nothing is signed anew.
                    if self._journal.checkpoint() != note:
                        raise IntegrityError("vault.log_damaged", seq=self._journal.size)
                    self._journal.keep_checkpoint()
            self._journal.append(last)

    def take_items(
        self, snapshot: Snapshot, describe: Callable[[bytes], tuple[str, int]]
    ) -> dict[ClassName, int]:
        """Seals every memory into the class it was in. Gives how many each class has.

        Args:
            describe: Gives of a payload the title of its conversation, and its first domain's
                place in `device.encoder.tags.DOMAINS`.
        """
        taken = dict.fromkeys(ClassName, 0)
        for batch in _batches(snapshot.items()):
            with self._transaction():
                for item in batch:
                    self._take_item(item, snapshot.records[item.rid], describe(item.payload))
                    taken[item.class_name] += 1
                for cid in self._keyring.classes:
                    self._shelves.compact(self._keyring, self._roster, cid)
        return taken

    def take_upkeep(self, snapshot: Snapshot) -> None:
        """Notes how memories were used, what is left of the deleted ones, and which ids are spent.

        No delete waits any longer: what its keys opened is not in this file.
        """
        with self._transaction():
            for item_id, usage in snapshot.usage().items():
                self._upkeep.write_usage(self._roster, item_id, Usage(*astuple(usage)))
            for one in snapshot.tombstones():
                number = self._upkeep.write_certificate(one.certificate)
                self._upkeep.write_tombstone(self._roster, one.id, one.place, number, None)
            self._roster.next_id = snapshot.next_id
            self._keyring.replace_root(self._database)
        self._database.truncate_wal()
        self._keyring.epoch.settle(self._journal.size)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._database.transaction():
            yield
            self._roster.flush(self._database, self._keyring, self._journal.size)
        self._journal.committed()

    def _take_item(self, item: StoredItem, record: RuleRecord, said: tuple[str, int]) -> None:
        title, domain = said
        cid = self._keyring.class_named(item.class_name).cid
        number = self._conversations.number(self._roster, title)
        row = _row(item, self._rulebook.number(record), number, domain)
        place = self._keyring.place("item", item.id, cid, record.digest)
        key = derive(row["secret"].tobytes(), "payload")
        self._database.run(
            "INSERT INTO item (id, cid, payload) VALUES (?, ?, ?)",
            item.id,
            cid,
            seal(key, pad(item.payload), place),
        )
        self._roster.enter(cid.hex(), item.id)
        self._shelves.put(self._keyring, cid, row)
        if item.class_name.needs_step_up:
            care = Care(item.expires, item.at, number)
            self._upkeep.write_care(self._roster, item.id, care)
        if item.source is not None or item.place is not None:
            self._upkeep.enter_names(self._roster, item.id, item.source, item.place)


def _row(item: StoredItem, rid: int, conversation: int, domain: int) -> Rows:
    row = np.zeros(1, FULL_ROW)
    row["id"], row["rule"], row["conversation"], row["domain"] = item.id, rid, conversation, domain
    row["secret"], row["salt"] = np.void(new_key()), np.void(item.salt)
    row["at"], row["created"] = within(item.at), within(item.created)
    row["languages"], row["domains"] = item.languages, item.domains
    row["encoder"], row["strength"] = item.encoder, item.strength
    row["code"], row["vector"] = item.code.view("<u8"), item.vector
    row["scale"] = item.scale
    return row


def _batches(items: Iterator[StoredItem]) -> Iterator[list[StoredItem]]:
    while batch := list(islice(items, _BATCH)):
        yield batch
