"""Brings a vault of an older format up to today's: everything that is in it, or nothing at all.

The text of every memory goes from one seal to another within this process. No log, no read: the new
log says so before the first payload is opened, and if the upgrade does not come to its end, neither
the new log nor the new seals ever were.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from compliance.log.events import Event, EventKind
from device.encoder.tags import DOMAINS
from device.errors import BadInput, Unavailable
from device.memory.records import Memory
from device.vault.format1.snapshot import Snapshot
from device.vault.keyring import DEVICE_KEY, NAMES_KEY
from device.vault.keystores.keystore import Keystore
from device.vault.migrate import Step, migrate
from device.vault.opening import create_file, unlock_vault, with_passphrase
from device.vault.seal import FORMAT
from device.vault.successor import Successor
from policy.vocabulary import AuthLevel, ClassName, PrincipalKind, Purpose


def upgrade(
    folder: Path,
    passphrase: str,
    step_up: str | None,
    *,
    clock: Callable[[], int],
    keystore: Keystore | None = None,
    reached: Callable[[Step], None] = lambda _: None,
) -> None:
    """Replaces the vault of format 1 in `folder` by one of today's format, with the same secrets.

    Args:
        step_up: The second secret, without which the step-up classes would be lost; None where
            none is enrolled.
        keystore: Keeps the new vault's epoch key; None for a vault without one.
        reached: Told of each step when it is done.

    Raises:
        Unavailable: in use, missing, no space, not writable; nothing was changed.
        BadInput: the vault is of today's format.
        Locked: a secret is wrong, or the second one is enrolled and missing; nothing was changed.
        IntegrityError: the vault is damaged or was changed; it was left as it is.
    """

    def build(building: Path, snapshot: Snapshot) -> None:
        level = AuthLevel.UNLOCKED if step_up is None else AuthLevel.STRONG
        database, keyring = create_file(
            building,
            passphrase,
            step_up,
            snapshot.kdf,
            settings=snapshot.settings,
            keystore=keystore,
            vault_id=snapshot.vault_id,
            named={DEVICE_KEY: snapshot.device_key, NAMES_KEY: snapshot.names_key},
        )
        try:
            with closing(database):
                successor = Successor(database, keyring)
                successor.take_log(snapshot, _moved(level, clock()))
                taken = successor.take_items(snapshot, _describe)
                successor.take_upkeep(snapshot)
            _require_whole(building, passphrase, step_up, keystore, taken)
        except BaseException:
            keyring.epoch.leave()  # what the keystore holds of it opens nothing that is left
            raise

    try:
        migrate(folder, passphrase, step_up, build, reached)
    except Unavailable as error:
        if error.key == "vault.newer_format" and error.values["found"] == FORMAT:
            raise BadInput("vault.current_format", folder=str(folder)) from error
        raise


def _describe(payload: bytes) -> tuple[str, int]:
    """Gives the title of a memory's conversation, and the place of its first domain."""
    memory = Memory.from_bytes(payload)
    first = memory.domains[0] if memory.domains else ""
    return memory.conversation, DOMAINS.index(first) if first in DOMAINS else 0


def _moved(level: AuthLevel, now: int) -> Event:
    return Event.model_validate(
        {
            "at": max(0, now),
            "kind": EventKind.MAINTAINED,
            "principal": PrincipalKind.SERVICE.value.lower(),
            "purpose": Purpose.MAINTAIN.value,
            "auth": level.name.lower(),
            "bundle": "",
            "details": {"reason": "format-2"},
            "nonce": secrets.token_hex(16),
        }
    )


def _require_whole(
    building: Path,
    passphrase: str,
    step_up: str | None,
    keystore: Keystore | None,
    taken: dict[ClassName, int],
) -> None:
    """Opens the new vault as its owner will, before the old one is given up for it.

    Raises:
        RuntimeError: it does not hold what was put into it.
    """
    prove = with_passphrase(lambda: passphrase)
    vault = unlock_vault(building, prove, find_keystore=lambda _: keystore)
    with closing(vault):
        if step_up is not None:
            vault.step_up(with_passphrase(lambda: step_up))
        vault.journal.verify()
        vault.verify_names()
        if vault.damage or {name: vault.count(name) for name in ClassName} != taken:
            raise RuntimeError("the new vault does not hold what the old one does")
