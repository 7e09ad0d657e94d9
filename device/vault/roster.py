"""The roster: which items there are, vouched for under the vault's keys.

Every row of a vault is sealed, but a row that is missing, or moved to another class or segment,
leaves no broken seal behind. The roster keeps the next id, and for each class how many items it has
and the sum of their ids. Rows cannot be added without the keys, so rows that are gone change the
count.

Not protected: a file put back to an older state as a whole, its roster included.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Final

from device.errors import IntegrityError
from device.vault.database import Database
from device.vault.keyring import UPKEEP_KEY, Keyring
from device.vault.seal import seal, unseal

_ROSTER: Final = "roster"
_LAST_ID: Final = 2**63 - 1  # of SQLite
_TABLES: Final = {
    "upkeep": "upkeep",
    "usage": "usage",
    "tombstone": "tombstone",
    "pending": "tombstone WHERE pending <> 0",
}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows a list has, and the sum of their ids."""

    count: int = 0
    total: int = 0

    def with_(self, item_id: int) -> Tally:
        """Gives the tally with one row more."""
        return Tally(self.count + 1, self.total + item_id)

    def without(self, item_id: int) -> Tally:
        """Gives the tally with one row less."""
        return Tally(self.count - 1, self.total - item_id)


class Roster:
    """Tallies of one unlocked vault. Changes are written by `flush`, in the caller's transaction.

    The lists are the classes by their ids in hex, and `usage`, `tombstone` and `pending`; `upkeep`
    has one row for every item, so it needs no tally of its own.
    """

    def __init__(self, next_id: int, lists: dict[str, Tally]) -> None:
        self.next_id = next_id
        self._lists = lists
        self._changed = False
        self._log_size = 0
        self._settings: str | None = None  # a vault whose settings were never changed has none

    @classmethod
    def create(cls, database: Database, keyring: Keyring) -> Roster:
        """Starts the roster of a new vault."""
        roster = cls(1, {})
        roster._changed = True
        roster.flush(database, keyring, 0)
        return roster

    @classmethod
    def read(cls, database: Database, keyring: Keyring) -> Roster:
        """Reads the roster and checks what is stored against it.

        Raises:
            IntegrityError: it is missing or changed, or rows are missing or were moved.
        """
        row = database.one("SELECT v FROM meta WHERE k = ?", _ROSTER)
        if row is None or not isinstance(row[0], bytes):
            raise IntegrityError("vault.items_missing")
        found = json.loads(unseal(keyring.named[UPKEEP_KEY], row[0], keyring.place(_ROSTER)))
        lists = {name: Tally(*tally) for name, tally in found["lists"].items()}
        stored = _stored(database)
        upkeep = stored.pop("upkeep", Tally())
        items = [stored[name] for name in stored if name not in _TABLES]
        every = Tally(sum(one.count for one in items), sum(one.total for one in items))
        if upkeep != every or stored != {name: one for name, one in lists.items() if one.count}:
            raise IntegrityError("vault.items_missing")
        roster = cls(found["next"], lists)
        roster._log_size = found["log"]
        roster._settings = found.get("settings")
        return roster

    def copy(self) -> Roster:
        """Gives a copy to fall back to where a transaction fails."""
        twin = Roster(self.next_id, dict(self._lists))
        twin._log_size = self._log_size
        twin._settings = self._settings
        return twin

    def take_id(self) -> int:
        """Gives the next id, which was never given before."""
        if self.next_id >= _LAST_ID:
            raise IntegrityError("vault.items_missing")
        self.next_id += 1
        self._changed = True
        return self.next_id - 1

    def enter(self, name: str, item_id: int) -> None:
        """Notes that a list has one row more."""
        self._lists[name] = self._lists.get(name, Tally()).with_(item_id)
        self._changed = True

    def leave(self, name: str, item_id: int) -> None:
        """Notes that a list has one row less."""
        self._lists[name] = self._lists.get(name, Tally()).without(item_id)
        self._changed = True

    def clear(self, name: str) -> None:
        """Notes that a list is empty."""
        self._lists.pop(name, None)
        self._changed = True

    def note_settings(self, sealed: bytes) -> None:
        """Notes which settings stand, so that older ones (a consent since withdrawn) do not fit."""
        self._settings = hashlib.sha256(sealed).hexdigest()
        self._changed = True

    def require_settings(self, sealed: bytes) -> None:
        """Checks that these are the settings that were written last.

        Raises:
            IntegrityError: they were put back to an older state.
        """
        if self._settings not in {None, hashlib.sha256(sealed).hexdigest()}:
            raise IntegrityError("vault.damaged")

    def require_log(self, size: int) -> None:
        """Checks that the log is as long as when the roster was written.

        Raises:
            IntegrityError: the one or the other was put back to an older state.
        """
        if size != self._log_size:
            raise IntegrityError("vault.log_damaged", seq=min(size, self._log_size))

    def flush(self, database: Database, keyring: Keyring, log_size: int) -> None:
        """Writes the roster if it, or the length of the log, changed."""
        if self._changed or log_size != self._log_size:
            lists = {name: (one.count, one.total) for name, one in self._lists.items()}
            found = {"next": self.next_id, "lists": lists, "log": log_size}
            if self._settings is not None:
                found["settings"] = self._settings
            data = json.dumps(found).encode()
            sealed = seal(keyring.named[UPKEEP_KEY], data, keyring.place(_ROSTER))
            database.run("INSERT OR REPLACE INTO meta (k, v) VALUES (?, ?)", _ROSTER, sealed)
            self._changed = False
            self._log_size = log_size


def _stored(database: Database) -> dict[str, Tally]:
    """Tallies what the file holds."""
    tallies = {}
    for name, where in _TABLES.items():
        count, total = database.one(f"SELECT count(*), coalesce(sum(id), 0) FROM {where}") or (0, 0)
        tallies[name] = Tally(int(str(count)), int(str(total)))
    for cid, count, total in database.all("SELECT cid, count(*), sum(id) FROM item GROUP BY cid"):
        if not isinstance(cid, bytes):
            raise IntegrityError("vault.items_missing")
        tallies[cid.hex()] = Tally(int(str(count)), int(str(total)))
    return {name: one for name, one in tallies.items() if one.count}
