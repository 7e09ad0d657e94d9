"""Where memories were said, as numbers: so that all that came from one conversation can be found.

A title is kept as a keyed hash alone. Its words stand in the payloads, and go with them.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from device.errors import IntegrityError
from device.vault.database import Database
from device.vault.keyring import NAMES_KEY, RULES_KEY, Keyring
from device.vault.roster import Roster
from device.vault.seal import context, derive, keyed_hash, seal, unseal

TYPED: Final = 0  # the number of what was said in no conversation


class Conversations:
    """The conversations of one unlocked vault. Writes belong into the caller's transaction."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._key = keyring.named[RULES_KEY]
        self._names_key = derive(keyring.named[NAMES_KEY], "conversation")
        self._vault_id = keyring.header.vault

    def find(self, title: str) -> int | None:
        """Gives the number of a conversation, or None where there is none of this title.

        Raises:
            IntegrityError: its number was changed.
        """
        name = self._name(title)
        row = self._database.one("SELECT number, sealed FROM conversation WHERE name = ?", name)
        if row is None:
            return None
        number, sealed = row
        if not isinstance(number, int) or not isinstance(sealed, bytes):
            raise IntegrityError("vault.damaged")
        if unseal(self._key, sealed, self._place(number)) != name:
            raise IntegrityError("vault.damaged")
        return number

    def number(self, roster: Roster, title: str) -> int:
        """Gives the number of a conversation; a new one is stored. No title: `TYPED`."""
        if not title:
            return TYPED
        number = self.find(title)
        if number is None:
            name = self._name(title)
            number = self._database.insert(
                "INSERT INTO conversation (name, sealed) VALUES (?, x'')", name
            )
            sealed = seal(self._key, name, self._place(number))
            self._database.run(
                "UPDATE conversation SET sealed = ? WHERE number = ?", sealed, number
            )
            roster.enter("conversation", number)
        return number

    def _name(self, title: str) -> bytes:
        same = " ".join(unicodedata.normalize("NFKC", title).split())
        return keyed_hash(self._names_key, same.encode("utf-8", "surrogatepass"))

    def _place(self, number: int) -> bytes:
        return context("conversation", self._vault_id, number)
