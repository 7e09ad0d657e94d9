"""A vault's file for keeping elsewhere, and back: what a backup adds to the bytes themselves.

The file is ciphertext, but its root is wrapped under an epoch key that stays in this machine's
keystore. So a backup carries the root itself, sealed under a backup key, and the backup key sealed
to the factors that open the vault: passphrase and recovery code. A restored vault gets a new root,
owner's key and epoch at once.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from pydantic import JsonValue, TypeAdapter, ValidationError

from device.errors import IntegrityError, Locked
from device.vault.database import FILE_NAME, Database
from device.vault.epoch import Epoch
from device.vault.header import Factor
from device.vault.keyring import UPKEEP_KEY, Keyring, Prover, read_header
from device.vault.keystores.keystore import Keystore
from device.vault.locks import open_with, private_key, seal_to
from device.vault.seal import KEY_BYTES, context, new_key, seal, unseal
from device.vault.store import Vault

_KEY: Final = "backup_key"
_FACTORS: Final = TypeAdapter(tuple[Factor, ...])


def backup_key(vault: Vault) -> bytes:
    """Gives the key of this vault's backups, the same one each time; made at the first."""
    database, keyring = vault.database, vault.keys
    place, named = keyring.place(_KEY), keyring.named[UPKEEP_KEY]
    row = database.one("SELECT v FROM meta WHERE k = ?", _KEY)
    if row is not None and isinstance(row[0], bytes):
        return unseal(named, row[0], place)
    key = new_key()
    with vault.transaction():
        database.run("INSERT INTO meta (k, v) VALUES (?, ?)", _KEY, seal(named, key, place))
    return key


def drop_backup_key(vault: Vault) -> None:
    """Has the next backup made under a new key, in the transaction that is under way.

    Whoever opened an older backup with a factor that opens the vault no more has the old one.
    """
    vault.database.run("DELETE FROM meta WHERE k = ?", _KEY)


def readable_factors(vault: Vault, key: bytes) -> Mapping[str, JsonValue]:
    """Gives who can open a backup: each factor, and the backup key as sealed to it."""
    keyring = vault.keys
    factors = keyring.header.unlock
    seals = {
        one.id: seal_to(keyring.publics[one.id], key, _place(keyring.header.vault), _KEY).hex()
        for one in factors
    }
    return {"factors": _FACTORS.dump_python(factors, mode="json"), "seals": dict(seals)}


def open_backup_key(vault_id: str, readable: Mapping[str, Any], prove: Prover) -> bytes:
    """Gives the backup key, with one of the factors that a backup names.

    Raises:
        Locked: no secret that `prove` gave opens it.
        IntegrityError: what is readable was changed.
    """
    try:
        factors = _FACTORS.validate_python(readable["factors"], strict=False)
        seals = {str(name): bytes.fromhex(one) for name, one in readable["seals"].items()}
    except (ValidationError, KeyError, ValueError, TypeError, AttributeError) as error:
        raise IntegrityError("backup.damaged_header") from error
    for factor, secret in prove(factors):
        try:
            return open_with(private_key(secret), seals[factor.id], _place(vault_id), _KEY)
        except (IntegrityError, KeyError):
            continue
    raise Locked("vault.wrong_passphrase")


def sealed_with_backup(vault: Vault) -> bytes:
    """Gives what a backup keeps sealed beside the file: the root."""
    return json.dumps({"root": vault.keys.root.hex()}).encode()


def take_over(folder: Path, extra: bytes, keystore: Keystore | None) -> None:
    """Makes a restored file a vault of its own: new owner's key, root and epoch.

    Its factors open it as before.

    Args:
        folder: Holds the restored `vault.db`.
        extra: What `sealed_with_backup` gave.
        keystore: Keeps its epoch key from now on; None keeps none.

    Raises:
        IntegrityError: the root does not fit the file.
    """
    try:
        root = bytes.fromhex(json.loads(extra)["root"])
    except (ValueError, KeyError, TypeError) as error:
        raise IntegrityError("backup.damaged_header") from error
    database = Database.open(folder)
    try:
        header = read_header(database)
        database.require_schema()
        keyring = Keyring.from_root(database, header, Epoch(None, None), bytes(KEY_BYTES), root)
        entry = None if keystore is None else new_key()[:16].hex()
        with database.transaction():
            keyring.epoch = Epoch(entry, keystore)
            keyring.header = header.model_copy(
                update={"keystore": None if keystore is None else keystore.name, "entry": entry}
            )
            keyring.set_unlock_factors(header.unlock, [])
            keyring.replace_root(database)
        database.truncate_wal()
        keyring.epoch.settle(0)
        keyring.forget()
    finally:
        database.close()


def vault_file(vault: Vault) -> Path:
    """Gives the vault's file, with every page in it; nothing may be written while it is read."""
    vault.database.truncate_wal()
    return vault.folder / FILE_NAME


def _place(vault_id: str) -> bytes:
    return context(_KEY, vault_id)
