"""What the app changes of who may open the vault, and how it keeps it safe. On the worker only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from device.app.viewmodels.keeping_rows import (
    BackedUp,
    CheckedState,
    DamagedPart,
    DamageState,
    FactorRow,
    OwnersState,
)
from device.compose import Device
from device.errors import BadInput, Locked, Unavailable
from device.vault.authenticators.authenticator import Authenticator, Enrolment, FactorKind
from device.vault.authenticators.fido2 import KeyInteraction
from device.vault.authenticators.keychain import KeychainFactor
from device.vault.keystores.keystore import Keystore
from device.vault.opening import with_factor
from policy.vocabulary import AuthLevel, ClassName

_MB = 1_000_000


class Talk(KeyInteraction, Protocol):
    """A person at a security key, who may change their mind."""

    @property
    def is_cancelled(self) -> bool:
        """Tells whether what the key answers is wanted no more."""


class KeepingService:
    """Factors, keys, backup and check of one unlocked vault."""

    def __init__(
        self,
        device: Device,
        any_keystore: Callable[[], Keystore | None],
        security_key: Callable[[KeyInteraction], Authenticator],
    ) -> None:
        self._device = device
        self._any_keystore = any_keystore
        self._security_key = security_key

    # -- who may open it

    def owners(self) -> OwnersState:
        """Gives who may open the vault now."""
        keeping, vault = self._device.keeping, self._device.vault
        self._device.guard.tick()
        keystore = keeping.keystore
        return OwnersState(
            factors=tuple(
                FactorRow(one.id, one.kind.value, AuthLevel(one.level).name.lower())
                for one in keeping.step_up_factors
            ),
            has_recovery=keeping.has_recovery,
            keystore="" if keystore is None else keystore[0],
            is_open=all(vault.is_open(name) for name in ClassName),
        )

    def change_passphrase(self, passphrase: str) -> None:
        """Puts another passphrase in the place of the present one."""
        self._device.keeping.change_passphrase(passphrase)

    def make_recovery_code(self) -> str:
        """Makes a recovery code, in the place of one that there was. It is kept nowhere."""
        return self._device.keeping.make_recovery_code()

    def drop_recovery_code(self) -> None:
        """Takes the recovery code away."""
        self._device.keeping.drop_recovery_code()

    def set_step_up(self, secret: str) -> OwnersState:
        """Sets the second passphrase, in the place of one that there was.

        Raises:
            Locked: a step-up class is closed.
        """
        self._device.keeping.set_step_up(secret)
        return self.owners()

    def add_key(self, talk: Talk) -> str:
        """Enrols a security key. Gives the level that it shows.

        Raises:
            Locked: a step-up class is closed, or the person refused.
            Unavailable: there is no key, or what speaks to it is not installed.
        """
        factor = Willing(self._security_key(talk), talk)
        return self._device.keeping.add_step_up(factor).name.lower()

    def add_keychain(self) -> str:
        """Enrols a secret in the system's keychain. Gives the level that it shows.

        Raises:
            Locked: a step-up class is closed.
            Unavailable: there is no keychain that may hold a secret.
        """
        return self._device.keeping.add_step_up(self._keychain()).name.lower()

    def remove_factor(self, factor_id: str) -> OwnersState:
        """Takes a factor away, and a keychain's secret with it.

        Raises:
            BadInput: it is the last.
            Locked: a step-up class is closed.
        """
        found = [one for one in self._device.keeping.step_up_factors if one.id == factor_id]
        if not found:
            raise BadInput("vault.no_such_factor", id=factor_id[:8])
        self._device.keeping.remove_step_up(factor_id)
        if found[0].kind is FactorKind.KEYCHAIN:
            self._keychain().forget(found[0].parameters)
        return self.owners()

    def rotate(self, progress: Callable[[int, int], None]) -> int:
        """Replaces the keys of all open classes. Gives how many segments were sealed anew."""
        return self._device.keeping.rotate(progress)

    # -- step-up

    def step_up_with_key(self, talk: Talk) -> None:
        """Opens the step-up classes with a security key.

        Raises:
            Locked: the person refused, or it is another key.
            Unavailable: there is no key, or what speaks to it is not installed.
        """
        factor = Willing(self._security_key(talk), talk)
        self._device.guard.step_up_with(with_factor(factor))

    def step_up_with_keychain(self) -> None:
        """Opens the step-up classes with the system's keychain.

        Raises:
            Locked: it holds no such secret any more.
            Unavailable: it does not answer.
        """
        self._device.guard.step_up_with(with_factor(self._keychain()))

    # -- keeping it safe

    def backup(
        self, folder: Path, progress: Callable[[int, int], None], should_stop: Callable[[], bool]
    ) -> BackedUp | None:
        """Makes or brings up to date a backup. None where it was stopped; run it again to go on.

        Raises:
            BadInput: the folder holds something else, or lies inside the vault's.
            Unavailable: no space, no access, no such place.
        """
        written = self._device.safekeeping.backup(folder, progress, should_stop)
        if written is None:
            return None
        return BackedUp(written.size_bytes // _MB + 1, written.new_chunks, written.kept_chunks)

    def note_deletions(self, folder: Path) -> None:
        """Tells a backup what was deleted since."""
        self._device.safekeeping.note_deletions(folder)

    def check(self) -> CheckedState:
        """Opens every memory of the open classes and lets it go, and verifies the log.

        Raises:
            IntegrityError: the log does not fit its seal.
        """
        count = self._device.rights.check()
        return CheckedState(count, self._device.vault.journal.verify(), self.damage())

    def damage(self) -> DamageState:
        """Gives what did not open since the unlock."""
        parts = tuple(
            DamagedPart(one.name.value, one.count, one.first, one.last)
            for one in self._device.vault.damage
        )
        return DamageState(parts, tuple(sorted(self._device.guard.damaged)))

    def _keychain(self) -> KeychainFactor:
        keystore = self._any_keystore()
        if keystore is None:
            raise Unavailable("vault.no_keystore")
        return KeychainFactor(keystore, self._device.vault.keys.header.vault)


class Willing:
    """An authenticator whose answer counts only while the person still wants it.

    A key that blinks cannot be told to stop: touched after the person closed the sheet, it would
    open what nobody wants open.
    """

    def __init__(self, authenticator: Authenticator, talk: Talk) -> None:
        self._authenticator = authenticator
        self._talk = talk

    @property
    def kind(self) -> FactorKind:
        """What it is."""
        return self._authenticator.kind

    def enrol(self) -> Enrolment:
        """Makes a factor.

        Raises:
            Locked: as the authenticator, or the person changed their mind.
        """
        made = self._authenticator.enrol()
        self._require_wanted()
        return made

    def prove(self, parameters: Mapping[str, str | int]) -> bytes:
        """Gives the secret of a factor.

        Raises:
            Locked: as the authenticator, or the person changed their mind.
        """
        secret = self._authenticator.prove(parameters)
        self._require_wanted()
        return secret

    def _require_wanted(self) -> None:
        if self._talk.is_cancelled:
            raise Locked("vault.key_refused")
