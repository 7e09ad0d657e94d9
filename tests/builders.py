"""Small builders that the tests share: a vault, something to keep in it, an event that tells of it.

And what a breaker does to a closed vault file without its keys (`tamper`, `peek`, `forbidden`).
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any, Final, get_args

import numpy as np
import pytest

from compliance.log.events import Event, EventKind
from device.errors import DeviceError
from device.vault.authenticators.passphrase import PassphraseFactor
from device.vault.columns import Chunk, CodeLayout
from device.vault.database import FILE_NAME, Database
from device.vault.items import NewItem
from device.vault.kdf import KdfParameters
from device.vault.keyring import Keyring
from device.vault.keystores.keystore import Keystore
from device.vault.opening import create_vault, unlock_vault, with_passphrase
from device.vault.owners import Owners
from device.vault.rows import DIMENSIONS, ROW, Rows, Vectors
from device.vault.store import Vault
from policy.binding import RuleRecord
from policy.bundles import default_record, load_defaults
from policy.catalog import Language
from policy.vocabulary import AuthLevel, ClassName, Label, Market
from policy.wishes import Wish, changed_record

PASSPHRASE: Final = "보자기 ふろしき wrapping cloth"
STEP_UP: Final = "the second secret"
KDF: Final = KdfParameters()  # the minimum: about 0.15 s a secret
SEGMENT_ROWS: Final = 16
CERTIFICATE: Final = b"certified as gone"

NOT_REFUSED: Final = pytest.fail.Exception  # what `refusal` and `pytest.raises` raise in vain

EVERYDAY: Final = RuleRecord()
PRIVATE: Final = default_record([Label.HEALTH], Market.JP)
FINANCE: Final = default_record([Label.FINANCE], Market.JP)
GUARDED: Final = default_record([Label.IDENTITY], Market.KR)


def unit_vector(rng: np.random.Generator) -> Vectors:
    """Gives a random direction. *Shape:* (256,)."""
    vector = rng.normal(size=DIMENSIONS).astype(np.float32)
    return vector / np.linalg.norm(vector)


def new_item(
    payload: bytes = b"a memory",
    record: RuleRecord = EVERYDAY,
    *,
    rng: np.random.Generator | None = None,
    **fields: Any,
) -> NewItem:
    """Gives something to keep: said at 1,700,000,000 and stored a second later, unless told."""
    columns = {
        "at": 1_700_000_000,
        "created": 1_700_000_001,
        "encoder": 0,
        "languages": 1,
        "domains": 1,
        "strength": 0.5,
        **fields,
    }
    vector = unit_vector(rng or np.random.default_rng(0))
    return NewItem(payload=payload, record=record, vector=vector, **columns)


def wished(record: RuleRecord, **wish: Any) -> RuleRecord:
    """Gives the record that an owner's wish makes of one."""
    named = {"labels", "unlabels", "tags", "untags"}
    given = {name: frozenset(one) if name in named else one for name, one in wish.items()}
    return changed_record(record, Wish(**given), load_defaults())


def new_event(kind: EventKind = EventKind.STORED, **fields: Any) -> Event:
    """Gives an event of the owner's, with a fresh nonce."""
    given = {
        "at": 1_700_000_002,
        "kind": kind,
        "principal": "owner",
        "purpose": "",
        "auth": "",
        "bundle": "",
        "nonce": secrets.token_hex(16),
        **fields,
    }
    return Event.model_validate(given)


def new_vault(
    folder: Path,
    step_up: str | None = None,
    *,
    keystore: Keystore | None = None,
    segment_rows: int = SEGMENT_ROWS,
) -> Vault:
    """Makes a vault of small segments. Its step-up classes are open until `end_step_up`."""
    return create_vault(
        folder, PASSPHRASE, step_up, KDF, keystore=keystore, segment_rows=segment_rows
    )


def unlock(
    folder: Path,
    passphrase: str = PASSPHRASE,
    *,
    keystore: Keystore | None = None,
    segment_rows: int = SEGMENT_ROWS,
) -> Vault:
    """Opens a vault that `new_vault` made."""
    return unlock_vault(
        folder,
        with_passphrase(lambda: passphrase),
        find_keystore=lambda name: keystore if keystore and keystore.name == name else None,
        segment_rows=segment_rows,
    )


def open_with(keyring: Keyring, folder: Path, segment_rows: int = SEGMENT_ROWS) -> Vault:
    """Opens a vault whose keys are at hand, without the 0.15 s that a passphrase takes."""
    database = Database.open(folder)
    try:
        database.require_schema()
        vault = Vault(database, keyring.copy(), segment_rows, CodeLayout.WORDS)
        vault.load_rows()
    except BaseException:
        database.close()
        raise
    return vault


