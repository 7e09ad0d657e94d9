"""Where rows lie: what is put comes back, and what is removed is on no key path of the new file."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from device.errors import IntegrityError
from device.vault.database import Database
from device.vault.keyring import Keyring
from device.vault.rows import (
    CODES,
    COLUMNS,
    DIMENSIONS,
    ROW,
    SECRETS,
    VECTORS,
    Rows,
)
from device.vault.seal import derive, seal, unseal
from device.vault.shelves import Shelves
from device.vault.store import Vault
from policy.vocabulary import ClassName
from tests.builders import (
    FINANCE,
    KDF,
    SEGMENT_ROWS,
    STEP_UP,
    add,
    erase,
    new_item,
    new_vault,
    peek,
    read,
    rebind,
    refusal,
    undo,
    unlock,
)

PARTS = {
    "seg_secrets": SECRETS,
    "seg_codes": CODES,
    "seg_vectors": VECTORS,
    "seg_columns": COLUMNS,
}


@dataclass
class Shelf:
    """The shelves of one vault's everyday class."""

    database: Database
    keyring: Keyring
    shelves: Shelves
    cid: bytes

    def put(self, rows: Rows) -> None:
        with self.database.transaction():
            for at in range(len(rows)):
                self.shelves.put(self.keyring, self.cid, rows[at : at + 1])
                self.database.run(
                    "INSERT INTO item (id, cid, seg, payload) VALUES (?, ?, 0, x'00')",
                    int(rows["id"][at]),
                    self.cid,
                )

    def compact(self) -> int:
        with self.database.transaction():
            return self.shelves.compact(self.keyring, self.cid)

    def remove(self, ids: list[int], touched: set[int]) -> None:
        with self.database.transaction():
            self.shelves.remove(self.keyring, self.cid, ids, touched)
            self.database.run_many("DELETE FROM item WHERE id = ?", [(gone,) for gone in ids])

    def load(self) -> Rows:
        return self.shelves.load(self.keyring, self.cid)

    def count(self, table: str) -> int:
        (count,) = self.database.all(f"SELECT count(*) FROM {table}")[0]
        assert isinstance(count, int)
        return count


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, Keyring]:
    """A vault's empty file and its keys: one key derivation for all tests here."""
    folder = tmp_path_factory.mktemp("keys")
    with closing(Database.create(folder)) as database, database.transaction():
        keyring = Keyring.create(database, "passphrase", None, KDF)
    return (folder / "vault.db").read_bytes(), keyring


@pytest.fixture
def shelf(tmp_path: Path, keys: tuple[bytes, Keyring]) -> Iterator[Shelf]:
    (tmp_path / "vault.db").write_bytes(keys[0])
    keyring = keys[1].copy()
    with closing(Database.open(tmp_path)) as database:
        cid = keyring.class_named(ClassName.EVERYDAY).cid
        yield Shelf(database, keyring, Shelves(database, SEGMENT_ROWS), cid)


def random_rows(count: int, first_id: int = 1) -> Rows:
    """Gives rows whose every byte is random but the id. *Shape:* (count,)."""
    raw = np.random.default_rng(count).bytes(count * ROW.itemsize)
    rows = np.frombuffer(raw, ROW).copy()
    rows["id"] = np.arange(first_id, first_id + count)
    return rows


# -- putting and loading -------------------------------------------------------------------------


def test_rows_in_the_tail_come_back(shelf: Shelf):
    rows = random_rows(SEGMENT_ROWS - 1)
    shelf.put(rows)
    assert shelf.compact() == 0
    assert shelf.count("seg") == 0
    assert shelf.load().tobytes() == rows.tobytes()


def test_full_runs_of_the_tail_become_segments_and_the_rest_stays(shelf: Shelf):
    rows = random_rows(2 * SEGMENT_ROWS + 8)
    shelf.put(rows)
    assert shelf.compact() == 2 * SEGMENT_ROWS
    assert (shelf.count("seg"), shelf.count("tail")) == (2, 8)
    assert all(shelf.count(table) == 2 for table in PARTS)
    assert shelf.load().tobytes() == rows.tobytes()
    assert shelf.compact() == 0


def test_compaction_that_fails_leaves_the_tail(shelf: Shelf):
    rows = random_rows(SEGMENT_ROWS)
    shelf.put(rows)
    undo(shelf.database.transaction, lambda: shelf.shelves.compact(shelf.keyring, shelf.cid))
    assert (shelf.count("seg"), shelf.count("tail")) == (0, SEGMENT_ROWS)
    assert shelf.load().tobytes() == rows.tobytes()


