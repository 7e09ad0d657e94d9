"""Who may open a vault: its factors, and new keys for all that they open.

Each change commits in one transaction, ends with a new root and epoch, and cuts the WAL. Whoever
kept an old factor, and whoever kept an old image where the keystore erases, opens nothing of the
file as it is now.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from device.errors import BadInput, Locked
from device.vault.authenticators.authenticator import Enrolment, FactorKind
from device.vault.header import Factor
from device.vault.keystores.keystore import Promise
from device.vault.restoring import drop_backup_key
from device.vault.store import Vault
from policy.vocabulary import AuthLevel, ClassName

MAX_FACTORS = 16  # of each kind of lock: the header stays small

Announce = Callable[[], None]


class Owners:
    """The factors of one unlocked vault.

    Every method that changes something takes `announce`, which logs it in the same transaction.
    """

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    @property
    def unlock_factors(self) -> tuple[Factor, ...]:
        """The factors that open the vault."""
        return self._vault.keys.header.unlock

    @property
    def step_up_factors(self) -> tuple[Factor, ...]:
        """The factors that open its step-up classes."""
        return self._vault.keys.header.step_up

    @property
    def strongest(self) -> AuthLevel:
        """The best level that an enrolled step-up factor can show."""
        return self._vault.keys.strongest

    @property
    def promise(self) -> Promise | None:
        """What the keystore does with a key that was replaced; None where there is none."""
        keystore = self._vault.keys.epoch.keystore
        return None if keystore is None else keystore.promise

    @property
    def keystore_name(self) -> str | None:
        """Name of the keystore that keeps the epoch key."""
        return self._vault.keys.header.keystore

    # -- changing who may open it

    def change_passphrase(self, new: Enrolment, announce: Announce) -> None:
        """Puts a new passphrase in the place of the old one; the recovery code stays good."""
        keep = [one for one in self.unlock_factors if one.kind is not FactorKind.PASSPHRASE]
        self._set_unlock(keep, [new], announce)

    def set_recovery(self, new: Enrolment | None, announce: Announce) -> None:
        """Puts a new recovery code in the place of the old one, or takes it away."""
        keep = [one for one in self.unlock_factors if one.kind is not FactorKind.RECOVERY]
        self._set_unlock(keep, [] if new is None else [new], announce)

    def add_step_up(self, new: Enrolment, announce: Announce) -> None:
        """Enrols a factor beside those that there are.

        Raises:
            Locked: a step-up class is closed: show the strongest factor first.
            BadInput: there are too many.
        """
        if len(self.step_up_factors) >= MAX_FACTORS:
            raise BadInput("vault.too_many_factors", limit=MAX_FACTORS)
        self._set_step_up(self.step_up_factors, [new], announce)

    def replace_step_up(
        self, new: Enrolment, announce: Announce, *, kind: FactorKind = FactorKind.PASSPHRASE
    ) -> None:
        """Enrols a factor in the place of those of a kind, the others stay."""
        keep = [one for one in self.step_up_factors if one.kind is not kind]
        self._set_step_up(keep, [new], announce)

    def remove_step_up(self, factor_id: str, announce: Announce) -> None:
        """Takes a factor away. Without the last one, its classes open with the vault.

        Raises:
            BadInput: there is none of this id.
        """
        keep = [one for one in self.step_up_factors if one.id != factor_id]
        if len(keep) == len(self.step_up_factors):
            raise BadInput("vault.no_such_factor", id=factor_id)
        self._set_step_up(keep, [], announce)

    def rotate(self, announce: Announce, progress: Callable[[int, int], None] | None = None) -> int:
        """Gives every open class, segment by segment, new keys; then the classes, owner and root.

        Killed in between, what was done stays done, and it may be run again. Payloads keep their
        own secrets, which are sealed anew. Gives how many segments were written.
        """
        names = [name for name in ClassName if self._vault.is_open(name)]
        segments = [(name, seg) for name in names for seg in self._vault.segments(name)]
        for at, (name, seg) in enumerate(segments, 1):
            with self._vault.transaction():
                self._vault.rewrite_segment(name, seg)
            if progress is not None:
                progress(at, len(segments))
        with self._vault.transaction():
            announce()
            self._vault.rekey_classes(names)
            self._vault.keys.set_unlock_factors(self.unlock_factors, [])
            drop_backup_key(self._vault)
        self._vault.erase_traces()
        return len(segments)

    def require_open(self) -> None:
        """Checks that every step-up class is open, as a change of its factors needs.

        Raises:
            Locked: one is closed.
        """
        if not all(self._vault.is_open(name) for name in ClassName):
            raise Locked("vault.step_up_first")

    def _set_unlock(
        self, keep: Sequence[Factor], new: Sequence[Enrolment], announce: Announce
    ) -> None:
        with self._vault.transaction():
            announce()
            self._vault.keys.set_unlock_factors(keep, new)
            drop_backup_key(self._vault)
            self._vault.renew_root()
        self._vault.erase_traces()

    def _set_step_up(
        self, keep: Sequence[Factor], new: Sequence[Enrolment], announce: Announce
    ) -> None:
        self.require_open()
        names = [name for name in ClassName if name.needs_step_up]
        with self._vault.transaction():
            announce()
            self._vault.keys.set_step_up_factors(keep, new)
            self._vault.rekey_classes(names)
        self._vault.erase_traces()