def step_up(
    vault: Vault, secret: str = STEP_UP, announce: Callable[[AuthLevel], None] | None = None
) -> AuthLevel:
    """Opens the step-up classes with a second passphrase."""
    return vault.step_up(with_passphrase(lambda: secret), announce)


def set_step_up(vault: Vault, secret: str) -> None:
    """Sets the second passphrase, logged; the step-up classes are open, and stay so."""
    Owners(vault).replace_step_up(PassphraseFactor(secret, KDF).enrol(), announce_in(vault))


def announce_in(vault: Vault) -> Callable[[], None]:
    """Gives what logs a change of the keys, in the transaction that makes it."""

    def announce() -> None:
        vault.append(new_event(EventKind.MAINTAINED))

    return announce


def alive_rows(chunks: Iterable[Chunk]) -> Rows:
    """Gives the rows of chunks, emptied slots left out. *Shape:* (n,) of ROW."""
    found = [chunk.row(int(at)) for chunk in chunks for at in np.flatnonzero(chunk.alive)]
    return np.concatenate([np.zeros(0, ROW), *found])


def rows_of(vault: Vault, name: ClassName) -> Rows:
    """Gives the rows of an open class by their ids, lowest first. *Shape:* (n,) of ROW."""
    rows = alive_rows(vault.chunks(name))
    return rows[np.argsort(rows["id"])]


def ids_of(vault: Vault, name: ClassName) -> list[int]:
    """Gives the ids of an open class, lowest first."""
    return [int(item_id) for item_id in rows_of(vault, name)["id"]]


def count_read(vault: Vault, *ids: int) -> None:
    """Logs a release and raises the read counters of these items."""
    with vault.transaction():
        vault.append(new_event(EventKind.RELEASED))
        for item_id in ids:
            vault.count_read(item_id, vault.usage(item_id), 1_700_000_003)


def add(vault: Vault, *items: NewItem) -> list[int]:
    """Adds items with the event that tells of them, in one transaction. Gives their ids."""
    with vault.transaction():
        added = [vault.add(item) for item in items]
        vault.append(new_event(memories=tuple(name for _, name in added)))
    return [item_id for item_id, _ in added]


def read(vault: Vault, item_id: int) -> bytes:
    """Logs a release and opens the item against its receipt."""
    with vault.transaction():
        receipt = vault.append(new_event(EventKind.RELEASED), [item_id])
    return vault.open_payload(item_id, receipt)


def read_all(vault: Vault) -> dict[int, bytes]:
    """Logs one release and opens every item of the open classes."""
    ids = vault.open_ids()
    with vault.transaction():
        receipt = vault.append(new_event(EventKind.RELEASED), ids)
    return {item_id: vault.open_payload(item_id, receipt) for item_id in ids}


def rebind(vault: Vault, item_id: int, record: RuleRecord) -> None:
    """Puts an item under another rule, logged, and leaves no trace of the old one."""
    with vault.transaction():
        receipt = vault.append(new_event(EventKind.MAINTAINED), [item_id])
    with vault.transaction():
        vault.append(new_event(EventKind.RULE_CHANGED))
        vault.rebind({item_id: record}, receipt)
    vault.erase_traces()


def erase(vault: Vault, *ids: int) -> int:
    """Deletes items, logged, and leaves no trace of them. Gives how many there were."""
    with vault.transaction():
        vault.append(new_event(EventKind.ERASED))
        found = vault.erase(ids, CERTIFICATE)
    vault.erase_traces()
    return found


class _UndoneError(Exception):
    """Stops a transaction."""


def undo(transaction: Callable[[], AbstractContextManager[None]], *acts: Callable[[], Any]) -> None:
    """Runs the acts in a transaction, fails it after the last, and lets no other error pass."""

    def run() -> None:
        with transaction():
            for act in acts:
                act()
            raise _UndoneError

    with pytest.raises(_UndoneError):
        run()


def tamper(folder: Path, sql: str, *values: object) -> int:
    """Changes a closed vault's file as someone with an SQLite shell would. Gives how many rows."""
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection, connection:
        return connection.execute(sql, values).rowcount


def peek(folder: Path, sql: str, *values: object) -> list[tuple[Any, ...]]:
    """Reads a closed vault's file, or the image of an open one, without keys."""
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        return connection.execute(sql, values).fetchall()


@contextmanager
def refusal(error: type[DeviceError], *keys: str) -> Iterator[None]:
    """Expects this very error, with one of these keys, and a sentence for it in every language."""
    with pytest.raises(DeviceError) as caught:
        yield
    assert type(caught.value) is error
    assert caught.value.key in keys
    assert all(caught.value.tell(language) for language in get_args(Language))
