"""The one wiring point of the device: a folder and its secrets become working parts."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from compliance.log.events import EventKind
from device.access import Guard
from device.encoder.encode import Encoder
from device.memory.intake import Intake
from device.memory.recall import Recall
from device.rights import Rights
from device.settings import Settings
from device.vault.kdf import KdfParameters, calibrate
from device.vault.store import Vault
from policy.bundles import load_base_bundle
from policy.load import load_catalog


def system_clock() -> int:
    """Gives the machine's Unix time in whole seconds."""
    return int(time.time())


@dataclass(slots=True)
class Device:
    """One unlocked vault and what works on it."""

    vault: Vault
    guard: Guard
    intake: Intake
    recall: Recall
    rights: Rights
    settings: Settings
    clock: Callable[[], int]

    def change_settings(self, settings: Settings, kind: EventKind, **details: str | int) -> None:
        """Seals other settings, and logs why, in one step."""
        self.guard.write_settings(settings.model_dump_json().encode(), kind, **details)
        self.settings = settings

    def close(self) -> None:
        """Logs the lock with a signed checkpoint, and lets the keys go."""
        try:
            self.guard.note_locked()
        finally:
            self.vault.close()


def create_device(
    folder: Path,
    passphrase: str,
    step_up: str | None,
    settings: Settings,
    *,
    kdf: KdfParameters | None = None,
    clock: Callable[[], int] = system_clock,
) -> Device:
    """Makes a vault in `folder`. Its step-up classes are closed, as after any unlock."""
    settings = settings.model_copy(update={"encoders": (Encoder.default().identity,)})
    sealed = settings.model_dump_json().encode()
    vault = Vault.create(folder, passphrase, step_up, kdf or calibrate(), settings=sealed)
    device = _wire(vault, settings, clock)
    device.guard.note_unlocked(EventKind.CREATED)
    device.guard.end_step_up()
    return device


def open_device(
    folder: Path, passphrase: Callable[[], str], *, clock: Callable[[], int] = system_clock
) -> Device:
    """Unlocks the vault in `folder` and erases what has outlived its retention.

    Raises:
        Unavailable: it is missing, in use, or of a newer format.
        Locked: the passphrase is wrong.
        IntegrityError: it was damaged or changed.
    """

    def announce(vault: Vault) -> None:
        Guard(vault, load_base_bundle(), clock).note_unlocked()

    vault = Vault.unlock(folder, passphrase, announce=announce)
    try:
        device = _wire(vault, Settings.parse(vault.read_settings()), clock)
        device.guard.sweep()
    except BaseException:
        vault.close()
        raise
    return device


def _wire(vault: Vault, settings: Settings, clock: Callable[[], int]) -> Device:
    bundle, encoder = load_base_bundle(), Encoder.default()
    guard = Guard(vault, bundle, clock)
    return Device(
        vault=vault,
        guard=guard,
        intake=Intake(vault, guard, encoder, settings, clock),
        recall=Recall(
            vault,
            guard,
            bundle,
            encoder,
            settings,
            (load_catalog("device"), load_catalog("policy")),
        ),
        rights=Rights(vault, guard),
        settings=settings,
        clock=clock,
    )
