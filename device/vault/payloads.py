"""Payloads: the texts of memories, each sealed under its item's own secret.

A payload is bound to vault, id, class, format and rule hash: moved to another item, or given a
milder rule, it does not open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from device.errors import IntegrityError
from device.vault.database import Database
from device.vault.keyring import Keyring
from device.vault.rows import Rows
from device.vault.rulebook import Rulebook
from device.vault.seal import derive, keyed_hash, pad, seal, unpad, unseal
from device.vault.shelves import Shelves


@dataclass(frozen=True, slots=True)
class Held:
    """Names of items in the log, and what opens them, for as long as one opening lasts.

    Attributes:
        sealed: Class and sealed payload; an item whose payload was cut out has none.
    """

    names: dict[int, str]
    secrets: dict[int, bytes] = field(repr=False)
    sealed: dict[int, tuple[bytes, bytes]] = field(repr=False)


def name_of(row: Rows) -> str:
    """Gives an item's name in the log: nobody without its salt can tell which item it is.

    *Shape:* row (1,) with `salt`, and its id.
    """
    return _name(row["salt"].tobytes(), int(row["id"][0]))


class Payloads:
    """Seals and opens the payloads of one unlocked vault."""

    def __init__(self, database: Database, rulebook: Rulebook) -> None:
        self._database = database
        self._rulebook = rulebook

    def seal(self, keyring: Keyring, row: Rows, cid: bytes, payload: bytes) -> bytes:
        """Seals a payload for its row. *Shape:* row (1,) of FULL_ROW."""
        key = derive(row["secret"].tobytes(), "payload")
        place = self._place(keyring, int(row["id"][0]), cid, int(row["rule"][0]))
        return seal(key, pad(payload), place)

    def hold(
        self, keyring: Keyring, shelves: Shelves, ids_by_class: Mapping[bytes, Sequence[int]]
    ) -> Held:
        """Gives what opens items of open classes.

        Raises:
            IntegrityError: a segment that holds one of them does not open.
        """
        every = [item_id for mine in ids_by_class.values() for item_id in mine]
        held = Held({}, {}, dict(self._stored(every)))
        for cid, mine in ids_by_class.items():
            for item_id, (secret, salt) in shelves.secrets(keyring, cid, mine).items():
                held.names[item_id] = _name(salt, item_id)
                held.secrets[item_id] = secret
        return held

    def open(self, keyring: Keyring, item_id: int, rid: int, held: Held) -> bytes:
        """Opens one payload.

        Raises:
            IntegrityError: the payload, its rule or its class was changed.
        """
        if item_id not in held.sealed or item_id not in held.secrets:
            raise IntegrityError("vault.row_damaged", id=item_id)
        cid, payload = held.sealed[item_id]
        key = derive(held.secrets[item_id], "payload")
        try:
            return unpad(unseal(key, payload, self._place(keyring, item_id, cid, rid)))
        except IntegrityError as error:
            raise IntegrityError("vault.row_damaged", id=item_id) from error

    def _stored(self, ids: Sequence[int]) -> Iterator[tuple[int, tuple[bytes, bytes]]]:
        for item_id, cid, payload in self._database.some(
            "SELECT id, cid, payload FROM item WHERE id IN", ids
        ):
            if isinstance(item_id, int) and isinstance(cid, bytes) and isinstance(payload, bytes):
                yield item_id, (cid, payload)

    def _place(self, keyring: Keyring, item_id: int, cid: bytes, rid: int) -> bytes:
        return keyring.place("item", item_id, cid, self._rulebook.digest(rid))


def _name(salt: bytes, item_id: int) -> str:
    return keyed_hash(salt, str(item_id).encode()).hex()
