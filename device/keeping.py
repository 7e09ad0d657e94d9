"""Who may open the vault, changed by its owner: passphrase, recovery code, step-up factors, keys.

Each change is logged in the transaction that makes it. Secrets come in as they were typed or
touched, and are let go at once.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from compliance.log.events import EventKind
from device.access import Guard
from device.errors import BadInput
from device.vault.authenticators.authenticator import Authenticator, FactorKind
from device.vault.authenticators.passphrase import PassphraseFactor, kdf_of
from device.vault.authenticators.recovery import RecoveryFactor, new_code
from device.vault.header import Factor
from device.vault.kdf import KdfParameters
from device.vault.keystores.keystore import Promise
from device.vault.opening import with_passphrase
from device.vault.owners import Owners
from device.vault.store import Vault
from policy.vocabulary import AuthLevel


class Keeping:
    """The factors of one unlocked vault, as its owner sees and changes them."""

    def __init__(self, vault: Vault, guard: Guard) -> None:
        self._vault = vault
        self._guard = guard
        self._owners = Owners(vault)

    @property
    def step_up_factors(self) -> tuple[Factor, ...]:
        """The factors that open the step-up classes."""
        return self._owners.step_up_factors

    @property
    def has_recovery(self) -> bool:
        """Tells whether a recovery code was made."""
        return any(one.kind is FactorKind.RECOVERY for one in self._owners.unlock_factors)

    @property
    def keystore(self) -> tuple[str, Promise] | None:
        """The keystore that keeps the epoch key, and what it does with a replaced one."""
        name, promise = self._owners.keystore_name, self._owners.promise
        return None if name is None or promise is None else (name, promise)

    def change_passphrase(self, passphrase: str) -> None:
        """Puts another passphrase in the place of the present one.

        Raises:
            BadInput: it is the second passphrase.
        """
        if self._vault.keys.opens("strong", with_passphrase(lambda: passphrase)):
            raise BadInput("cli.secrets_equal")
        self._owners.change_passphrase(
            PassphraseFactor(passphrase, self._kdf()).enrol(), self._log("passphrase-changed")
        )

    def make_recovery_code(self) -> str:
        """Makes a recovery code, in the place of one that there was. It is kept nowhere."""
        code = new_code()
        self._owners.set_recovery(RecoveryFactor(code).enrol(), self._log("recovery-code-made"))
        return code

    def drop_recovery_code(self) -> None:
        """Takes the recovery code away."""
        self._owners.set_recovery(None, self._log("recovery-code-dropped"))

    def set_step_up(self, secret: str) -> None:
        """Sets the second passphrase, in the place of one that there was; others stay.

        Raises:
            Locked: a step-up class is closed: show the strongest factor first.
            BadInput: it is the passphrase that opens the vault.
        """
        if self._vault.keys.opens("vault", with_passphrase(lambda: secret)):
            raise BadInput("cli.secrets_equal")
        new = PassphraseFactor(secret, self._kdf()).enrol()
        self._owners.replace_step_up(new, self._log("step-up-set"))
        self._guard.end_step_up()

    def add_step_up(self, authenticator: Authenticator) -> AuthLevel:
        """Enrols a security key or a keychain beside what there is. Gives the level it shows.

        Raises:
            Locked: a step-up class is closed, or the person refused.
            Unavailable: it is not there.
        """
        self._owners.require_open()
        new = authenticator.enrol()
        self._owners.add_step_up(new, self._log(f"step-up-{new.kind}-added"))
        self._guard.end_step_up()
        return new.level

    def remove_step_up(self, factor_id: str) -> None:
        """Takes a factor away; the last one stays, for its classes would open with the vault.

        Raises:
            BadInput: there is none of this id, or it is the last.
            Locked: a step-up class is closed: show the strongest factor first.
        """
        if len(self.step_up_factors) == 1:
            raise BadInput("vault.last_factor")
        self._owners.remove_step_up(factor_id, self._log("step-up-removed"))
        self._guard.end_step_up()

    def rotate(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Replaces the keys of all open classes. Gives how many segments were sealed anew."""
        return self._owners.rotate(self._log("keys-rotated"), progress)

    def _kdf(self) -> KdfParameters:
        """The cost that this vault's passphrases have."""
        return next(
            kdf_of(one.parameters)
            for one in self._owners.unlock_factors
            if one.kind is FactorKind.PASSPHRASE
        )

    def _log(self, reason: str) -> Callable[[], None]:
        return partial(self._guard.append, EventKind.MAINTAINED, reason=reason)
