"""The roster: which items there are, vouched for under the vault's keys.

Every row of a vault is sealed, but a row that is missing, or moved to another class or segment,
leaves no broken seal behind. The roster keeps the next id, and for each class how many items it has
and the sum of their ids. Rows cannot be added without the keys, so rows that are gone change the
count.

Not protected: a file put back to an older state as a whole, its roster included.
"""

from __future__ import annotations

import json
from typing import Final

from device.errors import IntegrityError
from device.vault.database import Database
from device.vault.keyring import UPKEEP_KEY, Keyring
from device.vault.seal import seal, unseal

_ROSTER: Final = "roster"
_SQLITE_IDS: Final = 2**63 - 1


class Roster:
    """Counts of one unlocked vault. Changes are written by `flush`, in the caller's transaction."""

    def __init__(self, next_id: int, classes: dict[str, tuple[int, int]]) -> None:
        self.next_id = next_id
        self._classes = classes
        self._changed = False

    @classmethod
    def create(cls, database: Database, keyring: Keyring) -> Roster:
        """Starts the roster of a new vault."""
        roster = cls(1, {})
        roster._changed = True
        roster.flush(database, keyring)
        return roster

    @classmethod
    def read(cls, database: Database, keyring: Keyring) -> Roster:
        """Reads the roster and checks the items against it.

        Raises:
            IntegrityError: it is missing or changed, or items are missing or were moved.
        """
        row = database.one("SELECT v FROM meta WHERE k = ?", _ROSTER)
        if row is None or not isinstance(row[0], bytes):
            raise IntegrityError("vault.items_missing")
        found = json.loads(unseal(keyring.named[UPKEEP_KEY], row[0], keyring.place(_ROSTER)))
        roster = cls(
            found["next"], {cid: (n, total) for cid, (n, total) in found["classes"].items()}
        )
        listed: dict[str, tuple[int, int]] = {}
        for cid, count, total, last in database.all(
            "SELECT cid, count(*), sum(id), max(id) FROM item GROUP BY cid"
        ):
            if not isinstance(cid, bytes) or not isinstance(last, int) or last >= roster.next_id:
                raise IntegrityError("vault.items_missing")
            listed[cid.hex()] = (int(str(count)), int(str(total)))
        if listed != {cid: counts for cid, counts in roster._classes.items() if counts[0]}:
            raise IntegrityError("vault.items_missing")
        return roster

    def copy(self) -> Roster:
        """Gives a copy to fall back to where a transaction fails."""
        return Roster(self.next_id, dict(self._classes))

    def take_id(self) -> int:
        """Gives the next id, which was never given before."""
        if self.next_id >= _SQLITE_IDS:
            raise IntegrityError("vault.items_missing")
        self.next_id += 1
        self._changed = True
        return self.next_id - 1

    def enter(self, cid: bytes, item_id: int) -> None:
        """Notes that a class has one item more."""
        count, total = self._classes.get(cid.hex(), (0, 0))
        self._classes[cid.hex()] = (count + 1, total + item_id)
        self._changed = True

    def leave(self, cid: bytes, item_id: int) -> None:
        """Notes that a class has one item less."""
        count, total = self._classes.get(cid.hex(), (0, 0))
        self._classes[cid.hex()] = (count - 1, total - item_id)
        self._changed = True

    def flush(self, database: Database, keyring: Keyring) -> None:
        """Writes the roster if it changed."""
        if self._changed:
            data = json.dumps({"next": self.next_id, "classes": self._classes}).encode()
            sealed = seal(keyring.named[UPKEEP_KEY], data, keyring.place(_ROSTER))
            database.run("INSERT OR REPLACE INTO meta (k, v) VALUES (?, ?)", _ROSTER, sealed)
            self._changed = False
