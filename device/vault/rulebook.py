"""The rule records of one vault: each distinct one sealed once, and named by number in rows."""

from __future__ import annotations

from collections.abc import Mapping

from device.errors import IntegrityError, Unavailable
from device.vault.database import Database
from device.vault.keyring import RULES_KEY, Keyring
from device.vault.rows import MAX_RULE
from device.vault.seal import context, derive, keyed_hash, pad, seal, unpad, unseal
from policy.binding import RuleRecord


class Rulebook:
    """Reads and adds rule records. A number, once given, stands for one record for ever."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        """Reads the records.

        Raises:
            IntegrityError: one was changed.
        """
        self._database = database
        self._key = keyring.named[RULES_KEY]
        self._commitment_key = derive(self._key, "commitment")
        self._vault_id = keyring.header.vault  # not the keyring: it is put back where a write fails
        self._records: dict[int, RuleRecord] = {}
        self._digests: dict[int, bytes] = {}
        for rid, sealed in self._database.all("SELECT rid, sealed FROM rule"):
            if not isinstance(rid, int) or not isinstance(sealed, bytes):
                raise IntegrityError("vault.damaged")
            opened = unpad(unseal(self._key, sealed, self._place("rule", rid)))
            self._records[rid] = RuleRecord.from_bytes(opened)

    def record(self, rid: int) -> RuleRecord:
        """Gives the record of that number.

        Raises:
            IntegrityError: there is none.
        """
        try:
            return self._records[rid]
        except KeyError as error:
            raise IntegrityError("vault.damaged") from error

    def digest(self, rid: int) -> bytes:
        """Gives the hash that the payloads under this record are bound to."""
        if rid not in self._digests:
            self._digests[rid] = self.record(rid).digest
        return self._digests[rid]

    def commitment(self, record: RuleRecord) -> str:
        """Gives what the log names a record by: nobody without the key can try what is in it."""
        return keyed_hash(self._commitment_key, record.to_bytes()).hex()

    def number(self, record: RuleRecord) -> int:
        """Gives a record's number; a new one is stored, in the caller's transaction."""
        for rid, known in self._records.items():
            if known == record:
                return rid
        if len(self._records) >= MAX_RULE:
            raise Unavailable("vault.too_many_rules", limit=MAX_RULE)
        rid = self._database.insert("INSERT INTO rule (sealed) VALUES (x'')")
        sealed = seal(self._key, pad(record.to_bytes()), self._place("rule", rid))
        self._database.run("UPDATE rule SET sealed = ? WHERE rid = ?", sealed, rid)
        self._records[rid] = record
        return rid

    def all(self) -> Mapping[int, RuleRecord]:
        """Gives every record by its number."""
        return self._records

    def copy_state(self) -> dict[int, RuleRecord]:
        """Gives what `restore_state` takes."""
        return dict(self._records)

    def restore_state(self, records: dict[int, RuleRecord]) -> None:
        """Goes back to what was known before a transaction that failed."""
        self._records = records
        self._digests.clear()

    def _place(self, table: str, *parts: bytes | int | str) -> bytes:
        return context(table, self._vault_id, *parts)