def test_classes_do_not_see_each_others_rows(shelf: Shelf):
    shelf.put(random_rows(20))
    shelf.compact()
    other = shelf.keyring.class_named(ClassName.PRIVATE).cid
    assert len(shelf.shelves.load(shelf.keyring, other)) == 0
    with refusal(IntegrityError, "vault.items_missing"), shelf.database.transaction():
        shelf.shelves.remove(shelf.keyring, other, [1, 2], {1})


def test_closed_class_is_not_loaded_or_written(shelf: Shelf):
    keys = shelf.keyring.classes[shelf.cid]
    shelf.keyring.classes[shelf.cid] = type(keys)(
        keys.cid, keys.name, keys.inbox_public, keys.inner
    )
    for act in (shelf.load, lambda: shelf.put(random_rows(1))):
        with pytest.raises(RuntimeError, match="closed"):
            act()


# -- removing ------------------------------------------------------------------------------------


def test_removal_empties_slots_and_tail_and_leaves_the_rest(shelf: Shelf):
    rows = random_rows(SEGMENT_ROWS * 2 + 4)
    shelf.put(rows)
    shelf.compact()
    gone = [2, SEGMENT_ROWS + 1, SEGMENT_ROWS * 2 + 1]
    shelf.remove(gone, {1, 2})
    kept = rows[~np.isin(rows["id"], gone)]
    assert shelf.load().tobytes() == kept.tobytes()
    assert (shelf.count("seg"), shelf.count("tail")) == (2, 3)


def test_removal_leaves_an_untouched_segment_sealed_as_it_was(shelf: Shelf):
    shelf.put(random_rows(SEGMENT_ROWS * 2))
    shelf.compact()
    before = dict(shelf.database.all("SELECT seg, sealed FROM seg_secrets"))
    shelf.remove([2], {1})
    after = dict(shelf.database.all("SELECT seg, sealed FROM seg_secrets"))
    assert before[2] == after[2]
    assert before[1] != after[1]


def test_segment_emptied_slot_by_slot_loads_as_nothing(shelf: Shelf):
    shelf.put(random_rows(SEGMENT_ROWS))
    shelf.compact()
    for item_id in range(1, SEGMENT_ROWS + 1):
        shelf.remove([item_id], {1})
    assert len(shelf.load()) == 0


# -- an old image against the keys of today ------------------------------------------------------


@dataclass
class Image:
    """A copy of the vault's file from before a deletion, and what the thief knows of its places."""

    folder: Path
    vault: Vault
    cid: bytes

    def one(self, sql: str, *values: object) -> Any:
        ((value,),) = peek(self.folder, sql, *values)
        return value

    def place(self, table: str, *parts: bytes | int | str) -> bytes:
        return self.vault._keyring.place(table, *parts)


def keys_of_today(vault: Vault) -> list[bytes]:
    """Gives every key that the file opens now, but the passphrase's own: see the keyring."""
    keyring, database = vault._keyring, vault._database
    found = [keyring.root, *keyring.named.values()]
    for cid, keys in keyring.classes.items():
        assert keys.key is not None
        assert keys.tail_key is not None
        found += [keys.key, keys.tail_key, keyring.inbox_private(database, cid).private_bytes_raw()]
        for seg, wrapped in database.all("SELECT seg, wrapped FROM seg WHERE cid = ?", cid):
            assert isinstance(seg, int)
            assert isinstance(wrapped, bytes)
            found.append(unseal(keys.key, wrapped, keyring.place("seg", cid, seg)))
    for row in vault.open_rows():
        secret = row["secret"].tobytes()
        found += [secret, derive(secret, "payload")]
    return found


def opens(keys: list[bytes], sealed: bytes, place: bytes) -> bool:
    """Tells whether any of the keys opens it."""
    for key in keys:
        with suppress(IntegrityError):
            unseal(key, sealed, place)
            return True
    return False


def old_path(image: Image, item_id: int) -> dict[str, tuple[bytes, bytes]]:
    """Gives each ciphertext of the image that leads to an item, with its place."""
    cid, one, place = image.cid, image.one, image.place
    path = {
        "class": (one("SELECT wrapped FROM cls WHERE cid = ?", cid), place("cls", cid)),
        "tail key": (one("SELECT tail_key FROM cls WHERE cid = ?", cid), place("tail_key", cid)),
        "inbox key": (
            one("SELECT inbox_private FROM cls WHERE cid = ?", cid),
            place("inbox_private", cid),
        ),
        "payload": (
            one("SELECT payload FROM item WHERE id = ?", item_id),
            place("item", item_id, cid, image.vault.record(1).digest),
        ),
    }
    seg = one("SELECT seg FROM item WHERE id = ?", item_id)
    if seg:
        wrapped = one("SELECT wrapped FROM seg WHERE seg = ?", seg)
        path["segment key"] = (wrapped, place("seg", cid, seg))
        for table in PARTS:
            sealed = one(f"SELECT sealed FROM {table} WHERE seg = ?", seg)
            path[table] = (sealed, place(table, cid, seg))
    else:
        row = one("SELECT row FROM tail WHERE id = ?", item_id)
        path["tail row"] = (row, place("tail", cid, item_id))
    return path


