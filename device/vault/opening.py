"""Making a vault, and opening one: from a folder and a proof of who asks to an unlocked `Vault`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from device.errors import IntegrityError, Locked, Unavailable
from device.vault.authenticators.authenticator import Authenticator
from device.vault.authenticators.passphrase import PassphraseFactor
from device.vault.columns import CodeLayout
from device.vault.database import Database
from device.vault.epoch import Epoch
from device.vault.header import Factor, Header
from device.vault.journal import Journal
from device.vault.kdf import KdfParameters
from device.vault.keyring import Keyring, Prover, read_header
from device.vault.keystores.keystore import Keystore
from device.vault.migrate import discard_unfinished
from device.vault.roster import Roster, write_settings
from device.vault.seal import new_key
from device.vault.segments import SEGMENT_ROWS
from device.vault.shelves import Shelves
from device.vault.store import Vault

# Finds the keystore of that name on this machine, or None where there is none.
FindKeystore: TypeAlias = Callable[[str], Keystore | None]


def with_factor(authenticator: Authenticator) -> Prover:
    """Gives a prover that asks an authenticator for each enrolled factor of its kind."""

    def prove(factors: Sequence[Factor]) -> Iterable[tuple[Factor, bytes]]:
        refused: Locked | None = None
        for factor in factors:
            if factor.kind == authenticator.kind:
                try:
                    yield factor, authenticator.prove(factor.parameters)
                except Locked as error:  # it may be the other key that is at hand
                    refused = error
        if refused is not None:
            raise refused

    return prove


def with_passphrase(ask: Callable[[], str]) -> Prover:
    """Gives a prover that asks for a passphrase, once the file is known to be ours."""

    def prove(factors: Sequence[Factor]) -> Iterable[tuple[Factor, bytes]]:
        return with_factor(PassphraseFactor(ask()))(factors)

    return prove


def create_file(
    folder: Path,
    passphrase: str,
    step_up: str | None,
    kdf: KdfParameters,
    *,
    settings: bytes = b"{}",
    keystore: Keystore | None = None,
    vault_id: str | None = None,
    named: Mapping[str, bytes] | None = None,
) -> tuple[Database, Keyring]:
    """Makes the file of a new vault, in one transaction, with an empty log and no items.

    Args:
        keystore: Keeps its epoch key; None keeps none.
        vault_id, named: The id and named keys of a vault that is taken over.

    Raises:
        BadInput: there is a vault already.
        Unavailable: the folder or the keystore does not take it.
    """
    database = Database.create(folder)
    try:
        with database.transaction():
            entry = None if keystore is None else new_key()[:16].hex()
            header = Header(
                vault=vault_id or new_key()[:16].hex(),
                keystore=None if keystore is None else keystore.name,
                entry=entry,
                unlock=(),
                locks={},
            )
            keyring = Keyring.create(header, Epoch(entry, keystore), named)
            keyring.set_unlock_factors((), [PassphraseFactor(passphrase, kdf).enrol()])
            if step_up is not None:
                keyring.set_step_up_factors((), [PassphraseFactor(step_up, kdf).enrol()])
            keyring.add_classes(database)
            roster, shelves = Roster.create(), Shelves(database)
            for cid in keyring.classes:
                shelves.create(keyring, roster, cid)
            write_settings(database, keyring, roster, settings)
            keyring.replace_root(database)
            roster.flush(database, keyring, 0)
            Journal.create(database, keyring)
        keyring.epoch.settle(0)
    except BaseException:
        database.close()
        raise
    return database, keyring


def create_vault(
    folder: Path,
    passphrase: str,
    step_up: str | None,
    kdf: KdfParameters,
    *,
    settings: bytes = b"{}",
    keystore: Keystore | None = None,
    segment_rows: int = SEGMENT_ROWS,
    layout: CodeLayout = CodeLayout.WORDS,
) -> Vault:
    """Makes a new vault and leaves it unlocked, step-up classes too until they are closed.

    Raises:
        BadInput: there is a vault already.
        Unavailable: the folder or the keystore does not take it.
    """
    database, keyring = create_file(
        folder, passphrase, step_up, kdf, settings=settings, keystore=keystore
    )
    try:
        vault = Vault(database, keyring, segment_rows, layout)
        vault.load_rows()
    except BaseException:
        database.close()
        raise
    return vault


def unlock_vault(
    folder: Path,
    prove: Prover,
    *,
    find_keystore: FindKeystore | None = None,
    announce: Callable[[Vault], None] | None = None,
    segment_rows: int = SEGMENT_ROWS,
    layout: CodeLayout = CodeLayout.WORDS,
) -> Vault:
    """Opens the vault in `folder`.

    Args:
        prove: Asked once the file is known to be ours.
        announce: Logs the unlocking, before any row is opened.

    Raises:
        Unavailable: in use, missing, of another format, or its keystore does not answer.
        Locked: the proof opens nothing.
        IntegrityError: the file is damaged, was changed, or is an older copy.
    """
    database = Database.open(folder)
    try:
        discard_unfinished(folder)  # of an upgrade that was killed
        header = read_header(database)
        database.require_schema()
        epoch = _find_epoch(header, find_keystore)
        keyring = Keyring.unlock(database, header, epoch, prove)
        vault = Vault(database, keyring, segment_rows, layout)
        epoch.require_log(vault.journal.size)
        if not epoch.is_settled:
            vault.erase_traces()  # a delete was killed before the old epoch was dropped
        if announce is not None:
            announce(vault)
        vault.load_rows()
    except BaseException:
        database.close()
        raise
    return vault


def _find_epoch(header: Header, find_keystore: FindKeystore | None) -> Epoch:
    if header.keystore is None:
        return Epoch(None, None)
    keystore = None if find_keystore is None else find_keystore(header.keystore)
    if keystore is None:
        raise Unavailable("vault.keystore_missing", name=header.keystore)
    if header.entry is None or header.epoch is None:
        raise IntegrityError("vault.bad_header")
    epoch = Epoch(header.entry, keystore)
    epoch.find(header.epoch)
    return epoch
