"""The ways in which the app comes to an unlocked vault. On the worker only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from device.compose import (
    Device,
    create_device,
    open_device_with,
    restore_device,
    system_clock,
    upgrade_device,
)
from device.settings import Settings, market_of, zone_named
from device.vault.authenticators.authenticator import Authenticator
from device.vault.authenticators.fido2 import KeyInteraction, SecurityKeyFactor
from device.vault.authenticators.recovery import RecoveryFactor
from device.vault.kdf import KdfParameters
from device.vault.keyring import Prover
from device.vault.keystores.keystore import Keystore
from device.vault.keystores.system import find_keystore as keystore_here
from device.vault.opening import FindKeystore, with_factor, with_passphrase
from policy.catalog import Language
from policy.load import load_catalog

_KEY_S = 45.0  # a key that is not touched holds up the lock for no longer


def _security_key(person: KeyInteraction) -> Authenticator:
    return SecurityKeyFactor(person, timeout_s=_KEY_S)


@dataclass(frozen=True, slots=True)
class Unlocking:
    """Opens, makes, upgrades and restores, with what this machine has.

    Attributes:
        kdf: For a vault that is made; None: as strong as this machine bears.
        find_keystore: Gives this machine's keystore of a name.
        any_keystore: Gives the one that this machine prefers, or None; a new vault uses it.
        security_key: Gives the factor of the security keys that are plugged in.
    """

    clock: Callable[[], int] = system_clock
    kdf: KdfParameters | None = None
    find_keystore: FindKeystore = keystore_here
    any_keystore: Callable[[], Keystore | None] = keystore_here
    security_key: Callable[[KeyInteraction], Authenticator] = _security_key

    def open(self, folder: Path, secret: str, *, is_code: bool = False) -> Device:
        """Unlocks a vault with its passphrase, or its recovery code.

        Raises:
            Unavailable: it is missing, in use, of another format, or its keystore does not answer.
            Locked: the secret is wrong.
            IntegrityError: it was damaged or changed, or put back to an older state.
        """
        prove = _prover(secret, is_code=is_code)
        return open_device_with(folder, prove, clock=self.clock, find_keystore=self.find_keystore)

    def create(
        self, folder: Path, passphrase: str, step_up: str, owner: str, language: Language
    ) -> Device:
        """Makes a vault, and logs that the owner was told what decides.

        Raises:
            BadInput: there is one already.
            Unavailable: the folder or the keystore cannot be written.
        """
        market = market_of(language)
        settings = Settings(
            owner=owner, language=language, market=market, zone=zone_named(None, market)
        )
        device = create_device(
            folder,
            passphrase,
            step_up or None,
            settings,
            kdf=self.kdf,
            clock=self.clock,
            keystore=self.any_keystore(),
        )
        notice = load_catalog("device").say(language, "cli.notice")
        device.rights.note_notice(notice, language)
        return device

    def upgrade(self, folder: Path, passphrase: str, step_up: str) -> Device:
        """Brings a vault of an older format up to today's, and unlocks it.

        Args:
            step_up: The second secret; empty where none was set.

        Raises:
            Locked: a secret is wrong, or the second one is missing; nothing was changed.
            Unavailable: no space, or it cannot be written; nothing was changed.
        """
        keystore = self.any_keystore()
        upgrade_device(folder, passphrase, step_up or None, clock=self.clock, keystore=keystore)
        return self.open(folder, passphrase)

    def restore(
        self,
        backup: Path,
        folder: Path,
        secret: str,
        *,
        is_code: bool,
        progress: Callable[[int, int], None],
    ) -> tuple[Device, str]:
        """Makes a vault of a backup, and unlocks it. Gives also when the backup was made.

        Args:
            secret: The passphrase of the backup's day, or the recovery code.

        Raises:
            BadInput: there is a vault already.
            Locked: the secret opens nothing.
            IntegrityError: the backup was changed.
            Unavailable: there is no finished backup, or no space.
        """
        contents = restore_device(
            backup,
            folder,
            _prover(secret, is_code=is_code),
            clock=self.clock,
            keystore=self.any_keystore(),
            progress=progress,
        )
        device = self.open(folder, secret, is_code=is_code)
        made_at = device.settings.iso(contents.made_at).replace("T", " ")[:16]
        return device, made_at


def _prover(secret: str, *, is_code: bool) -> Prover:
    return with_factor(RecoveryFactor(secret)) if is_code else with_passphrase(lambda: secret)