def take_image(vault: Vault, folder: Path, into: Path, name: ClassName) -> Image:
    shutil.copytree(folder, into)
    return Image(into, vault, vault._keyring.class_named(name).cid)


@pytest.mark.parametrize("where", ["tail", "segment", "tail then segment"])
@pytest.mark.parametrize("act", ["erase", "rebind"])
def test_old_image_of_a_removed_item_does_not_open_with_the_keys_of_today(
    tmp_path: Path, where: str, act: str
):
    folder = tmp_path / "vault"
    with closing(new_vault(folder)) as vault:
        count = 4 if where == "tail" else SEGMENT_ROWS
        add(vault, *[new_item(b"text %d" % at) for at in range(count)])
        if where == "segment":
            vault.compact()
        image = take_image(vault, folder, tmp_path / "image", ClassName.EVERYDAY)
        path = old_path(image, 2)
        today = keys_of_today(vault)
        assert all(opens(today, *step) for step in path.values())  # or this test proves nothing
        if where == "tail then segment":
            vault.compact()
        if act == "erase":
            assert erase(vault, 2)
        else:
            rebind(vault, 2, FINANCE)
        today = keys_of_today(vault)
        assert {name for name, step in path.items() if opens(today, *step)} == set()
        assert read(vault, 1) == b"text 0"


def test_old_image_of_an_item_deleted_while_closed_does_not_open_after_the_step_up(tmp_path: Path):
    folder = tmp_path / "vault"
    with closing(new_vault(folder, STEP_UP)) as vault:
        add(vault, *[new_item(b"text %d" % at, FINANCE) for at in range(SEGMENT_ROWS + 2)])
        vault.compact()
        image = take_image(vault, folder, tmp_path / "image", ClassName.FINANCE)
        paths = {item_id: old_path(image, item_id) for item_id in (2, SEGMENT_ROWS + 1)}
        vault.end_step_up()
        for item_id in paths:
            assert erase(vault, item_id)
        vault.step_up(STEP_UP)
        today = keys_of_today(vault)
        for path in paths.values():
            assert {name for name, step in path.items() if opens(today, *step)} == set()


@pytest.mark.parametrize("erased_while", ["in the inbox", "folded in"])
def test_old_image_of_an_item_that_lay_in_the_inbox_does_not_open(
    tmp_path: Path, erased_while: str
):
    folder = tmp_path / "vault"
    with closing(new_vault(folder, STEP_UP)) as vault:
        vault.end_step_up()
        (item_id,) = add(vault, new_item(b"forget me", FINANCE))
        image = take_image(vault, folder, tmp_path / "image", ClassName.FINANCE)
        if erased_while == "in the inbox":
            erase(vault, item_id)
        vault.step_up(STEP_UP)
        if erased_while == "folded in":
            erase(vault, item_id)
        keyring, cid = vault._keyring, image.cid
        sealed = image.one("SELECT sealed FROM inbox WHERE id = ?", item_id)
        with pytest.raises(IntegrityError):
            keyring.open_from_inbox(
                keyring.inbox_private(vault._database, cid),
                sealed,
                image.place("inbox", cid, item_id),
            )


def test_no_byte_of_a_replaced_key_or_removed_row_stays_in_the_file(tmp_path: Path):
    rng = np.random.default_rng(5)
    seen: set[bytes] = set()

    def ciphertexts(vault: Vault) -> set[bytes]:
        columns = (
            ("meta WHERE k = 'root'", "v"),
            ("cls", "wrapped"),
            ("cls", "tail_key"),
            ("cls", "inbox_private"),
            ("seg", "wrapped"),
            ("seg_secrets", "sealed"),
            ("tail", "row"),
            ("item", "payload"),
            ("upkeep", "sealed"),
        )
        sql = " UNION ALL ".join(f"SELECT {column} FROM {table}" for table, column in columns)
        return {row[0] for row in vault._database.all(sql) if isinstance(row[0], bytes)}

    with closing(new_vault(tmp_path)) as vault:
        alive: list[int] = []
        for _ in range(25):
            items = [new_item(rng.bytes(int(rng.integers(1, 2_000))), rng=rng) for _ in range(4)]
            alive += add(vault, *items)
            vault.compact()
            vault._database.run(  # a neighbour of the root that grows and shrinks moves cells about
                "INSERT OR REPLACE INTO meta (k, v) VALUES ('neighbour', ?)",
                rng.bytes(int(rng.integers(1, 5_000))),
            )
            seen |= ciphertexts(vault)
            for _ in range(2):
                assert erase(vault, alive.pop(int(rng.integers(len(alive)))))
                held = b"".join(path.read_bytes() for path in tmp_path.iterdir())
                gone = seen - ciphertexts(vault)
                assert not [old for old in gone if old[:16] in held or old[-16:] in held]
        assert len(gone) > 300


