"""The vault's transparency log: leaves commit with what they tell of, and never change.

Invariants:
1. An event is appended inside the transaction of the act that it records, or, for a read, in one
   that committed before the read: a crash can only over-report.
2. Opening an item takes a receipt, and only a committed event gives one. No log, no read.
3. A receipt opens the items that its event names, each once.
4. The tree's right edge is sealed beside the leaves; leaves that were cut off or changed do not fit
   it.

Not protected: a whole file put back to an older state. A witness that holds a later checkpoint sees
it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from compliance.log.checkpoint import Checkpoint
from compliance.log.events import Event
from compliance.log.merkle import Frontier, leaf_hash, root
from compliance.log.note import Signer
from device.errors import IntegrityError
from device.vault.database import Database
from device.vault.keyring import DEVICE_KEY, LOG_KEY, Keyring
from device.vault.seal import context, seal, unseal

_FRONTIER: Final = "frontier"


@dataclass(frozen=True, slots=True, eq=False)
class Receipt:
    """Proof that an event was committed; hands out the items that it names, once each.

    *Shape:* ids (n,), ascending: an index door may open a million at once.
    """

    seq: int
    ids: npt.NDArray[np.uint32]


@dataclass(slots=True)
class _Left:
    """Which ids of a receipt were not opened yet. *Shape:* ids (n,)."""

    ids: npt.NDArray[np.bool_]
    count: int


class Journal:
    """Appends and reads the log of one unlocked vault."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._log_key = keyring.named[LOG_KEY]
        self._vault_id = keyring.header.vault  # not the keyring: it is put back where a write fails
        self.signer = Signer(f"bojagi/{keyring.header.vault}", keyring.named[DEVICE_KEY])
        self._live: dict[Receipt, _Left] = {}
        self._waiting: list[Receipt] = []
        self._frontier = self._committed = self._read_frontier()

    @property
    def size(self) -> int:
        """How many events were committed, or are about to be."""
        return self._frontier.size

    def append(self, event: Event, opens: Iterable[int] = ()) -> Receipt:
        """Appends an event to the transaction that is under way.

        The receipt is good once it committed.
        """
        if not self._database.in_transaction:
            raise RuntimeError("an event is appended inside a transaction")
        leaf = event.to_leaf()
        seq = self._frontier.size
        hashed = leaf_hash(leaf)
        self._database.run(
            "INSERT INTO audit (seq, leaf, sealed) VALUES (?, ?, ?)",
            seq,
            hashed,
            seal(self._log_key, leaf, self._place("audit", seq)),
        )
        self._frontier = self._frontier.append(hashed)
        self._write_frontier()
        receipt = Receipt(seq, np.array(sorted(set(opens)), np.uint32))
        self._waiting.append(receipt)
        return receipt

    def committed(self) -> None:
        """The transaction is on disk: its receipts are good."""
        for receipt in self._waiting:
            if len(receipt.ids):
                every = np.ones(len(receipt.ids), np.bool_)
                self._live[receipt] = _Left(every, len(receipt.ids))
        self._waiting.clear()
        self._committed = self._frontier

    def rolled_back(self) -> None:
        """The transaction never was: neither were its events."""
        self._waiting.clear()
        self._frontier = self._committed

    def redeem(self, receipt: Receipt, item_id: int) -> None:
        """Takes one item off a receipt.

        Raises:
            RuntimeError: its event is not committed, does not name the item, or was used for it
            already.
        """
        left = self._live.get(receipt)
        # As the array's own type: another would have all of it copied.
        at = int(np.searchsorted(receipt.ids, np.uint32(item_id)))
        if left is None or at == len(left.ids) or receipt.ids[at] != item_id or not left.ids[at]:
            raise RuntimeError("no committed event allows this item to be opened")
        left.ids[at] = False
        left.count -= 1
        if not left.count:
            del self._live[receipt]

    def spend(self, receipt: Receipt) -> None:
        """Takes a receipt away, whatever it has not been used for."""
        self._live.pop(receipt, None)

    def leaves(self) -> Iterator[tuple[int, bytes]]:
        """Gives every leaf in order.

        Raises:
            IntegrityError: a row was changed, swapped or cut off.
        """
        expected = 0
        for seq, hashed, sealed in self._database.all(
            "SELECT seq, leaf, sealed FROM audit ORDER BY seq"
        ):
            if seq != expected or not isinstance(sealed, bytes):
                raise IntegrityError("vault.log_damaged", seq=expected)
            leaf = unseal(self._log_key, sealed, self._place("audit", expected))
            if leaf_hash(leaf) != hashed:
                raise IntegrityError("vault.log_damaged", seq=expected)
            yield expected, leaf
            expected += 1
        if expected != self._frontier.size:
            raise IntegrityError("vault.log_damaged", seq=expected)

    def leaf(self, seq: int) -> bytes:
        """Gives one leaf.

        Raises:
            IntegrityError: it was changed, or is not there.
        """
        row = self._database.one("SELECT leaf, sealed FROM audit WHERE seq = ?", seq)
        if row is None or not isinstance(row[1], bytes):
            raise IntegrityError("vault.log_damaged", seq=seq)
        leaf = unseal(self._log_key, row[1], self._place("audit", seq))
        if leaf_hash(leaf) != row[0]:
            raise IntegrityError("vault.log_damaged", seq=seq)
        return leaf

    def verify(self) -> int:
        """Reads the whole log again and checks it against the sealed edge.

        Gives the number of events.

        Raises:
            IntegrityError: it does not fit.
        """
        hashes = [leaf_hash(leaf) for _, leaf in self.leaves()]
        if root(hashes) != self._frontier.root():
            raise IntegrityError("vault.log_damaged", seq=len(hashes))
        return len(hashes)

    def checkpoint(self) -> str:
        """Signs the log as it stands, as a C2SP checkpoint."""
        return self.signer.sign(
            Checkpoint(self.signer.name, self._frontier.size, self._frontier.root()).to_text()
        )

    def keep_checkpoint(self) -> None:
        """Seals a signed checkpoint of the present size, in the transaction that is under way."""
        size = self._frontier.size
        sealed = seal(self._log_key, self.checkpoint().encode(), self._place("checkpoint", size))
        self._database.run(
            "INSERT OR REPLACE INTO checkpoint (size, sealed) VALUES (?, ?)", size, sealed
        )

    def _place(self, table: str, *parts: bytes | int | str) -> bytes:
        return context(table, self._vault_id, *parts)

    def _read_frontier(self) -> Frontier:
        row = self._database.one("SELECT v FROM meta WHERE k = ?", _FRONTIER)
        if row is None or not isinstance(row[0], bytes):
            raise IntegrityError("vault.log_damaged", seq=0)
        frontier = Frontier.from_bytes(unseal(self._log_key, row[0], self._place(_FRONTIER)))
        (count,) = self._database.one("SELECT coalesce(max(seq) + 1, 0) FROM audit") or (0,)
        if count != frontier.size:
            raise IntegrityError("vault.log_damaged", seq=frontier.size)
        return frontier

    @staticmethod
    def create(database: Database, keyring: Keyring) -> None:
        """Starts the log of a new vault, in the caller's transaction."""
        edge = Frontier.empty().to_bytes()
        sealed = seal(keyring.named[LOG_KEY], edge, keyring.place(_FRONTIER))
        database.run("INSERT INTO meta (k, v) VALUES (?, ?)", _FRONTIER, sealed)

    def forget(self) -> None:
        """Lets the keys go."""
        self._log_key = b""
        self._live.clear()
        del self.signer

    def _write_frontier(self) -> None:
        sealed = seal(self._log_key, self._frontier.to_bytes(), self._place(_FRONTIER))
        self._database.run("INSERT OR REPLACE INTO meta (k, v) VALUES (?, ?)", _FRONTIER, sealed)
