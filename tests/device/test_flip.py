"""One flipped bit anywhere in a closed vault's file: a refusal, or exactly what was written."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest

from compliance.errors import ProofError
from compliance.log.events import EventKind
from device.errors import DeviceError
from device.vault.database import FILE_NAME
from device.vault.keyring import Keyring
from device.vault.store import Vault
from policy.vocabulary import ClassName
from tests.builders import (
    EVERYDAY,
    FINANCE,
    KDF,
    PASSPHRASE,
    PRIVATE,
    add,
    erase,
    known_rules,
    new_event,
    new_item,
    open_with,
    read_all,
    rebind,
)

SEGMENT_ROWS: Final = 4
SOURCES: Final = tuple(b"source %d" % at for at in range(8))
PLACES: Final = tuple(b"place %d" % at for at in range(8))
UNLOCK_READS: Final = ("meta", "named_key", "cls")


@dataclass(frozen=True)
class Made:
    """A closed vault's file, its keys, and what reading all of it gives."""

    image: bytes
    keyring: Keyring
    key_rows: list[Any]
    content: dict[str, Any]


@dataclass(frozen=True)
class Flip:
    """What came of one flipped bit: content, or the name of the error that left."""

    at: int
    content: dict[str, Any] | None = None
    stray: str | None = None


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Eight memories (a segment, two tails), one erased, one rebound, counters and a checkpoint."""
    folder = tmp_path_factory.mktemp("made")
    rng = np.random.default_rng(7)
    with closing(
        Vault.create(folder, PASSPHRASE, None, KDF, settings=b"settings", segment_rows=SEGMENT_ROWS)
    ) as vault:
        records = (EVERYDAY, EVERYDAY, EVERYDAY, EVERYDAY, EVERYDAY, EVERYDAY, PRIVATE, FINANCE)
        items = [
            new_item(b"text %d" % at, record, rng=rng, source=SOURCES[at], place=PLACES[at])
            for at, record in enumerate(records)
        ]
        add(vault, *items)
        vault.compact()
        erase(vault, 2)
        rebind(vault, 3, PRIVATE)
        with vault.transaction():
            vault.append(new_event(EventKind.LOCKED))
            vault.journal.keep_checkpoint()
            vault.count_read(5, 1_700_000_003)
        keyring = vault._keyring.copy()
    image = (folder / FILE_NAME).read_bytes()
    key_rows = rows_that_unlock_reads(folder)
    with closing(open_with(keyring, folder, SEGMENT_ROWS)) as vault:
        content = everything(vault)
    assert len(content["texts"]) == 7
    return Made(image, keyring, key_rows, content)


def everything(vault: Vault) -> dict[str, Any]:
    """Reads all that a vault holds."""
    leaves = [leaf for _, leaf in vault.journal.leaves()]
    vault.journal.verify()
    vault.verify_names()
    return {
        "leaves": leaves,
        "texts": read_all(vault),
        "rows": {int(row["id"][0]): row.tobytes() for row in vault.open_rows()},
        "rules": known_rules(vault),
        "settings": vault.read_settings(),
        "expired": vault.expired(1 << 40),
        "reads": {item_id: vault.reads(item_id) for item_id in range(12)},
        "sources": vault.known_sources(SOURCES),
        "places": vault.forgotten_places(PLACES),
    }


def rows_that_unlock_reads(folder: Path) -> list[Any] | None:
    """Gives what the key tree is read from, or None where SQLite does not get that far."""
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        try:
            return [connection.execute(f"SELECT * FROM {t}").fetchall() for t in UNLOCK_READS]
        except (sqlite3.Error, UnicodeDecodeError):
            return None


def open_flipped(folder: Path, made: Made) -> Vault:
    """Unlocks; where the flip left all that unlocking reads as it was, without the 0.15 s of it."""
    if rows_that_unlock_reads(folder) != made.key_rows:
        return Vault.unlock(folder, lambda: PASSPHRASE, segment_rows=SEGMENT_ROWS)
    return open_with(made.keyring, folder, SEGMENT_ROWS)


def flip(folder: Path, made: Made, at: int, bit: int) -> Flip:
    """Flips one bit, opens the vault and reads everything."""
    changed = bytearray(made.image)
    changed[at] ^= 1 << bit
    (folder / FILE_NAME).write_bytes(changed)
    (folder / f"{FILE_NAME}-wal").unlink(missing_ok=True)
    try:
        with closing(open_flipped(folder, made)) as vault:
            return Flip(at, content=everything(vault))
    except (DeviceError, ProofError):
        return Flip(at)
    except Exception as error:  # noqa: BLE001  # any: a test below tells that there is none
        return Flip(at, stray=f"{type(error).__module__}.{type(error).__name__}")


def weak_spots(made: Made) -> list[int]:
    """Gives the bytes that no key vouches for: SQLite's header and schema, class ids, names."""
    needles = [made.keyring.class_named(ClassName.EVERYDAY).cid]
    needles += [b"wrapped BLOB", b"payload BLOB", b"source BLOB", b"CREATE TABLE cls"]
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(_without_wal(made.image))
        names = database.execute(
            "SELECT source FROM upkeep UNION ALL SELECT place FROM tombstone"
        ).fetchall()
    needles += [name for (name,) in names[:2] + names[-1:]]
    found = [18, 19, 21, 47, 52, 59, 100, 104]
    for needle in needles:
        at = made.image.find(needle)
        while at >= 0:
            found.append(at)
            at = made.image.find(needle, at + 1)
    return found