# -- damage --------------------------------------------------------------------------------------


@pytest.fixture
def full(shelf: Shelf) -> Shelf:
    """Two segments and three rows in the tail."""
    shelf.put(random_rows(SEGMENT_ROWS * 2 + 3))
    shelf.compact()
    return shelf


SWAPS = [
    f"UPDATE {table} SET sealed = (SELECT o.sealed FROM {table} o WHERE o.seg = 3 - {table}.seg)"
    for table in PARTS
]


@pytest.mark.parametrize(
    "sql",
    [
        *SWAPS,
        "UPDATE seg SET wrapped = (SELECT wrapped FROM seg WHERE seg = 1)",
        "UPDATE seg SET wrapped = 'text'",
        "UPDATE seg SET n = n + 1",
        "UPDATE seg SET n = n - 1",
        "UPDATE seg SET n = 0",
        "UPDATE seg SET n = 'many'",
        "UPDATE seg_codes SET sealed = 'text'",
        "UPDATE seg_vectors SET sealed = zeroblob(length(sealed))",
        "UPDATE seg_columns SET sealed = x''",
        "DELETE FROM seg_secrets WHERE seg = 2",
        "UPDATE tail SET id = id + 100",
        "UPDATE tail SET row = (SELECT max(row) FROM tail)",
        "UPDATE tail SET row = 'text'",
        "UPDATE tail SET row = x''",
        "UPDATE seg_secrets SET sealed = (SELECT o.sealed FROM seg_columns o WHERE o.seg = 1)",
    ],
)
def test_row_or_segment_that_was_changed_or_swapped_is_damage(full: Shelf, sql: str):
    full.database.run(sql)
    with refusal(IntegrityError, "vault.damaged"):
        full.load()


@pytest.mark.parametrize("n", [-1, 2**50])
def test_segment_of_an_impossible_size_is_damage(full: Shelf, n: int):
    full.database.run("UPDATE seg SET n = ?", n)
    with refusal(IntegrityError, "vault.damaged"):
        full.load()


@pytest.mark.parametrize("size", [0, ROW.itemsize - 1, ROW.itemsize * 2])
def test_tail_row_of_another_length_is_damage_though_it_opens(shelf: Shelf, size: int):
    shelf.put(random_rows(1))
    tail_key = shelf.keyring.classes[shelf.cid].tail_key
    assert tail_key is not None
    sealed = seal(tail_key, bytes(size), shelf.keyring.place("tail", shelf.cid, 1))
    shelf.database.run("UPDATE tail SET row = ?", sealed)
    with refusal(IntegrityError, "vault.damaged"):
        shelf.load()


def test_tail_row_of_an_old_image_does_not_come_back_after_its_removal(shelf: Shelf):
    shelf.put(random_rows(3))
    old = shelf.database.all("SELECT id, cid, row FROM tail WHERE id = 2")
    shelf.remove([2], {0})
    shelf.database.run_many("INSERT INTO tail VALUES (?, ?, ?)", old)
    with refusal(IntegrityError, "vault.damaged"):
        shelf.load()


def test_segment_of_an_old_image_does_not_come_back_after_a_removal(full: Shelf):
    tables = ("seg", *PARTS)
    old = {table: full.database.all(f"SELECT * FROM {table} WHERE seg = 1") for table in tables}
    full.remove([2], {1})
    for table, rows in old.items():
        marks = ", ".join("?" * len(rows[0]))
        full.database.run_many(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", rows)
    with refusal(IntegrityError, "vault.damaged"):
        full.load()


def test_vectors_come_back_as_they_were_quantised(tmp_path: Path):
    rng = np.random.default_rng(3)
    items = [new_item(rng=rng) for _ in range(SEGMENT_ROWS + 1)]
    with closing(new_vault(tmp_path)) as vault:
        add(vault, *items)
        vault.compact()
    with closing(unlock(tmp_path)) as vault:
        rows = vault.rows(ClassName.EVERYDAY)
        vectors = np.stack([item.vector for item in items])
        near = rows["vector"] * rows["scale"][:, None]
        assert near.shape == vectors.shape == (SEGMENT_ROWS + 1, DIMENSIONS)
        assert np.abs(near - vectors).max() <= rows["scale"].max() / 2 + 1e-6
        assert np.array_equal(np.unpackbits(rows["code"], axis=1), vectors > 0)
