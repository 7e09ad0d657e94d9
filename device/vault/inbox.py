"""What is written while its class is closed: sealed to the class's public key until a step-up."""

from __future__ import annotations

from device.errors import IntegrityError
from device.vault.database import Database
from device.vault.keyring import Keyring
from device.vault.rows import Rows, read_row
from device.vault.shelves import Shelves


class Inbox:
    """The inboxes of all classes. Writes belong into the caller's transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, keyring: Keyring, cid: bytes, row: Rows) -> None:
        """Seals a row to a closed class. *Shape:* (1,) of FULL_ROW."""
        item_id = int(row["id"][0])
        place = keyring.place("inbox", cid, item_id)
        self._database.run(
            "INSERT INTO inbox (id, cid, sealed) VALUES (?, ?, ?)",
            item_id,
            cid,
            keyring.seal_to_inbox(cid, row.tobytes(), place),
        )

    def fold(self, keyring: Keyring, shelves: Shelves, cid: bytes) -> None:
        """Moves what waits for a class, which is open now, into its tail.

        Raises:
            IntegrityError: something of it was changed.
        """
        private = keyring.inbox_private(self._database, cid)
        for item_id, sealed in self._database.all(
            "SELECT id, sealed FROM inbox WHERE cid = ?", cid
        ):
            if not isinstance(item_id, int) or not isinstance(sealed, bytes):
                raise IntegrityError("vault.damaged")
            place = keyring.place("inbox", cid, item_id)
            shelves.put(keyring, cid, read_row(keyring.open_from_inbox(private, sealed, place)))
        self._database.run("DELETE FROM inbox WHERE cid = ?", cid)
