"""The epoch key: what makes an old image of the vault worthless once something was deleted.

The root is wrapped under the owner's key and the epoch key together. The epoch key lives in a
keystore outside the file, and every delete replaces it:

    write (old and new) -> commit -> cut the WAL -> write (new alone)

Killed between any two of these, unlocking finds the epoch that the file names among those that the
keystore holds, and finishes.

Beside the epochs the keystore keeps how long the log was when the vault was last locked, so that a
file that was put back to an older state is seen. Without a keystore neither holds, and certificates
say so.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace

from device.errors import IntegrityError, Unavailable
from device.vault.keystores.keystore import Keystore
from device.vault.seal import KEY_BYTES, new_key


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the keystore holds: epoch keys by their ids, and the length of the log."""

    epochs: dict[str, bytes] = field(repr=False)
    events: int

    def to_bytes(self) -> bytes:
        keys = {name: key.hex() for name, key in self.epochs.items()}
        return json.dumps({"epochs": keys, "events": self.events}).encode()

    @classmethod
    def from_bytes(cls, raw: bytes) -> _Kept:
        try:
            found = json.loads(raw)
            epochs = {str(name): bytes.fromhex(key) for name, key in found["epochs"].items()}
            kept = cls(epochs, int(found["events"]))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise IntegrityError("vault.keystore_damaged") from error
        if any(len(key) != KEY_BYTES for key in kept.epochs.values()):
            raise IntegrityError("vault.keystore_damaged")
        return kept


class Epoch:
    """The epoch of one vault: which one the file names, and its key. Without a keystore, none."""

    def __init__(self, entry: str | None, keystore: Keystore | None) -> None:
        self._entry = f"bojagi-{entry}"
        self.keystore = keystore
        self.id: str | None = None
        self._kept = _Kept({}, 0)
        self._named: str | None = None  # by the file, as it is committed

    @property
    def key(self) -> bytes:
        """The present epoch's key; empty without a keystore."""
        return b"" if self.id is None else self._kept.epochs[self.id]

    def find(self, epoch_id: str | None) -> None:
        """Reads the key of the epoch that the file names.

        Raises:
            Unavailable: the keystore does not answer, or has nothing of this vault.
            IntegrityError: it has this vault's keys, but no longer this one.
        """
        if self.keystore is None or epoch_id is None:
            return
        raw = self.keystore.read(self._entry)
        if raw is None:
            raise Unavailable("vault.keystore_empty", name=self.keystore.name)
        self._kept = _Kept.from_bytes(raw)
        if epoch_id not in self._kept.epochs:
            raise IntegrityError("vault.older_than_delete")
        self.id = self._named = epoch_id

    def require_log(self, events: int) -> None:
        """Checks that the log is not shorter than the keystore saw it.

        Raises:
            IntegrityError: the file was put back to an older state.
        """
        if events < self._kept.events:
            raise IntegrityError("vault.rolled_back", found=events, known=self._kept.events)

    def renew(self) -> None:
        """Makes a new epoch, and has the keystore hold it beside the old one. Then commit."""
        if self.keystore is None:
            return
        epoch_id = new_key()[:16].hex()
        epochs = {**self._present(), epoch_id: new_key()}
        kept = replace(self._kept, epochs=epochs)
        self.keystore.write(self._entry, kept.to_bytes())
        self._kept, self.id = kept, epoch_id

    def committed(self) -> None:
        """The file names the present epoch now; a failure from here on does not take it back."""
        self._named = self.id

    def take_back(self) -> None:
        """The commit failed: the file still names the old epoch."""
        self.id = self._named

    @property
    def is_settled(self) -> bool:
        """Tells whether the keystore holds the present epoch alone."""
        return self.keystore is None or set(self._kept.epochs) == {self.id}

    def settle(self, events: int) -> None:
        """Drops every epoch but the present one; the WAL was cut. Notes the log's length."""
        if self.keystore is None or (self.is_settled and events == self._kept.events):
            self._named = self.id
            return
        kept = _Kept(self._present(), max(events, self._kept.events))
        self.keystore.write(self._entry, kept.to_bytes())
        self._kept, self._named = kept, self.id

    def leave(self) -> None:
        """Takes this vault's keys out of the keystore: the root is no longer wrapped under them."""
        if self.keystore is not None:
            self.keystore.remove(self._entry)
        self.keystore, self.id, self._named = None, None, None
        self._kept = _Kept({}, 0)

    def forget(self) -> None:
        """Lets the keys go."""
        self._kept = _Kept({}, 0)
        self.id = self._named = None

    def _present(self) -> dict[str, bytes]:
        return {} if self.id is None else {self.id: self._kept.epochs[self.id]}
