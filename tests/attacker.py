"""Someone who holds images of a vault's file, secrets, and keystore states, and tries everything.

They know the code, every place that a blob can be bound to, the passphrases, and any key that they
can gather from any image with any of the others: all keys that today's vault has in RAM too. They
try each key on each blob of each image until nothing new opens.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from device.errors import IntegrityError
from device.vault.database import FILE_NAME
from device.vault.directory import ENTRY
from device.vault.header import Header
from device.vault.locks import open_with, private_key
from device.vault.rows import FULL_ROW
from device.vault.seal import KEY_BYTES, context, derive, keyed_hash, unpad, unseal
from device.vault.segments import KEPT
from device.vault.store import Vault
from policy.binding import RuleRecord

_GENERATIONS = 40
_SEALED_PARTS = ("seg_secrets", "seg_codes", "seg_vectors", "seg_columns")


def keys_in_ram(vault: Vault) -> set[bytes]:
    """Gives every key that an unlocked vault holds or can read."""
    keyring, database = vault.keys, vault._database
    found = {keyring.root, keyring.owner, *keyring.named.values(), *keyring.step_keys.values()}
    for cid, keys in keyring.classes.items():
        if keys.key is not None and keys.tail_key is not None:
            private = keyring.inbox_private(database, cid).private_bytes_raw()
            found |= {keys.key, keys.tail_key, private}
            found |= {entry["key"].tobytes() for entry in vault._shelves.directories[cid]}
    found |= set(vault.hold(vault.open_ids()).secrets.values())
    return found


def epochs_of(states: Iterable[dict[str, bytes]]) -> set[bytes]:
    """Gives every epoch key that states of a keystore hold; no key for a vault without one."""
    found = {b""}
    for state in states:
        for raw in state.values():
            found |= {bytes.fromhex(key) for key in json.loads(raw)["epochs"].values()}
    return found


@dataclass
class Image:
    """A copy of the file: every sealed blob, with each place that it may be bound to."""

    folder: Path

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Reads the file without keys."""
        with closing(sqlite3.connect(self.folder / FILE_NAME)) as connection:
            return connection.execute(sql).fetchall()

    def meta(self, name: str) -> bytes:
        """Gives one entry of the readable part."""
        ((value,),) = self.rows(f"SELECT v FROM meta WHERE k = '{name}'")
        assert isinstance(value, bytes)
        return value

    @property
    def header(self) -> Header:
        """The readable header."""
        return Header.parse(self.meta("header"))

    def place(self, table: str, *parts: bytes | int | str) -> bytes:
        """Gives a place in this vault."""
        return context(table, self.header.vault, *parts)

    def blobs(self) -> Iterator[tuple[str, bytes, list[bytes]]]:
        """Gives what kind each blob is, the blob, and its places; payloads come apart."""
        place = self.place
        cids = [cid for (cid,) in self.rows("SELECT cid FROM cls")]
        yield "root", self.meta("root"), [place("root"), context("root", self.header.vault)]
        yield "keys", self.meta("keys"), [place("keys")]
        for cid, wrapped, tail_key, private in self.rows(
            "SELECT cid, wrapped, tail_key, inbox_private FROM cls"
        ):
            yield "class", wrapped, [place("cls", cid)]
            yield "key", tail_key, [place("tail_key", cid)]
            yield "key", private, [place("inbox_private", cid)]
        for cid, sealed in self.rows("SELECT cid, sealed FROM directory"):
            yield "directory", sealed, [place("directory", cid, at) for at in range(_GENERATIONS)]
        for item_id, cid, row in self.rows("SELECT id, cid, row FROM tail"):
            yield "row", row, [place("tail", cid, item_id)]
        for table in _SEALED_PARTS:
            for seg, sealed in self.rows(f"SELECT seg, sealed FROM {table}"):
                yield table, sealed, [place(table, cid, seg) for cid in cids]
        for item_id, cid, sealed in self.rows("SELECT id, cid, sealed FROM inbox"):
            yield "letter", sealed, [place("inbox", cid, item_id)]

    def payloads(self, records: Iterable[RuleRecord]) -> Iterator[tuple[int, bytes, list[bytes]]]:
        """Gives each item's payload with its places."""
        digests = [record.digest for record in records]
        for item_id, cid, payload in self.rows("SELECT id, cid, payload FROM item"):
            yield item_id, payload, [self.place("item", item_id, cid, one) for one in digests]


@dataclass
class Attacker:
    """Gathers keys from images until nothing new opens.

    Attributes:
        keys: All that is known, of whatever kind.
        epochs: Epoch keys; the empty one stands for a vault without a keystore.
        secrets: Secrets of factors.
    """

    keys: set[bytes] = field(repr=False)
    epochs: set[bytes] = field(repr=False)
    secrets: set[bytes] = field(repr=False)
    opened: set[str] = field(default_factory=set)

    def payloads(self, images: Iterable[Image], records: list[RuleRecord]) -> dict[int, bytes]:
        """Gives every payload that opens in any of the images."""
        images = list(images)
        before = -1
        while len(self.keys) != before:
            before = len(self.keys)
            for image in images:
                self._open_locks(image)
                for kind, sealed, places in image.blobs():
                    self._try(kind, sealed, places, image)
        found = {}
        for image in images:
            for item_id, payload, places in image.payloads(records):
                for key, place in product(self.keys, places):
                    with suppress(IntegrityError):
                        found[item_id] = unpad(unseal(derive(key, "payload"), payload, place))
        return found

    def _open_locks(self, image: Image) -> None:
        header = image.header
        for (lock, seals), secret in product(header.locks.items(), self.secrets):
            for factor, sealed in seals.items():
                place = context("lock", header.vault, lock, factor)
                with suppress(IntegrityError):
                    key = open_with(private_key(secret), bytes.fromhex(sealed), place, "lock")
                    self.keys.add(key)

    def _try(self, kind: str, sealed: bytes, places: list[bytes], image: Image) -> None:
        if kind == "root":
            keys = {
                derive(keyed_hash(owner, epoch), "root-wrap")
                for owner, epoch in product(self.keys, self.epochs)
            }
        else:
            keys = set(self.keys)
        for key, place in product(keys, places):
            with suppress(IntegrityError):
                self._harvest(kind, unseal(key, sealed, place), place, image)
                self.opened.add(kind)
                return

    def _harvest(self, kind: str, plain: bytes, place: bytes, image: Image) -> None:
        match kind:
            case "root" | "key":
                self.keys.add(plain)
            case "keys":
                named = json.loads(unpad(plain))["named"]
                self.keys |= {bytes.fromhex(key) for key in named.values()}
            case "class":
                self.keys.add(plain[:KEY_BYTES])
                for (cid,), key in product(image.rows("SELECT cid FROM cls"), set(self.keys)):
                    with suppress(IntegrityError):
                        self.keys.add(unseal(key, plain, image.place("step_up", cid)))
            case "directory":
                entries = np.frombuffer(unpad(plain), ENTRY)
                self.keys |= {entry["key"].tobytes() for entry in entries}
            case "row":
                self.keys.add(np.frombuffer(plain, FULL_ROW)["secret"].tobytes())
            case "seg_secrets":
                self.keys |= {row["secret"].tobytes() for row in np.frombuffer(plain, KEPT)}
            case "letter":
                for key in set(self.keys):
                    private = X25519PrivateKey.from_private_bytes(key)
                    with suppress(IntegrityError):
                        row = open_with(private, plain, place, "inbox")
                        self.keys.add(np.frombuffer(row, FULL_ROW)["secret"].tobytes())
            case _:
                pass  # codes, vectors and columns lead to no key
