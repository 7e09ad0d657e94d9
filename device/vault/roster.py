"""The roster: which items there are, vouched for under the vault's keys.

Every row of a vault is sealed, but a row that is missing, or moved to another class or segment,
leaves no broken seal behind. The roster keeps the next id, for each class how many items it has and
the sum of their ids, and the generation of its directory. Rows cannot be added without the keys, so
rows that are gone change the count.

Not protected: a file put back to an older state as a whole, its roster included, where no keystore
counts; and a payload whose row was cut out, which is seen when it is asked for.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any, Final

from device.errors import IntegrityError
from device.vault.database import Database
from device.vault.keyring import UPKEEP_KEY, Keyring
from device.vault.rows import MAX_ID
from device.vault.seal import seal, unseal

_ROSTER: Final = "roster"
_MARKS: Final = 1 << 128
# Lists that are counted at unlock; `upkeep`, which is long, before an import.
_SHORT: Final = {
    "usage": "usage",
    "tombstone": "tombstone",
    "pending": "tombstone WHERE pending <> x''",
    "care": "care",
    "conversation": "conversation",
}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows a list has, and the sum of their ids."""

    count: int = 0
    total: int = 0

    def plus(self, count: int, total: int) -> Tally:
        """Gives the tally with more rows."""
        return Tally(self.count + count, self.total + total)

    def with_(self, item_id: int) -> Tally:
        """Gives the tally with one row more."""
        return self.plus(1, item_id)

    def without(self, item_id: int) -> Tally:
        """Gives the tally with one row less."""
        return self.plus(-1, -item_id)


class Roster:
    """Tallies of one unlocked vault. Changes are written by `flush`, in the caller's transaction.

    The lists are the classes by their ids in hex, `upkeep`, and those counted at unlock.
    """

    def __init__(self, found: dict[str, Any]) -> None:
        self.next_id: int = found["next_id"]
        self._next_segment: int = found["next_segment"]
        self._log_size: int = found["log"]
        self._settings: str | None = found["settings"]
        self._generations: dict[str, int] = dict(found["generations"])
        self._lists = {name: Tally(*tally) for name, tally in found["lists"].items()}
        self._marks: dict[str, int] = dict(found["marks"])
        self._changed = False

    @classmethod
    def create(cls) -> Roster:
        """Starts the roster of a new vault; `flush` writes it."""
        empty = {"next_id": 1, "next_segment": 1, "log": 0, "settings": None}
        return cls({**empty, "generations": {}, "lists": {}, "marks": {}})

    @classmethod
    def read(cls, database: Database, keyring: Keyring) -> Roster:
        """Reads the roster and checks the short lists against it.

        Raises:
            IntegrityError: it is missing or changed, or rows are missing or were moved.
        """
        row = database.one("SELECT v FROM meta WHERE k = ?", _ROSTER)
        if row is None or not isinstance(row[0], bytes):
            raise IntegrityError("vault.items_missing")
        roster = cls(json.loads(unseal(keyring.named[UPKEEP_KEY], row[0], keyring.place(_ROSTER))))
        for name, where in _SHORT.items():
            roster.require(name, _stored(database, where))
        return roster

    def require(self, name: str, found: Tally) -> None:
        """Checks a list against what was found of it.

        Raises:
            IntegrityError: rows are missing, or were moved.
        """
        if found != self._lists.get(name, Tally()):
            raise IntegrityError("vault.items_missing")

    def require_upkeep(self, database: Database) -> None:
        """Checks the upkeep records, of which there are as many as imported messages."""
        self.require("upkeep", _stored(database, "upkeep"))

    def copy(self) -> Roster:
        """Gives a copy to fall back to where a transaction fails."""
        return Roster(self._state())

    def take_id(self) -> int:
        """Gives the next id, which was never given before."""
        if self.next_id > MAX_ID:
            raise IntegrityError("vault.items_missing")
        self.next_id += 1
        self._changed = True
        return self.next_id - 1

    def pass_over(self, item_id: int) -> None:
        """Makes sure that no id up to this one is given again."""
        if item_id >= self.next_id:
            self.next_id = item_id + 1
            self._changed = True

    def take_segment(self) -> int:
        """Gives the number of a new segment."""
        self._next_segment += 1
        self._changed = True
        return self._next_segment - 1

    def generation(self, cid: bytes) -> int:
        """Tells which generation of a class's directory stands."""
        return self._generations.get(cid.hex(), 0)

    def next_generation(self, cid: bytes) -> int:
        """Counts a class's directory one further, and gives the new generation."""
        self._generations[cid.hex()] = self.generation(cid) + 1
        self._changed = True
        return self._generations[cid.hex()]

    def count(self, name: str) -> int:
        """Tells how many rows a list has."""
        return self._lists.get(name, Tally()).count

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

    def mark(self, name: str) -> int:
        """Gives the mark of a list: the sum of what its rows stand for, modulo 2^128."""
        return self._marks.get(name, 0)

    def move_mark(self, name: str, by: int) -> None:
        """Notes that rows of a list were written or went, so that older ones do not fit."""
        self._marks[name] = (self.mark(name) + by) % _MARKS
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
        if self._settings != hashlib.sha256(sealed).hexdigest():
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
            self._log_size = log_size
            data = json.dumps(self._state()).encode()
            sealed = seal(keyring.named[UPKEEP_KEY], data, keyring.place(_ROSTER))
            database.run("INSERT OR REPLACE INTO meta (k, v) VALUES (?, ?)", _ROSTER, sealed)
            self._changed = False

    def _state(self) -> dict[str, Any]:
        return {
            "next_id": self.next_id,
            "next_segment": self._next_segment,
            "log": self._log_size,
            "settings": self._settings,
            "generations": dict(self._generations),
            "marks": dict(self._marks),
            "lists": {k: (one.count, one.total) for k, one in self._lists.items() if one.count},
        }


def write_settings(database: Database, keyring: Keyring, roster: Roster, settings: bytes) -> None:
    """Seals the vault's settings, and has the roster vouch for them."""
    sealed = seal(keyring.named[UPKEEP_KEY], settings, keyring.place("settings"))
    database.run("INSERT OR REPLACE INTO meta (k, v) VALUES ('settings', ?)", sealed)
    roster.note_settings(sealed)


def _stored(database: Database, where: str) -> Tally:
    key = "number" if where == "conversation" else "id"
    count, total = database.one(f"SELECT count(*), coalesce(sum({key}), 0) FROM {where}") or (0, 0)
    return Tally(int(str(count)), int(str(total)))