def _without_wal(image: bytes) -> bytes:
    """Gives the image as one that needs no files beside it (SQLite file format, offset 18)."""
    return image[:18] + b"\x01\x01" + image[20:]


def flips(made: Made, folder: Path, count: int, seed: int) -> list[Flip]:
    rng = np.random.default_rng(seed)
    used = np.flatnonzero(np.frombuffer(made.image, np.uint8))
    sample = [int(at) for at in rng.choice(used, count)]
    sample += [int(at) for at in rng.integers(0, len(made.image), count // 20)]
    done = [flip(folder, made, at, int(rng.integers(8))) for at in sample]
    done += [flip(folder, made, at, bit) for at in weak_spots(made) for bit in (0, 7)]
    assert sum(one.content == made.content for one in done) > 5, "no flip was harmless: a bad test"
    assert sum(one.content is None for one in done) > count // 2, "few flips were seen: a bad test"
    return done


@pytest.fixture(scope="module")
def flipped(made: Made, tmp_path_factory: pytest.TempPathFactory) -> list[Flip]:
    return flips(made, tmp_path_factory.mktemp("flipped"), count=300, seed=1)


def test_flipped_bit_never_shows_anything_that_was_not_written(made: Made, flipped: list[Flip]):
    for one in flipped:
        if one.content is not None:
            for kind in ("texts", "rows", "rules"):
                assert one.content[kind].items() <= made.content[kind].items(), one.at
            for kind in ("leaves", "settings"):
                assert one.content[kind] == made.content[kind], one.at
            for kind in ("sources", "places", "expired"):
                assert set(one.content[kind]) <= set(made.content[kind]), one.at
            for item_id, reads in one.content["reads"].items():
                assert reads <= made.content["reads"][item_id], one.at


def test_flipped_bit_never_hides_a_memory(made: Made, flipped: list[Flip]):
    kinds = ("texts", "rows", "rules", "reads", "expired")
    hiding = [
        (one.at, kind)
        for one in flipped
        for kind in kinds
        if one.content is not None and one.content[kind] != made.content[kind]
    ]
    assert hiding == []


def test_flipped_bit_never_makes_an_import_forget(made: Made, flipped: list[Flip]):
    kinds = ("sources", "places")
    forgot = [
        (one.at, kind)
        for one in flipped
        for kind in kinds
        if one.content is not None and one.content[kind] != made.content[kind]
    ]
    assert forgot == []


def test_flipped_bit_never_leaves_the_error_tree(flipped: list[Flip]):
    assert [(one.at, one.stray) for one in flipped if one.stray is not None] == []


@pytest.mark.prove
def test_many_flipped_bits_never_show_anything_that_was_not_written(made: Made, tmp_path: Path):
    test_flipped_bit_never_shows_anything_that_was_not_written(
        made, flips(made, tmp_path, count=4_000, seed=2)
    )
